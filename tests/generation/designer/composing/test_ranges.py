import re
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import mean, pstdev
from typing import Any

import pytest

from generation.designer.catalog import load
from generation.designer.composing.ranges import from_limits
from generation.designer.reading import Limits, Step
from generation.engine import Column, DatasetSchema, DataType, compile_plan, run_plan

ROWS = 5000
CONCEPTS = load().concepts


def cells(concept: str, limits: Limits, rows: int = ROWS) -> list[Any]:
    stated = from_limits(CONCEPTS[concept], limits)
    assert stated is not None
    expression, data_type = stated
    column = Column(name="value", expression=expression, data_type=data_type, unique=limits.unique)
    plan = compile_plan(DatasetSchema((column,)))
    batches = run_plan(plan, rows=rows, seed=7, as_of=date(2025, 6, 1))
    return [cell for batch in batches for cell in batch.column(0).to_pylist()]


@pytest.mark.parametrize(
    ("concept", "limits", "low", "high"),
    [
        ("price", Limits(low=10, high=1000), 10, 1000),
        ("price", Limits(low=5, high=10_000), 5, 10_000),
        ("age", Limits(low=18, high=65), 18, 65),
        ("rating", Limits(low=1, high=5, decimals=1), 1, 5),
        ("price", Limits(high=50), 0.1, 50),
        ("temperature", Limits(high=0), -60, 0),
        ("price", Limits(low=0, high=1), 0, 1),
        ("quantity", Limits(low=3, high=3), 3, 3),
        ("price", Limits(low=20, high=80, mean=60, sd=10), 20, 80),
    ],
)
def test_numbers_lie_in_their_range(concept: str, limits: Limits, low: float, high: float) -> None:
    made = cells(concept, limits)
    assert low <= min(made) <= max(made) <= high


@pytest.mark.parametrize(
    ("limits", "asked", "near"),
    [
        (Limits(low=18, high=80, mean=35), 35, 1),
        (Limits(low=0, high=100, mean=90), 90, 1.5),
        (Limits(mean=50_000, sd=8_000, shape="normal"), 50_000, 500),
        (Limits(low=1_000, high=9_000, mean=4_000, sd=800), 4_000, 60),
    ],
)
def test_numbers_have_the_mean_that_was_stated(limits: Limits, asked: float, near: float) -> None:
    assert mean(cells("income", limits)) == pytest.approx(asked, abs=near)


def test_numbers_have_the_deviation_that_was_stated() -> None:
    assert pstdev(cells("income", Limits(mean=50_000, sd=8_000, shape="normal"))) == pytest.approx(8_000, rel=0.05)


