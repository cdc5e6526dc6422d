from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from presenting.values import between, number, share, shown, written


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (3, "3"),
        (Decimal("1.50"), "1.50"),
        (datetime.fromisoformat("2024-02-29 12:30"), "2024-02-29 12:30:00"),
        (date(2024, 2, 29), "2024-02-29"),
        (time(12, 30), "12:30:00"),
    ],
)
def test_a_cell_is_written_as_in_a_dataset(value: Any, text: str) -> None:
    assert written(value) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "0"),
        (2024, "2024"),
        (9999.5, "10,000"),
        (10_000, "10,000"),
        (-9999, "-9999"),
        (-1_234_567, "-1,234,567"),
        (10**15, "1e+15"),
        (2.0, "2"),
        (20_000.0, "20,000"),
        (-0.0, "0"),
        (0.30000000000000004, "0.3"),
        (3.14159, "3.142"),
        (12_345.678, "12,346"),
        (0.00001234, "1.234e-05"),
        (Decimal("432.50"), "432.50"),
        (Decimal("12432.50"), "12,432.50"),
        (1.7e308, "1.7e+308"),
    ],
)
def test_a_number_has_few_digits_and_large_ones_groups(amount: Any, text: str) -> None:
    assert number(amount) == text


def test_a_number_has_the_separators_of_the_language() -> None:
    with translation.override("de"):
        assert [number(amount) for amount in (12_345, 1.5, 1.5e-9)] == ["12.345", "1,5", "1,5e-09"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime.fromisoformat("2024-02-29 12:30:15"), "2024-02-29 12:30"),
        (date(2024, 2, 29), "2024-02-29"),
        (time(12, 30), "12:30"),
        (time(12, 30, 5), "12:30:05"),
        (12_345, "12,345"),
    ],
)
def test_a_value_is_shown_in_few_characters(value: Any, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(0, 0, "0 %"), (0, 5, "0 %"), (1, 500, "<1 %"), (1, 3, "33 %"), (499, 500, "99 %"), (5, 5, "100 %")],
)
def test_a_share_is_neither_none_nor_all_unless_it_is(part: int, whole: int, text: str) -> None:
    assert share(part, whole) == text


def test_a_range_of_one_value_is_that_value() -> None:
    assert (between("1", "2"), between("1", "1")) == ("1 to 2", "1")
