"""Schemas that are the same are made one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from generation.engine import Column
from schemas_cache.curating import merge
from schemas_cache.errors import SchemaNotFound, SchemaOutdated
from schemas_cache.models import Schema
from schemas_cache.services import Entry
from schemas_cache.tables import current_revisions, read_entry

MOST_MERGED = 12  # at once: they stand side by side
_LIST = "admin:schemas_cache_schema_changelist"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A schema that may stand for the others; `columns` says of each whether all of them have it just so."""

    pk: int
    entry: Entry
    columns: tuple[tuple[Column, bool], ...]
    is_suggested: bool


def merge_page(model_admin: "ModelAdmin[Schema]", request: HttpRequest) -> HttpResponse:
    """Show the schemas side by side and ask which one stays; make it stand for the others."""
    if not request.user.has_perm("schemas_cache.curate_schema"):
        raise PermissionDenied
    asked = request.POST.get("ids", "") if request.method == "POST" else request.GET.get("ids", "")
    try:
        entries = _entries(asked)
    except SchemaOutdated as error:
        messages.error(request, f"Nothing can be merged: {error}")
        return redirect(_LIST)
    if not 1 < len(entries) <= MOST_MERGED:
        messages.error(request, f"Choose from two to {MOST_MERGED} schemas to merge.")
        return redirect(_LIST)
    if request.method == "POST":
        return _merge(model_admin, request, entries)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": f"Merge {len(entries)} schemas",
        "candidates": _candidates(entries),
        "ids": ",".join(map(str, entries)),
    }
    return TemplateResponse(request, "admin/schemas_cache/schema/merge.html", context)


def _merge(model_admin: "ModelAdmin[Schema]", request: HttpRequest, entries: dict[int, Entry]) -> HttpResponse:
    kept = next((pk for pk in entries if str(pk) == request.POST.get("stays")), None)
    if kept is None:
        messages.error(request, "Nothing was merged: say which schema stays.")
        return redirect(_LIST)
    try:
        merge([entry.hash for entry in entries.values()], into=entries[kept].hash)
    except SchemaNotFound:
        messages.error(request, "Nothing was merged: the one that was to stay is no longer there.")
        return redirect(_LIST)
    schema = Schema.objects.get(pk=kept)
    others = ", ".join(entry.hash[:12] for pk, entry in entries.items() if pk != kept)
    model_admin.log_change(request, schema, f"Merged into it: {others}.")
    messages.success(request, f"“{schema}” stands for {len(entries) - 1} more from now on, and is curated.")
    return redirect(_LIST)


def _entries(asked: str) -> dict[int, Entry]:
    """Return by their keys the schemas that the text names and that stand for themselves: one too many at most."""
    keys = [int(key) for key in asked.split(",")[: MOST_MERGED + 1] if key.isdecimal() and len(key) < len(str(2**63))]
    return {row.schema.pk: read_entry(row) for row in current_revisions().filter(schema__in=keys).order_by("schema")}


def _candidates(entries: dict[int, Entry]) -> Sequence[Candidate]:
    suggested = max(entries, key=lambda pk: (entries[pk].curated, entries[pk].usage_count))
    times = Counter(column for entry in entries.values() for column in entry.schema.columns)
    return [
        Candidate(
            pk=pk,
            entry=entry,
            columns=tuple((column, times[column] == len(entries)) for column in entry.schema.columns),
            is_suggested=pk == suggested,
        )
        for pk, entry in entries.items()
    ]
