"""The same rows with Dask."""

from datetime import date
from functools import lru_cache, partial

import dask.dataframe as dd
import pandas as pd
import pyarrow as pa

from generation.engine import DatasetSchema, compile_plan, run_plan

compiled = lru_cache(compile_plan)  # a worker compiles a schema once


def part(start: int, rows: int, *, schema: DatasetSchema, seed: int, as_of: date) -> pd.DataFrame:
    """Return so many rows from `start` on."""
    batches = run_plan(compiled(schema), rows=rows, start=start, seed=seed, as_of=as_of)
    frame: pd.DataFrame = pa.Table.from_batches(batches).to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def dataset(schema: DatasetSchema, *, rows: int, seed: int, as_of: date, size: int = 1_000_000) -> dd.DataFrame:
    """Return a data frame of so many rows, which is made in partitions of `size` when it is asked for."""
    make = partial(part, schema=schema, seed=seed, as_of=as_of)
    parts = [(start, min(size, rows - start)) for start in range(0, rows, size)]
    frame: dd.DataFrame = dd.from_map(make, *zip(*parts, strict=True), meta=make(0, 0))  # type: ignore[no-untyped-call]
    return frame
