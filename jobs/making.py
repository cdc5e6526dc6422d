"""A part is made: its rows go to a file, which depends on nothing but the job."""

from threading import Event, Thread
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import connections

from generation.engine import EngineError, Options
from generation.services import Link, Recipe, find_recipe, write_rows
from jobs.claims import Claim
from jobs.errors import ClaimLost
from jobs.files import Digest, keep, part_name
from jobs.finishing import finish_job
from jobs.models import Job
from schemas_cache.errors import CacheError

_BEAT_SECONDS = 1.0


def recipe_of(job: Job) -> Recipe:
    """Return everything that the job's bytes depend on. Raises SchemaNotFound, RevisionNotFound."""
    return find_recipe(
        Link(
            hash=job.schema_hash,
            format=job.format,
            rows=job.rows,
            seed=job.seed,
            as_of=job.as_of,
            offset=job.offset,
            revision=job.revision,
            options=Options(**job.options),
        )
    )


def make_part(claim: Claim, stop: Event) -> bool:
    """Make a part, and end the job with its last one; tell whether the part is done.

    `stop` gives the part back. A failure is noted in the job, of which it is the end when trying again is of no use.
    """
    try:
        with Heart(claim, stop) as heart:
            digest = _written(claim, heart)
    except ClaimLost:
        claim.release()
        return False
    except (EngineError, CacheError) as error:
        claim.fail(str(error), for_good=True)
        return False
    except OSError as error:
        claim.fail(f"its file cannot be written: {error.strerror or error}", for_good=False)
        return False
    done = claim.finish(size=digest.size, sha256=digest.sha256)
    finish_job(claim.job)
    return done


def _written(claim: Claim, heart: "Heart") -> Digest:
    recipe = recipe_of(_job(claim.job))
    chunks = write_rows(
        recipe, start=claim.start, rows=claim.rows, most_seconds=settings.JOB_MAX_SECONDS, watch=heart.count
    )
    return keep(part_name(claim.job, claim.number), chunks)


def _job(job: UUID) -> Job:
    found = Job.objects.filter(pk=job).first()
    if found is None:
        raise ClaimLost("the job was forgotten")
    return found


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

    def _beat(self) -> None:
        try:
            while not self._ended.wait(_BEAT_SECONDS):
                if not self._claim.renew(self._rows):
                    self._lost.set()
                    return
        finally:
            connections.close_all()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
