"""What is written as CSV comes back as equal values from the readers that people use, and needs no more quotes than it has."""

import csv
import io
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
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generation.engine import Options, export
from generation.engine.exporters.output import DELIMITERS
from tests.generation.engine.exporters.drawn import TEXTS, batches, rows_of


def written(batch: pa.RecordBatch) -> bytes:
    return b"".join(export(iter([batch]), "csv"))


def rows(batch: pa.RecordBatch, *, empty: str | None = "") -> list[list[Any]]:
    """Return the rows; `empty` is what an empty text counts as."""
    return [[empty if cell == "" else cell for cell in row] for row in rows_of(batch)]


FROM_TEXT: dict[str, Callable[[str], Any]] = {
    "string": str,
    "int64": int,
    "double": float,
    "bool": {"true": True, "false": False}.__getitem__,
    "date32[day]": date.fromisoformat,
    "timestamp[s]": datetime.fromisoformat,
    "time32[s]": time.fromisoformat,
}


def from_text(text: str, of: pa.DataType) -> Any:
    return None if text == "" else FROM_TEXT.get(str(of), Decimal)(text)


@settings(max_examples=50, deadline=None)
@given(batch=batches(least=2))
def test_values_come_back_through_pythons_own_reader(batch: pa.RecordBatch) -> None:
    header, *lines = csv.reader(io.StringIO(written(batch).decode(), newline=""), strict=True)
    read = [[from_text(text, of) for text, of in zip(line, batch.schema.types, strict=True)] for line in lines]
    assert (header, read) == (batch.schema.names, rows(batch, empty=None))


PANDAS = {"string": "str", "int64": "Int64", "double": "float64", "bool": "boolean"}


@settings(max_examples=50, deadline=None)
@given(batch=batches(least=2))
def test_values_come_back_through_pandas(batch: pa.RecordBatch) -> None:
    fields = {field.name: str(field.type) for field in batch.schema}
    frame = pd.read_csv(
        io.BytesIO(written(batch)),
        dtype={name: PANDAS.get(of, "str") for name, of in fields.items()},
        keep_default_na=False,
        na_values=[""],
    )
    cells = {name: [None if pd.isna(cell) else cell for cell in frame[name]] for name in fields}
    for name, of in fields.items():
        if of not in PANDAS:
            cells[name] = [
                None if cell is None else from_text(cell, batch.schema.field(name).type) for cell in cells[name]
            ]
    assert [list(row) for row in zip(*cells.values(), strict=True)] == rows(batch, empty=None)


POLARS: dict[str, Any] = {
    "string": pl.String,
    "int64": pl.Int64,
    "double": pl.Float64,
    "bool": pl.Boolean,
    "date32[day]": pl.Date,
    "timestamp[s]": pl.Datetime("us"),
    "time32[s]": pl.Time,
}


@settings(max_examples=50, deadline=None)
@given(batch=batches(least=2))
def test_values_come_back_through_polars(batch: pa.RecordBatch) -> None:
    types = {field.name: POLARS.get(str(field.type)) or pl.Decimal(18, field.type.scale) for field in batch.schema}
    frame = pl.read_csv(written(batch), schema=types)
    assert [list(row) for row in frame.rows()] == rows(batch)


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
    return tmp_path_factory.mktemp("round_trip") / "table.csv"


@settings(max_examples=50, deadline=None)
@given(batch=batches(least=2))
def test_values_come_back_through_duckdb(batch: pa.RecordBatch, file: Path) -> None:
    file.write_bytes(written(batch))
    types = {field.name: DUCKDB.get(str(field.type)) or f"DECIMAL(18, {field.type.scale})" for field in batch.schema}
    read = duckdb.read_csv(
        str(file), columns=types, header=True, sep=",", quotechar='"', escapechar='"', allow_quoted_nulls=False
    )
    assert [list(row) for row in read.fetchall()] == rows(batch)


@settings(max_examples=300, deadline=None)
@given(text=TEXTS)
@example("a\rb")
@example("a\nb")
def test_a_text_has_quotes_if_it_needs_them_and_only_then(text: str) -> None:
    needs = text == "" or any(special in text for special in '",\r\n')
    cell = '"' + text.replace('"', '""') + '"' if needs else text
    assert written(pa.RecordBatch.from_pydict({"a": [text], "b": [1]})).decode() == f"a,b\n{cell},1\n"


@settings(max_examples=50, deadline=None)
@given(batch=batches(least=2))
def test_a_missing_cell_is_an_empty_one(batch: pa.RecordBatch) -> None:
    nothing = pa.RecordBatch.from_arrays([pa.nulls(len(batch), of) for of in batch.schema.types], batch.schema.names)
    _, lines = written(nothing).split(b"\n", 1)
    assert lines == (b"," * (batch.num_columns - 1) + b"\n") * len(batch)


@settings(max_examples=50, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=4, unique=True))
def test_names_of_columns_come_back_too(texts: list[str]) -> None:
    text = written(pa.RecordBatch.from_arrays([pa.array([1]) for _ in texts], texts)).decode()
    assert next(csv.reader(io.StringIO(text, newline=""))) == texts


@settings(max_examples=25, deadline=None)
@given(batch=batches(least=2), delimiter=st.sampled_from(DELIMITERS), missing=st.sampled_from(["NA", "-", "0", "1.0"]))
def test_texts_and_missing_cells_come_back_whatever_the_delimiter_and_their_text_are(
    batch: pa.RecordBatch, delimiter: str, missing: str, file: Path
) -> None:
    names = [f"c{place}" for place in range(batch.num_columns)]
    texts = pa.RecordBatch.from_arrays([column.cast(pa.string()) for column in batch.columns], names)
    file.write_bytes(b"".join(export(iter([texts]), "csv", options=Options(delimiter=delimiter, missing=missing))))
    read = duckdb.read_csv(
        str(file),
        columns=dict.fromkeys(names, "VARCHAR"),
        header=True,
        sep=delimiter,
        quotechar='"',
        escapechar='"',
        na_values=missing,
        allow_quoted_nulls=False,
    )
    assert [list(row) for row in read.fetchall()] == rows_of(texts)
