"""Why a dataset cannot be made as it is asked for, known before anybody takes it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Self

from django.conf import settings

from generation.engine import DatasetSchema, EngineError, Plan, PlanError, check_export, check_rows, run_plan
from generation.recipes import Recipe
from generation.services import compiled

_SETTLING_SECONDS = 0.2  # that looking for values that run out may take, by the engine's own estimate
_SURE = 0.9  # of the values that were found: to find the last of them takes long
_KEPT = 256


class Kind(StrEnum):
    """What stands in the way."""

    FORMAT = "format"  # a file in it holds fewer rows
    VALUES = "values"  # a column that may not repeat has fewer values
    WORK = "work"  # it takes longer than a dataset may
    BROKEN = "broken"  # a column does not run


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """What stands in the way of a dataset, and in which column; `most` rows would do, or none where it is 0."""

    kind: Kind
    message: str
    column: str = ""
    hint: str = ""
    most: int = 0

    @classmethod
    def of(cls, error: EngineError) -> Self:
        """Return what an error says."""
        most = getattr(error, "most", None) or 0
        is_limit = isinstance(error, PlanError) and error.most is not None
        kind = (Kind.VALUES if error.column else Kind.WORK) if is_limit else Kind.BROKEN
        return cls(kind=kind, message=error.message, column=error.column or "", hint=error.hint or "", most=most)


def find_obstacle(recipe: Recipe, *, most_seconds: float | None = None) -> Obstacle | None:
    """Return why a dataset cannot be made, or None where nothing is known to stand in the way.

    It may take so many seconds, or as many as what is answered at once may. What takes long to find out is left to the
    making.
    """
    try:
        check_export(recipe.format, rows=recipe.rows, options=recipe.options)
    except EngineError as error:
        return replace(Obstacle.of(error), kind=Kind.FORMAT)
    most_seconds = settings.MAX_SECONDS if most_seconds is None else most_seconds
    return _found(recipe.entry.schema, recipe.rows, recipe.seed, recipe.as_of, most_seconds)


@lru_cache(maxsize=_KEPT)
def _found(schema: DatasetSchema, rows: int, seed: int, as_of: date, most_seconds: float) -> Obstacle | None:
    try:
        plan = compiled(schema)
        check_rows(plan, rows=rows, most_seconds=most_seconds)
        if plan.seconds(rows=0, start=rows) <= _SETTLING_SECONDS:
            return _running_out(plan, rows, seed, as_of, most_seconds)
    except EngineError as error:
        return Obstacle.of(error)
    return None


def _running_out(plan: Plan, rows: int, seed: int, as_of: date, most_seconds: float) -> Obstacle | None:
    """Look for values that run out while rows are settled, and for how many rows they do not."""
    found = _settled(plan, rows, seed, as_of, most_seconds)
    if found is None:
        return None
    most = rows
    less: Obstacle | None = found
    while less is not None:
        most = int(min(less.most, most - 1) * _SURE)
        less = _settled(plan, most, seed, as_of, most_seconds) if most else None
    return replace(found, most=most)


def _settled(plan: Plan, rows: int, seed: int, as_of: date, most_seconds: float) -> Obstacle | None:
    """Settle so many rows, and make none of them."""
    try:
        run_plan(plan, rows=rows, seed=seed, as_of=as_of, most_seconds=most_seconds)
    except EngineError as error:
        return Obstacle.of(error)
    return None