def test_a_normal_distribution_without_a_mean_has_the_usual_one_and_is_symmetric() -> None:
    made = sorted(float(cell) for cell in cells("price", Limits(shape="normal")))
    assert made[ROWS // 2] == pytest.approx(mean(made), rel=0.03)


def test_a_skewed_number_stays_skewed_in_a_wide_range() -> None:
    made = sorted(float(cell) for cell in cells("price", Limits(low=5, high=10_000)))
    assert mean(made) > 1.5 * made[ROWS // 2]


def test_steps_are_kept() -> None:
    made = cells("price", Limits(low=10, high=200, multiple_of=5))
    assert {float(cell) % 5 for cell in made} == {0}
    assert (min(made), max(made)) == (10, 200)


@pytest.mark.parametrize(
    ("limits", "shape"),
    [
        (Limits(example="EMP001"), r"EMP\d{3}"),
        (Limits(pattern="PRD-####"), r"PRD-\d{4}"),
        (Limits(pattern="??-##"), r"[A-Z]{2}-\d{2}"),
        (Limits(alphabet="alphanumeric", shortest=13, longest=13), r"[A-Z0-9]{13}"),
        (Limits(alphabet="digits", shortest=10, longest=10), r"[1-9]\d{9}"),
        (Limits(alphabet="letters", shortest=3, longest=5, case="lower"), r"[a-z]{3,5}"),
        (Limits(alphabet="digits", shortest=8, longest=8, prefix="TX"), r"TX\d{6}"),
    ],
)
def test_texts_have_the_form_that_was_stated(limits: Limits, shape: str) -> None:
    assert [cell for cell in cells("word", limits) if not re.fullmatch(shape, cell)] == []


@pytest.mark.parametrize(
    "limits",
    [
        Limits(example="EMP001", unique=True),
        Limits(pattern="PRD-####", unique=True),
        Limits(pattern="AB-######", unique=True),
        Limits(alphabet="alphanumeric", shortest=13, longest=13, unique=True),
        Limits(alphabet="digits", shortest=10, longest=10, unique=True),
        Limits(prefix="ORD-", unique=True),
    ],
)
@pytest.mark.parametrize("rows", [10_000, 100_000])
def test_no_value_occurs_twice_where_none_may(limits: Limits, rows: int) -> None:
    assert len(set(cells("word", limits, rows))) == rows


def test_shares_that_leave_room_leave_it_to_the_usual_values() -> None:
    made = cells("gender", Limits(values=("Female",), shares=(60,)))
    assert made.count("Female") / ROWS == pytest.approx(0.6, abs=0.02)
    assert set(made) > {"Female", "Male"}


def test_dates_lie_in_their_window() -> None:
    made = cells("order_date", Limits(since="2023-01-01", until="2023-03-31"))
    assert (min(made), max(made)) == (date(2023, 1, 1), date(2023, 3, 31))


def test_dates_of_birth_follow_from_ages() -> None:
    made = cells("date_of_birth", Limits(low=18, high=30))
    ages = {(2025 - day.year) - ((day.month, day.day) > (6, 1)) for day in made}
    assert (min(ages), max(ages)) == (18, 30)


@pytest.mark.parametrize(
    ("concept", "step", "distance"),
    [
        ("event_timestamp", Step(1, "hour"), timedelta(hours=1)),
        ("event_timestamp", Step(5, "minute"), timedelta(minutes=5)),
        ("event_date", Step(1, "day"), timedelta(days=1)),
        ("event_date", Step(1, "week"), timedelta(weeks=1)),
    ],
)
def test_a_series_goes_on_in_the_order_of_the_rows(concept: str, step: Step, distance: timedelta) -> None:
    made = cells(concept, Limits(every=step, since="2022-01-01"), rows=300)
    assert {later - earlier for earlier, later in pairwise(made)} == {distance}
    assert made[0] in {date(2022, 1, 1), datetime(2022, 1, 1)}  # noqa: DTZ001 - datasets have no zones


def test_a_series_of_months_has_a_row_a_month() -> None:
    made = cells("event_date", Limits(every=Step(1, "month"), since="2022-11-01"), rows=4)
    assert made == [date(2022, 11, 1), date(2022, 12, 1), date(2023, 1, 1), date(2023, 2, 1)]


def test_a_series_with_two_ends_stays_between_them() -> None:
    made = cells("event_date", Limits(every=Step(1, "day"), since="2024-01-01", until="2024-01-10"), rows=25)
    assert (min(made), max(made), made[10]) == (date(2024, 1, 1), date(2024, 1, 10), date(2024, 1, 1))


def test_dates_are_written_as_somebody_asked_for() -> None:
    made = cells("order_date", Limits(since="2023-01-01", until="2023-01-31", date_format="%m/%d/%Y"))
    assert {re.sub(r"01/\d\d/2023", "ok", cell) for cell in made} == {"ok"}


def test_working_days_are_from_monday_to_friday() -> None:
    made = cells("order_date", Limits(weekdays=True, since="2024-01-01", until="2024-06-30"))
    assert {day.weekday() for day in made} == {0, 1, 2, 3, 4}
    assert date(2024, 1, 1) <= min(made) <= max(made) <= date(2024, 6, 30)


def test_values_that_are_all_numbers_are_numbers() -> None:
    assert from_limits(CONCEPTS["word"], Limits(values=("12", "24"))) == ("random.choice([12, 24])", DataType.INTEGER)
