"""What instructors do to schemas. A change of columns is a new revision under their name; what was, stays."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from generation.designer import Design, Spent
from generation.engine import DatasetSchema
from schemas_cache.entries import Entry
from schemas_cache.errors import (
    CacheError,
    RevisedMeanwhile,
    SchemaCurated,
    SchemaExists,
    SchemaNotFound,
    SchemaOutdated,
)
from schemas_cache.keys import canonical_description, description_hash
from schemas_cache.models import Revision, Schema
from schemas_cache.services import find
from schemas_cache.tables import find_by_key, insert, revise

INSTRUCTOR = "instructor"  # who designed what an instructor wrote
_AT_ONCE = 500  # hashes in a statement: databases take no more than some thousands of values


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A schema that is gone, and how many revisions with it, whose permanent links answer no more."""

    hash: str
    description: str
    revisions: int
    usage_count: int


def create(description: str, schema: DatasetSchema, *, locale: str | None, domain: str, author: str) -> Entry:
    """Remember a schema that an instructor wrote for a description, with the locale that is asked for along with it.

    Raises SchemaExists, TextUnfit.
    """
    key = description_hash(description, locale)
    if known := find_by_key(key):
        raise SchemaExists(known.hash)
    design = Design(schema=schema, domain=domain, designed_by=INSTRUCTOR)
    entry = Entry.designed(key, canonical_description(description), design, at=timezone.now())
    if not insert(key, (replace(entry, author=author),)):
        raise SchemaExists(key)
    return find(key)


def edit(  # noqa: PLR0913 - what is to be, and who says so
    hash_: str, schema: DatasetSchema, *, domain: str, revision: int, author: str, curated: bool | None = None
) -> Entry:
    """Make what an instructor wrote the current revision, if `revision` still is it; nothing when that says the same.

    What is known of the columns that are still there is kept, but not what the language model took for them: that was
    spent once, on the revision that it made. Marks the schema as `curated` or not, unless that is None. Raises
    SchemaNotFound, RevisedMeanwhile; then nothing is changed.
    """
    with transaction.atomic():
        Schema.objects.select_for_update().filter(hash=hash_).first()  # the mark is for what its author has read
        entry = _itself(hash_)
        names = {column.name for column in schema.columns}
        design = replace(
            entry.design(),
            schema=schema,
            domain=domain,
            designed_by=INSTRUCTOR,
            origins={name: origin for name, origin in entry.design().origins.items() if name in names},
            spent=Spent(),
        )
        revised = _revised(entry, design, revision=revision, author=author)
        if curated is not None:
            mark_curated([hash_], curated=curated)
            revised = replace(revised, curated=curated)
    return revised


def restore(hash_: str, wanted: int, *, revision: int, author: str) -> Entry:
    """Make what an earlier revision said the current one again, as a new revision, if `revision` still is current.

    What is current need not be readable. Raises SchemaNotFound, RevisionNotFound, RevisedMeanwhile, and SchemaOutdated
    when what is wanted is no schema.
    """
    there = find(hash_, wanted)
    design = replace(there.design(), spent=Spent())  # as in an edit
    try:
        current = _itself(hash_)
    except SchemaOutdated:
        return _made_current(replace(there, revision=revision), design, author=author)
    return _revised(current, design, revision=revision, author=author)


def replace_design(hash_: str, design: Design, *, revision: int, author: str) -> Entry:
    """Make another design the current revision, if `revision` still is it. Raises SchemaNotFound, RevisedMeanwhile."""
    return _revised(_itself(hash_), design, revision=revision, author=author)


def mark_curated(hashes: Iterable[str], *, curated: bool) -> int:
    """Mark the schemas as reviewed, or not; return how many there are."""
    asked = sorted(set(hashes))
    with transaction.atomic():
        return sum(
            Schema.objects.filter(hash__in=asked[start : start + _AT_ONCE]).update(curated=curated)
            for start in range(0, len(asked), _AT_ONCE)
        )


def merge(hashes: Iterable[str], into: str) -> Entry:
    """Let one schema stand for others: their descriptions lead to it, and it has their uses as well as its own.

    What they were stays behind their permanent links. The one that stands for them is curated from now on, lest a
    designer replace it for the sake of one of the descriptions. Raises SchemaNotFound, also when another merge is
    faster and takes away the one that is to stay.
    """
    target = find(into).hash
    with transaction.atomic():
        free = Schema.objects.filter(hash__in=[*hashes, target], merged_into=None)
        schemas = {schema.hash: schema for schema in free.order_by("pk").select_for_update()}  # all merges in one order
        kept = schemas.pop(target, None)
        if kept is None:
            raise SchemaNotFound(target)
        for other in schemas.values():
            other.merged.update(merged_into=kept)
            kept.usage_count += other.usage_count
            kept.last_used = max(filter(None, (kept.last_used, other.last_used)), default=None)
            Schema.objects.filter(pk=other.pk).update(merged_into=kept, curated=False)
        kept.curated = True
        kept.save(update_fields=["usage_count", "last_used", "curated"])
    return find(into)


def drop(hashes: Iterable[str]) -> tuple[Dropped, ...]:
    """Drop schemas with all their revisions, and with what was merged into them; return what is gone.

    Raises SchemaCurated when one of them is curated; then all stay.
    """
    with transaction.atomic():
        schemas = Schema.objects.select_for_update().filter(hash__in=list(hashes))
        dropped = doomed(schemas)
        schemas.delete()
    return dropped


def doomed(schemas: Iterable[Schema]) -> tuple[Dropped, ...]:
    """Return what dropping these schemas would take along. Raises SchemaCurated."""
    chosen = {schema.pk: schema for schema in schemas}
    for schema in chosen.values():
        if schema.curated:
            raise SchemaCurated(schema.hash)
    gone = chosen | {schema.pk: schema for schema in Schema.objects.filter(merged_into__in=chosen)}
    numbers = Revision.objects.filter(schema__in=gone).order_by().values_list("schema").annotate(Count("pk"))
    revisions = dict(numbers)
    return tuple(
        Dropped(
            hash=schema.hash,
            description=schema.description,
            revisions=revisions.get(schema.pk, 0),
            usage_count=schema.usage_count,
        )
        for schema in gone.values()
    )


def _itself(hash_: str) -> Entry:
    """Return the current entry of this very schema, and of none that stands for it by now. Raises RevisedMeanwhile."""
    entry = find(hash_)
    if entry.hash != hash_:
        raise _meanwhile(hash_)
    return entry


def _meanwhile(hash_: str) -> CacheError:
    schema = Schema.objects.filter(hash=hash_).first()
    return SchemaNotFound(hash_) if schema is None else RevisedMeanwhile(hash_, schema.current)


def _revised(entry: Entry, design: Design, *, revision: int, author: str) -> Entry:
    if entry.revision != revision:
        raise RevisedMeanwhile(entry.hash, entry.revision)
    if (design.schema, design.domain) == (entry.schema, entry.domain):
        return entry
    return _made_current(entry, design, author=author)


def _made_current(entry: Entry, design: Design, *, author: str) -> Entry:
    if not revise(entry.revised(design, at=timezone.now(), author=author), though_curated=True):
        raise _meanwhile(entry.hash)
    return find(entry.hash, entry.revision + 1)
