"""Processes that work: as many as are asked for, each replaced when it dies, none of which outlives its parent.

Nothing here may import models: a process begins with this module, before Django is set up.
"""

import logging
import multiprocessing
import signal
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from secrets import token_hex
from socket import gethostname
from threading import Event, Thread

import django

_WATCH_SECONDS = 0.2
_PATIENCE = 10.0  # for a process that was told to stop

logger = logging.getLogger(__name__)


def new_owner() -> str:
    """Return a name for a worker that no other has."""
    return f"{gethostname()[:60]}:{token_hex(8)}"


class Crew:
    """Processes that work until they are told to stop, or until there is nothing more to do."""

    def __init__(self, size: int, *, until_idle: bool, bury: Callable[[str], None]) -> None:
        self._size = size
        self._until_idle = until_idle
        self._bury = bury
        self._processes: dict[str, BaseProcess] = {}

    def run(self, stop: Event) -> None:
        """Keep them at work until `stop`."""
        while not stop.is_set():
            self._replace()
            if not self._processes:
                return
            stop.wait(_WATCH_SECONDS)
        self._stop()

    def _replace(self) -> None:
        for owner, process in list(self._processes.items()):
            if not process.is_alive():
                del self._processes[owner]
                self._lost(owner, process.exitcode)
        while len(self._processes) < self._size:
            self._begin()

    def _lost(self, owner: str, exit_code: int | None) -> None:
        if exit_code:
            logger.warning("a worker died", extra={"exit_code": exit_code})
            self._bury(owner)
        elif self._until_idle:
            self._size -= 1

    def _begin(self) -> None:
        owner = new_owner()
        spawning = multiprocessing.get_context("spawn")
        process = spawning.Process(target=_work, args=(owner, self._until_idle), daemon=True)
        process.start()
        self._processes[owner] = process

    def _stop(self) -> None:
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            process.join(_PATIENCE)


def _work(owner: str, until_idle: bool) -> None:  # noqa: FBT001 - the arguments of a process
    django.setup()
    from jobs.working import work  # noqa: PLC0415 - it knows models

    stop = Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the parent says when to stop
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    Thread(target=_outlive_nobody, args=(stop,), daemon=True).start()
    work(owner, stop, until_idle=until_idle)


def _outlive_nobody(stop: Event) -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
    stop.set()
