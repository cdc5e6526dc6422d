"""Schemas taken out as a file, however many: as they were at one moment, while others go on writing."""

from collections.abc import Callable, Collection, Container, Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from schemas_cache.entries import Entry
from schemas_cache.errors import SchemaOutdated
from schemas_cache.models import Revision
from schemas_cache.schemas_json.writing import NEVER, Metadata, write
from schemas_cache.tables import read_entry, read_schema, revisions

_CHUNK_CHARACTERS = 65_536
_ROWS = 500  # at a time from the database

Progress = Callable[[int, int], None]  # told how many schemas of how many are done
LeftOut = Callable[[str], None]  # told the hash of each schema that is left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which schemas are taken: those of which all is true that is given. What was merged into one goes with it.

    `since` is when the current revision was made at the earliest.
    """

    curated: bool = False
    domain: str | None = None
    since: datetime | None = None
    hashes: Collection[str] | None = None

    def rows(self) -> QuerySet[Revision]:
        """Return the revisions of the schemas, but for what `takes` leaves out."""
        rows = revisions()
        conditions = self._conditions()
        if not conditions:
            return rows
        chosen = Revision.objects.filter(**conditions, number=F("schema__current")).values("schema")
        return rows.filter(Q(schema__in=chosen) | Q(schema__merged_into__in=chosen))

    def takes(self, hash_: str, merged_into: str | None) -> bool:
        """Tell whether the schema is among the hashes, which may be more than a query holds."""
        return self.hashes is None or hash_ in self.hashes or merged_into in self.hashes

    def _conditions(self) -> dict[str, Any]:
        given = {"schema__domain": self.domain, "created_at__gte": self.since, "schema__curated": self.curated or None}
        return {key: value for key, value in given.items() if value is not None}


def export_chunks(  # noqa: PLR0913 - the choice, each by name, and who is told what
    *,
    curated: bool = False,
    domain: str | None = None,
    since: datetime | None = None,
    hashes: Collection[str] | None = None,
    progress: Progress | None = None,
    left_out: LeftOut = lambda _hash: None,
) -> Generator[bytes, None, None]:
    """Yield schemas.json piece by piece, ordered by hash: all schemas, or those of which everything given is true.

    `since` is when the current revision was made at the earliest. The same schemas are the same bytes. Who does not
    read to the end closes it, lest the database be read on. A schema of which this version cannot read every revision
    is left out: the head names it, and `left_out` is told so before the first piece comes.
    """
    choice = Choice(curated=curated, domain=domain, since=since, hashes=None if hashes is None else frozenset(hashes))
    with _snapshot():
        unreadable = _unreadable(choice)
        for hash_ in sorted(unreadable):
            left_out(hash_)
        metadata = _metadata(choice, unreadable)
        schemas = _schemas(choice, unreadable)
        told = schemas if progress is None else _told(schemas, metadata.total_schemas, progress)
        yield from _chunks(write(metadata, told))


@contextmanager
def _snapshot() -> Iterator[None]:
    """See the database as it is now until the block is left, without holding up who writes.

    Inside a transaction of somebody else's, that one decides.
    """
    connection: Any = transaction.get_connection()
    if connection.in_atomic_block:
        yield
        return
    with ExitStack() as stack:
        with _begun_by_reading(connection):
            stack.enter_context(transaction.atomic())
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def _begun_by_reading(connection: Any) -> Iterator[None]:
    """Have transactions of SQLite begin without the lock that writers take: the settings ask for it at once."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()  # which reads the settings
    mode, connection.transaction_mode = connection.transaction_mode, None
    try:
        yield
    finally:
        connection.transaction_mode = mode


def _unreadable(choice: Choice) -> frozenset[str]:
    """Return the hashes of what cannot be read: looked for first, because the head, which comes first, counts."""
    fields = ("schema__hash", "schema__merged_into__hash", "columns", "locale")
    rows = choice.rows().values_list(*fields).iterator(chunk_size=_ROWS)
    return frozenset(
        hash_
        for hash_, merged_into, columns, locale in rows
        if choice.takes(hash_, merged_into) and not _is_readable(hash_, columns, locale)
    )


def _is_readable(hash_: str, columns: Any, locale: str) -> bool:
    try:
        read_schema(hash_, columns, locale)
    except SchemaOutdated:
        return False
    return True


def _metadata(choice: Choice, unreadable: Collection[str]) -> Metadata:
    rows = choice.rows().filter(number=F("schema__current"))
    fields = ("schema__hash", "schema__merged_into__hash", "schema__created_at", "schema__last_used", "created_at")
    total, oldest, latest = 0, None, None
    for hash_, merged_into, created_at, last_used, revised_at in rows.values_list(*fields).iterator():
        if choice.takes(hash_, merged_into) and hash_ not in unreadable:
            total += 1
            oldest = min(oldest or created_at, created_at)
            latest = max(latest or revised_at, last_used or revised_at, revised_at)
    return Metadata(
        created_at=oldest or NEVER, last_updated=latest or NEVER, total_schemas=total, left_out=sorted(unreadable)
    )


def _schemas(choice: Choice, unreadable: Container[str]) -> Iterator[list[Entry]]:
    """Yield each schema as its revisions, the current one last."""
    rows = choice.rows().order_by("schema__hash", "number").iterator(chunk_size=_ROWS)
    for schema, stored in groupby(rows, key=attrgetter("schema")):
        merged_into = schema.merged_into.hash if schema.merged_into else None
        if choice.takes(schema.hash, merged_into) and schema.hash not in unreadable:
            yield [read_entry(row) for row in stored]


def _told(schemas: Iterator[list[Entry]], total: int, progress: Progress) -> Iterator[list[Entry]]:
    for done, schema in enumerate(schemas, 1):
        yield schema
        progress(done, total)


def _chunks(texts: Iterable[str]) -> Iterator[bytes]:
    """Yield the texts in UTF-8, many short ones together."""
    waiting: list[str] = []
    length = 0
    for text in texts:
        waiting.append(text)
        length += len(text)
        if length >= _CHUNK_CHARACTERS:
            yield "".join(waiting).encode()
            waiting, length = [], 0
    yield "".join(waiting).encode()
