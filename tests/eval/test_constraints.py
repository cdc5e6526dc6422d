from datetime import UTC, date, datetime
from typing import Any

import pytest

from eval.constraints import CHECKED, broken, written
from eval.wanted import Expected

DAYS = [date(2024, 1, 1), date(2024, 6, 1), None]
STATUS = ["on"] * 70 + ["off"] * 30

CASES: list[tuple[str, Any, list[Any], list[Any]]] = [
    ("min", 5, [5, 7.5, None, "$1,200"], [4.9]),
    ("max", 5, [5, -1, "4 kg"], [5.1]),
    ("min", 0, [0], ["none"]),
    ("date_from", "2024-01-01", DAYS, [date(2023, 12, 31)]),
    ("date_to", "2024-06-01", [*DAYS, datetime(2024, 6, 1, 23, tzinfo=UTC)], ["2024-06-02"]),
    ("date_to", "2024-06-01", ["2024-06-01"], ["soon"]),
    ("categories", ["A", "b"], ["a", "B"], ["A", "B", "C"]),
    ("categories", ["A", "b"], ["a", "B", None], ["A"]),
    ("categories", ["0", "1"], [0, 1], [True, False]),
    ("categories", ["yes", "no"], [True, False], ["on", "off"]),
    ("shares", {"on": 0.7}, STATUS, ["on"] * 73 + ["off"] * 27),
    ("shares", {"yes": 0.5}, [True, False], [True, True]),
    ("null_rate", 0.5, [1, None], [1, 2, None]),
    ("unique", True, [1, 2, None, None], [1, 1]),
    ("mean", 100, [96, 102], [90, 98]),
    ("decimals", 2, [1.25, 3], [1.255]),
    ("pattern", r"EMP\d{3}", ["EMP001"], ["EMP01"]),
    ("pattern", True, ["PT-001", "PT-772"], ["PT-001", "PT001"]),
    ("time_series", True, [1, 1, 2], [1, 3, 2]),
    ("time_series", True, [date(2024, 1, 1), date(2024, 1, 2)], [date(2024, 1, 1), date(2024, 1, 1)]),
]
PAIRS: list[tuple[str, Any, tuple[Any, Any], tuple[Any, Any]]] = [
    ("greater_than", "other", (2, 1), (1, 1)),
    (
        "greater_than",
        "other",
        (datetime(2024, 1, 1, 2, tzinfo=UTC), date(2024, 1, 1)),
        (date(2024, 1, 1), date(2024, 1, 2)),
    ),
    ("not_less_than", "other", (1, 1), (1, 2)),
    ("equals", "other * 2", (4.01, 2), (4.1, 2)),
    ("equals", "round(other)", (2, 2.3), (3, 2.3)),
    ("equals", "other + 30", (date(2024, 1, 31), date(2024, 1, 1)), (date(2024, 2, 1), date(2024, 1, 1))),
]


def notes_broken(note: str, wanted: Any, rows: dict[str, list[Any]]) -> list[str]:
    return list(broken(Expected("it", "text", ("text",), {note: wanted}), {name: name for name in rows}, rows))


@pytest.mark.parametrize(("note", "wanted", "good", "bad"), CASES)
def test_a_note_about_a_column(note: str, wanted: Any, good: list[Any], bad: list[Any]) -> None:
    assert (notes_broken(note, wanted, {"it": good}), notes_broken(note, wanted, {"it": bad})) == ([], [note])


@pytest.mark.parametrize(("note", "wanted", "good", "bad"), PAIRS)
def test_a_note_about_two_columns(note: str, wanted: Any, good: tuple[Any, Any], bad: tuple[Any, Any]) -> None:
    rows = [{"it": [it, None], "other": [other, 9]} for it, other in (good, bad)]
    assert [notes_broken(note, wanted, row) for row in rows] == [[], [note]]


def test_every_note_was_tried() -> None:
    assert {note for note, *_ in (*CASES, *PAIRS)} == CHECKED


def test_notes_about_a_column_that_is_not_there_are_broken() -> None:
    column = Expected("it", "text", ("text",), {"min": 1, "greater_than": "other", "note": "not checked"})
    assert (list(broken(column, {}, {})), list(broken(column, {"it": "it"}, {"it": [2]}))) == (
        ["min", "greater_than"],
        ["greater_than"],
    )


def test_spellings_that_a_reader_takes_for_the_same() -> None:
    assert [written(cell) for cell in (True, "False", 2.0, " Open ")] == ["yes", "no", "2", "open"]
