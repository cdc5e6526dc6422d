"""What comes in from a file meets what is there already."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import F, Q
from django.utils import timezone

from schemas_cache.import_report import Notes
from schemas_cache.models import Revision, Schema
from schemas_cache.schemas_json.stream import Place
from schemas_cache.staging import Staged

_REPLACED = ("domain", "curated", "usage_count", "last_used", "current", "searchable")
_AT_ONCE = 500


class OnConflict(StrEnum):
    """What becomes of a schema that is there already: it stays, gets what the file says, or does if that is newer."""

    SKIP = "skip"
    REPLACE = "replace"
    NEWER = "newer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How schemas are taken in.

    Of what is there already the curated stays in any case but with `overwrite_curated`; with `all_or_nothing` and any
    bad entry nothing goes in, with `dry_run` nothing at all is written. `author` is the user who does it, or empty;
    unless they `may_curate`, the file's curated marks are left out.
    """

    on_conflict: OnConflict = OnConflict.SKIP
    overwrite_curated: bool = False
    all_or_nothing: bool = False
    dry_run: bool = False
    author: str = ""
    may_curate: bool = True


class Arrivals:
    """Takes in schemas batch by batch, inside the caller's transaction, and remembers what became of each."""

    def __init__(self, manner: Manner, notes: Notes) -> None:
        self._manner = manner
        self._notes = notes
        self._merged: dict[str, tuple[str, Place]] = {}
        self.added: list[str] = []
        self.replaced: list[str] = []
        self.kept: list[str] = []
        self.unchanged: list[str] = []

    def take(self, batch: Sequence[Staged]) -> None:
        """Take in some schemas."""
        there = self._there(batch)
        fresh = []
        known = []
        for staged in batch:
            if (here := there.get(staged.hash) or there.get(staged.key)) is None:
                fresh.append(staged)
            else:
                known.append((staged, here))
        self._add(fresh)
        if self._manner.on_conflict is OnConflict.SKIP:
            self.kept += [staged.hash for staged, _ in known]
        else:
            self._replace(known)

    def link_merged(self) -> None:
        """Link what was added to the schemas that stand for it, once all are there."""
        hashes = list(self._merged)
        for start in range(0, len(hashes), _AT_ONCE):
            self._link({hash_: self._stands_for(hash_) for hash_ in hashes[start : start + _AT_ONCE]})

    def _there(self, batch: Sequence[Staged]) -> dict[str, Schema]:
        """Return the schemas that are there, by their hashes and, where no other has that hash, by their keys."""
        rows = Schema.objects.filter(
            Q(hash__in=[staged.hash for staged in batch]) | Q(description_key__in=[staged.key for staged in batch])
        ).order_by("pk")
        schemas = list(rows if self._manner.dry_run else rows.select_for_update())
        return {schema.description_key: schema for schema in schemas} | {schema.hash: schema for schema in schemas}

    def _add(self, fresh: Sequence[Staged]) -> None:
        made = {staged.hash for staged in fresh} if self._manner.dry_run else _insert(fresh)
        for staged in fresh:
            (self.added if staged.hash in made else self.kept).append(staged.hash)
            if staged.merged_into and staged.hash in made:
                self._merged[staged.hash] = (staged.merged_into, staged.place)

    def _replace(self, known: Sequence[tuple[Staged, Schema]]) -> None:
        rows = Revision.objects.filter(schema__in=[here.pk for _, here in known], number=F("schema__current"))
        current = {row.schema_id: row for row in rows}
        schemas: list[Schema] = []
        revisions: list[Revision] = []
        for staged, here in known:
            if self._is_to_replace(staged, here, current[here.pk]):
                revisions += _replaced(staged, here, current[here.pk], self._manner.author)
                schemas.append(here)
                self.replaced.append(staged.hash)
        if not self._manner.dry_run:
            Schema.objects.bulk_update(schemas, _REPLACED, batch_size=_AT_ONCE)
            Revision.objects.bulk_create(revisions)

    def _is_to_replace(self, staged: Staged, here: Schema, current: Revision) -> bool:
        if reason := _taken(staged, here):
            self._keep(staged, reason)
        elif not _differs(staged, here, current):
            self.unchanged.append(staged.hash)
        elif here.curated and not self._manner.overwrite_curated:
            self._keep(staged, "it is curated here, and stays as it is")
        elif self._manner.on_conflict is OnConflict.NEWER and _revised_at(staged) <= current.created_at:
            self.kept.append(staged.hash)
        else:
            return True
        return False

    def _keep(self, staged: Staged, reason: str) -> None:
        self.kept.append(staged.hash)
        self._notes.add(reason, staged.place)

    def _stands_for(self, hash_: str) -> str:
        """Return the hash at the end of the way that the file shows; empty when that leads in a circle."""
        passed: set[str] = set()
        while hash_ in self._merged and hash_ not in passed:
            passed.add(hash_)
            hash_ = self._merged[hash_][0]
        return "" if hash_ in passed else hash_

    def _link(self, targets: Mapping[str, str]) -> None:
        wanted = set(targets.values())
        rows = {schema.hash: schema for schema in Schema.objects.filter(hash__in=[*targets, *wanted])}
        there = rows.keys() | (wanted.intersection(self.added) if self._manner.dry_run else set())
        linked = []
        for hash_, target in targets.items():
            if target not in there:
                self._notes.add("the schema it was merged into is not here: it stands alone", self._merged[hash_][1])
            elif not self._manner.dry_run:
                rows[hash_].merged_into_id = rows[target].merged_into_id or rows[target].pk
                linked.append(rows[hash_])
        Schema.objects.bulk_update(linked, ["merged_into"])


