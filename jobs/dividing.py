"""Into which parts the rows of a file are divided."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from generation.engine import FORMATS, Plan

MOST_PARTS = 1000
_PART_ROWS = 2**19  # a second of work, or a few


@dataclass(frozen=True, slots=True)
class Span:
    """So many rows from `start` on, which counts from 0."""

    start: int
    rows: int


def divide(rows: int, parts: int, group_rows: int | None) -> Iterator[Span]:
    """Yield the parts: as many as asked for, or fewer where each begins at a multiple of `group_rows`.

    A group of None rows cannot be divided. All parts but the last are equally long.
    """
    if group_rows is None or not rows:
        yield Span(0, rows)
        return
    length = ceil(ceil(rows / parts) / group_rows) * group_rows
    for start in range(0, rows, length):
        yield Span(start, min(length, rows - start))


def usual_parts(plan: Plan, rows: int) -> int:
    """Return how many parts are good: one where each would have to find out anew what all rows before it hold."""
    return 1 if plan.settled_first else min(MOST_PARTS, ceil(rows / _PART_ROWS))


def spans(plan: Plan, *, rows: int, format_name: str, parts: int | None) -> list[Span]:
    """Return the parts of a file, as many as were asked for if any number was."""
    return list(divide(rows, parts or usual_parts(plan, rows), FORMATS[format_name].group_rows))
