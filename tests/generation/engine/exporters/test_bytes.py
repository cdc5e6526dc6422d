"""The bytes of a file are those of its rows: whatever the batches are in which these were made, and where their memory lay."""

import io
from hashlib import sha256
from zipfile import ZipFile

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.engine import FORMATS, export
from tests.generation.engine.exporters.drawn import batches
from tests.generation.engine.exporters.made import made

WHOLE = ("csv", "tsv", "json", "jsonl", "sql", "parquet", "arrow", "xlsx", "sqlite", "zip")


@pytest.mark.parametrize("format_name", WHOLE)
def test_the_size_of_batches_does_not_matter(format_name: str) -> None:
    assert made(format_name, rows=150, batch_rows=17) == made(format_name, rows=150, batch_rows=100)


@pytest.mark.parametrize("format_name", WHOLE)
@settings(max_examples=15, deadline=None)
@given(batch=batches(), data=st.data())
def test_how_rows_are_cut_into_batches_does_not_matter(
    format_name: str, batch: pa.RecordBatch, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(batch)))
    whole = b"".join(export(iter([batch]), format_name))
    copied = pa.RecordBatch.from_arrays([pa.array(c.to_pylist(), c.type) for c in batch.columns], batch.schema.names)
    assert b"".join(export(iter([batch.slice(0, cut), batch.slice(cut)]), format_name)) == whole
    assert b"".join(export(iter([copied]), format_name)) == whole


def contents(content: bytes) -> bytes:
    """Return what is in an archive, of which libraries compress the same bytes in more than one way."""
    with ZipFile(io.BytesIO(content)) as archive:
        return b"".join(name.encode() + archive.read(name) for name in archive.namelist())


PROMISED = {
    "csv": "829141bae33fa743",
    "tsv": "d94d8a93824eda9a",
    "json": "3efa0f45ee819c0e",
    "jsonl": "83672f37f3243bf6",
    "sql": "028e62e89c833641",
    "parquet": "918354a86ef91ca3",
    "arrow": "586ccd2dd8053452",
    "xlsx": "36355bd9bd7a194d",
    "sqlite": "59d37d00f1cc8a5a",
    "zip": "a8f447c260965f85",
}


@pytest.mark.parametrize("format_name", WHOLE)
def test_the_bytes_are_those_that_were_promised(format_name: str) -> None:
    content = made(format_name, rows=100)
    content = contents(content) if content.startswith(b"PK") else content
    assert sha256(content).hexdigest()[:16] == PROMISED[format_name]


def test_a_file_that_cannot_be_divided_has_no_groups() -> None:
    assert {name for name in WHOLE if FORMATS[name].group_rows is None} == {"xlsx", "sqlite", "zip"}
