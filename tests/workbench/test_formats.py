"""What pages know of file formats, and lines that programs others wrote run as they stand."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb
import pandas as pd
import polars as pl
import pytest

from generation.engine import FORMATS, DatasetSchema, Options, compile_plan, export, run_plan
from workbench.formats import choices, lines, taken_by

PLAN = compile_plan(
    DatasetSchema.from_json(
        {
            "price": {"faker_method": "round(random.uniform(1, 900), 2)", "data_type": "decimal"},
            "name": {"faker_method": "fake.name()"},
        }
    )
)
ROWS = 20
LINES = [
    *((name, Options()) for name in FORMATS),
    *((name, Options(decimal_comma=True, csv_safe=True)) for name in ("csv", "tsv")),
]


@pytest.fixture
def written(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[str, Options, Path]:
    """Write a file in a format."""
    name, options = request.param
    path = tmp_path / f"file.{name}"
    batches = run_plan(PLAN, rows=ROWS, seed=7, as_of=date(2026, 9, 1))
    path.write_bytes(b"".join(export(batches, name, options=options)))
    return name, options, path


def run(line: str) -> Any:
    """Run a line as a notebook does, which answers its last expression."""
    *before, last = line.split("; ")
    assert before in ([], ["from urllib.request import urlopen"])
    names = {"pd": pd, "pl": pl, "duckdb": duckdb, "urlopen": lambda at: BytesIO(Path(urlsplit(at).path).read_bytes())}
    found = eval(last, names)
    return found.df() if isinstance(found, duckdb.DuckDBPyRelation) else found


@pytest.mark.parametrize("written", LINES, indirect=True, ids=str)
def test_each_line_reads_its_format(written: tuple[str, Options, Path]) -> None:
    name, options, path = written
    found = {line.id: run(line.text) for line in lines(name, str(path), options)}
    assert {id_: (len(frame), list(frame.columns)) for id_, frame in found.items()} == dict.fromkeys(
        found, (ROWS, ["price", "name"])
    )
    for frame in found.values():
        assert 1 <= float(frame["price"].max()) <= 900


def test_there_is_a_line_for_what_notebooks_read() -> None:
    programs = {name: [line.id for line in lines(name, "x", Options())] for name in FORMATS}
    every = ["pandas", "polars", "duckdb"]
    assert programs == {
        **dict.fromkeys(("csv", "tsv", "json", "jsonl", "parquet"), every),
        "arrow": ["polars"],
        "xlsx": ["pandas"],
        **{name: [] for name in ("sql", "sqlite", "zip")},
    }


def test_formats_are_called_what_people_call_them() -> None:
    called = "CSV, TSV, JSON, JSON Lines, SQL, Parquet, Arrow, Excel, SQLite, ZIP"
    assert ", ".join(dict(choices()).values()) == called


def test_a_format_takes_its_own_options_alone() -> None:
    options = Options(decimal_comma=True, header=False, dialect="mysql")
    assert [taken_by(name, options).chosen for name in ("csv", "xlsx", "sql", "zip")] == [
        {"header": False, "decimal_comma": True},
        {"header": False},
        {"dialect": "mysql"},
        {},
    ]
