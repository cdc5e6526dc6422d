import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import psycopg
import pyarrow as pa
import pytest
from hypothesis import given, settings

from generation.engine import About, DatasetSchema, Options, export
from generation.engine.exporters.dialects import DIALECTS
from tests.databases import PostgreSQL
from tests.generation.engine.exporters.drawn import batches, rows_of
from tests.generation.engine.exporters.made import first_missing, made, written
from tests.generation.engine.tables import AS_OF

ABOUT = About(
    name="orders",
    title="Orders\nwith ids",
    schema=DatasetSchema.from_json(
        {
            "id": {"faker_method": "row_number + 1", "data_type": "integer", "unique": True},
            "code": {"faker_method": "fake.bothify('??-####')", "data_type": "string", "unique": True},
            "price": {"faker_method": "round(random.uniform(1, 9), 2)", "data_type": "decimal", "null_rate": 0.1},
        }
    ),
    rows=2,
    seed=7,
    as_of=date(2024, 2, 29),
    link="/datasets/x.sql?rows=2",
)
COLUMNS = {"id": [1, 2], "code": ["a'\\\n", "b"], "price": [Decimal("3.10"), None]}
COMMENT = """-- Orders with ids
-- Rows: 2
-- Seed: 7
-- Reference date: 2024-02-29
-- Locale: en_US
-- Permanent link: /datasets/x.sql?rows=2
"""
SCRIPTS = {
    "postgresql": f"""BEGIN;
SET LOCAL client_encoding = 'UTF8';
SET LOCAL standard_conforming_strings = on;
{COMMENT}CREATE TABLE "orders" (
  "id" bigint NOT NULL UNIQUE,
  "code" text NOT NULL UNIQUE,
  "price" numeric(18, 2)
);
INSERT INTO "orders" ("id", "code", "price") VALUES
(1, E'a''\\\\\\n', 3.10),
(2, 'b', NULL);
COMMIT;
""",
    "mysql": f"""SET NAMES utf8mb4;
SET @mode_before = @@SESSION.sql_mode;
SET SESSION sql_mode = 'STRICT_ALL_TABLES';
{COMMENT}CREATE TABLE `orders` (
  `id` BIGINT NOT NULL UNIQUE,
  `code` VARCHAR(7) NOT NULL UNIQUE,
  `price` DECIMAL(18, 2)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
START TRANSACTION;
INSERT INTO `orders` (`id`, `code`, `price`) VALUES
(1, 'a''\\\\\\n', 3.10),
(2, 'b', NULL);
COMMIT;
SET SESSION sql_mode = @mode_before;
""",
    "sqlite": f"""BEGIN;
{COMMENT}CREATE TABLE "orders" (
  "id" INTEGER NOT NULL UNIQUE,
  "code" TEXT NOT NULL UNIQUE,
  "price" REAL
);
INSERT INTO "orders" ("id", "code", "price") VALUES
(1, 'a''\\
', 3.10),
(2, 'b', NULL);
COMMIT;
""",
}
TYPES = {
    "postgresql": ["text", "bigint", "double precision", "numeric(18, 2)", "boolean", "date", "timestamp", "time"],
    "mysql": ["TEXT", "BIGINT", "DOUBLE", "DECIMAL(18, 2)", "BOOLEAN", "DATE", "DATETIME", "TIME"],
    "sqlite": ["TEXT", "INTEGER", "REAL", "REAL", "BOOLEAN", "DATE", "TIMESTAMP", "TEXT"],
}
STORED = (
    *(pa.string(), pa.int64(), pa.float64(), pa.decimal128(18, 2)),
    *(pa.bool_(), pa.date32(), pa.timestamp("s"), pa.time32("s")),
)
FROM_SQLITE: dict[str, Callable[[Any], Any]] = {
    "bool": bool,
    "date32[day]": date.fromisoformat,
    "timestamp[s]": datetime.fromisoformat,
    "time32[s]": time.fromisoformat,
}


def script(columns: dict[str, Any], dialect: str) -> str:
    return written("sql", columns, options=Options(dialect=dialect)).decode()


