from datetime import datetime, timedelta

import numpy as np
import pytest

from presenting.timelines import MOST_POINTS, TimeLine, Unit, line_of, moment

EPOCH = datetime.fromisoformat("1970-01-01")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def lined(*moments: str, days: bool = False) -> TimeLine:
    seconds = [(at(text) - EPOCH) // timedelta(seconds=1) for text in moments]
    return line_of(np.array(seconds, dtype=np.int64), days=days)


def test_days_follow_each_other_without_a_gap() -> None:
    assert lined("2024-02-28", "2024-03-01", "2024-03-01", days=True) == TimeLine(
        Unit.DAY, (at("2024-02-28"), at("2024-02-29"), at("2024-03-01")), (1, 0, 2)
    )


@pytest.mark.parametrize(
    ("first", "last", "unit", "start"),
    [
        ("2024-01-01 08:15", "2024-01-01 08:50", Unit.MINUTE, "2024-01-01 08:15"),
        ("2024-01-01 08:15", "2024-01-02 09:00", Unit.HOUR, "2024-01-01 08:00"),
        ("2024-01-01 08:15", "2024-01-05 09:00", Unit.QUARTER_DAY, "2024-01-01 06:00"),
        ("2024-01-01 08:15", "2024-01-20 09:00", Unit.DAY, "2024-01-01"),
        ("2024-01-03", "2024-06-01", Unit.WEEK, "2024-01-01"),
        ("1969-01-03", "1969-06-01", Unit.WEEK, "1968-12-30"),
        ("2024-01-03", "2026-06-01", Unit.MONTH, "2024-01-01"),
        ("2024-02-03", "2030-06-01", Unit.QUARTER, "2024-01-01"),
        ("1960-02-03", "1990-06-01", Unit.YEAR, "1960-01-01"),
        ("1926-02-03", "2024-06-01", Unit.DECADE, "1920-01-01"),
        ("1126-02-03", "2024-06-01", Unit.CENTURY, "1100-01-01"),
        ("0001-01-01", "9999-12-31", Unit.CENTURY, "0001-01-01"),
    ],
)
def test_the_unit_is_the_shortest_that_makes_few_points(first: str, last: str, unit: Unit, start: str) -> None:
    line = lined(first, last)
    assert (line.unit, line.starts[0], sum(line.counts)) == (unit, at(start), 2)
    assert len(line.counts) <= (MOST_POINTS if at(first).year > 1 else 100)


def test_dates_are_counted_by_days_or_longer() -> None:
    assert lined("2024-01-03", days=True).unit == Unit.DAY


def test_units_that_are_seen_in_part_alone_are_told() -> None:
    halves = lined("2024-01-20", "2024-06-01", "2025-11-10", days=True)
    wholes = lined("2024-01-02", "2024-06-01", "2025-11-29", days=True)
    assert [(line.unit, line.begun, line.ended) for line in (halves, wholes)] == [
        (Unit.MONTH, True, False),
        (Unit.MONTH, False, True),
    ]


def test_there_is_no_moment_beyond_the_years() -> None:
    assert [moment(-(10**15)), moment(10**15)] == [at("0001-01-01"), at("9999-12-31 23:59:59")]
