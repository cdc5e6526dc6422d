"""What the cache of schemas does for others: remember, find, count, and let one alone design what is missing."""

import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace

from django.db import Error, connection, transaction
from django.db.models import F
from django.utils import timezone

from generation.designer import OFFLINE_DESIGNER, Design, DesignError, ModelRateLimited, ModelShareSpent, Origin, Spent
from generation.engine import DatasetSchema
from schemas_cache import leases
from schemas_cache.entries import Entry, Refinement
from schemas_cache.errors import DesignPending, HashTaken, RevisionNotFound, SchemaNotFound
from schemas_cache.keys import HASH, canonical_description, description_hash, edited_hash, refined_hash, schema_hash
from schemas_cache.models import Schema
from schemas_cache.seats import Seats
from schemas_cache.tables import (
    current_revisions,
    find_by_key,
    insert,
    only,
    read_entries,
    read_entry,
    revise,
    revisions,
)

__all__ = [
    "USER",
    "Entry",
    "canonical_description",
    "count_use",
    "description_hash",
    "edit",
    "find",
    "is_accessible",
    "number_of_schemas",
    "obtain",
    "refine",
    "search",
    "store",
]

USER = "user"  # who designed what somebody gave as columns
FIRST_PAUSE = 0.02  # seconds between two looks at another's design; growing, so that a long one costs few queries
LONGEST_PAUSE = 0.5
REST = 5.0  # seconds without a redesign after a failed one, lest each use wait for a model that is down
LONGEST_REST = 60.0  # however long a model's service asks to be left alone: it may have said so by mistake

# Every dataset comes by here: put together from F() it takes five times as long.
_COUNT_USE = "UPDATE schemas_cache_schema SET usage_count = usage_count + 1, last_used = %s WHERE hash = %s"


@dataclass(frozen=True, slots=True)
class _Wish:
    """What somebody asked `obtain` or `refine` for."""

    key: str
    description: str
    design: Callable[[], Design]
    replace_offline: bool
    refined_from: Refinement | None = None
    seats: Seats | None = None

    def is_met_by(self, entry: Entry) -> bool:
        outdated = entry.is_offline and entry.designed_by != OFFLINE_DESIGNER
        return entry.curated or not (outdated or (self.replace_offline and entry.is_offline))


def obtain(  # noqa: PLR0913 - what to design, how, and three decisions of the caller
    description: str,
    locale: str | None,
    *,
    design: Callable[[], Design],
    wait: float,
    replace_offline: bool,
    lease: float = leases.LEASE_SECONDS,
    seats: Seats | None = None,
) -> tuple[Entry, bool]:
    """Return the entry of a description, and whether it was in the cache; design it when it is not.

    Of all who ask at once, in whatever thread, process or machine, one calls `design`, outside any transaction; the
    others wait up to `wait` seconds for it, and take what it made, by a model or by rules. Should it fail, all of them
    get its error. Should it die, another takes over once `lease` seconds are past, which is to be longer than a design
    takes.

    An offline design that no instructor has reviewed is designed again, by one, when the rules are newer ones, and with
    `replace_offline` in any case; the others get it as it is meanwhile. It stays when nothing better comes of it, and
    then everybody gets it at once for a while.

    Who waits for longer than most designs take needs one of the `seats`; None is without bound.

    Raises the designer's errors, DesignPending when the wait is over, TextUnfit, HashTaken.
    """
    key, text = description_hash(description, locale), canonical_description(description)
    wish = _Wish(key, text, design, replace_offline, seats=seats)
    return _obtain(wish, wait=wait, lease=lease)


def refine(  # noqa: PLR0913 - as above
    parent: Entry,
    instruction: str,
    *,
    design: Callable[[], Design],
    wait: float,
    replace_offline: bool,
    lease: float = leases.LEASE_SECONDS,
    seats: Seats | None = None,
) -> tuple[Entry, bool]:
    """Return the entry that an instruction makes of its parent, and whether it was in the cache, as `obtain` does.

    It is a schema of its own: its parent stays as it is, and what becomes of that leaves it as it is.
    """
    refinement = Refinement(hash=parent.hash, revision=parent.revision, instruction=canonical_description(instruction))
    key = refined_hash(refinement.hash, refinement.revision, refinement.instruction)
    wish = _Wish(key, parent.description, design, replace_offline, refinement, seats)
    return _obtain(wish, wait=wait, lease=lease)


def edit(parent: Entry, schema: DatasetSchema) -> tuple[Entry, bool]:
    """Return the entry of what somebody made of its parent by hand, and whether it was in the cache.

    It is a schema of its own, as a refined one is, and remembers why those columns are there that its parent has.
    """
    key = edited_hash(parent.hash, parent.revision, schema)
    if known := find_by_key(key):
        return known, True
    origins = parent.design().origins
    design = replace(
        parent.design(),
        schema=schema,
        designed_by=USER,
        origins={column.name: origins.get(column.name, Origin.STATED) for column in schema.columns},
        spent=Spent(),
    )
    return _create(key, parent.description, design, Refinement(hash=parent.hash, revision=parent.revision)), False


def store(schema: DatasetSchema) -> tuple[Entry, bool]:
    """Remember a schema that was given in place of a description; return its entry, and whether it was there already.

    The same schema is one entry.
    """
    key = schema_hash(schema)
    if known := find_by_key(key):
        return known, True
    return _create(key, "", Design(schema=schema, domain="", designed_by=USER)), False


