"""How the service is doing follows from what it depends on."""

import os
import time
from collections.abc import Iterator
from errno import EIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db import OperationalError
from django.test import Client

from access import allowances
from generation import health
from generation.health import Disk, ModelState, Reach, Status, Work, Workers, check_health
from watching.counting import begin_anew, note
from watching.metrics import MODEL_FAILED, MODEL_WORKED

pytestmark = pytest.mark.django_db

GB = 10**9


class Usage(NamedTuple):
    """As shutil tells it."""

    total: int
    used: int
    free: int


@pytest.fixture(autouse=True)
def _at_nothing(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.METRICS_DIR = tmp_path
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(health, "_WORK", [Work])
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(9 * GB, 0, 9 * GB))
    begin_anew()
    yield
    begin_anew()


def test_all_is_well() -> None:
    found = check_health()
    assert (found.status, found.model, found.cache, found.limits, found.disk) == (
        Status.HEALTHY,
        ModelState.UNAVAILABLE,
        Reach.ACCESSIBLE,
        Reach.ACCESSIBLE,
        Disk.ENOUGH,
    )


@pytest.mark.parametrize(
    ("worked", "failed", "state", "status"),
    [
        (None, None, ModelState.AVAILABLE, Status.HEALTHY),
        (-20, -10, ModelState.DEGRADED, Status.DEGRADED),
        (-10, -20, ModelState.AVAILABLE, Status.HEALTHY),
        (None, -10, ModelState.DEGRADED, Status.DEGRADED),
        (-10, 3600, ModelState.AVAILABLE, Status.HEALTHY),
    ],
    ids=["never asked", "failed last", "worked last", "only failed", "failed before the clock was set back"],
)
def test_a_model_that_failed_last_is_done_without(
    settings: Any, worked: int | None, failed: int | None, state: ModelState, status: Status
) -> None:
    settings.OPENAI_API_KEY = "sk-of-the-tests"
    for metric, seconds in ((MODEL_WORKED, worked), (MODEL_FAILED, failed)):
        if seconds is not None:
            note(metric, time.time() + seconds)
    found = check_health()
    assert (found.model, found.status) == (state, status)


@pytest.mark.parametrize(
    ("free", "disk", "status"),
    [(GB, Disk.ENOUGH, Status.HEALTHY), (GB - 1, Disk.SHORT, Status.DEGRADED), (1, Disk.FULL, Status.UNHEALTHY)],
)
def test_a_disk_is_short_and_then_full(monkeypatch: pytest.MonkeyPatch, free: int, disk: Disk, status: Status) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(9 * GB, 0, free))
    found = check_health()
    assert (found.disk, found.status) == (disk, status)


def test_a_disk_that_cannot_be_looked_at_is_of_no_use(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: Path) -> Usage:
        raise OSError(EIO, os.strerror(EIO))

    monkeypatch.setattr("shutil.disk_usage", fails)
    assert check_health().disk == Disk.FULL


def test_a_full_disk_is_no_end_where_the_database_is_elsewhere(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.DATABASE = {"ENGINE": "django.db.backends.postgresql"}
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(9 * GB, 0, 1))
    assert check_health().status is Status.DEGRADED


@pytest.mark.parametrize(
    ("work", "workers", "status"),
    [
        (Work(), Workers.MISSING, Status.HEALTHY),
        (Work(unseen=59.0, oldest_waiting=600.0), Workers.SEEN, Status.HEALTHY),
        (Work(unseen=61.0, oldest_waiting=30.0), Workers.MISSING, Status.HEALTHY),
        (Work(unseen=61.0, oldest_waiting=61.0), Workers.MISSING, Status.DEGRADED),
        (Work(oldest_waiting=61.0), Workers.MISSING, Status.DEGRADED),
    ],
)
def test_workers_are_missed_when_a_job_waits(
    monkeypatch: pytest.MonkeyPatch, work: Work, workers: Workers, status: Status
) -> None:
    monkeypatch.setattr(health, "_WORK", [lambda: work])
    found = check_health()
    assert (found.workers, found.status, found.oldest_waiting) == (workers, status, work.oldest_waiting)


def test_a_database_that_leaves_meanwhile_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Work:
        raise OperationalError("gone")

    monkeypatch.setattr(health, "_WORK", [gone])
    assert check_health().workers is Workers.MISSING


def test_without_the_store_of_limits_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowances, "is_accessible", lambda: False)
    found = check_health()
    assert (found.limits, found.status) == (Reach.INACCESSIBLE, Status.DEGRADED)


def test_without_a_database_it_cannot_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("schemas_cache.services.is_accessible", lambda: False)
    found = check_health()
    assert (found.cache, found.status) == (Reach.INACCESSIBLE, Status.UNHEALTHY)


def test_all_of_it_is_answered(client: Client) -> None:
    body = client.get("/health").json()
    assert list(body) == ["status", "version", "timestamp", "dependencies", "oldest_job_waits_seconds"]
    assert body["dependencies"] == {
        "openai_api": "unavailable",
        "schema_cache": "accessible",
        "limits": "accessible",
        "job_workers": "missing",
        "disk": "enough",
    }


def test_who_lives_says_so_without_a_database(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/health/live")
    assert (answer.status_code, answer.json()["status"], answer["Cache-Control"]) == (200, "alive", "no-store")
