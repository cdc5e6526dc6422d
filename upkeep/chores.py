"""What is to be done now and then, and hurries nobody: what is over is dropped, what was lost is noticed."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from time import time
from uuid import UUID

from django.contrib.sessions.models import Session
from django.core.files.storage import storages
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from access import allowances
from jobs.finishing import finish_left, notice_lost, tidy
from jobs.models import Job
from schemas_cache.models import DesignLease

_OVER = timedelta(days=1)  # longer than anything that is designed or written takes


def do_chores() -> Iterator[tuple[str, int]]:
    """Do one after the other; yield what was done, and to how many. Raises the database's errors."""
    for said, chore in CHORES.items():
        yield said, chore()


def _sessions() -> int:
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


def _allowances() -> int:
    dropped = 0
    while some := allowances.sweep():
        dropped += some
    return dropped


def _leases() -> int:
    return DesignLease.objects.filter(lease_until__lt=Now() - _OVER).delete()[0]


def _jobs() -> int:
    finish_left()
    return tidy()


def _strays() -> int:
    """Remove the files of jobs that no database knows, as after a backup was restored; in a bucket they stay."""
    strays = [folder for folder in _old_folders() if not Job.objects.filter(pk=folder.name).exists()]
    for folder in strays:
        shutil.rmtree(folder, ignore_errors=True)
    return len(strays)


def _old_folders() -> Iterator[Path]:
    try:
        place = Path(storages["jobs"].path(""))
    except NotImplementedError:  # in a bucket, which others may use
        return
    for folder in place.iterdir() if place.is_dir() else ():
        if _is_id(folder.name) and folder.stat().st_mtime < time() - _OVER.total_seconds():
            yield folder


def _is_id(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False


def _log_of_writes() -> int:
    """Put what was written last into the database's file, which ends a log that has grown while somebody read long.

    SQLite alone has one. Return how many of its pages are left, for somebody who reads just now.
    """
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA optimize")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        _, written, moved = cursor.fetchone()
    return max(int(written) - int(moved), 0)


CHORES: Mapping[str, Callable[[], int]] = {
    "sessions that are over": _sessions,
    "allowances that are full again": _allowances,
    "leases of designs that broke off": _leases,
    "jobs that are forgotten": _jobs,
    "jobs and parts whose files were lost": notice_lost,
    "folders of jobs that nobody knows": _strays,
    "pages left in the log of writes": _log_of_writes,
}
