"""Backups of a database of SQLite: what is in the folder, and what is refused."""

import shutil
import sqlite3
from contextlib import closing
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection

from upkeep.backups import Backup, Made, check, make, restore
from upkeep.errors import BackupRunning, BackupUnusable


@pytest.fixture(autouse=True)
def database(data_dir: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a database with its tables that is copied, in the place of that of the tests."""
    monkeypatch.setitem(connection.settings_dict, "NAME", data_dir / "db.sqlite3")
    monkeypatch.setattr(connection, "close", lambda: None)  # the tests' own
    settings.DATA_DIR = data_dir
    return data_dir / "db.sqlite3"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "of" / "backups"


def made(folder: Path, *, keep: int = 7, with_key: bool = True) -> Made:
    return make(folder, keep=keep, with_key=with_key)


def write(database: Path, day: str) -> None:
    with closing(sqlite3.connect(database)) as live, live:
        live.execute("INSERT INTO schemas_cache_spending (day, designs, tokens) VALUES (?, 1, 1)", (day,))


def days(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as live:
        return [day for (day,) in live.execute("SELECT day FROM schemas_cache_spending ORDER BY day")]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_what_came_after_a_backup_is_gone_when_it_is_restored(database: Path, folder: Path) -> None:
    write(database, "2026-01-01")
    path = made(folder).path
    write(database, "2026-01-02")
    restore(path)
    assert days(database) == ["2026-01-01"]


def test_who_has_the_database_open_sees_what_was_restored_and_writes_on(database: Path, folder: Path) -> None:
    path = made(folder).path
    with closing(sqlite3.connect(database)) as live:
        write(database, "2026-01-01")
        live.execute("SELECT * FROM schemas_cache_spending").fetchall()
        restore(path)
        assert live.execute("SELECT * FROM schemas_cache_spending").fetchall() == []
    write(database, "2026-01-03")
    assert days(database) == ["2026-01-03"]


def test_a_backup_says_what_is_in_it(database: Path, folder: Path) -> None:
    write(database, "2026-01-01")
    done = made(folder)
    assert Backup.read(done.path) == done.backup == check(done.path)
    assert (done.backup.database, done.backup.rows["schemas_cache_spending"]) == ("sqlite", 1)


def test_nobody_else_may_read_it(folder: Path) -> None:
    path = made(folder).path
    assert {file.stat().st_mode & 0o077 for file in (path, path / "db.sqlite3")} == {0}


def test_the_secret_key_goes_along_where_one_is_kept(database: Path, folder: Path) -> None:
    key = database.parent / "secret_key"
    assert not made(folder / "without").backup.has_key
    key.write_text("of the tests")
    path = made(folder / "with").path
    assert not made(folder / "not wanted", with_key=False).backup.has_key
    kept = path / "secret_key"
    assert (kept.read_text(), kept.stat().st_mode & 0o777) == ("of the tests", 0o600)


def test_the_oldest_are_dropped_and_nothing_else_in_the_folder(folder: Path) -> None:
    old = [folder / f"backup-2026010{day}T000000Z" for day in range(1, 6)]
    for path in old:
        path.mkdir(parents=True)
    (folder / "notes").mkdir()
    done = made(folder, keep=3)
    assert done.dropped == tuple(old[:3])
    assert names(folder) == {"notes", ".lock", done.path.name, *(path.name for path in old[3:])}


def test_what_a_killed_one_left_behind_is_removed(folder: Path) -> None:
    (folder / ".unfinished-20260101T000000Z").mkdir(parents=True)
    path = made(folder).path
    assert names(folder) == {".lock", path.name}


def test_two_are_not_made_in_one_folder_at_a_time(folder: Path) -> None:
    folder.mkdir(parents=True)
    with (folder / ".lock").open("wb") as lock:
        flock(lock, LOCK_EX)
        with pytest.raises(BackupRunning, match="another backup is being made in"):
            made(folder)


def test_a_database_that_is_damaged_makes_no_backup_and_drops_none(database: Path, folder: Path) -> None:
    old = made(folder).path
    content = bytearray(database.read_bytes())
    content[len(content) // 2 :] = bytes(len(content) - len(content) // 2)
    database.write_bytes(content)
    with pytest.raises(BackupUnusable):
        made(folder, keep=1)
    assert names(folder) == {".lock", old.name}


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda path: (path / "backup.json").unlink(), "has no backup.json that can be read"),
        (lambda path: (path / "backup.json").write_text("{}"), "has no backup.json that can be read"),
        (lambda path: (path / "db.sqlite3").unlink(), "cannot be read: No such file or directory"),
        (lambda path: (path / "db.sqlite3").write_bytes(b"SQLite format 3"), "is not as it was written"),
        (lambda path: shutil.copy("/dev/null", path / "db.sqlite3"), "is not as it was written"),
    ],
)
def test_what_is_not_as_it_was_written_is_not_restored(database: Path, folder: Path, damage: object, said: str) -> None:
    path = made(folder).path
    write(database, "2026-01-01")
    damage(path)  # type: ignore[operator]  # a table of functions
    with pytest.raises(BackupUnusable, match=said):
        restore(path)
    assert days(database) == ["2026-01-01"]


def test_a_backup_of_another_kind_of_database_is_not_restored(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(folder).path
    monkeypatch.setattr(connection, "vendor", "postgresql")
    with pytest.raises(BackupUnusable, match="the backup is of sqlite, and the database is postgresql"):
        restore(path)
