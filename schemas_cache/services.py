"""What the cache of schemas does for others: remember, find, count, and let one alone design what is missing."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import Error, transaction
from django.db.models import F
from django.utils import timezone

from generation.designer import Design, DesignError
from generation.engine import DatasetSchema
from schemas_cache import leases, schemas_json
from schemas_cache.entries import Entry
from schemas_cache.errors import DesignPending, RevisionNotFound, SchemaNotFound
from schemas_cache.keys import HASH, canonical_description, description_hash, key_of_foreign, schema_hash
from schemas_cache.models import Schema
from schemas_cache.tables import current_revisions, insert, read_entry, revise, revisions

__all__ = [
    "Entry",
    "Imported",
    "canonical_description",
    "count_use",
    "description_hash",
    "export_entries",
    "find",
    "import_entries",
    "is_accessible",
    "mark_curated",
    "obtain",
    "search",
    "store",
]

FIRST_PAUSE = 0.02  # seconds between two looks at another's design; growing, so that a long one costs few queries
LONGEST_PAUSE = 0.5
MOST_WORDS = 20  # of a search; SQLite bounds the depth of a condition


@dataclass(frozen=True, slots=True)
class Imported:
    """The hashes of what went in, and of what was there already and stayed as it was."""

    added: tuple[str, ...]
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Wish:
    """What somebody asked `obtain` for."""

    key: str
    description: str
    design: Callable[[], Design]
    replace_offline: bool

    def is_met_by(self, entry: Entry) -> bool:
        return entry.curated or not (self.replace_offline and entry.is_offline)


def obtain(  # noqa: PLR0913 - what to design, how, and three decisions of the caller
    description: str,
    locale: str | None,
    *,
    design: Callable[[], Design],
    wait: float,
    replace_offline: bool,
    lease: float = leases.LEASE_SECONDS,
) -> tuple[Entry, bool]:
    """Return the entry of a description, and whether it was in the cache; design it when it is not.

    Of all who ask at once, in whatever thread, process or machine, one calls `design`, outside any transaction; the
    others wait up to `wait` seconds for it. Should it fail, all of them get its error. Should it die, another takes
    over once `lease` seconds are past, which is to be longer than a design takes.

    With `replace_offline`, an offline design that no instructor has reviewed is designed again, by one; the others get
    it as it is meanwhile, and it stays when nothing better comes of it.

    Raises the designer's errors, DesignPending when the wait is over, TextUnfit.
    """
    wish = _Wish(description_hash(description, locale), canonical_description(description), design, replace_offline)
    entry = _cached(wish.key)
    if entry is not None and wish.is_met_by(entry):
        return entry, True
    known = leases.look(wish.key)
    for _ in _looks(wait):
        sight = leases.look(wish.key)
        if sight.failure not in ("", known.failure):
            raise leases.read_failure(sight.failure)
        if sight.free and (held := leases.take(wish.key, seconds=lease)) and (answer := _lead(held, wish)):
            return answer
        if entry := _cached(wish.key):
            return entry, True
    raise DesignPending("another request is still designing this description; ask again in a moment")


def store(schema: DatasetSchema) -> Entry:
    """Remember a schema that was given in place of a description; the same schema is one entry."""
    return _create(schema_hash(schema), "", Design(schema=schema, domain="", designed_by="user"))


def find(hash: str, revision: int | None = None) -> Entry:  # noqa: A002 - the word for it everywhere
    """Return the entry with this hash, at its current revision unless another is named.

    Raises SchemaNotFound, RevisionNotFound.
    """
    if not HASH.fullmatch(hash):
        raise SchemaNotFound(hash)
    rows = current_revisions() if revision is None else revisions().filter(number=revision)
    if row := rows.filter(schema__hash=hash).first():
        return read_entry(row)
    if revision is None or not Schema.objects.filter(hash=hash).exists():
        raise SchemaNotFound(hash)
    raise RevisionNotFound(hash, revision)


def count_use(hash: str) -> None:  # noqa: A002 - as above
    """Count one use, now. A single UPDATE, so that no count is lost however many come at once."""
    Schema.objects.filter(hash=hash).update(usage_count=F("usage_count") + 1, last_used=timezone.now())


def search(text: str = "", *, offset: int, limit: int) -> tuple[list[Entry], int]:
    """Return the entries from `offset`, `limit` at most, and how many there are in all: the last used first.

    Each word of the text, in any case, occurs in the description or in a column's name. Raises TextUnfit.
    """
    rows = current_revisions()
    for word in list(dict.fromkeys(canonical_description(text).casefold().split()))[:MOST_WORDS]:
        rows = rows.filter(schema__searchable__contains=word)
    page = rows.order_by(F("schema__last_used").desc(nulls_last=True), "-schema__created_at", "schema__hash")
    return [read_entry(row) for row in page[offset : offset + limit]], rows.count()


def mark_curated(hashes: list[str], *, curated: bool) -> int:
    """Mark the schemas as reviewed, or not; return how many there are."""
    return Schema.objects.filter(hash__in=hashes).update(curated=curated)


def import_entries(document: Any) -> Imported:
    """Take in a document in the format of schemas.json, all of it or nothing; what is there already stays as it is.

    Raises EntryMalformed.
    """
    added: list[str] = []
    kept: list[str] = []
    with transaction.atomic():
        for entries in schemas_json.read(document):
            entry = entries[-1]
            new = insert(key_of_foreign(entry.hash, entry.description), entries)
            (added if new else kept).append(entry.hash)
    return Imported(tuple(added), tuple(kept))


def export_entries() -> dict[str, Any]:
    """Return everything as a document in the format of schemas.json, ordered by hash."""
    return schemas_json.write([read_entry(row) for row in revisions().order_by("schema__hash", "number")])


def is_accessible() -> bool:
    """Tell whether the database answers."""
    try:
        Schema.objects.exists()
    except Error:
        return False
    return True


def _cached(key: str) -> Entry | None:
    row = current_revisions().filter(schema__description_key=key).first()
    return None if row is None else read_entry(row)


def _looks(wait: float) -> Iterator[None]:
    """Yield at once, then after growing pauses, and a last time when `wait` seconds are past."""
    until = time.monotonic() + wait
    pause = FIRST_PAUSE
    yield
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(pause, left))
        pause = min(pause * 1.5, LONGEST_PAUSE)
        yield


def _lead(lease: leases.Lease, wish: _Wish) -> tuple[Entry, bool] | None:
    """Design and publish under the lease; None when it was lost meanwhile, so that another does."""
    entry = _cached(wish.key)  # again: another may have published just before the lease was had
    if entry is not None and wish.is_met_by(entry):
        lease.release()
        return entry, True
    try:
        with lease.failing():
            design = wish.design()
            with transaction.atomic():
                return _publish(wish, entry, design) if lease.release() else None
    except DesignError:
        if entry is None:
            raise
        return entry, True


def _publish(wish: _Wish, entry: Entry | None, design: Design) -> tuple[Entry, bool]:
    """Store the design, unless it is a second one by rules: those have made theirs."""
    if entry is None:
        return _create(wish.key, wish.description, design), False
    if design.is_offline:
        return entry, True
    better = revise(entry.revised(design, at=timezone.now()))
    return find(entry.hash), not better


def _create(key: str, description: str, design: Design) -> Entry:
    insert(key, (Entry.designed(key, description, design, at=timezone.now()),))
    return read_entry(current_revisions().get(schema__description_key=key))
