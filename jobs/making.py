"""A part is made: its rows go to a file, which depends on nothing but the job."""

import logging
from collections.abc import Callable, Iterator
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import Self

from django.conf import settings
from django.db import Error, connections

from generation.engine import EngineError, Options
from generation.recipes import Link, Recipe
from generation.services import find_recipe, write_rows
from jobs.claims import MOST_FAILURES, MOST_REFUSALS, Claim
from jobs.errors import ClaimLost, JobOutdated
from jobs.files import Digest, keep, part_name
from jobs.finishing import finish_job, sweep_again
from jobs.models import Job
from schemas_cache.errors import CacheError
from watching.counting import count
from watching.metrics import PARTS
from watching.tracing import span

_BEAT_SECONDS = 1.0
_PATIENCE = 60.0  # seconds for a database that is not there when a part is complete

logger = logging.getLogger(__name__)


def link_of(job: Job) -> Link:
    """Return the permanent link to the job's dataset."""
    return Link(
        hash=job.schema_hash,
        format=job.format,
        rows=job.rows,
        seed=job.seed,
        as_of=job.as_of,
        offset=job.offset,
        revision=job.revision,
        options=Options(**job.options),
    )


def recipe_of(job: Job) -> Recipe:
    """Return everything that the job's bytes depend on. Raises SchemaNotFound, RevisionNotFound."""
    return find_recipe(link_of(job))


def make_part(claim: Claim, stop: Event) -> bool:
    """Make a part, and end the job with its last one; tell whether the part is done.

    `stop` gives the part back. A failure is noted in the job, of which it is the end when trying again is of no use.
    Raises the database's Error when that cannot be used for long; the claim runs out by itself then.
    """
    done = False
    with _Attempt(claim) as attempt, span("part of a job", **attempt.about):
        with Heart(claim, stop) as heart:
            digest = _written(claim, heart)
            done = _patiently(lambda: claim.finish(size=digest.size, sha256=digest.sha256))
        if done:
            attempt.tell("a part is made", logging.INFO)
            count(PARTS.by(1, "made"))
        else:
            sweep_again(claim.job)
        finish_job(claim.job)
    return done


def _written(claim: Claim, heart: "Heart") -> Digest:
    recipe = _recipe(claim)
    chunks = write_rows(
        recipe, start=claim.start, rows=claim.rows, most_seconds=settings.JOB_MAX_SECONDS, watch=heart.count
    )
    return keep(part_name(claim.job, claim.number), heart.held(chunks))


def _recipe(claim: Claim) -> Recipe:
    job = Job.objects.filter(pk=claim.job).first()
    if job is None:
        raise ClaimLost("the job was forgotten")
    recipe = recipe_of(job)
    if recipe.fingerprint != job.fingerprint:  # parts of different versions are no dataset
        raise JobOutdated("the service makes other bytes from its schema than when it was asked for; ask again")
    return recipe


def _patiently(call: Callable[[], bool]) -> bool:
    """Return what a question to the database gives, also when that is not there for a moment: a part may be hours."""
    until = monotonic() + _PATIENCE
    pause = Event()
    while True:
        try:
            return call()
        except Error:
            connections.close_all()
            if monotonic() > until:
                raise
            pause.wait(_BEAT_SECONDS)


class _Attempt:
    """Tells the job and the log how an attempt to make a part ended, whatever ended it."""

    def __init__(self, claim: Claim) -> None:
        self.about: dict[str, str | int] = {"job": str(claim.job), "part": claim.number, "rows": claim.rows}
        self._claim = claim
        self._began = monotonic()

    def tell(self, message: str, level: int, error: BaseException | None = None) -> None:
        """Write a line of the log."""
        seconds = round(monotonic() - self._began, 3)
        logger.log(level, message, exc_info=error, extra=self.about | {"seconds": seconds})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: TracebackType | None) -> bool:
        """Note what went wrong, which is no end of the worker unless it is told to end, or has no database."""
        if error is None or isinstance(error, Error):
            return False
        if isinstance(error, ClaimLost) or not isinstance(error, Exception):
            self._claim.release()
            count(PARTS.by(1, "given_back"))
            return isinstance(error, ClaimLost)
        message, most = _said(error)
        self.tell("a part cannot be made", logging.WARNING, error)
        self._claim.fail(message, most=most)
        count(PARTS.by(1, "failed"))
        return True


def _said(error: Exception) -> tuple[str, int]:
    """Return what a job says of an error, and how often it may come: what would come again for sure, once."""
    if isinstance(error, EngineError | CacheError | JobOutdated):
        return str(error), 1
    if isinstance(error, OSError):
        return f"its file cannot be written: {error.strerror or error}", MOST_REFUSALS
    if isinstance(error, MemoryError):
        return "its making takes more memory than there is, again and again", MOST_FAILURES
    return "its making crashed, again and again; the log of the workers says where", MOST_FAILURES


class Heart:
    """Renews a claim while its part is made, in a thread of its own: a batch may take longer than a lease."""

    def __init__(self, claim: Claim, stop: Event) -> None:
        self._claim = claim
        self._stop = stop
        self._rows = 0
        self._ended = Event()
        self._lost = Event()
        self._thread = Thread(target=self._beat, name="heart", daemon=True)

    def count(self, rows: int) -> None:
        """Take note of rows that were made. Raises ClaimLost where no more are to be made."""
        if self._lost.is_set() or self._stop.is_set():
            raise ClaimLost("another makes this part now, or nobody is to")
        self._rows += rows

    def held(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """Yield the chunks. Raises ClaimLost after the last one where they are not wanted any more.

        So a worker that was asleep leaves no file behind where the job's were swept.
        """
        yield from chunks
        if not _patiently(lambda: self._claim.renew(self._rows)):
            raise ClaimLost("another has made this part meanwhile, or nobody is to")

    def _beat(self) -> None:
        try:
            while not self._ended.wait(_BEAT_SECONDS):
                if not self._renewed():
                    self._lost.set()
                    return
        finally:
            connections.close_all()

    def _renewed(self) -> bool:
        """Renew the claim. Without a database nobody takes it, and it is seen who has it when that is back."""
        try:
            return self._claim.renew(self._rows)
        except Error as error:
            logger.warning("the database cannot be used", exc_info=error)
            connections.close_all()
            return True

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
