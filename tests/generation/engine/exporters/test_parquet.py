"""Parquet is read back through pyarrow, pandas, polars and DuckDB; its parts become the file that is written in one piece."""

import io
from datetime import time
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from pyarrow import parquet

from generation.engine import EngineError, export, joined
from generation.engine.exporters import groups
from generation.engine.exporters.parquet import GROUP_ROWS
from tests.generation.engine.exporters.drawn import batches, rows_of
from tests.generation.engine.exporters.made import about, made, written

FEW = {"n": ("row_number", "integer"), "t": ("fake.time_object()", "time"), "s": "f'{row_number % 100}'"}


def opened(columns: dict[str, Any], **how: Any) -> parquet.ParquetFile:
    return parquet.ParquetFile(io.BytesIO(written("parquet", columns, **how)))


@settings(deadline=None)
@given(batch=batches())
def test_values_come_back_through_pyarrow(batch: pa.RecordBatch) -> None:
    read = parquet.read_table(io.BytesIO(b"".join(export(iter([batch]), "parquet"))))
    assert (read.column_names, rows_of(read.combine_chunks())) == (batch.schema.names, rows_of(batch))


@settings(max_examples=30, deadline=None)
@given(batch=batches())
def test_values_come_back_through_polars(batch: pa.RecordBatch) -> None:
    read = pl.read_parquet(b"".join(export(iter([batch]), "parquet")))
    assert [list(row) for row in read.rows()] == rows_of(batch)


@settings(max_examples=30, deadline=None)
@given(batch=batches())
def test_values_come_back_through_pandas(batch: pa.RecordBatch) -> None:
    read = pd.read_parquet(io.BytesIO(b"".join(export(iter([batch]), "parquet"))), dtype_backend="pyarrow")
    cells = [[None if cell is pd.NA else cell for cell in read[name].tolist()] for name in batch.schema.names]
    assert [list(row) for row in zip(*cells, strict=True)] == rows_of(batch)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("parquet") / "table.parquet"


@settings(max_examples=30, deadline=None)
@given(batch=batches())
def test_values_come_back_through_duckdb(batch: pa.RecordBatch, path: Path) -> None:
    path.write_bytes(b"".join(export(iter([batch]), "parquet")))
    read = duckdb.read_parquet(str(path))
    assert [list(row) for row in read.fetchall()] == rows_of(batch)


def test_columns_have_the_types_that_readers_know(path: Path) -> None:
    path.write_bytes(made("parquet", rows=3))
    read = duckdb.read_parquet(str(path))
    types = dict(zip(read.columns, map(str, read.types), strict=True))
    assert [types[name] for name in ("id", "name", "price", "weight")] == [
        "BIGINT",
        "VARCHAR",
        "DECIMAL(18,2)",
        "DOUBLE",
    ]
    assert [types[name] for name in ("day", "at", "ok", "when")] == ["DATE", "TIMESTAMP", "BOOLEAN", "TIME"]


def test_columns_are_compressed_by_zstd_and_decimals_are_integers() -> None:
    file = parquet.ParquetFile(io.BytesIO(made("parquet", rows=3)))
    group = file.metadata.row_group(0)
    assert {group.column(place).compression for place in range(group.num_columns)} == {"ZSTD"}
    assert file.schema.column(file.schema.names.index("price")).physical_type == "INT64"


def test_a_row_group_has_a_fixed_number_of_rows() -> None:
    file = parquet.ParquetFile(io.BytesIO(made("parquet", {"n": ("row_number", "integer")}, rows=GROUP_ROWS + 5)))
    assert [file.metadata.row_group(place).num_rows for place in range(2)] == [GROUP_ROWS, 5]


def test_no_rows_are_a_table_with_columns() -> None:
    read = parquet.read_table(io.BytesIO(made("parquet", FEW, rows=0)))
    assert (read.num_rows, read.column_names) == (0, ["n", "t", "s"])


def test_the_schema_says_what_the_dataset_is() -> None:
    columns = {"n": {"faker_method": "row_number", "data_type": "integer", "description": "Counts them"}}
    read = parquet.read_schema(io.BytesIO(made("parquet", columns, rows=1)))
    assert read.field("n").metadata[b"description"] == b"Counts them"
    assert (read.metadata[b"title"], read.metadata[b"seed"]) == (b"Things of all kinds", b"7")


def test_a_time_before_noon_is_one() -> None:
    assert opened({"t": pa.array([1], pa.int32()).view(pa.time32("s"))}).read()["t"].to_pylist() == [time(0, 0, 1)]


def parts(rows: int, *starts: int) -> list[bytes]:
    stops = [*starts[1:], rows]
    return [
        made("parquet", FEW, rows=stop - start, start=start, is_first=start == 0, is_last=stop == rows)
        for start, stop in zip(starts, stops, strict=True)
    ]


def test_parts_become_the_file_that_is_written_in_one_piece(tmp_path: Path) -> None:
    rows = 2 * GROUP_ROWS + 9
    files = parts(rows, 0, GROUP_ROWS, 2 * GROUP_ROWS)
    (tmp_path / "last").write_bytes(files[2])
    opened_files = [io.BytesIO(files[0]), io.BytesIO(files[1]), tmp_path / "last"]
    assert b"".join(joined("parquet", opened_files, about=about(FEW))) == made("parquet", FEW, rows=rows)


def test_parts_of_large_rows_do_so_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "MOST_BYTES", 2**20)
    rows = GROUP_ROWS + 9
    files = [io.BytesIO(part) for part in parts(rows, 0, GROUP_ROWS)]
    assert b"".join(joined("parquet", files, about=about(FEW))) == made("parquet", FEW, rows=rows)


def test_a_part_is_a_file_of_its_own() -> None:
    part = parts(GROUP_ROWS + 3, 0, GROUP_ROWS)[1]
    assert parquet.read_table(io.BytesIO(part))["n"].to_pylist() == [GROUP_ROWS, GROUP_ROWS + 1, GROUP_ROWS + 2]


def test_the_parts_of_other_formats_are_not_joined_like_this() -> None:
    with pytest.raises(EngineError, match="one after the other, are the whole already"):
        joined("csv", [])
