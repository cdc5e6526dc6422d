"""A range is read out of its header, or the whole is answered."""

import pytest

from generation.errors import WindowEmpty
from generation.windows import Window, asked_window


@pytest.mark.parametrize(
    ("header", "window"),
    [
        ("rows=0-9", Window(0, 10)),
        ("rows=5-5", Window(5, 6)),
        ("rows=5-", Window(5, 100)),
        ("rows=90-200", Window(90, 100)),
        ("rows=-10", Window(90, 100)),
        ("rows=-1000", Window(0, 100)),
        ("ROWS= 0-9 ", Window(0, 10)),
    ],
)
def test_a_range_says_which(header: str, window: Window) -> None:
    assert asked_window(header, 100, unit="rows") == window


@pytest.mark.parametrize(
    "header",
    ["", "rows", "rows=", "rows=-", "rows=a-b", "rows=0-1,3-4", "bytes=0-9", "rows=9-0", f"rows={'9' * 30}-", "0-9"],
)
def test_what_cannot_be_answered_is_left_aside(header: str) -> None:
    assert asked_window(header, 100, unit="rows") is None


@pytest.mark.parametrize("header", ["rows=100-", "rows=100-200", "rows=-0"])
def test_a_range_of_nothing_is_refused(header: str) -> None:
    with pytest.raises(WindowEmpty) as caught:
        asked_window(header, 100, unit="rows")
    assert (str(caught.value), caught.value.size, caught.value.unit) == (
        "There are 100 rows, and none of them in this range",
        100,
        "rows",
    )


def test_a_window_is_cut_at_the_ends_of_a_piece() -> None:
    assert [Window(5, 15).within(start, 10) for start in (0, 10, 20)] == [Window(5, 10), Window(0, 5), Window(0, 0)]
