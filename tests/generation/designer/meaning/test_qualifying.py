from typing import Any

import pytest

from generation.designer.offline.understanding import understand
from generation.designer.reading import Limits


def limits(description: str) -> dict[str, Limits]:
    return {choice.concept.name: choice.limits for choice in understand(description).choices}


@pytest.mark.parametrize(
    ("heading", "concept", "said"),
    [
        ("female customers", "gender", {"values": ("Female",)}),
        ("adults in a survey", "age", {"low": 18}),
        ("teenagers", "age", {"low": 13, "high": 19}),
        ("patients over 65", "age", {"low": 66}),
        ("customers between 30 and 40 years old", "age", {"low": 30, "high": 40}),
        ("customers from Berlin", "city", {"values": ("Berlin",)}),
    ],
)
def test_what_a_heading_says_of_the_rows_is_heeded(heading: str, concept: str, said: dict[str, Any]) -> None:
    assert limits(f"{heading} with name, gender, age and city")[concept] == Limits(**said)


def test_what_is_said_of_the_column_itself_goes_before() -> None:
    assert limits("adults with name and age (30-40)")["age"] == Limits(low=30, high=40)


def test_both_sexes_are_no_limit() -> None:
    assert limits("both male and female customers with name and gender")["gender"] == Limits()
