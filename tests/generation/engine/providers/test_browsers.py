import re

import pytest

from generation.engine.providers import faker
from tests.generation.engine.tables import values

BROWSERS = ["chrome", "firefox", "safari", "user_agent"]


@pytest.mark.parametrize("method", BROWSERS)
def test_browsers_say_what_fakers_say(method: str) -> None:
    """All numbers and tags apart, the texts are the same, and about as frequent."""
    made, real = shapes(values(f"fake.{method}()", rows=6000)), shapes(faker.call("en_US", method, 1, 6000, {}))
    assert {shape for shape, share in real.items() if share > 0.01} <= set(made)
    assert [shape for shape in real if abs(made.get(shape, 0) - real[shape]) > 0.04] == []


def shapes(texts: list[str]) -> dict[str, float]:
    plain = [
        re.sub(r"\d+", "0", re.sub(r"\b[a-z]{2,3}-[A-Z]{2}\b", "tag", re.sub("0[a-zA-Z]0", "0", text)))
        for text in texts
    ]
    return {shape: plain.count(shape) / len(plain) for shape in set(plain)}


@pytest.mark.parametrize("method", ["chrome", "safari"])
def test_a_kit_is_named_twice_alike(method: str) -> None:
    made = values(f"fake.{method}()", rows=1000)
    kits = [re.search(r"AppleWebKit/([\d.]+) .*Safari/6?(53[\d.]+)", text) for text in made]
    assert [kit.groups() for kit in kits if kit and kit[1] != kit[2]] == []
    assert None not in kits


def test_any_window_of_rows_is_that_of_the_whole() -> None:
    assert values("fake.user_agent()", rows=40, start=30) == values("fake.user_agent()", rows=100)[30:70]
