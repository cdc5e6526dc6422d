"""What instructors do over HTTP: a schema revised, pinned, dropped; a file of them taken in."""

from dataclasses import dataclass, replace
from typing import BinaryIO

from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.auth.models import User
from django.db import transaction

from generation.engine import DatasetSchema, compile_plan
from generation.errors import NothingImported
from schemas_cache import curating
from schemas_cache.entries import Entry
from schemas_cache.errors import SchemaMerged, SchemaNotFound
from schemas_cache.importing import Manner, Report, import_file
from schemas_cache.models import Schema
from schemas_cache.services import find


@dataclass(frozen=True, slots=True, kw_only=True)
class Revising:
    """What is to be another about a schema; None is what stays. `revision` is the one that the author has read.

    The schema's own locale is the one that it had, unless `locale` is given.
    """

    hash: str
    user: User
    schema: DatasetSchema | None = None
    locale: str | None = None
    domain: str | None = None
    curated: bool | None = None
    revision: int | None = None

    def applied_to(self, schema: DatasetSchema) -> DatasetSchema:
        """Return what becomes of the columns and the locale."""
        return replace(self.schema or schema, locale=self.locale or schema.locale)


def revise_schema(wish: Revising) -> Entry:
    """Make what is wanted a new revision, all of it or nothing.

    Raises EngineError for a schema that cannot be made, SchemaNotFound, RevisedMeanwhile.
    """
    entry = find(wish.hash)
    schema = wish.applied_to(entry.schema)
    if schema != entry.schema:
        compile_plan(schema)
    domain = entry.domain if wish.domain is None else wish.domain
    with transaction.atomic():
        revised = curating.edit(
            entry.hash,
            schema,
            domain=domain,
            revision=wish.revision or entry.revision,
            author=wish.user.get_username(),
            curated=wish.curated,
        )
        if message := _changes(entry, revised):
            _log(wish.user, Schema.objects.get(hash=entry.hash), CHANGE, message)
    return revised


def drop_schema(hash_: str, user: User) -> None:
    """Drop a schema with all its revisions. Raises SchemaNotFound, SchemaMerged, SchemaCurated."""
    with transaction.atomic():
        schema = Schema.objects.select_for_update(of=("self",)).select_related("merged_into").filter(hash=hash_).first()
        if schema is None:
            raise SchemaNotFound(hash_)
        if schema.merged_into is not None:  # else what reads and changes of this hash lead to would stay
            raise SchemaMerged(hash_, schema.merged_into.hash)
        _log(user, schema, DELETION, "Deleted over HTTP.")
        curating.drop([hash_])


def import_schemas(file: BinaryIO, manner: Manner) -> Report:
    """Take in a file in the format of schemas.json. Raises DocumentMalformed, NothingImported."""
    report = import_file(file, manner)
    if report.refused and (manner.all_or_nothing or not report.total):
        raise NothingImported([refused.to_json() for refused in report.refused])
    return report


def _changes(before: Entry, after: Entry) -> str:
    """Say for the admin's history what a request changed; nothing when it changed nothing."""
    revised = f"revision {after.revision}" if after.revision != before.revision else ""
    marked = f"marked as {'' if after.curated else 'not '}curated" if after.curated != before.curated else ""
    return f"Over HTTP: {', '.join(filter(None, (revised, marked)))}." if revised or marked else ""


def _log(user: User, schema: Schema, flag: int, message: str) -> None:
    LogEntry.objects.log_actions(user.pk, [schema], flag, message, single_object=True)
