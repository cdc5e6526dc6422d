"""One worker at a time for one part, across processes and machines: a lease on a row.

Who wants to make a part takes it by a conditional UPDATE, which the database grants to one alone, and renews the lease
while working. A worker that was killed loses it when it runs out, by the database's clock alone; then another makes the
part again, from its first row. Two that make the same part do no harm: its bytes depend on nothing but the job.
"""

from dataclasses import dataclass
from datetime import timedelta
from random import sample
from typing import Self
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from jobs.models import ACTIVE, Job, Part, State

LEASE_SECONDS = 15.0
MOST_ATTEMPTS = 200  # that ended without a word: the worker was killed
MOST_FAILURES = 5
MOST_REFUSALS = 8  # of a disk or a bucket, which is full for some minutes: together a minute and a half
_PAUSE_SECONDS = 1.0  # after the first failure; doubled with each one
_LONGEST_PAUSE = 32.0
_LOOKED_AT = 8  # parts, of which each worker tries another one first

# A lease that ends later than any does was given before the clock was set back.
HELD = Q(lease_until__gt=Now(), lease_until__lte=Now() + timedelta(seconds=max(LEASE_SECONDS, _LONGEST_PAUSE) + 1))
_FREE = Q(lease_until=None) | ~HELD


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The right to make a part, until somebody takes it over: each method tells whether it was still held."""

    part: int
    job: UUID
    number: int
    start: int
    rows: int
    owner: str
    failures: int = 0

    @classmethod
    def of(cls, part: Part, owner: str) -> Self:
        """Return the claim of a worker."""
        return cls(
            part=part.pk,
            job=part.job_id,
            number=part.number,
            start=part.start,
            rows=part.rows,
            owner=owner,
            failures=part.failures,
        )

    def renew(self, rows_done: int) -> bool:
        """Keep it for another while, and say how far it is. It is lost also when the job is not active any more."""
        return bool(self._row().update(lease_until=_later(LEASE_SECONDS), rows_done=rows_done))

    def finish(self, *, size: int, sha256: str) -> bool:
        """Say that the part's file is there, `size` bytes long."""
        done = {"is_done": True, "rows_done": self.rows, "lease_until": None}
        return bool(self._row().update(bytes=size, sha256=sha256, **done))

    def release(self) -> bool:
        """Give it back, so that another can begin at once."""
        return bool(self._row().update(lease_until=None, rows_done=0, owner="", attempts=F("attempts") - 1))

    def fail(self, message: str, *, most: int) -> bool:
        """Give it back after a failure; the job fails with it when it has failed so often, which is at `most`.

        Otherwise nobody tries again for a while, which is the longer the oftener it has failed.
        """
        over = self.failures + 1 >= most
        pause = _later(min(_PAUSE_SECONDS * 2**self.failures, _LONGEST_PAUSE))
        held = bool(self._row().update(lease_until=pause, rows_done=0, owner="", failures=F("failures") + 1))
        if held and over:
            end(self.job, State.FAILED, message)
        return held

    def _row(self) -> QuerySet[Part]:
        return _of_active(Part.objects.filter(pk=self.part, owner=self.owner, is_done=False))


def claim(owner: str, job: UUID | None = None) -> Claim | None:
    """Take a part that nobody makes, of this job if one is named, or return None where there is none.

    The first parts of all jobs come before the later ones of any, so that a small job need not wait for a large one.
    """
    jobs = list(active_jobs(job).values_list("pk", flat=True))
    if not jobs:
        return None
    waiting = Part.objects.filter(_FREE, is_done=False, job__in=jobs).order_by("number", "job__created_at")
    found = list(waiting.values_list("pk", flat=True)[:_LOOKED_AT])
    return next(filter(None, (take(part, owner) for part in sample(found, len(found)))), None)


def free_parts(job: UUID | None = None, *, were_begun: bool, most: int = 1000) -> list[int]:
    """Return the parts that nobody makes, of one job or of any, in the order in which they are to be taken.

    Those that were begun were lost by who was killed, or have failed.
    """
    waiting = Part.objects.filter(_FREE, is_done=False, job__in=active_jobs(job)).order_by("number", "job__created_at")
    free = waiting.filter(attempts__gt=0) if were_begun else waiting.filter(attempts=0)
    return list(free.values_list("pk", flat=True)[:most])


def active_jobs(job: UUID | None = None) -> QuerySet[Job]:
    """Return the jobs that have not ended, or of them this one."""
    active = Job.objects.filter(state__in=ACTIVE)
    return active if job is None else active.filter(pk=job)


def take(part: int, owner: str) -> Claim | None:
    """Take this part, or return None because another has it, it is done, or its job is not active any more."""
    free = _of_active(Part.objects.filter(_FREE, pk=part, is_done=False))
    taken = {"owner": owner, "lease_until": _later(LEASE_SECONDS), "attempts": F("attempts") + 1, "rows_done": 0}
    if not free.update(**taken):
        return None
    row = Part.objects.filter(pk=part).first()
    if row is None:
        return None
    if row.attempts - row.failures > MOST_ATTEMPTS:
        end(row.job_id, State.FAILED, "its workers were killed again and again, perhaps for want of memory")
        return None
    Job.objects.filter(pk=row.job_id, state=State.WAITING).update(state=State.RUNNING, started_at=Now())
    return Claim.of(row, owner)


def give_back(owner: str, fault: str = "") -> None:
    """Free what a worker had that is known to be dead. With a `fault` in what it made, that has failed so."""
    if fault:
        for part in Part.objects.filter(owner=owner, is_done=False):
            Claim.of(part, owner).fail(fault, most=MOST_FAILURES)
    Part.objects.filter(owner=owner, is_done=False).update(lease_until=None, rows_done=0, owner="")


def end(job: UUID, state: State, message: str = "") -> bool:
    """End a job that is active; tell whether it was."""
    return bool(active_jobs(job).update(state=state, message=message, finished_at=Now()))


def alone(client: str) -> None:
    """Let nobody else count the jobs of a client before this transaction ends, in which another may be added."""
    if client and connection.vendor == "postgresql":  # SQLite has but one writer
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [client])


def _of_active(parts: QuerySet[Part]) -> QuerySet[Part]:
    """Keep to parts of active jobs.

    By a subquery: with a join, PostgreSQL would not look again at a row that was changed while it waited for it, and
    grant it twice.
    """
    return parts.filter(Exists(Job.objects.filter(pk=OuterRef("job"), state__in=ACTIVE)))


def _later(seconds: float) -> object:
    return Now() + timedelta(seconds=seconds)
