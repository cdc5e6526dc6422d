from datetime import date, datetime, time
from decimal import Decimal

import pyarrow as pa
import pytest

from presenting.bins import Bins
from presenting.summaries import Extent, Summary, Top, summary_of
from presenting.timelines import Unit

at = datetime.fromisoformat


def test_numbers_have_an_extent_and_bins() -> None:
    assert summary_of(pa.array([1, 2, 2, 5, None], pa.int64())) == Summary(
        count=5,
        missing=1,
        distinct=3,
        extent=Extent(1, 2, 5, mean=2.5),
        bins=Bins(ranges=((1, 1), (2, 2), (3, 3), (4, 4), (5, 5)), counts=(1, 2, 0, 0, 1)),
    )


@pytest.mark.parametrize(
    ("cells", "extent"),
    [
        (pa.array([0.0, 0.05, 1.0]), Extent(0.0, 0.05, 1.0, mean=0.35)),
        (pa.array([1, 2], pa.int64()), Extent(1, 1.5, 2, mean=1.5)),
        (pa.array([-1.7e308, 1.7e308]), Extent(-1.7e308, 0, 1.7e308, mean=0.0)),
        (pa.array([1.7e308, 1.7e308]), Extent(1.7e308, 1.7e308, 1.7e308, mean=1.7e308)),
        (
            pa.array([Decimal("1.50"), Decimal("2.50")], pa.decimal128(18, 2)),
            Extent(Decimal("1.50"), 2, Decimal("2.50"), mean=2.0),
        ),
        (pa.array([date(2024, 1, 1), date(2024, 1, 3)]), Extent(date(2024, 1, 1), date(2024, 1, 2), date(2024, 1, 3))),
        (pa.array([time(8), time(18)], pa.time32("s")), Extent(time(8), time(13), time(18))),
        (
            pa.array(
                [at("1969-12-31 23:00"), at("1970-01-01 01:00")],
                pa.timestamp("s"),
            ),
            Extent(at("1969-12-31 23:00"), at("1970-01-01 00:00"), at("1970-01-01 01:00")),
        ),
    ],
)
def test_the_extent_is_in_the_values_of_the_type(cells: pa.Array, extent: Extent) -> None:
    assert summary_of(cells).extent == extent


def test_dates_and_moments_have_a_line_and_times_of_the_day_bins() -> None:
    dates = summary_of(pa.array([date(2024, 1, 1), date(2024, 1, 3)]))
    moments = summary_of(pa.array([at("2024-01-01 08:00")], pa.timestamp("s")))
    times = summary_of(pa.array([time(8), time(8, 2)], pa.time32("s")))
    assert [of.line and (of.line.unit, of.line.counts) for of in (dates, moments, times)] == [
        (Unit.DAY, (1, 0, 1)),
        (Unit.MINUTE, (1,)),
        None,
    ]
    assert times.bins == Bins(ranges=((28800, 28860), (28860, 28920)), counts=(1, 1))


def test_texts_have_lengths_in_characters_and_the_values_that_occur_most() -> None:
    cells = pa.array(["a", "bä", "a", None, "c", "d", "e", "f", "g"])
    assert summary_of(cells) == Summary(
        count=9,
        missing=1,
        distinct=7,
        lengths=(1, 2),
        top=(Top("a", 2), Top("bä", 1), Top("c", 1), Top("d", 1), Top("e", 1), Top("f", 1)),
    )


def test_truths_are_counted() -> None:
    assert summary_of(pa.array([True, False, True])) == Summary(
        count=3, missing=0, distinct=2, top=(Top("true", 2), Top("false", 1))
    )


@pytest.mark.parametrize("stored", [pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.date32(), pa.time32("s")])
def test_of_cells_that_are_all_missing_nothing_else_is_said(stored: pa.DataType) -> None:
    assert summary_of(pa.nulls(3, stored)) == Summary(count=3, missing=3, distinct=0)
    assert summary_of(pa.nulls(0, stored)) == Summary(count=0, missing=0, distinct=0)


def test_long_texts_and_those_that_run_the_other_way_are_kept_as_they_are() -> None:
    words = ["x" * 4000, "\u202eabc", "שלום"]
    assert [top.value for top in summary_of(pa.array(words)).top] == words
