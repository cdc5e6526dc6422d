from collections import Counter

import pytest

from generation.engine.providers import faker
from tests.generation.engine.tables import values

KINDS = {"special_chars": "!@#$%^&*()_+", "digits": "0123456789", "upper_case": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def of_kind(character: str) -> str:
    return next((kind for kind, alphabet in KINDS.items() if character in alphabet), "lower_case")


@pytest.mark.parametrize("length", [4, 10, 33])
def test_passwords_have_a_character_of_each_kind(length: int) -> None:
    made = values(f"fake.password(length={length})", rows=2000)
    assert {len(password) for password in made} == {length}
    assert {frozenset(map(of_kind, password)) for password in made} == {frozenset([*KINDS, "lower_case"])}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_that_is_not_asked_for_is_left_out(kind: str) -> None:
    made = values(f"fake.password({kind}=False)", rows=2000)
    assert not any(of_kind(character) == kind for password in made for character in password)


def test_each_place_has_the_kinds_as_often_as_in_fakers() -> None:
    """Of ten places, Faker puts what each kind must have rather here than there."""
    rows = 20_000
    made = shares(values("fake.password()", rows=rows))
    real = shares([str(password) for password in faker.call("en_US", "password", 1, rows, {})])
    assert [key for key in real if abs(made[key] - real[key]) > 5 * (0.5 / rows) ** 0.5] == []


def shares(passwords: list[str]) -> dict[tuple[int, str], float]:
    """Return how likely each kind is at each place."""
    counted = Counter((place, of_kind(sign)) for password in passwords for place, sign in enumerate(password))
    return {key: count / len(passwords) for key, count in counted.items()}


def test_any_window_of_rows_is_that_of_the_whole() -> None:
    assert values("fake.password()", rows=40, start=30) == values("fake.password()", rows=100)[30:70]
