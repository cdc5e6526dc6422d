"""The programs of PostgreSQL, of which some stand-ins tell how they are called."""

import os
import shutil
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.databases import PostgreSQL
from tests.servers import manage
from upkeep.errors import ProgramFailed
from upkeep.postgresql import count

PASSWORD = "a password that nobody else sees"
_PROGRAM = """#!/bin/sh
echo "$@" > {folder}/arguments
echo "$PGHOST $PGPORT $PGUSER $PGPASSWORD $PGDATABASE $PGSSLMODE" > {folder}/environment
{does}
"""
_ROWS = """cat <<'END'
SET statement_timeout = 0;

COPY public.one (id, "text of it") FROM stdin;
1\tCOPY public.three (id) FROM stdin;
2\t\\\\N
\\.


COPY public."two" (id) FROM stdin;
\\.


ALTER TABLE ONLY public.one ADD CONSTRAINT one_pkey PRIMARY KEY (id);
END
"""


@pytest.fixture(autouse=True)
def _database(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"HOST": "db", "PORT": 5432, "USER": "ada", "PASSWORD": PASSWORD, "NAME": "datasets"}
    for name, value in given.items():
        monkeypatch.setitem(connection.settings_dict, name, value)
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"sslmode": "require", "pool": False})


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, does: str) -> None:
    program = folder / "pg_restore"
    program.write_text(_PROGRAM.format(folder=folder, does=does))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_the_password_is_in_no_list_of_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, "")
    count(tmp_path / "database.dump")
    assert (tmp_path / "arguments").read_text() == f"--file=- {tmp_path / 'database.dump'}\n"
    assert (tmp_path / "environment").read_text() == f"db 5432 ada {PASSWORD} datasets require\n"


def test_rows_of_a_dump_are_counted_by_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, _ROWS)
    assert count(tmp_path / "database.dump") == {"one": 2, "two": 0}


def test_a_program_that_fails_says_why_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, "echo 'server version mismatch' >&2; echo more >&2; exit 1")
    with pytest.raises(ProgramFailed, match=r"^pg_restore failed: server version mismatch$"):
        count(tmp_path / "database.dump")


def test_a_program_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ProgramFailed, match="pg_restore is not on PATH"):
        count(tmp_path / "database.dump")


def test_a_dump_may_take_longer_than_others_may_rest_in_a_transaction(
    tmp_path: Path, postgresql: PostgreSQL, postgresql_template: str
) -> None:
    there = shutil.which("pg_dump")
    if there is None:
        pytest.skip("no programs of PostgreSQL's client here: there is no pg_dump on PATH")
    url = postgresql.create_database(postgresql_template)
    with psycopg.connect(url, autocommit=True) as database:
        name = url.rpartition("/")[2]
        database.execute(f"ALTER DATABASE \"{name}\" SET idle_in_transaction_session_timeout = '100ms'".encode())
    slow = tmp_path / "pg_dump"
    slow.write_text(f'#!/bin/sh\n{there} "$@" && sleep 0.5\n')
    slow.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    done = manage("backup", str(tmp_path / "backups"), DATABASE_URL=url, SECRET_KEY="of the tests", PATH=path)
    assert (done.returncode, done.stderr) == (0, b"")
