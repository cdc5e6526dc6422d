"""What is done to the schemas that are chosen in the list."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.defaultfilters import pluralize
from django.urls import reverse

from curation.pages.deleting import delete_chosen
from curation.pages.exporting import download
from curation.pages.merging import MOST_MERGED
from schemas_cache.curating import mark_curated
from schemas_cache.exporting import export_chunks
from schemas_cache.models import Schema


@admin.action(description="Mark as curated", permissions=["curate"])
def mark_as_curated(model_admin: "ModelAdmin[Schema]", request: HttpRequest, chosen: QuerySet[Schema]) -> None:
    """Mark the chosen schemas as reviewed."""
    _mark(model_admin, request, chosen, curated=True)


@admin.action(description="Mark as not curated", permissions=["curate"])
def mark_as_not_curated(model_admin: "ModelAdmin[Schema]", request: HttpRequest, chosen: QuerySet[Schema]) -> None:
    """Take the mark away from the chosen schemas."""
    _mark(model_admin, request, chosen, curated=False)


@admin.action(description="Export as schemas.json", permissions=["export"])
def export_chosen(
    model_admin: "ModelAdmin[Schema]",  # noqa: ARG001 - Django's
    request: HttpRequest,
    chosen: QuerySet[Schema],
) -> HttpResponseBase:
    """Answer a file with the chosen schemas and their revisions."""
    return download(request, export_chunks(hashes=list(chosen.values_list("hash", flat=True))))


@admin.action(description="Download a sample as CSV", permissions=["view"])
def download_sample(
    model_admin: "ModelAdmin[Schema]", request: HttpRequest, chosen: QuerySet[Schema]
) -> HttpResponse | None:
    """Answer rows of the one schema that is chosen."""
    return _page_of_one(model_admin, request, chosen, "sample")


@admin.action(description="Design again", permissions=["change"])
def design_again(
    model_admin: "ModelAdmin[Schema]", request: HttpRequest, chosen: QuerySet[Schema]
) -> HttpResponse | None:
    """Show what today's designer would make of the one schema that is chosen."""
    return _page_of_one(model_admin, request, chosen, "redesign")


@admin.action(description="Merge duplicates", permissions=["curate"])
def merge_duplicates(model_admin: "ModelAdmin[Schema]", request: HttpRequest, chosen: QuerySet[Schema]) -> HttpResponse:  # noqa: ARG001 - Django's
    """Ask which of the chosen schemas stands for all of them."""
    keys = ",".join(str(pk) for pk in chosen.values_list("pk", flat=True)[: MOST_MERGED + 1])
    return redirect(f"{reverse('admin:schemas_cache_schema_merge')}?ids={keys}")


@admin.action(description="Delete", permissions=["delete"])
def delete_selected(model_admin: "ModelAdmin[Schema]", request: HttpRequest, chosen: QuerySet[Schema]) -> HttpResponse:
    """Say which links break, and delete; in place of Django's, which would list every revision."""
    return delete_chosen(model_admin, request, chosen)


ACTIONS = (
    *(mark_as_curated, mark_as_not_curated, export_chosen, download_sample),
    *(design_again, merge_duplicates, delete_selected),
)


def _mark(model_admin: "ModelAdmin[Schema]", request: HttpRequest, chosen: QuerySet[Schema], *, curated: bool) -> None:
    said = "curated" if curated else "not curated"
    changed = list(chosen.prefetch_related(None).exclude(curated=curated))
    user: Any = request.user  # who has come this far has signed in
    with transaction.atomic():
        count = mark_curated([schema.hash for schema in changed], curated=curated)
        LogEntry.objects.log_actions(user.pk, changed, CHANGE, f"Marked as {said}.")
    level = messages.SUCCESS if count else messages.INFO
    model_admin.message_user(request, f"{count} schema{pluralize(count)} marked as {said}.", level)


def _page_of_one(
    model_admin: "ModelAdmin[Schema]", request: HttpRequest, chosen: QuerySet[Schema], page: str
) -> HttpResponse | None:
    keys = list(chosen.values_list("pk", flat=True)[:2])
    if len(keys) == 1:
        return redirect(f"admin:schemas_cache_schema_{page}", keys[0])
    model_admin.message_user(request, "Choose a single schema for this.", messages.WARNING)
    return None
