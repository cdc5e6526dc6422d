import io
import json
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings

from generation.engine import export
from tests.generation.engine.exporters.drawn import batches, rows_of
from tests.generation.engine.exporters.made import written

OF_ALL_TYPES: dict[str, Any] = {
    's"': ['a "b" \\ c', None],
    "n": [-(2**63), None],
    "f": [3.0, None],
    "d": [Decimal("-3.10"), None],
    "b": [True, None],
    "day": [date(2024, 2, 29), None],
    "at": pa.array([datetime(2024, 2, 29, 13, 5), None], pa.timestamp("s")),  # noqa: DTZ001  # as datasets have them
    "when": pa.array([time(13, 5), None], pa.time32("s")),
}
FIRST = (
    rb'{"s\"":"a \"b\" \\ c","n":-9223372036854775808,"f":3.0,"d":-3.10,"b":true,"day":"2024-02-29",'
    rb'"at":"2024-02-29T13:05:00","when":"13:05:00"}'
)
SECOND = rb'{"s\"":null,"n":null,"f":null,"d":null,"b":null,"day":null,"at":null,"when":null}'
FROM_JSON: dict[str, Callable[[Any], Any]] = {
    "double": float,
    "date32[day]": date.fromisoformat,
    "timestamp[s]": datetime.fromisoformat,
    "time32[s]": time.fromisoformat,
}


def from_json(cell: Any, of: pa.DataType) -> Any:
    """Return a cell with its type; numbers were read as decimals where they have a point."""
    return cell if cell is None else FROM_JSON.get(str(of), lambda same: same)(cell)


def records(batch: pa.RecordBatch, read: list[dict[str, Any]]) -> list[list[Any]]:
    names, types = batch.schema.names, batch.schema.types
    return [[from_json(record[name], of) for name, of in zip(names, types, strict=True)] for record in read]


def test_json_is_an_array_of_records_a_line_each() -> None:
    assert written("json", OF_ALL_TYPES) == b"[\n" + FIRST + b",\n" + SECOND + b"\n]\n"


def test_json_lines_are_records() -> None:
    assert written("jsonl", OF_ALL_TYPES) == FIRST + b"\n" + SECOND + b"\n"


def test_no_rows_are_an_empty_array_or_an_empty_file() -> None:
    nothing = {"a": pa.array([], pa.string())}
    assert (written("json", nothing), json.loads(written("json", nothing))) == (b"[\n]\n", [])
    assert written("jsonl", nothing) == b""


def test_whatever_ends_a_line_somewhere_is_escaped() -> None:
    text = "".join(map(chr, (*range(1, 32), 0x7F, 0x85, 0x2028, 0x2029, 0x1F600)))
    line = written("jsonl", {"a": [text]}).decode()
    assert line.splitlines() == [line.rstrip("\n")]
    assert json.loads(line) == {"a": text}


def test_parts_of_json_join() -> None:
    batch = pa.RecordBatch.from_pydict({"a": [1, 2, 3]})
    parts = [
        export(iter([batch.slice(0, 1)]), "json", is_last=False),
        export(iter([batch.slice(1, 1)]), "json", is_first=False, is_last=False),
        export(iter([batch.slice(2, 1)]), "json", is_first=False),
    ]
    assert b"".join(b"".join(part) for part in parts) == written("json", {"a": [1, 2, 3]})


def test_long_names_are_written_some_rows_at_a_time() -> None:
    names = [f"{'x' * 95}{column}" for column in range(200)]
    batch = pa.RecordBatch.from_arrays([pa.array(range(2000))] * 200, names)
    chunks = list(export(iter([batch]), "jsonl"))
    assert max(map(len, chunks)) < 2**25
    assert [len(chunk.splitlines()) for chunk in chunks][:-1] == [chunks[0].count(b"\n")] * (len(chunks) - 1)
    assert sum(chunk.count(b"\n") for chunk in chunks) == 2000


@settings(max_examples=50, deadline=None)
@given(batch=batches())
def test_values_and_types_come_back_through_pythons_own_reader(batch: pa.RecordBatch) -> None:
    whole = json.loads(b"".join(export(iter([batch]), "json")), parse_float=Decimal)
    lines = [json.loads(line, parse_float=Decimal) for line in b"".join(export(iter([batch]), "jsonl")).splitlines()]
    assert whole == lines
    read = records(batch, whole)
    assert read == rows_of(batch)
    assert [[type(cell) for cell in row] for row in read] == [
        [int if isinstance(cell, Decimal) and cell.as_tuple().exponent == 0 else type(cell) for cell in row]
        for row in rows_of(batch)
    ]


@settings(max_examples=20, deadline=None)
@given(batch=batches())
def test_texts_come_back_through_polars(batch: pa.RecordBatch) -> None:
    texts = pa.RecordBatch.from_arrays([column.cast(pa.string()) for column in batch.columns], batch.schema.names)
    schema = dict.fromkeys(texts.schema.names, pl.String)
    read = pl.read_ndjson(b"".join(export(iter([texts]), "jsonl")), schema=schema)
    assert [list(row) for row in read.rows()] == rows_of(texts)


DUCKDB = {
    "string": "VARCHAR",
    "int64": "BIGINT",
    "double": "DOUBLE",
    "bool": "BOOLEAN",
    "date32[day]": "DATE",
    "timestamp[s]": "TIMESTAMP",
    "time32[s]": "TIME",
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("json") / "table.json"


@settings(max_examples=20, deadline=None)
@given(batch=batches())
def test_values_come_back_through_duckdb(batch: pa.RecordBatch, file: Path) -> None:
    file.write_bytes(b"".join(export(iter([batch]), "json")))
    types = {
        field.name: DUCKDB.get(str(field.type), "DOUBLE") for field in batch.schema
    }  # as it reads all with a point
    read = duckdb.read_json(str(file), columns=types, format="array")
    assert [list(row) for row in read.fetchall()] == [[near(cell) for cell in row] for row in rows_of(batch)]


def near(cell: Any) -> Any:
    return pytest.approx(float(cell), rel=1e-15) if isinstance(cell, float | Decimal) else cell


def test_pandas_reads_records_and_lines() -> None:
    columns = {"n": [1, 2], "f": [1.5, -2.25], "s": ["a\nb", "é😀"], "b": [True, False]}
    assert pd.read_json(io.BytesIO(written("json", columns))).to_dict("list") == columns
    assert pd.read_json(io.BytesIO(written("jsonl", columns)), lines=True).to_dict("list") == columns
