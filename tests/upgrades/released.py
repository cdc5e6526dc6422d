"""What versions that are released have left: a database of each kind with its files, and what they answered."""

import json
import sqlite3
import tarfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tests.servers import manage

HERE = Path(__file__).parent
VERSIONS = ("0.1.0",)
_TABLES = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'"
_COLUMNS = "SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"


@dataclass(frozen=True)
class Installation:
    """An installation that was upgraded, and what it promised before."""

    version: str
    data_dir: Path
    url: str
    promised: dict[str, Any]

    @property
    def settings(self) -> dict[str, str]:
        return {"DATA_DIR": str(self.data_dir), "DATABASE_URL": self.url, "SECRET_KEY": "of the tests"}

    def manage(self, *arguments: str) -> str:
        """Run a command to its end, which is to be a good one; return what it said."""
        done = manage(*arguments, **self.settings)
        assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
        return done.stdout.decode()


def unpack(version: str, kind: str, folder: Path) -> dict[str, Any]:
    """Lay out the files of an installation in a folder; return what it promised."""
    with tarfile.open(HERE / version / f"{kind}.tar.gz") as packed:
        packed.extractall(folder, filter="data")
    promised: dict[str, Any] = json.loads((HERE / version / f"{kind}.json").read_text("utf-8"))
    return promised


def fill(url: str, dump: Path) -> None:
    """Run what pg_dump wrote, in an empty database."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(dump.read_bytes())


def put_rows_sqlite(old: Path, new: Path) -> list[str]:
    """Put the rows of one database into the tables of another, by the columns of the first; return the tables."""
    with closing(sqlite3.connect(new)) as connection:
        connection.execute("ATTACH ? AS old", (str(old),))
        found = connection.execute(
            "SELECT name FROM old.sqlite_master WHERE type = 'table' AND name NOT IN ('django_migrations', 'sqlite_sequence')"
        )
        tables = [name for (name,) in found]
        for table in tables:
            columns = ", ".join(f'"{row[1]}"' for row in connection.execute(f'PRAGMA old.table_info("{table}")'))
            connection.execute(f'DELETE FROM main."{table}"')
            connection.execute(f'INSERT INTO main."{table}" ({columns}) SELECT {columns} FROM old."{table}"')
        connection.commit()
    return tables


def put_rows_postgresql(old: str, new: str) -> list[str]:
    """Do the same between two databases of PostgreSQL, named by their URLs."""
    with psycopg.connect(old) as source, psycopg.connect(new) as target:
        target.execute("SET session_replication_role = replica")  # in any order, whatever refers to what
        tables = [name for (name,) in source.execute(_TABLES)]
        for table in tables:
            columns = sql.SQL(", ").join(sql.Identifier(name) for (name,) in source.execute(_COLUMNS, (table,)))
            named = {"table": sql.Identifier(table), "columns": columns}
            target.execute(sql.SQL("DELETE FROM {table}").format(**named))
            read = sql.SQL("COPY {table} ({columns}) TO STDOUT").format(**named)
            written = sql.SQL("COPY {table} ({columns}) FROM STDIN").format(**named)
            with source.cursor().copy(read) as taken, target.cursor().copy(written) as given:
                for data in taken:
                    given.write(data)
    return tables
