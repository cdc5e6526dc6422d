"""Processes that work: as many as are asked for, each replaced when it dies, none of which outlives its parent.

Nothing here may import models: where nothing is preloaded, a process begins with this module, before Django is set up.
"""

import logging
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from secrets import token_hex
from socket import gethostname
from threading import Event, Thread
from time import monotonic, sleep
from uuid import UUID

import django

from jobs.memory import MemoryWatch, prefer_to_die
from watching.counting import begin, count
from watching.metrics import DEATHS
from watching.tracing import flush

_WATCH_SECONDS = 0.2
_PATIENCE = 5.0  # for a process that was told to stop; what it makes is made again
_YOUNG_SECONDS = 5.0  # who dies younger may do so again and again
_LONGEST_PAUSE = 30.0
_MOST_DEATHS = 4  # of the young, one after the other, where somebody waits for the end
_UNKNOWN = 255  # the exit code of whom nobody can tell of any more
_ENDING = frozenset({signal.SIGINT, signal.SIGTERM})

# What is said of a part that is the death of its worker. An empty one says that somebody else was: it is made again.
NOBODY = ""
_NO_MEMORY = "its making takes more memory than there is, again and again"
_CRASHED = "its making crashed the worker, again and again; the log of the workers says with what exit code"

logger = logging.getLogger(__name__)


def new_owner() -> str:
    """Return a name for a worker that no other has."""
    return f"{gethostname()[:60]}:{token_hex(8)}"


@dataclass(frozen=True, slots=True)
class _Member:
    process: BaseProcess
    born: float = field(default_factory=monotonic)

    @property
    def is_young(self) -> bool:
        return monotonic() - self.born < _YOUNG_SECONDS

    def end(self) -> None:
        """Make sure that it has ended: where who forked it was killed, it counts for dead and goes on."""
        if self.process.exitcode == _UNKNOWN and self.process.pid:
            with suppress(ProcessLookupError):
                os.kill(self.process.pid, signal.SIGKILL)


class Crew:
    """Processes that work until they are told to stop, or until there is nothing more to do, for one job or for all."""

    def __init__(
        self, size: int, *, until_idle: bool, bury: Callable[[str, str], None], job: UUID | None = None
    ) -> None:
        """Have `bury` told of each that died, and of what, if that is the fault of what it made."""
        self._size = size
        self._until_idle = until_idle
        self._bury = bury
        self._job = job
        self._members: dict[str, _Member] = {}
        self._deaths = 0  # of the young, since one has grown old
        self._again_at = 0.0
        self._memory = MemoryWatch()

    def run(self, stop: Event) -> bool:
        """Keep them at work until `stop`; tell whether they could work at all."""
        try:
            while not stop.is_set() and self._size:
                self._look()
                if self._until_idle and self._deaths >= _MOST_DEATHS:
                    return False
                self._fill()
                stop.wait(_WATCH_SECONDS)
        finally:
            self._stop()
        return True

    def _look(self) -> None:
        self._memory.look()
        for owner, member in list(self._members.items()):
            if not member.process.is_alive():
                del self._members[owner]
                self._ended(owner, member)

    def _fill(self) -> None:
        while len(self._members) < self._size and monotonic() >= self._again_at:
            if not self._began():
                return

    def _ended(self, owner: str, member: _Member) -> None:
        if member.process.exitcode:
            logger.warning("a worker died", extra={"exit_code": member.process.exitcode})
            member.end()
            count(DEATHS.by(1))
            self._bury(owner, fault(member.process.exitcode, self._memory))
            self._pause(member)
        elif self._until_idle:
            self._size -= 1

    def _pause(self, member: _Member) -> None:
        """Wait the longer before another begins, the more have ended young, by themselves: nothing may work here."""
        by_itself = (member.process.exitcode or 0) > 0
        self._deaths = self._deaths + 1 if by_itself and member.is_young else 0
        if self._deaths > 1:
            self._wait_longer()

    def _wait_longer(self) -> None:
        self._again_at = monotonic() + min(_LONGEST_PAUSE, 0.5 * 2**self._deaths)

    def _began(self) -> bool:
        """Begin a worker; tell whether that could be done."""
        owner = new_owner()
        forking = multiprocessing.get_context("forkserver")  # from a process that has no threads and no connections
        forking.set_forkserver_preload(["jobs.preloaded"])
        process = forking.Process(target=_work, args=(owner, self._until_idle, self._job), daemon=True)
        try:
            with _nobody_interrupted():
                process.start()
        except (OSError, EOFError) as error:  # who forks was killed just now, or there is no room for another process
            logger.warning("a worker cannot begin", exc_info=error)
            self._deaths += 1
            self._wait_longer()
            return False
        self._members[owner] = _Member(process)
        return True

    def _stop(self) -> None:
        """End all: those that do not within a while are killed, and what they had is free for others at once."""
        self._look()
        for member in self._members.values():
            member.process.terminate()
        until = monotonic() + _PATIENCE
        for owner, member in self._members.items():
            member.process.join(max(0.0, until - monotonic()))
            if member.process.is_alive():
                member.process.kill()
                member.process.join()
            if member.process.exitcode:
                self._bury(owner, NOBODY)
        self._members.clear()


def fault(exit_code: int, memory: MemoryWatch) -> str:
    """Return what is wrong with what a worker made that ended so; NOBODY where somebody else killed it."""
    if exit_code == -signal.SIGKILL:
        return _NO_MEMORY if memory.has_killed() else NOBODY
    return NOBODY if exit_code >= 0 or -exit_code in _ENDING else _CRASHED


def on_signal(number: signal.Signals, stop: Event) -> None:
    """Have a signal set `stop`: from a thread of its own, for what it interrupts may hold the lock of `stop`."""
    signal.signal(number, lambda *_: Thread(target=stop.set, daemon=True).start())


@contextmanager
def _nobody_interrupted() -> Iterator[None]:
    """Let signals wait, also those to a process that begins here, until that says what it does about them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(owner: str, until_idle: bool, job: UUID | None) -> None:  # noqa: FBT001 - the arguments of a process
    stop = Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the parent says when to stop
    on_signal(signal.SIGTERM, stop)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    prefer_to_die()
    Thread(target=_outlive_nobody, args=(stop,), daemon=True).start()
    django.setup()
    logger.info("a worker begins")
    begin("worker")
    from jobs.webhooks import calling  # noqa: PLC0415 - it knows models
    from jobs.working import work  # noqa: PLC0415 - as above

    try:
        with calling(stop):
            work(owner, stop, until_idle=until_idle, job=job)
    finally:
        flush()


def _outlive_nobody(stop: Event) -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
    stop.set()
    sleep(_PATIENCE)
    os._exit(1)  # in the middle of something long, which somebody else will do
