from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from generation.designer.checking.demands import broken_demands, fits_type
from generation.designer.reading import Limits
from generation.designer.reading.limit import Step
from generation.engine import DataType

TODAY = date(2026, 1, 31)
SHARES = Limits(values=("a", "b"), shares=(70, 30))


def wrongs(limits: Limits, *cells: Any) -> list[str]:
    return list(broken_demands(limits, cells, TODAY))


@pytest.mark.parametrize(
    ("limits", "cells", "wrong"),
    [
        (Limits(low=18, high=65), (18, 66, 65), "some are 66, above 65"),
        (Limits(low=18), (18, 17, 3, None), "some are 3, below 18"),
        (Limits(low=1, high=2), ("$1,200.50",), "some are 1200.5, above 2"),
        (Limits(high=5), (Decimal("5.01"),), "some are 5.01, above 5"),
        (Limits(low=18), (date(2008, 2, 1),), "some are 17, below 18"),
        (Limits(mean=10), (20, 21), "their mean is 20.5, not 10"),
        (Limits(multiple_of=5), (10, 12), "some are 12, which 5 does not divide"),
        (Limits(values=("red", "blue")), ("Red", "blue", "pink"), "some are 'pink', none of red, blue"),
        (Limits(values=("red", "blue")), ("red", "red"), "none is 'blue'"),
        (Limits(values=("1", "2")), (1.0, 2.0, 3.0), "some are '3', none of 1, 2"),
        (Limits(yes_no=("Y", "N")), ("Y", "no", "N"), "some are 'no', none of Y, N"),
        (SHARES, ("a", "b") * 100, "50% are 'a', not 70%"),
        (Limits(yes_share=0.1), (True, False) * 100, "50% are 'true', not 10%"),
        (Limits(since="2024-01-01"), (date(2023, 12, 31), date(2024, 5, 1)), "some are 2023-12-31, before 2024-01-01"),
        (Limits(until="2024-01-01"), (datetime(2024, 1, 2, 3, 4),), "some are 2024-01-02, after 2024-01-01"),  # noqa: DTZ001 - cells have no zone
        (Limits(since="-2y", until="today"), ("2023-01-01",), "some are 2023-01-01, before -2y"),
        (Limits(since="2020-01-01", until="2024-12-31"), (2019,), "some are not from 2020 to 2024"),
        (Limits(opens="09:00", closes="17:00"), (time(8, 59),), "some are at 08:59, not from 09:00 to 17:00"),
        (Limits(weekdays=True), (date(2026, 1, 31),), "some are at a weekend, such as 2026-01-31"),
        (Limits(example="EMP001"), ("EMP001", "EMP-1"), "some are 'EMP-1', not of the form EMP001"),
        (Limits(pattern="??-##"), ("AB-12", "ab-12"), "some are 'ab-12', not of the form ??-##"),
        (Limits(prefix="X-"), ("X-1", "Y-1"), "some are 'Y-1', without 'X-' at the start"),
        (Limits(alphabet="digits"), ("123", "12a"), "some are '12a', not digits"),
        (Limits(case="upper"), ("AB", "Ab"), "some are 'Ab', not in upper case"),
        (Limits(shortest=3), ("abc", "ab"), "some are 'ab', shorter than 3 characters"),
        (Limits(longest=2), ("abc", "ab"), "some are 'abc', longer than 2 characters"),
        (Limits(unique=True), ("a", "b", "a"), "'a' occurs 2 times"),
        (Limits(missing=0.0), (1, None), "50% are missing, not 0%"),
        (Limits(missing=0.2), (1,) * 100, "0% are missing, not 20%"),
    ],
)
def test_what_breaks_a_demand_is_said(limits: Limits, cells: tuple[Any, ...], wrong: str) -> None:
    assert wrongs(limits, *cells) == [wrong]


@pytest.mark.parametrize(
    ("limits", "cells"),
    [
        (Limits(low=18, high=65), (18, 65, None)),
        (Limits(low=1), ("a few",)),
        (Limits(mean=10), (9, 11.5)),
        (Limits(multiple_of=0.1), (0.3, 1.7)),
        (Limits(values=("a", "b"), shares=(40, 30)), ("a",) * 4 + ("b",) * 3 + ("c",) * 3),
        (Limits(values=("true", "false")), (True, False)),
        (Limits(yes_no=("Yes", "No"), yes_share=0.5), ("Yes", "No")),
        (SHARES, ("a",) * 66 + ("b",) * 34),
        (Limits(since="-1M", until="today"), (date(2026, 1, 1), TODAY)),
        (Limits(since="tomorrow"), (TODAY,)),
        (Limits(since="2020-01-01", until="2024-12-31"), (2020, 2024)),
        (Limits(opens="22:00", closes="06:00"), (time(23), time(12))),
        (Limits(every=Step(1, "month")), (datetime(2026, 1, 1), datetime(2026, 2, 1))),  # noqa: DTZ001 - as above
        (Limits(example="EMP001"), ("EMP0012",)),
        (Limits(example="PRD-XXXX"), ("PRD-A1B2",)),
        (Limits(example="somebody@example.com"), ("else@example.org",)),
        (Limits(unique=True), (1, 2, None, None)),
        (Limits(missing=0.2), (1,) * 75 + (None,) * 25),
        (Limits(low=1, unique=True), ()),
    ],
)
def test_what_keeps_a_demand_or_cannot_be_judged_is_right(limits: Limits, cells: tuple[Any, ...]) -> None:
    assert wrongs(limits, *cells) == []


def test_a_series_that_leaves_its_steps_is_wrong() -> None:
    hours = [datetime(2026, 1, 1, 0, 0), datetime(2026, 1, 1, 1, 0), datetime(2026, 1, 1, 1, 30)]  # noqa: DTZ001 - as above
    assert wrongs(Limits(every=Step(1, "hour")), *hours) == ["some are not 1 hours apart"]


@pytest.mark.parametrize(
    ("stated", "held", "fits"),
    [
        (None, DataType.DATE, True),
        (DataType.INTEGER, DataType.INTEGER, True),
        (DataType.FLOAT, DataType.DECIMAL, True),
        (DataType.INTEGER, DataType.FLOAT, False),
        (DataType.STRING, DataType.DATE, True),
        (DataType.STRING, DataType.INTEGER, False),
    ],
)
def test_a_type_fits_what_was_stated(stated: DataType | None, held: DataType, *, fits: bool) -> None:
    assert fits_type(stated, held) is fits
