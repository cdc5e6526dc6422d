from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from presenting.summaries import Bin, Summary, Top, summary_of, written


def test_whole_numbers_have_bins_of_one_width_that_include_both_ends() -> None:
    assert summary_of(pa.array([1, 2, 2, 25, None], pa.int64())) == Summary(
        count=5,
        missing=1,
        distinct=3,
        least="1",
        most="25",
        middle="mean 7.5",
        bins=(
            *(Bin("1", "3", 3), Bin("4", "6", 0), Bin("7", "9", 0), Bin("10", "12", 0), Bin("13", "15", 0)),
            *(Bin("16", "18", 0), Bin("19", "21", 0), Bin("22", "24", 0), Bin("25", "27", 1)),
        ),
    )


def test_few_whole_numbers_have_a_bin_each() -> None:
    assert summary_of(pa.array([5, 3, 3], pa.int64())).bins == (Bin("3", "3", 2), Bin("4", "4", 0), Bin("5", "5", 1))


def test_one_value_makes_one_bin() -> None:
    summaries = [summary_of(pa.array([value, value])) for value in (7, 2.5, date(2024, 2, 29))]
    assert [summary.bins for summary in summaries] == [
        (Bin("7", "7", 2),),
        (Bin("2.5", "2.5", 2),),
        (Bin("2024-02-29", "2024-02-29", 2),),
    ]


def test_floats_have_ten_bins_from_the_least_to_the_most() -> None:
    summary = summary_of(pa.array([0.0, 0.05, 1.0]))
    assert (summary.least, summary.most, summary.middle) == ("0.0", "1.0", "mean 0.35")
    assert [part.count for part in summary.bins] == [2, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert (summary.bins[0], summary.bins[-1]) == (Bin("0", "0.1", 2), Bin("0.9", "1", 1))


@pytest.mark.parametrize(
    "cells",
    [
        pa.array([-1.7e308, 1.7e308]),
        pa.array([5e-324, 1e-323]),
        pa.array([1.0, 1.0000000000000002]),
        pa.array([-(2**63), 2**63 - 1]),
        pa.array([2**53, 2**53 + 1]),
    ],
)
def test_the_largest_and_the_closest_numbers_are_counted_all_the_same(cells: pa.Array) -> None:
    summary = summary_of(cells)
    assert sum(part.count for part in summary.bins) == 2
    assert "inf" not in summary.middle
    assert "nan" not in summary.middle


@pytest.mark.parametrize(
    ("cells", "least", "most", "middle", "first"),
    [
        (
            pa.array([Decimal("1.50"), Decimal("2.50")], pa.decimal128(18, 2)),
            "1.50",
            "2.50",
            "mean 2",
            Bin("1.5", "1.6", 1),
        ),
        (
            pa.array([date(2024, 1, 1), date(2024, 1, 3)]),
            "2024-01-01",
            "2024-01-03",
            "median 2024-01-02",
            Bin("2024-01-01", "2024-01-01", 1),
        ),
        (
            pa.array(
                [datetime.fromisoformat("1969-12-31 23:00"), datetime.fromisoformat("1970-01-01 01:00")],
                pa.timestamp("s"),
            ),
            "1969-12-31 23:00:00",
            "1970-01-01 01:00:00",
            "median 1970-01-01 00:00",
            Bin("1969-12-31 23:00", "1969-12-31 23:12", 1),
        ),
        (
            pa.array([time(8), time(18)], pa.time32("s")),
            "08:00:00",
            "18:00:00",
            "median 13:00",
            Bin("08:00", "09:00", 1),
        ),
    ],
)
def test_each_type_is_shown_as_its_values_are(cells: pa.Array, least: str, most: str, middle: str, first: Bin) -> None:
    summary = summary_of(cells)
    assert (summary.least, summary.most, summary.middle, summary.bins[0]) == (least, most, middle, first)


def test_texts_have_lengths_in_characters_and_the_values_that_occur_most() -> None:
    cells = pa.array(["a", "bä", "a", None, "c", "d", "e", "f"])
    assert summary_of(cells) == Summary(
        count=8,
        missing=1,
        distinct=6,
        shortest=1,
        longest=2,
        top=(Top("a", 2), Top("bä", 1), Top("c", 1), Top("d", 1), Top("e", 1)),
    )


def test_truths_are_counted() -> None:
    assert summary_of(pa.array([True, False, True])).top == (Top("true", 2), Top("false", 1))


@pytest.mark.parametrize("stored", [pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.date32(), pa.time32("s")])
def test_of_cells_that_are_all_missing_nothing_else_is_said(stored: pa.DataType) -> None:
    assert summary_of(pa.nulls(3, stored)) == Summary(count=3, missing=3, distinct=0)
    assert summary_of(pa.nulls(0, stored)) == Summary(count=0, missing=0, distinct=0)


def test_long_texts_and_those_that_run_the_other_way_are_kept_as_they_are() -> None:
    words = ["x" * 4000, "\u202eabc", "שלום"]
    assert [top.value for top in summary_of(pa.array(words)).top] == words


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
