"""How the service and what it depends on are doing."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db import Error

from access import allowances
from schemas_cache import services as schemas_cache
from watching.counting import gathered
from watching.metrics import MODEL_FAILED, MODEL_WORKED

_LONG_SECONDS = 60.0  # that a job may wait before it matters that no worker was seen for as long
_FULL_BYTES = 2_000_000  # with less than that to spare, a database cannot be relied upon to take anything in
_SQLITE = "django.db.backends.sqlite3"


class Status(StrEnum):
    """Whether the service does its work: degraded, it does without something, and answers all the same."""

    HEALTHY = "healthy"
    DEGRADED = "degraded"
    UNHEALTHY = "unhealthy"


class ModelState(StrEnum):
    """How the language model is doing, as far as the processes here know: degraded when its last call failed."""

    AVAILABLE = "available"
    UNAVAILABLE = "unavailable"
    DEGRADED = "degraded"


class Reach(StrEnum):
    """Whether something answers."""

    ACCESSIBLE = "accessible"
    INACCESSIBLE = "inaccessible"


class Disk(StrEnum):
    """Whether there is room: short, jobs fail for want of it; full, nothing can be remembered."""

    ENOUGH = "enough"
    SHORT = "short"
    FULL = "full"


class Workers(StrEnum):
    """Whether somebody makes jobs: missing, no worker has shown itself for a while."""

    SEEN = "seen"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """How it stands with jobs: for how many seconds no worker was seen, and how long the oldest job waits, if any."""

    unseen: float | None = None
    oldest_waiting: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the service is doing, and on what it stands; `oldest_waiting` in seconds."""

    model: ModelState
    cache: Reach
    limits: Reach
    workers: Workers
    oldest_waiting: float | None
    disk: Disk

    @property
    def status(self) -> Status:
        """Return what follows from all of it."""
        can_design = settings.OFFLINE_FALLBACK or self.model is not ModelState.UNAVAILABLE
        if self.cache is Reach.INACCESSIBLE or not can_design or (self.disk is Disk.FULL and _keeps_database()):
            return Status.UNHEALTHY
        return Status.DEGRADED if self._lacks_something else Status.HEALTHY

    @property
    def _lacks_something(self) -> bool:
        is_left_waiting = self.workers is Workers.MISSING and (self.oldest_waiting or 0.0) > _LONG_SECONDS
        is_model_down = self.model is ModelState.DEGRADED
        return is_model_down or self.limits is Reach.INACCESSIBLE or self.disk is not Disk.ENOUGH or is_left_waiting


def _no_work() -> Work:
    return Work()


_WORK: list[Callable[[], Work]] = [_no_work]


def watch_work(look: Callable[[], Work]) -> None:
    """Have this asked how it stands with jobs; it may raise the database's errors."""
    _WORK[:] = [look]


def check_health() -> Health:
    """Tell how the service and what it depends on are doing. Never raises."""
    cache = _reach(is_there=schemas_cache.is_accessible())
    work = _work() if cache is Reach.ACCESSIBLE else Work()
    return Health(
        model=_model_state(),
        cache=cache,
        limits=_reach(is_there=allowances.is_accessible()),
        workers=Workers.MISSING if work.unseen is None or work.unseen > _LONG_SECONDS else Workers.SEEN,
        oldest_waiting=work.oldest_waiting,
        disk=_disk(),
    )


def _reach(*, is_there: bool) -> Reach:
    return Reach.ACCESSIBLE if is_there else Reach.INACCESSIBLE


def _work() -> Work:
    try:
        return _WORK[0]()
    except Error:
        return Work()


def _model_state() -> ModelState:
    """Return what the processes of this installation know; what they say of the future was before a clock was set."""
    if settings.OPENAI_API_KEY is None:
        return ModelState.UNAVAILABLE
    now = time.time()
    known = {key: moment for key, moment in gathered((MODEL_WORKED, MODEL_FAILED)).items() if moment <= now}
    has_failed = known.get(MODEL_FAILED.key(), 0.0) > known.get(MODEL_WORKED.key(), 0.0)
    return ModelState.DEGRADED if has_failed else ModelState.AVAILABLE


def _disk() -> Disk:
    """Tell whether there is room where jobs, and with SQLite the database, are kept; none where nobody may look."""
    folders = [settings.DATA_DIR, *([Path(settings.DATABASE["NAME"]).parent] if _keeps_database() else [])]
    try:
        free = min(
            (shutil.disk_usage(each).free for each in folders if each.is_dir()), default=settings.JOB_SPARE_BYTES
        )
    except OSError:
        return Disk.FULL
    if free < _FULL_BYTES:
        return Disk.FULL
    return Disk.SHORT if free < settings.JOB_SPARE_BYTES else Disk.ENOUGH


def _keeps_database() -> bool:
    """Tell whether the database is a file here."""
    return bool(settings.DATABASE["ENGINE"] == _SQLITE)
