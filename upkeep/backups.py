"""Backups: folders in a folder, each with a whole copy of the database and what belongs to it.

A backup stands under its name when it is complete and was read back, never before.
"""

import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from hashlib import file_digest
from pathlib import Path
from types import ModuleType
from typing import Self

from django.conf import settings
from django.db import connection

from generation import __version__
from generation.engine import ENGINE_VERSION
from upkeep import postgresql, sqlite
from upkeep.errors import BackupRunning, BackupUnusable

ABOUT = "backup.json"
KEY = "secret_key"

_NAMED = re.compile(r"backup-\d{8}T\d{6}Z")
_UNFINISHED = ".unfinished-"
_LOCK = ".lock"
_DATABASES: Mapping[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup says of itself: `rows` by table, the size and the digest of the database's file."""

    database: str
    version: str
    engine_version: str
    made_at: str
    size: int
    sha256: str
    has_key: bool
    rows: Mapping[str, int]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read what a backup says of itself. Raises BackupUnusable."""
        try:
            return cls(**json.loads((path / ABOUT).read_text("utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise BackupUnusable(f"{path} is no backup: it has no {ABOUT} that can be read") from error

    @property
    def file(self) -> str:
        """Return the name of the database's file."""
        of = _DATABASES.get(self.database)
        if of is None:
            raise BackupUnusable(f"the backup is of a database that is not known: {self.database!r:.40}")
        return str(of.FILE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A backup that was made, where, and which older ones were dropped for it."""

    path: Path
    backup: Backup
    dropped: tuple[Path, ...]


def make(folder: Path, *, keep: int, with_key: bool) -> Made:
    """Make a backup in the folder, read it back, and drop the oldest but `keep`; none where that is 0.

    Raises OSError, BackupRunning, BackupUnusable, ProgramFailed; then nothing was dropped, and nothing is left behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        for left in folder.glob(f"{_UNFINISHED}*"):  # by who was killed
            shutil.rmtree(left)
        now = datetime.now(UTC)
        unfinished = folder / f"{_UNFINISHED}{now:%Y%m%dT%H%M%SZ}"
        unfinished.mkdir(mode=0o700)
        try:
            backup = _write(unfinished, now, with_key=with_key)
            path = unfinished.rename(folder / f"backup-{now:%Y%m%dT%H%M%SZ}")
            _sync(folder)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        return Made(path=path, backup=backup, dropped=tuple(_drop_old(folder, keep)))


def found(folder: Path) -> list[Path]:
    """Return the backups in a folder, the oldest first."""
    return sorted(path for path in folder.iterdir() if _NAMED.fullmatch(path.name) and path.is_dir())


def check(path: Path) -> Backup:
    """Read a whole backup, and return what it says of itself, which is true. Raises BackupUnusable, ProgramFailed."""
    backup = Backup.read(path)
    file = path / backup.file
    try:
        size, sha256 = _digest(file)
    except OSError as error:
        raise BackupUnusable(f"{file} cannot be read: {error.strerror}") from error
    if (size, sha256) != (backup.size, backup.sha256):
        raise BackupUnusable(f"{file} is not as it was written: its digest is another one")
    _compare(_DATABASES[backup.database].count(file), backup.rows)
    return backup


def restore(path: Path) -> Backup:
    """Put a backup in the place of the database, all at once, after it was read. The secret key is left as it is.

    Raises BackupUnusable, ProgramFailed; then the database is as it was.
    """
    backup = check(path)
    if backup.database != connection.vendor:
        raise BackupUnusable(f"the backup is of {backup.database}, and the database is {connection.vendor}")
    connection.close()
    _DATABASES[backup.database].restore(path / backup.file, backup.rows)
    return backup


def _write(folder: Path, now: datetime, *, with_key: bool) -> Backup:
    of = _DATABASES[connection.vendor]
    file = folder / of.FILE
    rows = of.dump(file)
    file.chmod(0o600)
    kept = settings.DATA_DIR / KEY
    has_key = with_key and kept.exists()
    if has_key:
        _copy_private(kept, folder / KEY)
    _sync(file)
    size, sha256 = _digest(file)
    backup = Backup(
        database=connection.vendor,
        version=__version__,
        engine_version=ENGINE_VERSION,
        made_at=now.isoformat(timespec="seconds").replace("+00:00", "Z"),
        size=size,
        sha256=sha256,
        has_key=has_key,
        rows=dict(sorted(rows.items())),
    )
    _compare(of.count(file), backup.rows)
    (folder / ABOUT).write_text(json.dumps(asdict(backup), indent=1) + "\n", "utf-8")
    _sync(folder / ABOUT)
    _sync(folder)
    return backup


def _compare(read: Mapping[str, int], said: Mapping[str, int]) -> None:
    for table, rows in said.items():
        if read.get(table) != rows:
            raise BackupUnusable(f"the table {table} had {rows:,} rows, and {read.get(table, 0):,} of them are there")


def _digest(file: Path) -> tuple[int, str]:
    with file.open("rb") as opened:
        digest = file_digest(opened, "sha256").hexdigest()
        return opened.tell(), digest


def _copy_private(source: Path, target: Path) -> None:
    target.touch(mode=0o600, exist_ok=False)
    target.write_bytes(source.read_bytes())
    _sync(target)


def _drop_old(folder: Path, keep: int) -> Iterator[Path]:
    for path in found(folder)[:-keep] if keep else ():
        shutil.rmtree(path)
        yield path


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let nobody else make a backup there. Raises BackupRunning."""
    with (folder / _LOCK).open("wb") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError as error:
            raise BackupRunning(f"another backup is being made in {folder}") from error
        yield
