"""Entries in the tables: how they go in and come out."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from generation.designer import Spent
from generation.engine import DatasetSchema, SchemaError
from schemas_cache.entries import Entry, Refinement
from schemas_cache.errors import SchemaOutdated
from schemas_cache.keys import storable
from schemas_cache.models import Revision, Schema


def revisions() -> QuerySet[Revision]:
    """Return all revisions, each joined with its schema."""
    return Revision.objects.select_related("schema", "schema__merged_into")


def current_revisions() -> QuerySet[Revision]:
    """Return the current revision of every schema that is not merged into another, joined with it, in one query."""
    return revisions().filter(number=F("schema__current"), schema__merged_into=None)


def find_by_key(key: str) -> Entry | None:
    """Return the entry that is found by this key, which may be that of a schema merged into it."""
    row = only(
        Revision.objects.select_related("schema").filter(number=F("schema__current"), schema__description_key=key)
    )
    if row is not None and row.schema.merged_into_id is not None:
        row = only(current_revisions().filter(schema=row.schema.merged_into_id))
    return None if row is None else read_entry(row)


def only(rows: QuerySet[Revision]) -> Revision | None:
    """Return the revision that there is at most one of, without sorting, which costs as much as the finding."""
    return next(iter(rows.order_by()), None)


def read_entry(row: Revision) -> Entry:
    """Return the entry that a revision and its schema make. Raises SchemaOutdated when what is stored is no schema."""
    return Entry(
        hash=row.schema.hash,
        description=row.schema.description,
        revision=row.number,
        schema=read_schema(row.schema.hash, row.columns, row.locale),
        domain=row.schema.domain,
        designed_by=row.designed_by,
        assumptions=tuple(row.assumptions),
        not_understood=tuple(row.not_understood),
        curated=row.schema.curated,
        created_at=row.schema.created_at,
        usage_count=row.schema.usage_count,
        last_used=row.schema.last_used,
        revised_at=row.created_at,
        engine_version=row.engine_version,
        origins=row.origins,
        spent=Spent(requests=row.requests, prompt_tokens=row.prompt_tokens, completion_tokens=row.completion_tokens),
        refined_from=refinement_of(row.schema),
        author=row.author,
        merged_into=row.schema.merged_into.hash if row.schema.merged_into else "",
    )


def read_entries(rows: Iterable[Revision]) -> Iterator[Entry]:
    """Yield the entries of these revisions, without what is stored and is no schema any more."""
    for row in rows:
        with suppress(SchemaOutdated):
            yield read_entry(row)


def read_schema(hash_: str, columns: Any, locale: str) -> DatasetSchema:
    """Return the schema that a revision of the one with this hash stores. Raises SchemaOutdated when it is none."""
    try:
        return DatasetSchema.from_json(columns, locale=locale)
    except SchemaError as error:
        raise SchemaOutdated(hash_) from error


def refinement_of(schema: Schema) -> Refinement | None:
    """Return where a schema came from, or None where it was not made of another one."""
    if not schema.parent:
        return None
    return Refinement(hash=schema.parent, revision=schema.parent_revision or 1, instruction=schema.instruction)


def insert(key: str, entries: tuple[Entry, ...]) -> bool:
    """Insert a schema, found by `key`, with its revisions, the current one last; do nothing when it is there already.

    Returns whether it was inserted. Of those who try at once, one does.
    """
    entry = entries[-1]
    with transaction.atomic():
        Schema.objects.bulk_create([_schema(key, entry)], ignore_conflicts=True)
        fresh = Schema.objects.filter(hash=entry.hash, description_key=key, revisions=None).first()
        if fresh is not None:
            Revision.objects.bulk_create(_revision(fresh, each) for each in entries)
    return fresh is not None


def revise(entry: Entry, *, though_curated: bool = False) -> bool:
    """Make the entry the current revision of its schema; do nothing when it was curated or revised meanwhile.

    Only what an instructor asks for is done `though_curated`.
    """
    with transaction.atomic():
        schemas = Schema.objects.filter(hash=entry.hash, current=entry.revision - 1, merged_into=None)
        if not though_curated:
            schemas = schemas.filter(curated=False)
        moved = schemas.update(current=entry.revision, domain=storable(entry.domain), searchable=_searchable(entry))
        if moved:
            _revision(Schema.objects.get(hash=entry.hash), entry).save()
    return bool(moved)


def rows_of(key: str, entries: tuple[Entry, ...]) -> tuple[Schema, list[Revision]]:
    """Return the unsaved rows of a schema, found by `key`, and of its revisions, the current one last."""
    schema = _schema(key, entries[-1])
    return schema, [_revision(schema, entry) for entry in entries]


def _schema(key: str, entry: Entry) -> Schema:
    return Schema(
        hash=entry.hash,
        description_key=key,
        description=entry.description,
        domain=storable(entry.domain),
        curated=entry.curated,
        usage_count=entry.usage_count,
        last_used=entry.last_used,
        created_at=entry.created_at,
        current=entry.revision,
        searchable=_searchable(entry),
        **_parent(entry.refined_from),
    )


def _parent(refinement: Refinement | None) -> dict[str, Any]:
    if refinement is None:
        return {}
    return {
        "parent": refinement.hash,
        "parent_revision": refinement.revision,
        "instruction": refinement.instruction,
    }


def _revision(schema: Schema, entry: Entry) -> Revision:
    return Revision(
        schema=schema,
        number=entry.revision,
        columns=entry.schema.to_json_list(),
        locale=entry.schema.locale,
        designed_by=storable(entry.designed_by),
        author=entry.author,
        origins=dict(entry.origins),
        assumptions=[storable(text) for text in entry.assumptions],
        not_understood=[storable(text) for text in entry.not_understood],
        requests=entry.spent.requests,
        prompt_tokens=entry.spent.prompt_tokens,
        completion_tokens=entry.spent.completion_tokens,
        engine_version=entry.engine_version,
        created_at=entry.revised_at,
    )


def _searchable(entry: Entry) -> str:
    asked = [entry.description, *([entry.refined_from.instruction] if entry.refined_from else [])]
    return "\n".join([*asked, *(column.name for column in entry.schema.columns)]).casefold()
