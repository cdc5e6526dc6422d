"""A database file is read back through Python's sqlite3, pandas and DuckDB, and is the same whoever wrote it."""

import errno
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings

from generation.engine import RunError, export
from generation.engine.exporters import sqlite
from tests.generation.engine.exporters.drawn import batches, rows_of
from tests.generation.engine.exporters.made import about, made, written


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sqlite") / "table.sqlite"


def asked(path: Path, content: bytes, query: str = "SELECT * FROM dataset") -> list[list[Any]]:
    path.write_bytes(content)
    database = sqlite3.connect(path)
    try:
        return [list(row) for row in database.execute(query)]
    finally:
        database.close()


def in_sqlite(cell: Any) -> Any:
    """Return what SQLite stores for a cell."""
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return float(cell) if isinstance(cell, Decimal) else cell


@settings(max_examples=60, deadline=None)
@given(batch=batches())
def test_values_come_back_through_sqlite3(batch: pa.RecordBatch, path: Path) -> None:
    read = asked(path, b"".join(export(iter([batch]), "sqlite")))
    assert read == [[in_sqlite(cell) for cell in row] for row in rows_of(batch)]


def test_values_have_the_types_that_sqlite_has(path: Path) -> None:
    columns = {
        "t": ["007"],
        "i": [2**62],
        "f": [1.0],
        "d": pa.array([Decimal("12.50")], pa.decimal128(18, 2)),
        "b": [True],
        "day": pa.array([date(2024, 2, 29)]),
    }
    content = written("sqlite", columns)
    types = ", ".join(f"typeof({name})" for name in columns)
    read = asked(path, content, f"SELECT {types} FROM dataset")
    assert read == [["text", "integer", "real", "real", "integer", "text"]]


def test_dates_can_be_reckoned_with(path: Path) -> None:
    content = written(
        "sqlite", {"day": pa.array([date(2024, 2, 28)]), "t": pa.array([5], pa.int32()).view(pa.time32("s"))}
    )
    query = "SELECT date(day, '+1 day'), time(t, '+1 minute') FROM dataset"
    assert asked(path, content, query) == [["2024-02-29", "00:01:05"]]


def test_pandas_reads_a_table_with_its_dates(path: Path) -> None:
    path.write_bytes(made("sqlite", rows=4))
    database = sqlite3.connect(path)
    frame = pd.read_sql("SELECT * FROM things", database, parse_dates=["day", "at"])
    database.close()
    assert (len(frame), str(frame["day"].dtype)[:10], str(frame["price"].dtype)) == (4, "datetime64", "float64")


def test_the_table_says_what_its_columns_are(path: Path) -> None:
    columns = {"id": ("row_number", "integer"), "when": ("fake.time_object()", "time"), 'a"b': "fake.name()"}
    read = asked(path, made("sqlite", columns, rows=1), "SELECT sql FROM sqlite_master")
    assert read == [['CREATE TABLE "things" ("id" INTEGER NOT NULL, "when" TEXT NOT NULL, "a""b" TEXT NOT NULL)']]


def test_columns_that_sqlite_cannot_tell_apart_are_numbered(path: Path) -> None:
    read = asked(
        path, written("sqlite", {"a": [1], "A": [2], "a_2": [3]}), "SELECT name FROM pragma_table_info('dataset')"
    )
    assert read == [["a"], ["A_3"], ["a_2"]]


def test_a_table_has_no_name_of_sqlites_own(path: Path) -> None:
    batch = pa.RecordBatch.from_pydict({"n": [1]})
    known = about({"n": ("row_number", "integer")}, name="sqlite_users")
    content = b"".join(export(iter([batch]), "sqlite", about=known))
    assert asked(path, content, "SELECT name FROM sqlite_master") == [["data_sqlite_users"]]


def test_a_column_that_does_not_repeat_has_an_index_that_says_so(path: Path) -> None:
    columns = {"code": {"faker_method": "fake.numerify('####')", "data_type": "string", "unique": True}}
    content = made("sqlite", columns, rows=50)
    read = asked(path, content, "SELECT name, sql FROM sqlite_master WHERE type = 'index'")
    assert read == [["unique_1", 'CREATE UNIQUE INDEX unique_1 ON "things" ("code")']]


def test_a_file_is_whole(path: Path) -> None:
    long = written("sqlite", {"t": [f"{place:>3000}" for place in range(1000)], "u": ["x" * 4000] * 1000})
    assert asked(path, long, "PRAGMA integrity_check") == [["ok"]]
    assert asked(path, long, "SELECT count(*), sum(length(t)), sum(length(u)) FROM dataset") == [
        [1000, 3 * 10**6, 4 * 10**6]
    ]
    assert asked(path, made("sqlite", rows=300), "PRAGMA integrity_check") == [["ok"]]


def test_no_rows_are_an_empty_table(path: Path) -> None:
    assert asked(path, made("sqlite", rows=0), "SELECT count(*) FROM things") == [[0]]


def test_a_file_does_not_tell_which_sqlite_wrote_it() -> None:
    content = written("sqlite", {"n": [1]})
    assert (content[24:28], content[92:100]) == (b"\0\0\0\1", b"\0\0\0\1" + (3_037_000).to_bytes(4))


def test_nothing_is_seen_of_the_file_while_it_is_made(folder: Path) -> None:
    seen = []

    def looking() -> Iterator[pa.RecordBatch]:
        for number in range(3):
            seen.append(list(folder.iterdir()))
            yield pa.RecordBatch.from_pydict({"n": [number]})

    assert len(b"".join(export(looking(), "sqlite"))) == 8192
    assert [*seen[1:], list(folder.iterdir())] == [[], [], []]


def test_nothing_is_left_on_the_disk_by_a_failure(folder: Path) -> None:
    def failing() -> Iterator[pa.RecordBatch]:
        yield pa.RecordBatch.from_pydict({"n": [1]})
        raise RunError("a row cannot be computed")

    with pytest.raises(RunError):
        list(export(failing(), "sqlite"))
    assert list(folder.iterdir()) == []


def test_where_a_page_is_empty_nothing_is_left() -> None:
    content = written("sqlite", {"t": [f"{place:>300}" for place in range(2000)]})
    page = next(page for page in range(4096, len(content), 4096) if content[page] == 5)  # it leads to the pages of rows
    cells, start = (int.from_bytes(content[page + at : page + at + 2]) for at in (3, 5))
    assert set(content[page + 12 + 2 * cells : page + start]) == {0}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_a_full_disk_is_an_error_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "_MANNER", (*sqlite._MANNER, "max_page_count = 2"))  # noqa: SLF001  # as if there were no more room
    with pytest.raises(OSError, match="database or disk is full") as failed:
        written("sqlite", {"t": ["x" * 4000] * 20})
    assert failed.value.errno == errno.ENOSPC
