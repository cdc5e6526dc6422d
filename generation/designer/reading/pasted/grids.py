"""Tables of cells: markdown, comma separated or tab separated, with a line of names and perhaps examples below."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generation.designer.reading.columns import read_column
from generation.designer.reading.limit import Limits
from generation.designer.reading.pasted.document import Document
from generation.designer.reading.pasted.examples import limits_of, present
from generation.designer.reading.wished import WishedColumn
from generation.designer.reading.words import key, words

_FEWEST_COLUMNS = 2
_FEWEST_WITH_COMMAS = 3
_LONGEST_NAME = 5  # words
_LONGEST_CELL = 12  # words
_ENOUGH_TO_REPEAT = 6  # rows, from which on values that recur are all there are
_MOST_VALUES = 6
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:[|+]\s*:?-{2,}:?\s*)*\|?\s*")
_NAMES_OF_NAMES = frozenset(
    {
        "column",
        "field",
        "name",
        "attribute",
        "variable",
        "feature",
        "column name",
        "field name",
        "parameter",
        "property",
    }
)
_NAMES_OF_NOTES = frozenset(
    [
        "type",
        "data type",
        "datatype",
        "dtype",
        "description",
        "constraint",
        "example",
        "range",
        "format",
        "note",
        "detail",
        "value",
        "possible value",
        "allowed value",
        "values",
        "unit",
        "comment",
        "meaning",
        "definition",
        "nullable",
        "rule",
        "distribution",
        "sample",
    ]
)
_TYPE_NAMES = frozenset({"type", "data type", "datatype", "dtype"})


def read_grid(text: str) -> Document | None:
    """Read a table of cells: either its columns are described in its rows, or they are those of the table."""
    lines = text.splitlines()
    for delimiter in ("|", "\t", ";", ","):
        for start, end in _runs(lines, delimiter):
            rows = [_cells(line, delimiter) for line in lines[start:end] if not _RULE.fullmatch(line)]
            if columns := _described(rows) or _headed(rows, delimiter):
                return Document("\n".join(lines[:start]), columns, "\n".join(lines[end:]))
    return None


def _runs(lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, int]]:
    """Yield the runs of lines with as many delimiters each, at least two lines long."""
    start = 0
    counts = [0 if _RULE.fullmatch(line) and delimiter != "|" else len(_cells(line, delimiter)) for line in lines]
    for place in range(1, len(lines) + 1):
        if place == len(lines) or counts[place] != counts[start]:
            if counts[start] >= _FEWEST_COLUMNS and place - start > 1:
                yield start, place
            start = place


def _cells(line: str, delimiter: str) -> list[str]:
    if delimiter not in line:
        return []
    if delimiter == "|":
        return [cell.strip() for cell in line.strip().strip("|").split("|")]
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])]


def _described(rows: Sequence[Sequence[str]]) -> tuple[WishedColumn, ...]:
    """Read `Column | Type | Description`, where each row speaks of a column."""
    head = [key(cell.strip("*")) for cell in rows[0]]
    place = next((place for place, name in enumerate(head) if name in _NAMES_OF_NAMES), None)
    if place is None or not _NAMES_OF_NOTES & {*head[:place], *head[place + 1 :]}:
        return ()
    found = (_speak(row[place], head, row) for row in rows[1:])
    return tuple(column for column in found if column)


def _speak(name: str, head: Sequence[str], row: Sequence[str]) -> WishedColumn | None:
    notes = {title: cell.strip("`") for title, cell in zip(head, row, strict=True) if title in _NAMES_OF_NOTES and cell}
    examples = tuple(notes.pop(title) for title in ("example", "sample") if title in notes)
    said = "; ".join(f"({note})" if title in _TYPE_NAMES else note for title, note in notes.items())
    column = read_column(f"{name.strip('`*')}: {said}" if said else name.strip("`*"))
    if column is None or not examples:
        return column
    seen = tuple(cell for example in examples for cell in example.split(", "))
    return replace(column, typed=True, seen=seen, limits=limits_of(seen).combined(column.limits))


def _headed(rows: Sequence[Sequence[str]], delimiter: str) -> tuple[WishedColumn, ...]:
    names, *cells = rows
    fewest = _FEWEST_WITH_COMMAS if delimiter == "," else _FEWEST_COLUMNS
    if len(names) < fewest or not cells or not all(map(_is_name, names)) or _are_prose(cells):
        return ()
    return tuple(_read(name, column) for name, column in zip(names, zip(*cells, strict=True), strict=True) if name)


def _are_prose(rows: Sequence[Sequence[str]]) -> bool:
    return any(len(cell.split()) > _LONGEST_CELL for row in rows for cell in row) or rows[0][-1].endswith(
        (".", "?", ":")
    )


def _is_name(cell: str) -> bool:
    return not cell or (len(words(cell)) in range(1, _LONGEST_NAME + 1) and re.match(r"[^\W\d]", cell) is not None)


def _read(name: str, cells: tuple[str, ...]) -> WishedColumn:
    seen = present(cells)
    limits = limits_of(cells)
    kinds = tuple(dict.fromkeys(seen))
    recurring = len(seen) >= _ENOUGH_TO_REPEAT and len(kinds) <= min(_MOST_VALUES, len(seen) // 2)
    if recurring and limits == Limits():
        limits = Limits(values=kinds)
    return WishedColumn(phrase=name.strip("`*\"'"), said=name, limits=limits, typed=True, seen=seen)
