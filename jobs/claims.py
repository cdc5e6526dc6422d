"""One worker at a time for one part, across processes and machines: a lease on a row.

Who wants to make a part takes it by a conditional UPDATE, which the database grants to one alone, and renews the lease
while working. A worker that was killed loses it when it runs out, by the database's clock alone; then another makes the
part again, from its first row. Two that make the same part do no harm: its bytes depend on nothing but the job.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from random import sample
from typing import Self
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from jobs.models import ACTIVE, Job, Part, State

LEASE_SECONDS = 15.0
MOST_ATTEMPTS = 100  # that ended without a word: the worker was killed
MOST_FAILURES = 3
_LOOKED_AT = 8  # parts, of which each worker tries another one first

_FREE = Q(lease_until=None) | Q(lease_until__lte=Now())


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The right to make a part, until somebody takes it over: each method tells whether it was still held."""

    part: int
    job: UUID
    number: int
    start: int
    rows: int
    owner: str

    @classmethod
    def of(cls, part: Part) -> Self:
        """Return the claim of the worker that the row names."""
        return cls(
            part=part.pk, job=part.job_id, number=part.number, start=part.start, rows=part.rows, owner=part.owner
        )

    def renew(self, rows_done: int) -> bool:
        """Keep it for another while, and say how far it is. It is lost also when the job is not active any more."""
        return bool(self._row().update(lease_until=_later(), rows_done=rows_done))

    def finish(self, *, size: int, sha256: str) -> bool:
        """Say that the part's file is there, `size` bytes long."""
        done = {"is_done": True, "rows_done": self.rows, "lease_until": None}
        return bool(self._row().update(bytes=size, sha256=sha256, **done))

    def release(self) -> bool:
        """Give it back, so that another can begin at once."""
        return bool(self._row().update(lease_until=None, rows_done=0))

    def fail(self, message: str, *, for_good: bool) -> bool:
        """Give it back after a failure; the job fails with it `for_good`, or when it has failed often enough."""
        held = bool(self._row().update(lease_until=None, rows_done=0, failures=F("failures") + 1))
        if held and (for_good or Part.objects.filter(pk=self.part, failures__gte=MOST_FAILURES).exists()):
            end(self.job, State.FAILED, message)
        return held

    def _row(self) -> QuerySet[Part]:
        return Part.objects.filter(pk=self.part, owner=self.owner, is_done=False, job__state__in=ACTIVE)


def claim(owner: str) -> Claim | None:
    """Take a part that nobody makes, or return None where there is none."""
    waiting = Part.objects.filter(_FREE, is_done=False, job__state__in=ACTIVE).order_by("number", "job__created_at")
    found = list(waiting[:_LOOKED_AT])
    for part in sample(found, len(found)):
        if taken := take(part.pk, owner):
            return taken
    return None


def take(part: int, owner: str) -> Claim | None:
    """Take this part, or return None because another has it, it is done, or its job is not active any more."""
    free = Part.objects.filter(_FREE, pk=part, is_done=False, job__state__in=ACTIVE)
    if not free.update(owner=owner, lease_until=_later(), attempts=F("attempts") + 1, rows_done=0):
        return None
    row = Part.objects.get(pk=part)
    if row.attempts > MOST_ATTEMPTS:
        end(row.job_id, State.FAILED, "its workers were killed again and again, perhaps for want of memory")
        return None
    Job.objects.filter(pk=row.job_id, state=State.WAITING).update(state=State.RUNNING, started_at=Now())
    return replace(Claim.of(row), owner=owner)


def give_back(owner: str) -> None:
    """Free what a worker had that is known to be dead."""
    Part.objects.filter(owner=owner, is_done=False).update(lease_until=None, rows_done=0)


def end(job: UUID, state: State, message: str = "") -> bool:
    """End a job that is active; tell whether it was."""
    active = Job.objects.filter(pk=job, state__in=ACTIVE)
    return bool(active.update(state=state, message=message, finished_at=Now()))


def _later() -> object:
    return Now() + timedelta(seconds=LEASE_SECONDS)