@pytest.mark.parametrize("dialect", SCRIPTS)
def test_a_script_makes_a_table_and_fills_it_in_a_transaction(dialect: str) -> None:
    assert written("sql", COLUMNS, options=Options(dialect=dialect), about=ABOUT).decode() == SCRIPTS[dialect]


@pytest.mark.parametrize("dialect", TYPES)
def test_each_type_has_its_own_in_the_database(dialect: str) -> None:
    columns = {f"c{place}": pa.array([], of) for place, of in enumerate(STORED)}
    declared = [
        line.strip(" ,").partition(" ")[2] for line in script(columns, dialect).splitlines() if line[:2] == "  "
    ]
    assert declared == TYPES[dialect]


def test_truths_are_words_or_numbers() -> None:
    rows = {
        dialect: script({"b": [True, False, None]}, dialect).splitlines()[-5:] for dialect in ("postgresql", "sqlite")
    }
    assert [line for line in rows["postgresql"] if line[0] == "("] == ["(true),", "(false),", "(NULL);"]
    assert [line for line in rows["sqlite"] if line[0] == "("] == ["(1),", "(0),", "(NULL);"]


def test_a_title_ends_no_comment() -> None:
    about = About(name="t", title="x\r\n; DROP TABLE t;\n--", schema=ABOUT.schema, rows=2, seed=7, as_of=AS_OF)
    assert b"\n-- x ; DROP TABLE t; --\n" in written("sql", COLUMNS, about=about)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_statements_begin_at_the_same_rows_whatever_the_batches_are(dialect: str) -> None:
    options = Options(dialect=dialect)
    columns = {"n": ("row_number", "integer"), "s": "fake.word()"}
    whole = made("sql", columns, rows=2300, options=options)
    assert made("sql", columns, rows=2300, batch_rows=333, options=options) == whole
    assert whole.count(b"INSERT") == 3


def test_statements_of_many_long_texts_have_fewer_rows() -> None:
    columns: dict[str, Any] = {f"c{place}": ["x"] * 100 for place in range(50)}
    assert written("sql", columns).count(b"INSERT") == 5


def test_a_table_of_no_rows_is_made_too() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(script({"a": pa.array([], pa.string())}, "sqlite"))
        assert database.execute("SELECT * FROM dataset").fetchall() == []


def test_a_table_of_sqlites_own_name_has_another() -> None:
    about = About(name="sqlite_users", title="", schema=ABOUT.schema, rows=2, seed=7, as_of=AS_OF)
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(written("sql", COLUMNS, about=about, options=Options(dialect="sqlite")).decode())
        assert database.execute("SELECT count(*) FROM data_sqlite_users").fetchone() == (2,)


def test_two_equal_values_are_refused_where_the_schema_has_none() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(written("sql", COLUMNS, about=ABOUT, options=Options(dialect="sqlite")).decode())
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE constraint failed"):
            database.execute("INSERT INTO orders VALUES (1, 'c', 1)")
        with pytest.raises(sqlite3.IntegrityError, match="NOT NULL constraint failed"):
            database.execute("INSERT INTO orders VALUES (3, NULL, 1)")


def from_sqlite(cell: Any, of: pa.DataType) -> Any:
    return cell if cell is None else FROM_SQLITE.get(str(of), lambda same: same)(cell)


def near(cell: Any) -> Any:
    """Return what a number is equal to that SQLite has read: it is exact to 15 digits."""
    return pytest.approx(float(cell), rel=1e-15) if isinstance(cell, float | Decimal) else cell


@settings(max_examples=60, deadline=None)
@given(batch=batches())
def test_values_come_back_through_sqlite(batch: pa.RecordBatch) -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(b"".join(export(iter([batch]), "sql", options=Options(dialect="sqlite"))).decode())
        read = database.execute("SELECT * FROM dataset").fetchall()
    types = batch.schema.types
    cells = [[from_sqlite(cell, of) for cell, of in zip(row, types, strict=True)] for row in read]
    assert cells == [[near(cell) for cell in row] for row in rows_of(batch)]


