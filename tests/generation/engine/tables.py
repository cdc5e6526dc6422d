"""Short ways to make a table from expressions, for the tests of the engine."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from generation.engine import DatasetSchema, compile_plan, export, run_plan

AS_OF = date(2026, 11, 21)
COLUMNS: Mapping[str, Any] = {  # a column of each way in which values come about
    "id": ("row_number + 1", "integer"),
    "name": "fake.name()",
    "email": "f'{name.lower()}@example.org'.replace(' ', '.')",
    "price": ("round(random.lognormvariate(3, 1), 2)", "decimal"),
    "weight": ("random.gammavariate(2, 3)", "float"),
    "visits": ("np.random.poisson(3)", "integer"),
    "text": {"faker_method": "fake.sentence()", "data_type": "string", "null_rate": 0.3},
    "code": {"faker_method": 'f"A{fake.random_int(1, 9999):04d}"', "data_type": "string", "unique": True},
    "first": {"faker_method": "fake.first_name() + ' ' + fake.last_name()", "data_type": "string", "unique": True},
    "day": ("fake.date_between('-2y', 'today')", "date"),
    "at": ("fake.date_time_this_year()", "datetime"),
    "ok": ("random.random() < 0.3", "boolean"),
    "when": ("fake.time_object()", "time"),
}


def schema(columns: Mapping[str, Any], locale: str | None = None) -> DatasetSchema:
    """Return the schema of columns that are given as `expression`, `(expression, data_type)` or a whole document."""
    return DatasetSchema.from_json({name: _document(column) for name, column in columns.items()}, locale=locale)


def _document(column: Any) -> dict[str, Any]:
    if isinstance(column, str):
        return {"faker_method": column, "data_type": "string"}
    if isinstance(column, tuple):
        return {"faker_method": column[0], "data_type": column[1]}
    return dict(column)


def table(
    columns: Mapping[str, Any], *, rows: int = 5, seed: int = 7, start: int = 0, locale: str | None = None
) -> pa.Table:
    """Return the rows of columns as an Arrow table."""
    batches = run_plan(compile_plan(schema(columns, locale)), rows=rows, seed=seed, start=start, as_of=AS_OF)
    return pa.Table.from_batches(batches)


def values(expression: str, data_type: str = "string", **arguments: Any) -> list[Any]:
    """Return the cells of one column."""
    return list(table({"x": (expression, data_type)}, **arguments)["x"].to_pylist())


def csv(
    columns: Mapping[str, Any], *, rows: int = 5, seed: int = 7, locale: str | None = None, **arguments: Any
) -> bytes:
    """Return the rows of columns as CSV."""
    plan = compile_plan(schema(columns, locale))
    return b"".join(export(run_plan(plan, rows=rows, seed=seed, as_of=AS_OF, **arguments), "csv"))
