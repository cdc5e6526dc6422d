"""One designer at a time for one key, across threads, processes and machines: a lease on a row.

Who wants to design takes the lease by a conditional UPDATE, which the database grants to one alone; the others look at
the row now and then. Done, the owner deletes the row in the transaction that stores the schema, and only if it still is
the owner. An owner that was killed loses the lease when it runs out. The database's clock alone decides when that is,
so that machines whose clocks differ agree.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from generation.designer import (
    DesignError,
    ModelAnswerUnusable,
    ModelBudgetSpent,
    ModelError,
    ModelRateLimited,
    ModelRefused,
    ModelShareSpent,
    ModelUnavailable,
)
from schemas_cache.errors import DesignPending
from schemas_cache.models import DesignLease

LEASE_SECONDS = 40.0  # a model's attempts together have 30

_LONGEST = timedelta(minutes=11)  # a model's attempts have ten minutes at most
_KEPT = timedelta(hours=1)  # failures, and the rows of the killed; longer than anybody waits
_KINDS = {
    kind.__name__: kind for kind in (DesignError, ModelError, ModelAnswerUnusable, ModelRefused, ModelUnavailable)
}
_LIMITED = {kind.__name__: kind for kind in (ModelRateLimited, ModelBudgetSpent)}


@dataclass(frozen=True, slots=True)
class Sight:
    """A key's row as seen at one moment: whether the lease can be had, and the last failure ("" for none)."""

    free: bool = True
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to design for a key, until somebody takes it over: each method tells whether it was still held."""

    key: str
    owner: str

    def release(self) -> bool:
        """Give the lease back: the design is stored, or was not needed."""
        return bool(self._row().delete()[0])

    def fail(self, error: DesignError, *, rest: float = 0.0) -> bool:
        """Leave the failure for those who waited; nobody has the lease for `rest` seconds, and then anybody may.

        Sweeps what nobody waits for any more.
        """
        DesignLease.objects.filter(lease_until__lt=Now() - _KEPT).delete()
        until = Now() + timedelta(seconds=rest) if rest else Now()  # a sum is past it on SQLite: it has more digits
        return bool(self._row().update(lease_until=until, failure=_write_failure(self.owner, error)))

    @contextmanager
    def failing(self) -> Iterator[None]:
        """Leave whatever is raised inside for those who waited, lest they all try one after another; let it through.

        What is about who asks, and about nobody else, leaves the others to try.
        """
        try:
            yield
        except (ModelShareSpent, DesignPending):
            self.release()
            raise
        except DesignError as error:
            self.fail(error)
            raise
        except BaseException:  # a defect, or the end of this process
            self.fail(DesignError("the design broke off"))
            raise

    def _row(self) -> QuerySet[DesignLease]:
        return DesignLease.objects.filter(key=self.key, owner=self.owner)


def look(key: str) -> Sight:
    """Return the key's row as it is now. One query, no lock."""
    row = DesignLease.objects.annotate(free=_free()).filter(key=key).values("free", "failure").first()
    return Sight() if row is None else Sight(free=row["free"], failure=row["failure"])


def take(key: str, *, seconds: float) -> Lease | None:
    """Take the lease for so many seconds, or return None because another has it."""
    DesignLease.objects.bulk_create([DesignLease(key=key, lease_until=Now())], ignore_conflicts=True)
    owner = uuid4().hex
    taken = DesignLease.objects.filter(_free(), key=key).update(
        owner=owner, lease_until=Now() + timedelta(seconds=seconds)
    )
    return Lease(key, owner) if taken else None


def _free() -> Q:
    """Tell what can be had: also what is had for longer than anybody has it, from before the clock was set back."""
    return Q(lease_until__lte=Now()) | Q(lease_until__gt=Now() + _LONGEST)


def read_failure(failure: str) -> DesignError:
    """Return an error equal to the one that another process left in the row."""
    document = json.loads(failure)
    if limited := _LIMITED.get(document["kind"]):
        return limited(document["message"], retry_after=document["retry_after"], limit=document["limit"])
    return _KINDS[document["kind"]](document["message"])


def _write_failure(owner: str, error: DesignError) -> str:
    """Return the failure as JSON text; the owner makes it differ from every other failure, even of equal errors."""
    document: dict[str, Any] = {"owner": owner, "kind": _kind(error), "message": str(error)}
    if isinstance(error, ModelRateLimited):
        document |= {"retry_after": error.retry_after, "limit": error.limit}
    return json.dumps(document)


def _kind(error: DesignError) -> str:
    return next(kind.__name__ for kind in type(error).__mro__ if kind.__name__ in _KINDS | _LIMITED)