@pytest.fixture(scope="module")
def database(postgresql: PostgreSQL) -> Iterator[psycopg.Connection]:
    with psycopg.connect(postgresql.create_database(), autocommit=True, prepare_threshold=None) as connection:
        yield connection


@settings(max_examples=40, deadline=None)
@given(batch=batches())
def test_values_and_types_come_back_through_postgresql(batch: pa.RecordBatch, database: psycopg.Connection) -> None:
    database.execute(b"DROP TABLE IF EXISTS dataset")
    database.execute(b"".join(export(iter([batch]), "sql")))
    assert [list(row) for row in database.execute(b"SELECT * FROM dataset").fetchall()] == rows_of(batch)


@settings(max_examples=20, deadline=None)
@given(batch=batches(least=2))
def test_csv_comes_back_through_postgresqls_copy(batch: pa.RecordBatch, database: psycopg.Connection) -> None:
    database.execute(b"DROP TABLE IF EXISTS dataset")
    database.execute(b"".join(export(iter([batch.slice(0, 0)]), "sql")))
    with database.cursor() as cursor, cursor.copy(b"COPY dataset FROM STDIN (FORMAT csv, HEADER)") as copy:
        copy.write(b"".join(export(iter([batch]), "csv")))
    assert [list(row) for row in database.execute(b"SELECT * FROM dataset").fetchall()] == rows_of(batch)


def test_missing_texts_come_back_through_postgresqls_copy(database: psycopg.Connection) -> None:
    columns = {"s": ["NA", None, "", "x"], "n": [1, None, 2, 3]}
    database.execute(b"DROP TABLE IF EXISTS dataset")
    database.execute(b"CREATE TABLE dataset (s text, n int)")
    file = written("csv", columns, options=Options(missing="NA", delimiter="|", header=False))
    with (
        database.cursor() as cursor,
        cursor.copy(b"COPY dataset FROM STDIN (FORMAT csv, DELIMITER '|', NULL 'NA')") as copy,
    ):
        copy.write(file)
    assert database.execute(b"SELECT * FROM dataset").fetchall() == [("NA", 1), (None, None), ("", 2), ("x", 3)]


def test_psql_runs_the_script_and_keeps_names_and_texts_as_they_are(postgresql: PostgreSQL) -> None:
    psql = shutil.which("psql")
    if psql is None:
        pytest.skip("psql is not on PATH")
    url = postgresql.create_database()
    names = ["xmin", "a\"b`c'd", "é" * 40]
    columns = {**COLUMNS, **{name: ["a\r\nb\\", ":x $$ \\q\n\\q"] for name in names}}
    text = written("sql", columns)
    done = subprocess.run(
        [psql, "-X", "-v", "ON_ERROR_STOP=1", url],
        input=text,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "PGCLIENTENCODING": "WIN1252"},  # as on Windows
    )
    assert (done.returncode, done.stderr) == (0, b"")
    with psycopg.connect(url) as connection:
        cursor = connection.execute(b"SELECT * FROM dataset")
        assert [column.name for column in cursor.description or ()] == [
            "id",
            "code",
            "price",
            "xmin_2",
            names[1],
            "é" * 31,
        ]
        assert [list(row) for row in cursor] == [list(row) for row in zip(*columns.values(), strict=True)]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_text_is_one_literal_whatever_it_holds(dialect: str) -> None:
    texts = ["'; DROP TABLE dataset; --", "\\'; DROP TABLE dataset; --", "\\", "'", "''"]
    rows = script({"s": texts}, dialect).splitlines()
    doubled = [text.replace("\\", "\\\\") if dialect == "mysql" else text for text in texts]
    assert [json.dumps(row[2:-3].replace("''", "'")) for row in rows if row[:2] == "('"] == [
        json.dumps(text) for text in doubled
    ]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_lies_below_a_missing_text_is_not_written(dialect: str) -> None:
    rows = script({"s": first_missing(["a\r'", "b"])}, dialect).splitlines()
    assert [row for row in rows if row.startswith("(")] == ["(NULL),", "('b');"]
