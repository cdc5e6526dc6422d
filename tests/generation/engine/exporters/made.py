"""Files of the table that has a column of each way in which values come about."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from generation.engine import About, compile_plan, export, run_plan
from tests.generation.engine.tables import AS_OF, COLUMNS, schema

SEED = 7


def about(columns: Mapping[str, Any] = COLUMNS, *, rows: int = 0, **known: Any) -> About:
    """Return what a file says of such a table."""
    told: dict[str, Any] = {"name": "things", "title": "Things of all kinds", "designed_by": "offline/2"} | known
    return About(schema=schema(columns), rows=rows, seed=SEED, as_of=AS_OF, **told)


def made(format_name: str, columns: Mapping[str, Any] = COLUMNS, *, rows: int, **how: Any) -> bytes:
    """Return the file of these rows; `how` goes to run_plan, but `options`, `is_first` and `is_last` to export."""
    writing = {name: how.pop(name) for name in ("options", "is_first", "is_last") if name in how}
    batches = run_plan(compile_plan(schema(columns)), rows=rows, seed=SEED, as_of=AS_OF, **how)
    return b"".join(export(batches, format_name, about=about(columns), **writing))


def written(format_name: str, columns: dict[str, Any], **how: Any) -> bytes:
    """Return the file of one batch of these columns."""
    return b"".join(export(iter([pa.RecordBatch.from_pydict(columns)]), format_name, **how))


def first_missing(texts: list[str]) -> pa.Array:
    """Return up to eight texts the first of which is missing, though its characters are still there."""
    array = pa.array(texts)
    return pa.Array.from_buffers(pa.string(), len(texts), [pa.py_buffer(b"\xfe"), *array.buffers()[1:]], null_count=1)
