"""A worker makes parts until it is told to stop."""

import logging
from threading import Event
from time import monotonic
from uuid import UUID

from django.db import Error, connections

from jobs.claims import claim, give_back
from jobs.figures import note_chores
from jobs.finishing import finish_left, is_at_work, tidy
from jobs.making import make_part

_IDLE_SECONDS = 0.5
_CHORES_SECONDS = 2.0
_REST_SECONDS = 2.0  # after the database was not there

logger = logging.getLogger(__name__)


def work(owner: str, stop: Event, *, until_idle: bool = False, job: UUID | None = None) -> None:
    """Make parts, of this job alone if one is named, until `stop`, or until what is to be made has ended.

    It goes on when the database comes back.
    """
    worker = _Worker(owner, stop, job)
    while not stop.is_set():
        try:
            if worker.turn():
                continue
            if until_idle and not is_at_work(job):
                return
            stop.wait(_IDLE_SECONDS)
        except Error as error:
            logger.warning("the database cannot be used", exc_info=error)
            connections.close_all()
            stop.wait(_REST_SECONDS)


def do_chores() -> None:
    """Do all that is to be done besides making parts; to be called every few seconds, by any number of workers."""
    finish_left()
    tidy()
    note_chores()


class _Worker:
    """Does what comes next: makes a part, or what is left to be done between parts."""

    def __init__(self, owner: str, stop: Event, job: UUID | None) -> None:
        self._owner = owner
        self._stop = stop
        self._job = job
        self._chores_at = float("-inf")

    def turn(self) -> bool:
        """Make a part; tell whether there was one."""
        if monotonic() >= self._chores_at:
            do_chores()
            self._chores_at = monotonic() + _CHORES_SECONDS
        claimed = claim(self._owner, self._job)
        if claimed:
            make_part(claimed, self._stop)
        return claimed is not None


def bury(owner: str, fault: str = "") -> None:
    """Let others make what a worker had that is known to be dead; a `fault` is what it died of."""
    try:
        give_back(owner, fault)
    except Error as error:
        logger.warning("the database cannot be used", exc_info=error)  # the lease runs out by itself
    finally:
        connections.close_all()
