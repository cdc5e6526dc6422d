"""A worker makes parts until it is told to stop."""

import logging
from threading import Event
from time import monotonic

from django.db import DatabaseError, connections

from jobs.claims import claim, give_back
from jobs.finishing import tidy
from jobs.making import make_part

_IDLE_SECONDS = 0.5
_TIDY_SECONDS = 30.0
_REST_SECONDS = 2.0  # after the database was not there

logger = logging.getLogger(__name__)


def work(owner: str, stop: Event, *, until_idle: bool = False) -> None:
    """Make parts until `stop`, or until there are none."""
    tidied = float("-inf")
    while not stop.is_set():
        try:
            if monotonic() - tidied >= _TIDY_SECONDS:
                tidied = monotonic()
                tidy()
            if claimed := claim(owner):
                make_part(claimed, stop)
            elif until_idle:
                return
            else:
                stop.wait(_IDLE_SECONDS)
        except DatabaseError:
            logger.exception("the database cannot be used")
            connections.close_all()
            stop.wait(_REST_SECONDS)


def bury(owner: str) -> None:
    """Let others make what a worker had that is known to be dead."""
    try:
        give_back(owner)
    except DatabaseError:
        logger.exception("the database cannot be used")  # the lease runs out by itself
    finally:
        connections.close_all()
