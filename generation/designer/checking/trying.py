"""A schema, tried: the rows that it makes, and which of its columns do not run."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from generation import engine
from generation.designer.composing.sampling import closure
from generation.designer.offline.designing import plain_column
from generation.engine import Column, DatasetSchema, EngineError

ROWS = 200
ROWS_FOR_SHARES = 2000
_ROWS_ASKED_FOR = 10_000  # what a column without repeats needs room for
_MOST_FAULTS = 40
_SEED = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a column does not run: in a few words, and with the place and what to write instead for who wrote it."""

    column: str
    words: str
    details: str


@dataclass(frozen=True, slots=True)
class Trial:
    """The cells of the columns that run, and the faults of those that do not."""

    cells: Mapping[str, tuple[Any, ...]]
    faults: tuple[Fault, ...]


def try_out(schema: DatasetSchema, rows: int, today: date) -> Trial:
    """Make so many rows. A column that fails is made plainly instead, so that the next one comes to light.

    Raises EngineError where no column is to blame.
    """
    faults: dict[str, Fault] = {}
    while len(faults) < _MOST_FAULTS:
        try:
            cells = _cells(schema, rows, today)
        except EngineError as error:
            if error.column is None or error.column in faults:
                raise
            faults[error.column] = fault(error)
            schema = _without(schema, error.column)
        else:
            return Trial({name: column for name, column in cells.items() if name not in faults}, tuple(faults.values()))
    return Trial({}, tuple(faults.values()))


def fault(error: EngineError) -> Fault:
    """Return what an error says of its column."""
    hint = f" ({error.hint})" if error.hint else ""
    excerpt = f"\n{error.excerpt}" if error.excerpt else ""
    return Fault(error.column or "", error.message, f"{error.message}{hint}{excerpt}")


def _cells(schema: DatasetSchema, rows: int, today: date) -> dict[str, tuple[Any, ...]]:
    plan = engine.compile_plan(schema)
    for column in schema.columns:
        if _may_run_short(column) and (error := _shortage(_part(schema, column), today)):
            raise error
    batches = list(engine.run_plan(plan, rows=rows, seed=_SEED, as_of=today))
    return {
        column.name: tuple(cell for batch in batches for cell in batch.column(column.name).to_pylist())
        for column in schema.columns
    }


def _may_run_short(column: Column) -> bool:
    return column.unique and "row_number" not in column.expression


def _part(schema: DatasetSchema, column: Column) -> DatasetSchema:
    """Return the column with those that it reads."""
    needed = closure(column.expression, {one.name: one for one in schema.columns})
    return replace(schema, columns=tuple(one for one in schema.columns if one is column or one.name in needed))


@lru_cache
def _shortage(schema: DatasetSchema, today: date) -> EngineError | None:
    """Return why there are not enough distinct values, which takes long to find out."""
    try:
        next(iter(engine.run_plan(engine.compile_plan(schema), rows=_ROWS_ASKED_FOR, seed=_SEED, as_of=today)))
    except EngineError as error:
        return error
    return None


def _without(schema: DatasetSchema, name: str) -> DatasetSchema:
    columns = (plain_column(column) if column.name == name else column for column in schema.columns)
    return replace(schema, columns=tuple(columns))
