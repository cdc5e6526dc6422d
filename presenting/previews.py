"""What a schema that is being edited would make: its first rows, its columns in short, and what does not run."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from access.limits import CELLS, charge
from generation.engine import DatasetSchema
from presenting.deadlines import Deadline, TimeIsUp, Workers
from presenting.making import MOST_SUMMARISED, Making
from presenting.shown import Preview
from schemas_cache.checking import Problem

__all__ = ["Preview", "look", "preview", "problems_of", "render_preview", "with_problems"]

ROWS = 10
SECONDS = 0.15  # that nobody minds waiting for
_LOOK_SECONDS = 2.0  # that making what is shown of a dataset may take
_WORK_SECONDS = 3.0  # that a preview may take, whether anybody still waits for it or not
_AT_ONCE = 2  # previews that are made, in a process
_KEPT = 8  # for those who ask again: a wide one takes half a megabyte


def problems_of(schema: DatasetSchema, *, seconds: float) -> tuple[Problem, ...]:
    """Return what is wrong with each column that does not compile, () when all do; one of None when time runs out."""
    making = Making(schema, Deadline.after(seconds))
    try:
        making.compiled()
    except TimeIsUp:
        return (*making.problems(), Problem(column=None, message="there was no time to check all columns"))
    return making.problems()


def preview(schema: DatasetSchema, *, seconds: float = SECONDS, rows: int = ROWS) -> Preview:
    """Return the first rows of the dataset of seed 0 and today, and what there is to say of each column, in time.

    What takes longer goes on for a while, and is there for whoever asks again. Raises LimitReached.
    """
    _charge(schema, MOST_SUMMARISED)
    found = _workers.last((schema, rows, datetime.now(UTC).date()), Deadline.after(seconds))
    return found.unfinished() if isinstance(found, Making) else found or Preview(again=True, whole=len(schema.columns))


def look(schema: DatasetSchema, *, seed: int, as_of: date, rows: int, shown: int) -> Preview:
    """Return the first `shown` rows of a dataset, and what there is to say of each column by its first `rows`.

    Both are fewer where the dataset has fewer. What there was no time for is left out. Raises LimitReached.
    """
    _charge(schema, rows)
    making = Making(schema, Deadline.after(_LOOK_SECONDS), seed=seed, most=rows)
    found = Preview(again=True, whole=len(schema.columns))
    with suppress(TimeIsUp):
        for better in making.previews(min(shown, rows), as_of):
            found = better
    return found


def _charge(schema: DatasetSchema, rows: int) -> None:
    charge(CELLS, rows * len(schema.columns))


def _stages(asked: tuple[DatasetSchema, int, date]) -> Iterator[Making | Preview]:
    schema, rows, today = asked
    making = Making(schema, Deadline.after(_WORK_SECONDS))
    yield making
    yield from making.previews(rows, today)


_workers = Workers(_stages, at_once=_AT_ONCE, kept=_KEPT)


def with_problems(found: Preview, problems: tuple[Problem, ...]) -> Preview:
    """Return a preview with problems that were known before, which stand for what else is said of their columns."""
    known = {problem.column for problem in problems}
    others = (problem for problem in found.problems if problem.column is None or problem.column not in known)
    return replace(found, problems=(*problems, *others))


def render_preview(request: HttpRequest, schema: DatasetSchema, *, seconds: float = SECONDS) -> SafeString:
    """Return the preview as HTML."""
    return render_to_string("presenting/preview.html", {"preview": preview(schema, seconds=seconds)}, request)
