"""The database in SQLite: copied while others write, counted, and put back in place."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from upkeep.errors import BackupUnusable

FILE = "db.sqlite3"

_PATIENCE = 60.0  # seconds for a writer to let others in


def dump(path: Path) -> Mapping[str, int]:
    """Copy the database as it is at one moment to a new file; return how many rows each table has there.

    Who writes meanwhile is not held up. Raises OSError, BackupUnusable.
    """
    with _translated("the database cannot be copied"), closing(_live()) as live:
        live.execute("VACUUM INTO ?", (str(path),))
    return count(path)


def count(path: Path) -> Mapping[str, int]:
    """Read a copy from its beginning to its end; return how many rows each table has. Raises BackupUnusable."""
    with (
        _translated(f"{path.name} cannot be read"),
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as copy,
    ):
        (found,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            raise BackupUnusable(f"{path.name} is damaged: {found}")
        tables = copy.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
        )
        return {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables.fetchall()}  # noqa: S608 - a name from the database itself


def restore(path: Path, _: Mapping[str, int]) -> None:
    """Put a copy in the place of the database, all at once: others see what was, or what is then.

    Raises BackupUnusable.
    """
    with (
        _translated("the database cannot be replaced"),
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as copy,
        closing(_live()) as live,
    ):
        copy.backup(live, pages=-1)  # in one step, which nobody writes between


def _live() -> sqlite3.Connection:
    live = sqlite3.connect(connection.settings_dict["NAME"], timeout=_PATIENCE, isolation_level=None)
    live.execute("PRAGMA journal_mode=WAL")
    return live


@contextmanager
def _translated(what: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise BackupUnusable(f"{what}: {error}") from error
