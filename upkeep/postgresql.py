"""The database in PostgreSQL: written by pg_dump while others write, counted, and put back by psql.

What these programs need to know goes to them in their environment, and so no password is in a list of processes.
"""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from upkeep.errors import ProgramFailed

FILE = "database.dump"

_COPY = re.compile(rb'COPY (?:"?[\w$]+"?\.)?"?([\w$]+)"? \(.*\) FROM stdin;\n')
_END = b"\\.\n"
_TABLES = "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = current_schema()"
_NAMES = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
_OPTIONS = ("sslmode", "sslrootcert", "sslcert", "sslkey", "service", "passfile")
_ATTEMPTS = 10  # those who write meanwhile take the same locks in another order; nothing is changed then
_DEADLOCK = "40P01"  # which psql tells when it is verbose
_AT_ONCE = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--set=VERBOSITY=verbose", "--single-transaction")
_LOCK_SECONDS = 30  # for who writes just now


def dump(path: Path) -> Mapping[str, int]:
    """Write the database as it is at one moment to a new file; return how many rows each table has there.

    Who writes meanwhile is not held up. Raises ProgramFailed.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")  # pg_dump may take long
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        cursor.execute(_TABLES)
        rows = {name: _count(cursor, name) for (name,) in cursor.fetchall()}
        arguments = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}")
        with _running("pg_dump", *arguments, f"--file={path}"):
            pass
    return rows


def _count(cursor: CursorWrapper, name: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608 - a name from the database itself
    (found,) = cursor.fetchone()
    return int(found)


def count(path: Path) -> Mapping[str, int]:
    """Read a dump from its beginning to its end; return how many rows of each table are in it. Raises ProgramFailed."""
    with _running("pg_restore", "--file=-", str(path), stdout=subprocess.PIPE) as process:
        assert process.stdout  # noqa: S101 - it was asked for
        return _rows(process.stdout)


def _rows(lines: Iterable[bytes]) -> dict[str, int]:
    rows: dict[str, int] = {}
    table = ""
    for line in lines:
        if not table:
            if found := _COPY.fullmatch(line):
                table = found[1].decode()
                rows[table] = 0
        elif line == _END:
            table = ""
        else:
            rows[table] += 1
    return rows


def restore(path: Path, rows: Mapping[str, int]) -> None:
    """Put what is in a dump in the place of what the tables hold, all at once or not at all. Raises ProgramFailed."""
    with TemporaryFile(dir=path.parent) as script:
        script.write(_clearing(rows))
        script.flush()
        with _running("pg_restore", "--file=-", "--no-owner", "--no-privileges", str(path), stdout=script):
            pass
        for attempts_left in reversed(range(_ATTEMPTS)):
            script.seek(0)
            try:
                with _running("psql", *_AT_ONCE, stdin=script):
                    return
            except ProgramFailed as error:
                if _DEADLOCK not in str(error) or not attempts_left:
                    raise


def _clearing(rows: Iterable[str]) -> bytes:
    """Return what drops our tables, those of the dump and those that a later version has made."""
    ours = {*connection.introspection.django_table_names(), "django_migrations", *rows}
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        there = sorted(ours.intersection(name for (name,) in cursor.fetchall()))
    tables = ", ".join(map(connection.ops.quote_name, there))
    drop = f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE;\nDROP TABLE {tables} CASCADE;\n" if there else ""
    return f"SET lock_timeout = '{_LOCK_SECONDS}s';\nSET client_min_messages = warning;\n{drop}".encode()


@contextmanager
def _running(
    program: str,
    *arguments: str,
    stdin: IO[bytes] | int = subprocess.DEVNULL,
    stdout: IO[bytes] | int = subprocess.DEVNULL,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program while the block reads what it says, and wait for its end. Raises ProgramFailed."""
    with TemporaryFile() as said:
        try:
            process = subprocess.Popen(  # noqa: S603 - one of three programs
                [program, *arguments], stdin=stdin, stdout=stdout, stderr=said, env=os.environ | _environment()
            )
        except FileNotFoundError as error:
            raise ProgramFailed(f"{program} is not on PATH: it comes with PostgreSQL's client") from error
        with process:
            yield process
        if process.returncode:
            said.seek(0)
            raise ProgramFailed(f"{program} failed: {_first_line(said.read(10_000))}")


def _first_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[0] if lines else "it said nothing"


def _environment() -> dict[str, str]:
    database = connection.settings_dict
    named = {variable: str(database[name]) for name, variable in _NAMES.items() if database.get(name)}
    options = {f"PG{name.upper()}": str(value) for name, value in database["OPTIONS"].items() if name in _OPTIONS}
    return named | options
