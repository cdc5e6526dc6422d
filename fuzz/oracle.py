"""What must hold of every expression, whatever stands in it: one judge for the fuzz and for the tests."""

import math
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from generation.engine import DatasetSchema, EngineError, compile_plan, run_plan

ROWS = 20
LONGEST_CELL = 4096  # bytes
AS_OF = date(2026, 11, 21)
COLUMNS: dict[str, dict[str, Any]] = {
    "age": {"faker_method": "random.randint(0, 100)", "data_type": "integer", "null_rate": 0.2},
    "day": {"faker_method": "fake.date_this_year()", "data_type": "date", "null_rate": 0.2},
    "word": {"faker_method": "fake.word()", "data_type": "string", "null_rate": 0.3},
    "share": {"faker_method": "random.gauss(0, 1)", "data_type": "float"},
    "price": {"faker_method": "fake.pydecimal(left_digits=3, right_digits=2)", "data_type": "decimal"},
}
_LISTS = Path(__file__).parents[1] / "tests" / "generation" / "engine"


def written(*kinds: str) -> list[str]:
    """Return expressions to begin with: those that are "accepted", "refused" or "bounded", or all."""
    lists = [_LISTS / f"expressions_{kind}.txt" for kind in kinds or ("accepted", "refused", "bounded")]
    return [line for file in lists for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def column_of(expression: str, data_type: str = "string", locale: str | None = None) -> pa.ChunkedArray | None:
    """Return what an expression yields beside COLUMNS, or None when it is refused.

    Raises what the engine raises that is no error of its own, which it never should.
    """
    columns = COLUMNS | {"x": {"faker_method": expression, "data_type": data_type}}
    try:
        plan = compile_plan(DatasetSchema.from_json(columns, locale=locale))
        return pa.Table.from_batches(run_plan(plan, rows=ROWS, seed=1, as_of=AS_OF))["x"]
    except EngineError:
        return None


def fault_in(column: pa.ChunkedArray) -> str | None:
    """Return what is wrong with the cells of an accepted expression, or None."""
    cells = column.to_pylist()
    if len(cells) != ROWS:
        return f"{len(cells)} rows"
    longest = max((len(cell.encode()) for cell in cells if isinstance(cell, str)), default=0)
    if longest > LONGEST_CELL:
        return f"a cell of {longest} bytes"
    if any(isinstance(cell, float) and not math.isfinite(cell) for cell in cells):
        return "a number that is not finite"
    return None
