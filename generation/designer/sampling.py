"""A few rows of some columns, to see how their values lie."""

import ast
from collections.abc import Iterable, Mapping
from typing import Any

from generation import engine
from generation.engine import Column, DatasetSchema, DataType

ROWS = 600
_SEED = 11


def columns_read(expression: str, names: Iterable[str]) -> frozenset[str]:
    """Return the columns that an expression reads, by name or as `row['name']`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(expression, mode="eval")):
        match node:
            case ast.Name(id=name):
                found.add(name)
            case ast.Subscript(value=ast.Name(id="row"), slice=ast.Constant(value=str(name))):
                found.add(name)
    return frozenset(found & set(names))


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
) -> list[Any]:
    """Return what an expression yields beside the other columns, in a few rows; missing cells are left out."""
    needed = [columns[name] for name in columns if name in closure(expression, columns)]
    value = Column(name="the value", expression=expression, data_type=data_type)
    schema = DatasetSchema((*(_repeatable(column) for column in needed), value), locale=locale)
    batches = engine.run_plan(engine.compile_plan(schema), rows=rows, seed=_SEED)
    cells = (cell for batch in batches for cell in batch.column("the value").to_pylist())
    return [cell for cell in cells if cell is not None]


def _repeatable(column: Column) -> Column:
    return Column(name=column.name, expression=column.expression, data_type=column.data_type)
