"""What the page on jobs says is so."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jobs.models import State
from jobs.signing import new_secret, signed
from jobs.webhooks import WAITS

PAGE = (Path(__file__).parents[2] / "docs" / "jobs.md").read_text("utf-8")
SECRET = new_secret()
BODY = b'{"type":"job.done"}'


@pytest.fixture(scope="module")
def is_genuine() -> Callable[..., bool]:
    """Return the function that the page shows."""
    (lines,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, Any] = {}
    exec(lines, names)
    genuine: Callable[..., bool] = names["is_genuine"]
    return genuine


def test_the_lines_take_what_is_sent(is_genuine: Callable[..., bool]) -> None:
    headers = signed("job_1", int(time.time()), BODY, SECRET)
    assert is_genuine(headers, BODY, SECRET)


@pytest.mark.parametrize("age", [-400, 400])
def test_the_lines_refuse_what_is_not_of_now(is_genuine: Callable[..., bool], age: int) -> None:
    headers = signed("job_1", int(time.time()) - age, BODY, SECRET)
    assert not is_genuine(headers, BODY, SECRET)


def test_the_lines_refuse_what_was_changed(is_genuine: Callable[..., bool]) -> None:
    headers = signed("job_1", int(time.time()), BODY, SECRET)
    assert not is_genuine(headers, BODY + b" ", SECRET)
    assert not is_genuine(headers | {"webhook-id": "job_2"}, BODY, SECRET)
    assert not is_genuine(headers, BODY, new_secret())


def test_the_table_has_every_state() -> None:
    assert re.findall(r"^\| `(\w+)` \|", PAGE, flags=re.MULTILINE)[1:] == list(State.values)


def test_the_waits_are_those_that_are_told() -> None:
    said = re.findall(r"(\d+) (second|minute|hour)s?\b", PAGE.partition("tried again after")[2].partition(";")[0])
    seconds = {"second": 1, "minute": 60, "hour": 3600}
    assert [int(number) * seconds[unit] for number, unit in said] == [wait.total_seconds() for wait in WAITS]
