"""An Arrow stream is read back through pyarrow, polars and pandas, and its parts join."""

import io

import numpy as np
import polars as pl
import pyarrow as pa
from hypothesis import given, settings

from generation.engine import export
from generation.engine.exporters.arrow import GROUP_ROWS
from tests.generation.engine.exporters.drawn import batches, rows_of
from tests.generation.engine.exporters.made import made, written

FEW = {
    "n": ("row_number", "integer"),
    "s": {"faker_method": "f'{row_number}'", "data_type": "string", "null_rate": 0.1},
    "b": {"faker_method": "row_number % 3 == 0", "data_type": "boolean", "null_rate": 0.1},
    "d": {"faker_method": "row_number / 7", "data_type": "decimal", "null_rate": 0.1},
}


@settings(deadline=None)
@given(batch=batches())
def test_values_and_types_come_back_through_pyarrow(batch: pa.RecordBatch) -> None:
    read = pa.ipc.open_stream(b"".join(export(iter([batch]), "arrow"))).read_all()
    assert (read.schema, rows_of(read.combine_chunks())) == (batch.schema, rows_of(batch))


@settings(max_examples=30, deadline=None)
@given(batch=batches())
def test_values_come_back_through_polars(batch: pa.RecordBatch) -> None:
    read = pl.read_ipc_stream(io.BytesIO(b"".join(export(iter([batch]), "arrow"))))
    assert [list(row) for row in read.rows()] == rows_of(batch)


def test_no_rows_are_a_stream_with_columns() -> None:
    read = pa.ipc.open_stream(made("arrow", FEW, rows=0)).read_all()
    assert (read.num_rows, read.column_names) == (0, ["n", "s", "b", "d"])


def test_parts_one_after_the_other_are_the_whole() -> None:
    rows = GROUP_ROWS + 9
    first = made("arrow", FEW, rows=GROUP_ROWS, is_last=False)
    last = made("arrow", FEW, rows=9, start=GROUP_ROWS, is_first=False)
    assert first + last == made("arrow", FEW, rows=rows)
    read = pa.ipc.open_stream(first + last).read_all()
    assert np.array_equal(read["n"].to_numpy(), np.arange(rows))


def test_what_lies_in_memory_where_a_cell_is_missing_is_not_written() -> None:
    validity = pa.array([True, False]).buffers()[1]
    numbers = [pa.Array.from_buffers(pa.int64(), 2, [validity, pa.array([1, there]).buffers()[1]]) for there in (2, 3)]
    assert written("arrow", {"n": numbers[0]}) == written("arrow", {"n": numbers[1]})


def test_the_schema_says_what_the_dataset_is() -> None:
    read = pa.ipc.open_stream(made("arrow", FEW, rows=1)).schema
    assert read.metadata[b"title"] == b"Things of all kinds"
