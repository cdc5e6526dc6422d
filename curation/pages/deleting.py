"""Schemas are deleted once it has been said which permanent links break."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import pluralize
from django.template.response import TemplateResponse

from schemas_cache.curating import Dropped, doomed, drop
from schemas_cache.errors import SchemaCurated
from schemas_cache.models import Schema

_MOST = 500  # at once: each is a field of the form, of which Django takes a thousand, and a line of the page
_LIST = "admin:schemas_cache_schema_changelist"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doomed:
    """A schema that is about to go; `is_merged` says that it goes because another one does, which stands for it."""

    dropped: Dropped
    is_merged: bool


def delete_page(model_admin: "ModelAdmin[Schema]", request: HttpRequest, pk: int) -> HttpResponse:
    """Say which links break with a schema; delete it when that is confirmed."""
    schema = get_object_or_404(Schema, pk=pk, merged_into=None)
    if not model_admin.has_delete_permission(request, schema):
        raise PermissionDenied
    chosen = Schema.objects.filter(pk=schema.pk)
    if request.method == "POST":
        return _delete(model_admin, request, chosen)
    return _ask(model_admin, request, chosen)


def delete_chosen(model_admin: "ModelAdmin[Schema]", request: HttpRequest, chosen: QuerySet[Schema]) -> HttpResponse:
    """Say which links break with the schemas; delete them when that is confirmed. Curated ones keep all from it."""
    if not model_admin.has_delete_permission(request):
        raise PermissionDenied
    if chosen.count() > _MOST:
        return _refuse(request, f"At most {_MOST} schemas are deleted at once; the command cleanup_schemas takes more.")
    return _delete(model_admin, request, chosen) if "post" in request.POST else _ask(model_admin, request, chosen)


def _ask(model_admin: "ModelAdmin[Schema]", request: HttpRequest, chosen: QuerySet[Schema]) -> HttpResponse:
    try:
        dropped = doomed(chosen)
    except SchemaCurated as error:
        return _refuse_curated(request, error)
    schemas = list(chosen)
    hashes = {schema.hash for schema in schemas}
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "Delete a schema" if len(schemas) == 1 else f"Delete {len(schemas)} schemas",
        "doomed": [Doomed(dropped=each, is_merged=each.hash not in hashes) for each in dropped],
        "schemas": schemas,
        "checkbox_name": ACTION_CHECKBOX_NAME,
        "revisions": sum(each.revisions for each in dropped),
        "uses": sum(each.usage_count for each in dropped),
    }
    return TemplateResponse(request, "admin/schemas_cache/schema/delete_confirmation.html", context)


def _delete(model_admin: "ModelAdmin[Schema]", request: HttpRequest, chosen: QuerySet[Schema]) -> HttpResponse:
    schemas = list(chosen)
    try:
        with transaction.atomic():
            model_admin.log_deletions(request, chosen)
            dropped = drop(schema.hash for schema in schemas)
    except SchemaCurated as error:
        return _refuse_curated(request, error)
    revisions = sum(each.revisions for each in dropped)
    gone = f"{len(dropped)} schema{pluralize(dropped)} with {revisions} revision{pluralize(revisions)}"
    messages.success(request, f"Deleted: {gone}, whose permanent links answer no more.")
    return redirect(_LIST)


def _refuse_curated(request: HttpRequest, error: SchemaCurated) -> HttpResponse:
    return _refuse(request, f"Nothing was deleted: “{Schema.objects.get(hash=error.hash)}” is curated.")


def _refuse(request: HttpRequest, reason: str) -> HttpResponse:
    messages.error(request, reason)
    return redirect(_LIST)
