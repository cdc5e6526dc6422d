"""A worker makes parts until it is told to stop."""

import logging
from threading import Event
from time import monotonic

from django.db import Error, connections

from jobs.claims import claim, give_back
from jobs.finishing import finish_left, is_at_work, tidy
from jobs.making import make_part

_IDLE_SECONDS = 0.5
_TIDY_SECONDS = 30.0
_REST_SECONDS = 2.0  # after the database was not there

logger = logging.getLogger(__name__)


def work(owner: str, stop: Event, *, until_idle: bool = False) -> None:
    """Make parts until `stop`, or until all jobs have ended. It goes on when the database comes back."""
    worker = _Worker(owner, stop)
    while not stop.is_set():
        try:
            if worker.turn():
                continue
            if until_idle and not is_at_work():
                return
            stop.wait(_IDLE_SECONDS)
        except Error as error:
            logger.warning("the database cannot be used", exc_info=error)
            connections.close_all()
            stop.wait(_REST_SECONDS)


class _Worker:
    """Does what comes next: makes a part, or what is left to be done between parts."""

    def __init__(self, owner: str, stop: Event) -> None:
        self._owner = owner
        self._stop = stop
        self._tidied = float("-inf")

    def turn(self) -> bool:
        """Make a part; tell whether there was one."""
        if monotonic() - self._tidied >= _TIDY_SECONDS:
            self._tidied = monotonic()
            tidy()
        if claimed := claim(self._owner):
            make_part(claimed, self._stop)
            return True
        finish_left()
        return False


def bury(owner: str) -> None:
    """Let others make what a worker had that is known to be dead."""
    try:
        give_back(owner)
    except Error as error:
        logger.warning("the database cannot be used", exc_info=error)  # the lease runs out by itself
    finally:
        connections.close_all()
