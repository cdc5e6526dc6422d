"""What the commands say, and how they end."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import connection

from generation import __version__
from upkeep.chores import CHORES


@pytest.fixture
def folder(data_dir: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder for backups of a database with its tables that is copied."""
    monkeypatch.setitem(connection.settings_dict, "NAME", data_dir / "db.sqlite3")
    monkeypatch.setattr(connection, "close", lambda: None)  # the tests' own
    settings.DATA_DIR = data_dir
    return data_dir / "backups"


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def told(*arguments: str) -> Any:
    return json.loads(run(*arguments, "--json"))


def test_people_and_machines_read_where_a_backup_is(folder: Path) -> None:
    first = told("backup", str(folder))["path"]
    Path(first).rename(folder / "backup-20260101T000000Z")
    said = run("backup", str(folder), "--keep", "1").splitlines()
    (left,) = folder.glob("backup-*")
    assert said[0].startswith(f"{left}: ")
    assert said[0].endswith(" bytes, read back")
    assert said[1:] == [f"dropped {folder / 'backup-20260101T000000Z'}"]


def test_a_backup_is_read_without_being_restored(folder: Path) -> None:
    path = told("backup", str(folder))["path"]
    said = told("restore", path, "--dry-run")
    assert said["version"] == __version__
    assert run("restore", path, "--dry-run").endswith(f" rows by version {__version__}, is whole\n")


def test_a_backup_is_restored(folder: Path) -> None:
    path = told("backup", str(folder), "--without-key")["path"]
    assert run("restore", path, "--replace-all").endswith(f" rows by version {__version__}, is in place\n")


@pytest.mark.parametrize("options", [(), ("--dry-run", "--replace-all")])
def test_nothing_is_replaced_that_was_not_meant(folder: Path, options: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match="say --replace-all") as caught:
        run("restore", str(folder), *options)
    assert caught.value.returncode == 2


def test_what_is_no_backup_ends_with_a_line(folder: Path) -> None:
    with pytest.raises(CommandError, match="is no backup") as caught:
        run("restore", str(folder), "--replace-all")
    assert caught.value.returncode == 1


def test_a_folder_that_cannot_be_made_ends_with_a_line() -> None:
    with pytest.raises(CommandError, match="Not a directory") as caught:
        run("backup", "/dev/null/backups")
    assert caught.value.returncode == 1


@pytest.mark.django_db(transaction=True)
def test_chores_are_told_one_by_one() -> None:
    assert [chore["of"] for chore in told("tidy")["chores"]] == list(CHORES)
    assert len(run("tidy").splitlines()) == len(CHORES)
