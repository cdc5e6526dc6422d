"""Schemas that nobody needs any more: chosen by when they were used last, and dropped a few at a time.

Curated ones stay, whatever is asked for. A schema that was merged into another one goes with that one alone, and its
uses count as uses of that one. One that was never used counts as used when it was made, and an edit counts as a use.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import sleep
from typing import TYPE_CHECKING, TypedDict

from django.db import transaction
from django.db.models import Count, Exists, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from schemas_cache.checking import CHECKER
from schemas_cache.models import Revision, Schema

BATCH = 200  # schemas dropped in one transaction, which writers wait for
PAUSE = 0.02  # seconds between two of them, in which writers that wait get their turn

_BY_RULES = "offline/"  # see Entry.is_offline


class _Use(TypedDict):
    used_at: datetime


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    _Candidates = QuerySet[WithAnnotations[Schema, _Use]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What may go: what was not used for so long, and what was used least recently until `most` schemas are left.

    Where neither is given, everything. `keep` excepts the most used, so many, and `fallbacks` all but what rules
    designed.
    """

    unused_for: timedelta | None = None
    most: int | None = None
    keep: int | None = None
    fallbacks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A schema that was dropped, and why; the permanent links of so many `revisions` answer no more."""

    hash: str
    description: str
    reason: str
    usage_count: int
    last_used: datetime | None
    revisions: int


@dataclass(frozen=True, slots=True)
class _Choice:
    """Schemas that are to go unless somebody uses them after `until`, and why if that is not how long ago that was."""

    ids: list[int]
    until: datetime
    reason: str = ""


def clean(criteria: Criteria, *, dry_run: bool = False) -> Iterator[Gone]:
    """Drop what may go, and yield it, the longest unused first; with `dry_run` drop nothing.

    What is yielded is gone for good, also if the work ends early. A schema that is used, edited, curated or merged in
    the meantime stays, and so does one that somebody holds locked.
    """
    for choice in tuple(_choices(criteria, timezone.now())):
        for start in range(0, len(choice.ids), BATCH):
            yield from _drop(criteria, choice, choice.ids[start : start + BATCH], dry_run=dry_run)
            sleep(0 if dry_run else PAUSE)


def standing() -> QuerySet[Schema]:
    """Return the schemas that stand for descriptions: those that are not merged into others."""
    return Schema.objects.filter(merged_into=None)


def _choices(criteria: Criteria, now: datetime) -> Iterator[_Choice]:
    rest, old = _kept_apart(criteria), list[int]()
    if criteria.unused_for is not None:
        since = now - criteria.unused_for
        old = list(rest.filter(used_at__lt=since).values_list("pk", flat=True))
        rest = rest.filter(used_at__gte=since)
        yield _Choice(old, since)
    if criteria.most is not None:
        surplus = max(standing().count() - len(old) - criteria.most, 0)
        rows = list(rest.values_list("pk", "used_at")[:surplus])
        if rows:
            yield _Choice([pk for pk, _ in rows], rows[-1][1], f"not among the {criteria.most:,} used last")
    elif criteria.unused_for is None:
        reason = "designed by rules" if criteria.fallbacks else f"not among the {criteria.keep or 0:,} most used"
        yield _Choice(list(rest.values_list("pk", flat=True)), now, reason)


def _kept_apart(criteria: Criteria) -> "_Candidates":
    """Return what may go if it was not used for long enough, without the most used: the longest unused first."""
    rows = _candidates(criteria).order_by("used_at", "pk")
    if not criteria.keep:
        return rows
    used = standing().order_by("-usage_count", F("last_used").desc(nulls_last=True), "-created_at", "pk")
    return rows.exclude(pk__in=used.values("pk")[: criteria.keep])


def _candidates(criteria: Criteria) -> "_Candidates":
    """Return what may go if it was not used for long enough; `used_at` tells when it was."""
    of_this = Revision.objects.filter(schema=OuterRef("pk")).order_by()
    by_link = Schema.objects.filter(merged_into=OuterRef("pk")).order_by().values("merged_into")
    edits = of_this.exclude(author__in=("", CHECKER)).values("schema")
    rows = standing().filter(curated=False)
    if criteria.fallbacks:
        rows = rows.filter(Exists(of_this.filter(number=OuterRef("current"), designed_by__startswith=_BY_RULES)))
    return rows.annotate(
        used_at=Greatest(
            Coalesce("last_used", "created_at"),
            Coalesce(Subquery(by_link.annotate(at=Max("last_used")).values("at")), "created_at"),
            Coalesce(Subquery(edits.annotate(at=Max("created_at")).values("at")), "created_at"),
        )
    )


def _drop(criteria: Criteria, choice: _Choice, ids: list[int], *, dry_run: bool) -> tuple[Gone, ...]:
    """Drop those that may still go, in one transaction."""
    with transaction.atomic():
        rows = _candidates(criteria).filter(pk__in=ids, used_at__lte=choice.until).order_by("used_at", "pk")
        if not dry_run:  # SQLite locks the whole database as soon as the transaction begins
            rows = rows.select_for_update(skip_locked=True)
        reasons = {row.pk: choice.reason or _idle(row) for row in rows}
        reasons |= {
            pk: f"merged into {into:.12}"
            for pk, into in Schema.objects.filter(merged_into__in=reasons).values_list("pk", "merged_into__hash")
        }
        gone = _told(reasons)
        if not dry_run:
            Revision.objects.filter(schema__in=reasons).delete()
            Schema.objects.filter(pk__in=reasons).delete()
    return gone


def _idle(row: Schema) -> str:
    return "never used" if row.last_used is None else f"last used {row.last_used:%Y-%m-%d}"


def _told(reasons: dict[int, str]) -> tuple[Gone, ...]:
    """Return the schemas in the order of their reasons."""
    rows = Schema.objects.in_bulk(list(reasons))
    numbers = Revision.objects.filter(schema__in=reasons).order_by().values_list("schema").annotate(Count("pk"))
    revisions = dict(numbers)
    return tuple(
        Gone(
            hash=rows[pk].hash,
            description=rows[pk].description,
            reason=reason,
            usage_count=rows[pk].usage_count,
            last_used=rows[pk].last_used,
            revisions=revisions.get(pk, 0),
        )
        for pk, reason in reasons.items()
    )
