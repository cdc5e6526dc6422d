"""How a schema looks in the list: what each of its cells shows, and what the list is sorted by."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.sql.compiler import SQLCompiler
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from schemas_cache.models import Revision, Schema

LAST_USED_FIRST = F("last_used").desc(nulls_last=True), "-created_at"
_SHOWN = 110  # characters of a text, so that a row stays within a few lines
_POSTGRESQL_LENGTH = (
    "CASE WHEN jsonb_typeof(%(expressions)s) = 'array' THEN jsonb_array_length(%(expressions)s) ELSE 0 END"
)


class ColumnCount(models.Func):
    """How many columns a revision has: the length of a list in JSON, for which every database has a name of its own.

    What is no list has none.
    """

    function = "json_array_length"
    output_field = models.IntegerField()

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Sequence[str | int]]:
        """Name the function as PostgreSQL does, which refuses what is no list."""
        return self.as_sql(compiler, connection, template=_POSTGRESQL_LENGTH, **context)


_CURRENT = Revision.objects.filter(schema=OuterRef("pk"), number=OuterRef("current"))
_DESIGNER = Subquery(_CURRENT.values("designed_by"))
_COLUMNS = Subquery(_CURRENT.annotate(n=ColumnCount("columns")).values("n"))


def listed(schemas: QuerySet[Schema]) -> QuerySet[Schema]:
    """Return those of the schemas that stand for themselves, with their current revisions, in two queries a page."""
    current = Revision.objects.filter(number=F("schema__current")).only("schema", "columns", "designed_by")
    return schemas.filter(merged_into=None).defer("searchable").prefetch_related(Prefetch("revisions", current))


@admin.display(description="description", ordering="description")
def described(schema: Schema) -> SafeString:
    """Show the beginning of what the schema is known by; all of it when hovered."""
    text, instruction = known_by(schema, _revision(schema)), schema.change
    cell = format_html(
        '<bdi class="{}" title="{}">{}</bdi>',
        "described" if schema.description else "described columns",
        text,
        shortened(text),
    )
    if not instruction:
        return cell
    return format_html(
        '{} <span class="instruction" title="{}">then: <bdi>{}</bdi></span>', cell, instruction, shortened(instruction)
    )


@admin.display(description="columns", ordering=_COLUMNS)
def columns(schema: Schema) -> str:
    """Show how many columns the current revision has."""
    stored: object = _revision(schema).columns
    return str(len(stored)) if isinstance(stored, list) else "unreadable"


@admin.display(description="uses", ordering="usage_count")
def uses(schema: Schema) -> str:
    """Show how often the schema was used."""
    return f"{schema.usage_count:,}"


@admin.display(description="last used", ordering=F("last_used").asc(nulls_first=True))
def last_used(schema: Schema) -> str:
    """Show when the schema was used last, to the minute."""
    if schema.last_used is None:
        return "never"
    moment = localtime(schema.last_used)
    return format_html(
        '<time datetime="{}"><span>{}</span> <span>{}</span></time>',
        moment.isoformat(),
        f"{moment:%Y-%m-%d}",
        f"{moment:%H:%M}",
    )


@admin.display(description="designed by", ordering=_DESIGNER)
def designed_by(schema: Schema) -> str:
    """Show who designed the current revision."""
    return _revision(schema).designed_by


@admin.display(description="curated", ordering="curated")
def curated(schema: Schema) -> str:
    """Mark what was reviewed."""
    return format_html('<span class="mark">{}</span>', "curated") if schema.curated else ""


def known_by(schema: Schema, revision: Revision) -> str:
    """Return the description, or else the names of the columns, or the hash where those are malformed."""
    return schema.description or ", ".join(_names(revision.columns)) or schema.hash


def shortened(text: str) -> str:
    """Return the beginning of a text."""
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"


def _names(columns: object) -> list[str]:
    """Return the names of columns as they are stored, none at all unless each has one."""
    stored = columns if isinstance(columns, list) else []
    names = [column.get("name") if isinstance(column, dict) else None for column in stored]
    told = [name for name in names if isinstance(name, str)]
    return told if len(told) == len(stored) else []


def _revision(schema: Schema) -> Revision:
    return schema.revisions.all()[0]  # the current one alone was fetched
