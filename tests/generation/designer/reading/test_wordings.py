from typing import Any

import pytest

from generation.designer.reading.limit import NOTHING, Limits
from generation.designer.reading.limits import read_limits
from generation.engine import DataType


def read(text: str) -> Limits:
    return read_limits(text)[1]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("price no less than 79 and no more than 999", 79, 999),
        ("quantity never more than 20", None, 20),
        ("weight never below 40 kg", 40, None),
        ("delay must not exceed 30 minutes", None, 30),
        ("value no more than 150M", None, 150_000_000),
        ("salary from 30k up to 120k", 30_000, 120_000),
        ("cost anywhere between $5 and $250", 5, 250),
        ("price 2.000 - 60.000 EUR", 2000, 60_000),
        ("visitors 1000-5000", 1000, 5000),
        ("rent exactly 1200", 1200, 1200),
        ("party size 1 to 8 people", 1, 8),
        ("bonus is zero or greater", 0, None),
        ("wind 0-25 m/s", 0, 25),
    ],
)
def test_ends_of_a_range_are_read(text: str, low: float | None, high: float | None) -> None:
    limits = read(text)
    assert (limits.low, limits.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("hired not before 2015", "2015-01-01", "today"),
        ("placed this year", "this year", "today"),
        ("from March to May 2024", "2024-03-01", "2024-05-31"),
        ("between Jan 5 and Feb 10 2024", "2024-01-05", "2024-02-10"),
        ("in Q1-Q2 2024", "2024-01-01", "2024-06-30"),
        ("the second half of 2023", "2023-07-01", "2023-12-31"),
        ("the third quarter of 2023", "2023-07-01", "2023-09-30"),
        ("between 01/03/2024 and 31/05/2024", "2024-03-01", "2024-05-31"),
    ],
)
def test_ends_of_a_window_are_read(text: str, since: str, until: str) -> None:
    limits = read(text)
    assert (limits.since, limits.until) == (since, until)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("grade A-E", {"values": tuple("ABCDE")}),
        ("price range ($, $$, $$$)", {"values": ("$", "$$", "$$$")}),
        ("discount (0, 5, 10 or 15 %)", {"values": ("0", "5", "10", "15")}),
        ("room (single, double, suite)", {"values": ("single", "double", "suite")}),
        ("currency EUR", {"values": ("EUR",)}),
        ("email must end with @acme.com", {"suffix": "@acme.com"}),
        ("number starting with INV- followed by 5 digits", {"pattern": "INV-#####"}),
        ("phone XXX-XXX-XXXX", {"pattern": "###-###-####"}),
        ("meter M-####", {"pattern": "M-####"}),
        ("name min 3 max 15 characters", {"shortest": 3, "longest": 15}),
        ("number starting at 1000", {"low": 1000.0, "unique": True}),
        ("(true/false, 12% true)", {"data_type": DataType.BOOLEAN, "yes_share": 0.12}),
        ("(rare, 1%)", {"yes_share": 0.01}),
    ],
)
def test_what_is_said_in_other_words_is_read(text: str, said: dict[str, Any]) -> None:
    assert {name: getattr(read(text), name) for name in said} == said


def test_a_unit_with_a_slash_is_no_pair_of_values() -> None:
    assert read("vibration (mm/s)").values == NOTHING.values
