from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest

from presenting.charts import bars, histogram, series, share, short_number, shortened
from presenting.summaries import Bin, Top

CANARY = "</title><script>alert('canary')</script>"
SVG = "{http://www.w3.org/2000/svg}"
DAY = date(2026, 11, 21)


def drawn(chart: str) -> ET.Element:
    """Return a chart that any reader of XML can read."""
    return ET.fromstring(chart.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def rectangles(chart: str, name: str) -> list[ET.Element]:
    return [part for part in drawn(chart).iter(f"{SVG}rect") if part.get("class") == name]


def heights(chart: str) -> list[float]:
    return [float(part.get("height", "")) for part in rectangles(chart, "chart-part")]


def titles(chart: str) -> list[str]:
    return [str(part.text) for part in drawn(chart).iter(f"{SVG}title")]


def test_a_histogram_has_a_column_for_each_bin_with_its_range_and_count() -> None:
    chart = histogram([Bin("1", "5", 2), Bin("6", "6", 4), Bin("7", "8", 0)], title="age")
    assert heights(chart) == [20.0, 40.0, 0.0]
    assert titles(chart) == ["age", "1 to 5: 2", "6: 4", "7 to 8: 0"]


def test_bars_show_a_value_and_its_share_of_the_whole() -> None:
    chart = bars([Top("a", 3), Top("b", 1)], whole=4, title="grade")
    assert [part.get("width") for part in rectangles(chart, "chart-part")] == ["30.0", "10.0"]
    assert [part.text for part in drawn(chart).iter(f"{SVG}text")] == ["a", "75 %", "b", "25 %"]


@pytest.mark.parametrize(
    "chart",
    [
        histogram([Bin(CANARY, CANARY, 1)], title=CANARY),
        bars([Top(CANARY, 1)], whole=1, title=CANARY),
        series([DAY], [1], title=CANARY, unit=CANARY),
    ],
)
def test_what_came_from_outside_is_escaped(chart: str) -> None:
    assert list(drawn(chart).iter(f"{SVG}script")) == []
    assert drawn(chart).get("aria-label") == CANARY


@pytest.mark.parametrize("chart", [histogram([], title="x"), bars([], whole=0, title="x"), series([], [], title="x")])
def test_nothing_makes_a_chart_all_the_same(chart: str) -> None:
    assert (drawn(chart).get("role"), drawn(chart).get("aria-label"), titles(chart)) == ("img", "x", ["x"])


def test_charts_bring_no_styles_in() -> None:
    charts = histogram([Bin("1", "2", 1)], title="x") + bars([Top("a", 1)], whole=1, title="x")
    assert "style" not in charts + series([DAY], [None], title="x")


def test_days_are_columns_with_their_values() -> None:
    chart = series([DAY, DAY + timedelta(1), DAY + timedelta(2)], [0, 44, 88], title="Requests", unit=" %")
    assert heights(chart) == [0.0, 44.0, 88.0]
    assert titles(chart)[1:] == ["2026-11-21: 0 %", "2026-11-22: 44 %", "2026-11-23: 88 %"]
    assert [part.text for part in drawn(chart).iter(f"{SVG}text")] == ["88 %", "2026-11-21", "2026-11-23"]


def test_a_day_that_nothing_is_known_of_is_a_gap() -> None:
    chart = series([DAY, DAY + timedelta(1)], [None, 5], title="Requests")
    assert len(rectangles(chart, "chart-gap")) == 1
    assert titles(chart)[1] == "2026-11-21: nothing known"


@pytest.mark.parametrize("values", [[0, 0], [None, None], [0, None]])
def test_days_without_anything_have_no_height(values: list[float | None]) -> None:
    assert set(heights(series([DAY, DAY + timedelta(1)], values, title="Requests"))) <= {0.0}


def test_what_is_little_beside_the_most_is_seen() -> None:
    assert heights(series([DAY, DAY + timedelta(1)], [1, 1e15], title="Tokens")) == [1.0, 88.0]


@pytest.mark.parametrize(
    ("number", "short"),
    [(0, "0"), (7, "7"), (1234, "1,234"), (0.125, "0.125"), (12_345, "12.35k"), (2e6, "2M"), (3.21e9, "3.21bn")],
)
def test_a_number_is_short(number: float, short: str) -> None:
    assert short_number(number) == short


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(0, 0, "0 %"), (0, 5, "0 %"), (1, 500, "<1 %"), (1, 3, "33 %"), (499, 500, "99 %"), (5, 5, "100 %")],
)
def test_a_share_is_neither_none_nor_all_unless_it_is(part: int, whole: int, shown: str) -> None:
    assert share(part, whole) == shown


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("abcdef", "abcdef"),
        ("abcdefg", "abcde…"),
        ("a\nb", "a↵b"),
        ("\u202eabc", "\ufffdabc"),
        ("a\x00\u2066b", "a\ufffd\ufffdb"),
        ("नि\u200dष", "नि\u200dष"),
    ],
)
def test_a_text_is_short_in_one_line_and_turns_nothing_around(text: str, short: str) -> None:
    assert shortened(text, 6) == short
