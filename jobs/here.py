"""A job that is made here and now for somebody who waits for it, by processes of this one's own, and taken at once."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from uuid import UUID

from generation.recipes import Recipe
from jobs import services
from jobs.crew import Crew, on_signal
from jobs.errors import JobGone
from jobs.finishing import tidy
from jobs.models import ACTIVE, Job, State
from jobs.services import Status, submit_recipe
from jobs.working import bury

_LOOK_SECONDS = 0.2
_ENDING = (signal.SIGINT, signal.SIGTERM)

Watch = Callable[[Status], None]


class Interrupted(JobGone):
    """Somebody stopped the making before its end."""


@contextmanager
def made_here(recipe: Recipe, *, processes: int, parts: int | None, watch: Watch) -> Iterator[Status]:
    """Make a dataset, of which `watch` is told how it stands every now and then, and forget it afterwards.

    Raises JobGone where it fails, Interrupted where Ctrl-C or SIGTERM end it, and what submit_recipe does.
    """
    status = submit_recipe(recipe, parts=parts)
    try:
        yield _made(status, processes, watch)
    finally:
        _forget(status.id)


def _made(status: Status, processes: int, watch: Watch) -> Status:
    with _stopped_by_signals() as stop:
        crew = Crew(min(processes, len(status.parts)), until_idle=True, bury=bury, job=status.id)
        making = Thread(target=crew.run, args=(stop,), name="crew")
        making.start()
        try:
            while making.is_alive():
                watch(services.find(status.id))
                making.join(_LOOK_SECONDS)
            if stop.is_set():
                raise Interrupted("interrupted")
        finally:
            stop.set()
            making.join()
    return _ended(services.find(status.id))


def _ended(status: Status) -> Status:
    """Return a job whose file is there. Raises JobGone where it never will be."""
    if status.state in ACTIVE:
        raise JobGone("the processes that are to make it die as soon as they begin; the lines above say why")
    if status.state is not State.DONE:
        raise JobGone(status.message or f"the job is {status.state}")
    return status


@contextmanager
def _stopped_by_signals() -> Iterator[Event]:
    stop = Event()
    before = {number: signal.getsignal(number) for number in _ENDING}
    for number in _ENDING:
        on_signal(number, stop)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _forget(job: UUID) -> None:
    """Remove what was made; of a part that somebody else is still making, whoever tidies next."""
    services.cancel(job)
    Job.objects.filter(pk=job, state=State.DONE).update(state=State.EXPIRED)
    tidy()