def find(hash: str, revision: int | None = None) -> Entry:  # noqa: A002 - the word for it everywhere
    """Return the entry with this hash, at its current revision unless another is named.

    Of a schema that was merged into another one the named revisions are still its own.

    Raises SchemaNotFound, RevisionNotFound.
    """
    if not HASH.fullmatch(hash):
        raise SchemaNotFound(hash)
    number = F("schema__current") if revision is None else revision
    row = only(revisions().filter(schema__hash=hash, number=number))
    if row is not None:
        entry = read_entry(row)
        return find(entry.merged_into) if entry.merged_into and revision is None else entry
    if revision is None or not Schema.objects.filter(hash=hash).exists():
        raise SchemaNotFound(hash)
    raise RevisionNotFound(hash, revision)


def count_use(hash: str) -> None:  # noqa: A002 - as above
    """Count one use, now. A single UPDATE, so that no count is lost however many come at once."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_USE, [connection.ops.adapt_datetimefield_value(timezone.now()), hash])


def search(text: str = "", *, offset: int, limit: int) -> tuple[list[Entry], int]:
    """Return the entries from `offset`, `limit` at most, and how many there are in all: the last used first.

    Each word of the text, in any case, occurs in the description or in a column's name. What is stored and is no schema
    any more counts, but is left out; `manage.py check_schemas` finds it. Raises TextUnfit.
    """
    rows = current_revisions()
    for word in dict.fromkeys(canonical_description(text).casefold().split()):
        rows = rows.filter(schema__searchable__contains=word)
    page = rows.order_by(F("schema__last_used").desc(nulls_last=True), "-schema__created_at", "schema__hash")
    return list(read_entries(page[offset : offset + limit])), rows.count()


def number_of_schemas() -> int:
    """Return how many are remembered."""
    return Schema.objects.count()


def is_accessible() -> bool:
    """Tell whether the database answers."""
    try:
        Schema.objects.exists()
    except Error:
        return False
    return True


def _looks(wait: float) -> Iterator[None]:
    """Yield at once, then after growing pauses, and a last time when `wait` seconds are past."""
    until = time.monotonic() + wait
    pause = FIRST_PAUSE
    yield
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(pause, left))
        pause = min(pause * 1.5, LONGEST_PAUSE)
        yield


def _obtain(wish: _Wish, *, wait: float, lease: float) -> tuple[Entry, bool]:
    entry = find_by_key(wish.key)
    if entry is None:
        return _obtain_first(wish, wait=wait, lease=lease)
    return (entry, True) if wish.is_met_by(entry) else _obtain_better(wish, entry, lease=lease)


def _obtain_first(wish: _Wish, *, wait: float, lease: float) -> tuple[Entry, bool]:
    """Design what nobody has designed, or wait for who does."""
    known = leases.look(wish.key)
    with wish.seats.following(wish.key) if wish.seats else nullcontext() as follower:
        for _ in _looks(wait):
            sight = leases.look(wish.key)
            if entry := find_by_key(wish.key):
                return entry, True
            if sight.failure not in ("", known.failure):
                raise leases.read_failure(sight.failure)
            if sight.free and (held := leases.take(wish.key, seconds=lease)) and (answer := _design_first(held, wish)):
                return answer
            if follower:
                follower.stay()
    raise DesignPending("another request is still designing this description; ask again in a moment")


def _design_first(lease: leases.Lease, wish: _Wish) -> tuple[Entry, bool] | None:
    """Design and publish under the lease; None when it was lost meanwhile, so that another does."""
    if entry := find_by_key(wish.key):  # again: another may have published just before the lease was had
        lease.release()
        return entry, True
    with lease.failing():
        design = wish.design()
        with transaction.atomic():
            if lease.release():
                return _create(wish.key, wish.description, design, wish.refined_from), False
    successors = find_by_key(wish.key)
    return None if successors is None else (successors, True)


def _obtain_better(wish: _Wish, entry: Entry, *, lease: float) -> tuple[Entry, bool]:
    """Design again what rules designed, unless another does or it was tried just now. Never waits."""
    if leases.look(wish.key).free and (held := leases.take(wish.key, seconds=lease)):
        entry = find_by_key(wish.key) or entry  # again, as above
        if not wish.is_met_by(entry):
            return _design_better(held, wish, entry)
        held.release()
    return entry, True


def _design_better(lease: leases.Lease, wish: _Wish, entry: Entry) -> tuple[Entry, bool]:
    """Design and publish the next revision under the lease; keep the entry, and rest, when nothing better comes."""
    with lease.failing():
        try:
            design = wish.design()
        except DesignError as error:
            lease.fail(error, rest=_rest(error))
            return entry, True
        except DesignPending as error:
            lease.fail(DesignError(str(error)), rest=REST)
            return entry, True
        if design.is_offline and design.designed_by == entry.designed_by:
            failure = design.instead_of or DesignError("rules designed once more")
            lease.fail(failure, rest=_rest(failure))
            return entry, True
        with transaction.atomic():
            is_better = lease.release() and revise(entry.revised(design, at=timezone.now()))
        return find_by_key(wish.key) or entry, not is_better


def _rest(error: DesignError) -> float:
    """Return for how many seconds after this failure nobody designs again what rules have designed.

    How long one of those who ask has to wait is nothing to the others.
    """
    if isinstance(error, ModelRateLimited) and not isinstance(error, ModelShareSpent):
        return min(error.retry_after, LONGEST_REST)
    return REST


def _create(key: str, description: str, design: Design, refined_from: Refinement | None = None) -> Entry:
    """Remember a first design, or return the one that is there. Raises HashTaken."""
    entry = Entry.designed(key, description, design, at=timezone.now(), refined_from=refined_from)
    insert(key, (entry,))
    if known := find_by_key(key):
        return known
    raise HashTaken(key)
