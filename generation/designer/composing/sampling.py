"""A few rows of some columns, to see how their values lie."""

import ast
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from generation import engine
from generation.engine import Column, DatasetSchema, DataType

ROWS = 400
_SEED = 11
_VALUE = "the value"


@lru_cache(maxsize=1024)
def _names(expression: str) -> frozenset[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(expression, mode="eval")):
        match node:
            case ast.Name(id=name):
                found.add(name)
            case ast.Subscript(value=ast.Name(id="row"), slice=ast.Constant(value=str(name))):
                found.add(name)
    return frozenset(found)


def columns_read(expression: str, names: Iterable[str]) -> frozenset[str]:
    """Return the columns that an expression reads, by name or as `row['name']`."""
    return _names(expression) & set(names)


def closure(expression: str, columns: Mapping[str, Column]) -> frozenset[str]:
    """Return the columns that an expression reads, be it by way of others."""
    seen: set[str] = set()
    ahead = set(columns_read(expression, columns))
    while ahead:
        name = ahead.pop()
        seen.add(name)
        ahead |= columns_read(columns[name].expression, columns) - seen
    return frozenset(seen)


def sample(
    expression: str, data_type: DataType, columns: Mapping[str, Column], locale: str, *, rows: int = ROWS
) -> tuple[Any, ...]:
    """Return what an expression yields beside the other columns, in a few rows; missing cells are left out.

    Raises EngineError for an expression that does not run.
    """
    return _sampled(_beside(expression, data_type, columns, locale), rows)


def check(expression: str, data_type: DataType, columns: Mapping[str, Column], locale: str) -> None:
    """Raise EngineError for an expression that does not run beside the other columns."""
    engine.compile_plan(_beside(expression, data_type, columns, locale))


def _beside(expression: str, data_type: DataType, columns: Mapping[str, Column], locale: str) -> DatasetSchema:
    """Return a schema of an expression and the columns that it needs."""
    names = closure(expression, columns)
    needed = (_repeatable(column) for name, column in columns.items() if name in names)
    return DatasetSchema((*needed, Column(name=_VALUE, expression=expression, data_type=data_type)), locale=locale)


@lru_cache(maxsize=256)
def _sampled(schema: DatasetSchema, rows: int) -> tuple[Any, ...]:
    batches = engine.run_plan(engine.compile_plan(schema), rows=rows, seed=_SEED)
    cells = (cell for batch in batches for cell in batch.column(_VALUE).to_pylist())
    return tuple(cell for cell in cells if cell is not None)


def _repeatable(column: Column) -> Column:
    return Column(name=column.name, expression=column.expression, data_type=column.data_type)
