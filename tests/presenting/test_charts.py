from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest

from presenting.charts import Frame, Part, bars, columns, line, series, short_number, shortened, split

CANARY = "</title><script>alert('canary')</script>"
SVG = "{http://www.w3.org/2000/svg}"
DAY = date(2026, 11, 21)
FRAME = Frame(title="age", told="all are young", note="by tens", ends=("1", "8"))


def drawn(chart: str) -> ET.Element:
    """Return a chart that any reader of XML can read."""
    return ET.fromstring(chart.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def rectangles(chart: str, name: str) -> list[ET.Element]:
    return [part for part in drawn(chart).iter(f"{SVG}rect") if part.get("class") == name]


def shapes(chart: str, name: str) -> list[str]:
    return [str(part.get("d")) for part in drawn(chart).iter(f"{SVG}path") if part.get("class") == name]


def heights(chart: str) -> list[float]:
    return [float(part.get("height", "")) for part in rectangles(chart, "chart-part")]


def titles(chart: str) -> list[str]:
    return [str(part.text) for part in drawn(chart).iter(f"{SVG}title")]


def texts(svg: ET.Element) -> list[str]:
    return [str(part.text) for part in svg.iter(f"{SVG}text")]


def test_a_histogram_has_a_column_for_each_part_with_its_count() -> None:
    chart = columns(FRAME, [Part("1 to 5", 2), Part("6", 4), Part("7 to 8", 0)])
    assert shapes(chart, "chart-part") == [
        "M1.0 51.0h98.0v30.0h-98.0z",
        "M101.0 21.0h98.0v60.0h-98.0z",
        "M201.0 81.0h98.0v0.0h-98.0z",
    ]
    assert titles(chart) == ["age", "1 to 5: 2", "6: 4", "7 to 8: 0"]
    assert texts(drawn(chart)) == ["by tens", "1", "8"]


def test_a_line_goes_from_the_first_part_to_the_last_above_an_area() -> None:
    chart = line(FRAME, [Part("1", 2), Part("2", 4), Part("3", 0)])
    assert shapes(chart, "chart-path") == ["M50.0 51.0 150.0 21.0 250.0 81.0"]
    assert shapes(chart, "chart-area") == ["M50.0 81L50.0 51.0 150.0 21.0 250.0 81.0L250.0 81z"]
    assert shapes(chart, "chart-broken") == [""]
    assert titles(chart) == ["age", "1: 2", "2: 4", "3: 0"]


def test_a_line_is_broken_where_a_part_is_not_whole() -> None:
    chart = line(FRAME, [Part("1", 2), Part("2", 4), Part("3", 0)], begun=True, ended=False)
    assert shapes(chart, "chart-path") == ["M150.0 21.0"]
    assert shapes(chart, "chart-broken") == ["M50.0 51.0 150.0 21.0M150.0 21.0 250.0 81.0"]


def test_bars_show_a_value_and_its_share_of_the_whole() -> None:
    chart = bars(FRAME, [Part("a", 4), Part("b", 1)], Part("2 others", 3), 8)
    assert shapes(chart, "chart-part") == ["M158.0 5.0h48.0v10.0h-48.0z", "M158.0 25.0h12.0v10.0h-12.0z"]
    assert shapes(chart, "chart-rest") == ["M158.0 45.0h36.0v10.0h-36.0z"]
    assert texts(drawn(chart)) == ["a", "50 %", "b", "12 %", "2 others", "38 %"]


def test_a_label_beside_a_bar_is_as_long_as_there_is_room() -> None:
    chart = bars(FRAME, [Part("x" * 30, 1), Part("東" * 30, 1)], None, 2)
    assert texts(drawn(chart))[::2] == ["x" * 21 + "…", "東" * 10 + "…"]


def test_a_whole_is_split_into_two_parts() -> None:
    chart = split(FRAME, [Part("true", 1), Part("false", 3)], 4)
    assert shapes(chart, "chart-part") + shapes(chart, "chart-rest") == [
        "M0.0 20.0h74.0v16.0h-74.0z",
        "M76.0 20.0h224.0v16.0h-224.0z",
    ]
    assert texts(drawn(chart)) == ["true 25 %", "false 75 %"]


def test_what_is_there_at_all_is_seen() -> None:
    assert shapes(columns(FRAME, [Part("a", 1), Part("b", 10_000)]), "chart-part")[0].endswith("v1.0h-148.0z")
    assert shapes(split(FRAME, [Part("a", 1), Part("b", 10_000)], 10_001), "chart-part") == ["M0.0 20.0h2.0v16.0h-2.0z"]
    assert shapes(bars(FRAME, [Part("a", 1)], None, 10_000), "chart-part") == ["M158.0 5.0h1.0v10.0h-1.0z"]


PARTS = [Part(CANARY, 1), Part(CANARY, 1)]
BAD = Frame(title=CANARY, told=CANARY, note=CANARY, ends=(CANARY, CANARY))


@pytest.mark.parametrize(
    "chart",
    [
        columns(BAD, PARTS),
        line(BAD, PARTS, begun=True, ended=False),
        bars(BAD, PARTS, Part(CANARY, 1), 3),
        split(BAD, PARTS, 2),
        series([DAY], [1], title=CANARY, unit=CANARY),
    ],
)
def test_what_came_from_outside_is_escaped(chart: str) -> None:
    assert list(drawn(chart).iter(f"{SVG}script")) == []
    assert drawn(chart).findtext(f"{SVG}title") == CANARY


def test_a_chart_is_a_picture_with_a_title_and_a_text() -> None:
    svg = drawn(columns(FRAME, []))
    assert (svg.get("role"), svg.findtext(f"{SVG}title"), svg.findtext(f"{SVG}desc")) == ("img", "age", "all are young")


@pytest.mark.parametrize("chart", [columns(FRAME, []), line(FRAME, []), bars(FRAME, [], None, 0)])
def test_nothing_makes_a_chart_all_the_same(chart: str) -> None:
    assert titles(chart) == ["age"]


def test_charts_bring_no_styles_in() -> None:
    charts = columns(BAD, PARTS) + line(BAD, PARTS) + bars(BAD, PARTS, None, 2) + split(BAD, PARTS, 2)
    assert "style" not in charts + series([DAY], [None], title="x")


def test_days_are_columns_with_their_values() -> None:
    chart = series([DAY, DAY + timedelta(1), DAY + timedelta(2)], [0, 44, 88], title="Requests", unit=" %")
    assert heights(chart) == [0.0, 44.0, 88.0]
    assert titles(chart)[1:] == ["2026-11-21: 0 %", "2026-11-22: 44 %", "2026-11-23: 88 %"]
    assert texts(drawn(chart)) == ["88 %", "2026-11-21", "2026-11-23"]


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
