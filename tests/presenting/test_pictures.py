from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pyarrow as pa
import pytest
from django.utils import translation

from generation.engine import DataType
from presenting.pictures import Picture, picture_of
from presenting.summaries import summary_of
from tests.presenting.test_charts import SVG, drawn, texts

NEW_YEAR = date(2024, 1, 1)
STORED = {DataType.TIME: pa.time32("s"), DataType.DATETIME: pa.timestamp("s")}


def picture(data_type: DataType, *cells: Any, name: str = "it") -> Picture:
    return picture_of(name, data_type, summary_of(pa.array(cells, STORED.get(data_type))))


def chart(data_type: DataType, *cells: Any) -> ET.Element:
    found = picture(data_type, *cells).chart
    assert found is not None
    return drawn(found)


def said(svg: ET.Element) -> tuple[str | None, str | None]:
    """Return what is heard of a chart."""
    return svg.findtext(f"{SVG}title"), svg.findtext(f"{SVG}desc")


def hints(svg: ET.Element) -> list[str]:
    return [str(part.text) for part in svg.iter(f"{SVG}title")][1:]


@pytest.mark.parametrize(
    ("data_type", "cells", "remark"),
    [
        (DataType.INTEGER, (3, 1, 2), "Each whole number from 1 to 3, once."),
        (DataType.INTEGER, (7, 7), "Always “7”."),
        (DataType.STRING, ("a", "a", None), "Always “a”."),
        (DataType.BOOLEAN, (True, True), "Always “true”."),
        (DataType.DATE, (NEW_YEAR, NEW_YEAR), "Always “2024-01-01”."),
        (DataType.STRING, ("a", "b", None), "Every value is different."),
        (DataType.STRING, (*map(str, range(99)), "1", "1", "1"), "Hardly any value occurs twice."),
        (DataType.STRING, (*map(str, range(80)), *map(str, range(21))), "No value stands out."),
        (DataType.STRING, (None, None), "All values are missing."),
        (DataType.STRING, (), ""),
    ],
)
def test_a_remark_stands_where_a_picture_would_show_nothing(
    data_type: DataType, cells: tuple[Any, ...], remark: str
) -> None:
    assert picture(data_type, *cells) == Picture(remark=remark)


def test_the_only_value_of_a_column_is_shortened() -> None:
    assert (
        picture(DataType.STRING, "\u202e" + "x" * 4000, "\u202e" + "x" * 4000).remark == f"Always “\ufffd{'x' * 38}…”."
    )


def test_numbers_are_a_histogram() -> None:
    svg = chart(DataType.INTEGER, 1, 2, 2, 5)
    assert said(svg) == ("Histogram of it", "Most values, 50 %, lie in the part 2.")
    assert hints(svg) == ["1: 1", "2: 2", "3: 0", "4: 0", "5: 1"]
    assert texts(svg) == ["1", "5"]


def test_amounts_are_a_histogram_of_ranges() -> None:
    svg = chart(DataType.FLOAT, *(tenth / 7 for tenth in range(77)))
    assert (hints(svg)[1], texts(svg)) == ("1 to 2: 7", ["0", "11"])


def test_few_numbers_that_lie_apart_are_bars() -> None:
    assert texts(chart(DataType.INTEGER, *[200, 200, 200, 404, 404, 503])) == [
        *("200", "50 %", "404", "33 %", "503", "17 %"),
    ]


def test_times_of_the_day_are_a_histogram_of_the_clock() -> None:
    svg = chart(DataType.TIME, time(0), time(12), time(23, 59))
    assert (hints(svg)[6], texts(svg)) == ("12:00 to 14:00: 1", ["00:00", "24:00"])


def test_a_histogram_by_powers_says_so() -> None:
    svg = chart(DataType.FLOAT, *(round(10.0 ** (power / 20), 3) for power in range(101)))
    assert texts(svg) == ["Logarithmic scale", "1", "100,000"]
    assert said(svg)[1] == "Most values, 11 %, lie in the part 1 to 3.2. Logarithmic scale"


@pytest.mark.parametrize(
    ("outliers", "note"), [((1e9,), "1 outlier is not shown"), ((1e9, -1e9), "2 outliers are not shown")]
)
def test_a_histogram_without_outliers_says_so(outliers: tuple[float, ...], note: str) -> None:
    assert texts(chart(DataType.FLOAT, *([1.0, 2.0, 3.0, 4.0] * 20), *outliers)) == [note, "1", "4"]


def test_dates_are_a_time_line() -> None:
    svg = chart(DataType.DATE, NEW_YEAR, NEW_YEAR, NEW_YEAR + timedelta(2))
    assert said(svg) == ("Time line of it", "Day by day. From 0 (2024-01-02) to 2 (2024-01-01) values each.")
    assert hints(svg) == ["2024-01-01: 2", "2024-01-02: 0", "2024-01-03: 1"]
    assert texts(svg) == ["Day by day", "2024-01-01", "2024-01-03"]


@pytest.mark.parametrize(
    ("days", "note", "first"),
    [
        (1, "Hour by hour", "2024-01-01 00:00"),
        (5, "Every six hours", "2024-01-01 00:00"),
        (100, "Week by week", "week of 2024-01-01"),
        (700, "Month by month", "January 2024"),
        (2000, "Quarter by quarter", "quarter 1 of 2024"),
        (9000, "Year by year", "2024"),
        (30_000, "Decade by decade", "2020 to 2029"),
        (200_000, "Century by century", "2000 to 2099"),
    ],
)
def test_moments_are_named_by_the_unit_that_fits(days: int, note: str, first: str) -> None:
    start = datetime.fromisoformat("2024-01-01")
    svg = chart(DataType.DATETIME, start, start + timedelta(days))
    assert (texts(svg)[0], hints(svg)[0]) == (note, f"{first}: 1")


def test_months_have_the_names_of_the_language() -> None:
    with translation.override("de"):
        svg = chart(DataType.DATE, date(2024, 3, 1), date(2026, 3, 1))
    assert hints(svg)[0] == "März 2024: 1"


def test_few_texts_are_all_bars() -> None:
    svg = chart(DataType.STRING, "a", "a", "b", None)
    assert said(svg) == ("Shares of it", "a 67 %, b 33 %")
    assert texts(svg) == ["a", "67 %", "b", "33 %"]


def test_many_texts_are_five_bars_and_the_rest() -> None:
    svg = chart(DataType.STRING, *"aaaaaabbbbbcccccddddeeeefghi")
    assert said(svg)[1] == "a 21 %, b 18 %, c 18 %, d 14 %, e 14 %, 4 others 14 %"
    assert texts(svg)[-2:] == ["4 others", "14 %"]


def test_truths_are_a_bar_in_two_parts_the_true_one_first() -> None:
    svg = chart(DataType.BOOLEAN, *[False, True, False, False])
    assert said(svg) == ("Shares of it", "true 25 %, false 75 %")
    assert texts(svg) == ["true 25 %", "false 75 %"]


def test_a_long_name_is_shortened() -> None:
    found = picture(DataType.INTEGER, 1, 2, 2, name="x" * 100).chart
    assert said(drawn(str(found)))[0] == f"Histogram of {'x' * 39}…"
