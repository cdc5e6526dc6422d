"""What is over goes, what is not stays."""

import os
from datetime import timedelta
from pathlib import Path
from time import time
from uuid import UUID

import pytest
from django.contrib.sessions.models import Session
from django.db.models.functions import Now
from django.utils import timezone
from pytest_django.fixtures import Settings

from schemas_cache.models import DesignLease
from tests.jobs.wished import submitted
from upkeep.chores import CHORES, do_chores

pytestmark = pytest.mark.django_db(transaction=True)
TWO_DAYS = timedelta(days=2)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Return where the files of jobs are."""
    of = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"jobs": of}
    return tmp_path


def done() -> dict[str, int]:
    return {said: number for said, number in do_chores() if number}


def test_where_nothing_is_to_be_done_nothing_is() -> None:
    assert [said for said, _ in do_chores()] == list(CHORES)
    assert done() == {}


def test_sessions_that_are_over_are_dropped() -> None:
    for key, days in (("over", -1), ("open", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + timedelta(days=days))
    assert done() == {"sessions that are over": 1}
    assert Session.objects.get().session_key == "open"


def test_leases_of_designs_that_broke_off_are_dropped() -> None:
    for key, until in (("old", Now() - TWO_DAYS), ("held", Now() + TWO_DAYS)):
        DesignLease.objects.create(key=key, lease_until=until)
    assert done() == {"leases of designs that broke off": 1}
    assert DesignLease.objects.get().key == "held"


def test_old_folders_of_jobs_that_nobody_knows_are_removed(folder: Path) -> None:
    known = str(submitted().id)
    old, young = str(UUID(int=1)), str(UUID(int=2))
    for name in (known, old, young, "something else"):
        (folder / name).mkdir()
        if name != young:
            os.utime(folder / name, (time() - TWO_DAYS.total_seconds(),) * 2)
    assert done() == {"folders of jobs that nobody knows": 1}
    assert {path.name for path in folder.iterdir()} == {known, young, "something else"}
