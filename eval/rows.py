"""Rows of a design, as columns of Python values."""

from collections.abc import Mapping, Sequence
from typing import Any

from generation.engine import DatasetSchema, EngineError, PlanError, compile_plan, run_plan

SEED = 20_001
CRASHES = (EngineError, LookupError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError)
_FEWER = (1000, 100, 10, 1)

Cells = Sequence[Any]
Rows = Mapping[str, Cells]


def rows_of(schema: DatasetSchema, rows: int, seed: int = SEED) -> Rows:
    """Return so many rows of a schema, fewer where a column that must not repeat has no more values."""
    plan = compile_plan(schema)
    for count in (rows, *(fewer for fewer in _FEWER if fewer < rows)):
        try:
            batches = list(run_plan(plan, rows=count, seed=seed))
        except PlanError:
            continue
        return {
            name: [cell for batch in batches for cell in batch.column(name).to_pylist()]
            for name in (column.name for column in schema.columns)
        }
    raise PlanError("not even one row can be made")
