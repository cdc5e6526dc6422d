"""The same rows with Spark."""

from collections.abc import Iterator
from datetime import date

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from generation.engine import DatasetSchema, compile_plan, run_plan

FINER = {pa.timestamp("s"): pa.timestamp("us"), pa.time32("s"): pa.time64("ns")}  # Spark has no others


def dataset(  # noqa: PLR0913 - each names itself
    spark: SparkSession, schema: DatasetSchema, *, rows: int, seed: int, as_of: date, size: int = 1_000_000
) -> DataFrame:
    """Return a data frame of so many rows, which is made in partitions of `size` when it is asked for."""
    made = next(run_plan(compile_plan(schema), rows=0, seed=seed)).schema
    columns = pa.schema([(column.name, FINER.get(column.type, column.type)) for column in made])

    def make(starts: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        plan = compile_plan(schema)
        for start in (cell for batch in starts for cell in batch["id"].to_pylist()):
            batches = run_plan(plan, rows=min(size, rows - start), start=start, seed=seed, as_of=as_of)
            yield from (batch.cast(columns) for batch in batches)

    starts = spark.range(0, rows, size, numPartitions=-(-rows // size))
    return starts.mapInArrow(make, from_arrow_schema(columns, prefer_timestamp_ntz=True))