def _insert(fresh: Sequence[Staged]) -> set[str]:
    """Insert schemas with their revisions; return the hashes of those that nobody else inserted meanwhile."""
    hashes = [staged.hash for staged in fresh]
    Schema.objects.bulk_create((Schema(**staged.schema) for staged in fresh), ignore_conflicts=True)
    rows = Schema.objects.filter(hash__in=hashes, revisions=None).values_list("hash", "description_key", "pk")
    made = {(hash_, key): pk for hash_, key, pk in rows}
    Revision.objects.bulk_create(
        Revision(schema_id=pk, **revision)
        for staged in fresh
        if (pk := made.get((staged.hash, staged.key))) is not None
        for revision in staged.revisions
    )
    return {hash_ for hash_, _ in made}


def _taken(staged: Staged, here: Schema) -> str:
    """Return why nothing of the file can go on top of what is here, or nothing."""
    if here.description_key != staged.key:
        return "another description has its hash here, and stays as it is"
    return "it was merged into another schema here, and stays as it is" if here.merged_into_id else ""


def _differs(staged: Staged, here: Schema, current: Revision) -> bool:
    return _is_another_design(staged, current) or _moved(staged, here) != (
        *(here.domain, here.curated, here.usage_count, here.last_used),
    )


def _is_another_design(staged: Staged, current: Revision) -> bool:
    return (staged.current["columns"], staged.current["locale"]) != (current.columns, current.locale)


def _moved(staged: Staged, here: Schema) -> tuple[str, bool, int, datetime | None]:
    """Return domain, mark, uses and last use as they are to be: nothing that is known here gets lost."""
    last_used = staged.schema["last_used"] and datetime.fromisoformat(staged.schema["last_used"])
    return (
        staged.schema["domain"] or here.domain,
        staged.schema["curated"] or here.curated,
        max(staged.schema["usage_count"], here.usage_count),
        max(filter(None, (last_used, here.last_used)), default=None),
    )


def _revised_at(staged: Staged) -> datetime:
    return datetime.fromisoformat(staged.current["created_at"])


def _replaced(staged: Staged, here: Schema, current: Revision, author: str) -> Iterator[Revision]:
    """Change the schema's row to what the file says; yield the next revision if the columns become others."""
    here.domain, here.curated, here.usage_count, here.last_used = _moved(staged, here)
    if not _is_another_design(staged, current):
        return
    here.current += 1
    here.searchable = staged.schema["searchable"]
    revised_at = _revised_at(staged)
    stated = {
        "number": here.current,
        "created_at": revised_at if revised_at > current.created_at else timezone.now(),
        "author": author or staged.current["author"],
    }
    yield Revision(schema_id=here.pk, **(staged.current | stated))
