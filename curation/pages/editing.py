"""The page on which an instructor edits a schema, or adds one."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from curation.forms import SchemaForm, with_room
from curation.pages.remarks import remark
from curation.rows import ORIGINS
from generation.designer import DesignError
from generation.services import SchemaWish, design_schema
from presenting.previews import render_preview
from schemas_cache.curating import create, edit, mark_curated
from schemas_cache.entries import Entry
from schemas_cache.errors import (
    DesignPending,
    HashTaken,
    RevisedMeanwhile,
    SchemaExists,
    SchemaNotFound,
    SchemaOutdated,
)
from schemas_cache.models import Revision, Schema
from schemas_cache.services import find

_TEMPLATE = "admin/schemas_cache/schema/change_form.html"
_LONGEST_KEY = 18  # digits of a primary key
_READ_SECONDS = 1.5  # for the preview of a page that is read alone: no script asks for it again when time ran out
_MOST_DOMAINS = 200  # to choose from


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Somebody made the revision `after` since the form was made from the revision `before`."""

    before: int
    after: Revision


def change_page(model_admin: "ModelAdmin[Schema]", request: HttpRequest, pk: str) -> HttpResponse:
    """Show a schema with a row a column, and take in what is changed."""
    schema = _schema(pk)
    may_change = model_admin.has_change_permission(request, schema) and schema.merged_into is None
    if not (may_change or (model_admin.has_view_permission(request, schema) and request.method == "GET")):
        raise PermissionDenied
    try:
        entry = find(schema.hash, schema.current)
    except SchemaOutdated as error:
        messages.error(request, f"Revision {schema.current} cannot be read: {error.__cause__}. Restore an earlier one.")
        return redirect("admin:schemas_cache_schema_revisions", schema.pk)
    if not may_change:
        return _show(model_admin, request, schema, entry)
    if request.method != "POST":
        return _ask(model_admin, request, SchemaForm(entry=entry, may_curate=_may_curate(request)), schema, entry)
    form = SchemaForm(_posted(request), entry=entry, may_curate=_may_curate(request))
    return _take_change(model_admin, request, form, schema, entry)


def add_page(model_admin: "ModelAdmin[Schema]", request: HttpRequest) -> HttpResponse:
    """Show a form for a new schema, and take it in; without columns the designer designs them."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        return _ask(model_admin, request, SchemaForm(may_curate=_may_curate(request)))
    form = SchemaForm(_posted(request), may_curate=_may_curate(request))
    if not (_is_sound(request, form) and _is_to_be_saved(request)):
        return _ask(model_admin, request, form)
    try:
        entry = _added(request, form)
    except SchemaExists as error:
        return _ask(model_admin, request, form, existing=Schema.objects.get(hash=error.hash))
    except (DesignError, DesignPending, HashTaken) as error:
        form.add_error(None, f"The designer made no schema of it: {error}.")
        return _ask(model_admin, request, form)
    return _report_addition(model_admin, request, form, entry)


def _schema(pk: str) -> Schema:
    if not (pk.isascii() and pk.isdecimal() and len(pk) <= _LONGEST_KEY):
        raise Http404(pk)
    return get_object_or_404(Schema.objects.select_related("merged_into"), pk=int(pk))


def _may_curate(request: HttpRequest) -> bool:
    return request.user.has_perm("schemas_cache.curate_schema")


def _posted(request: HttpRequest) -> Any:
    return with_room(request.POST, more="_add_column" in request.POST)


def _is_to_be_saved(request: HttpRequest) -> bool:
    return not {"_preview", "_add_column"} & request.POST.keys()


def _is_sound(request: HttpRequest, form: SchemaForm) -> bool:
    """Tell whether the form is valid, without a look at what runs when a row is wanted and nothing else."""
    return "_add_column" not in request.POST and form.is_valid()


def _take_change(
    model_admin: "ModelAdmin[Schema]", request: HttpRequest, form: SchemaForm, schema: Schema, entry: Entry
) -> HttpResponse:
    if not (_is_sound(request, form) and _is_to_be_saved(request)):
        return _ask(model_admin, request, form, schema, entry)
    read = form.cleaned_data["revision"]
    try:
        edited = _edited(request, form, entry)
    except RevisedMeanwhile as error:
        if Schema.objects.filter(pk=schema.pk, merged_into__isnull=False).exists():
            messages.error(request, "Nothing was saved: the schema was merged into another one meanwhile.")
            return redirect("admin:schemas_cache_schema_change", schema.pk)
        form.rebase(error.revision)
        after = Revision.objects.get(schema=schema, number=error.revision)
        return _ask(model_admin, request, form, schema, entry, conflict=Conflict(before=read, after=after))
    except SchemaNotFound as error:  # dropped while it was being edited
        raise Http404(str(error)) from error
    return _report_change(model_admin, request, form, schema, entry, edited)


def _edited(request: HttpRequest, form: SchemaForm, entry: Entry) -> Entry:
    """Save the columns, and the mark if that was changed. Raises RevisedMeanwhile, and then saves nothing."""
    said = form.cleaned_data
    schema = form.schema() or entry.schema
    author = request.user.get_username()
    curated = said["curated"] if "curated" in form.changed_data else None
    return edit(entry.hash, schema, domain=said["domain"], revision=said["revision"], author=author, curated=curated)


def _added(request: HttpRequest, form: SchemaForm) -> Entry:
    said = form.cleaned_data
    locale = said["locale"] or None
    schema = form.schema()
    if schema is None:
        entry, was_there = design_schema(SchemaWish(description=said["description"], locale=locale))
        if was_there:
            raise SchemaExists(entry.hash)
    else:
        author = request.user.get_username()
        entry = create(said["description"], schema, locale=locale, domain=said["domain"], author=author)
    if said["curated"]:
        mark_curated([entry.hash], curated=True)
    return entry


def _report_change(  # noqa: PLR0913, PLR0917 - who, what before and what after
    model_admin: "ModelAdmin[Schema]",
    request: HttpRequest,
    form: SchemaForm,
    schema: Schema,
    before: Entry,
    after: Entry,
) -> HttpResponse:
    mark = form.cleaned_data["curated"] if "curated" in form.changed_data else None
    if said := remark(before, after, mark=mark):
        model_admin.log_change(request, schema, said)
        messages.success(request, said)
    else:
        messages.info(request, "Nothing was changed, so there is no new revision.")
    return _onwards(model_admin, request, schema)


def _report_addition(
    model_admin: "ModelAdmin[Schema]", request: HttpRequest, form: SchemaForm, entry: Entry
) -> HttpResponse:
    schema = Schema.objects.get(hash=entry.hash)
    columns = len(entry.schema.columns)
    model_admin.log_addition(request, schema, f"Added with {columns} columns, designed by {entry.designed_by}.")
    if form.schema() is None:
        messages.success(request, f"{entry.designed_by} designed {columns} columns. Look through them.")
        return redirect("admin:schemas_cache_schema_change", schema.pk)
    messages.success(request, f"The schema was added with {columns} columns.")
    return _onwards(model_admin, request, schema)


def _onwards(model_admin: "ModelAdmin[Schema]", request: HttpRequest, schema: Schema) -> HttpResponse:
    """Lead to the list as it was filtered, or back to the form."""
    if "_continue" in request.POST:
        address = reverse("admin:schemas_cache_schema_change", args=[schema.pk])
    else:
        address = reverse("admin:schemas_cache_schema_changelist")
    filters: dict[str, Any] = {
        "preserved_filters": model_admin.get_preserved_filters(request),
        "opts": model_admin.opts,
    }
    return redirect(add_preserved_filters(filters, address))


def _show(model_admin: "ModelAdmin[Schema]", request: HttpRequest, schema: Schema, entry: Entry) -> HttpResponse:
    """Show a schema to be read."""
    columns = [(column, ORIGINS.get(entry.origins.get(column.name, ""), "")) for column in entry.schema.columns]
    context = {
        **_context(model_admin, request, schema, entry),
        "title": "View schema",
        "columns": columns,
        "preview": render_preview(request, entry.schema, seconds=_READ_SECONDS),
    }
    return TemplateResponse(request, _TEMPLATE, context)


def _ask(  # noqa: PLR0913 - what the page shows
    model_admin: "ModelAdmin[Schema]",
    request: HttpRequest,
    form: SchemaForm,
    schema: Schema | None = None,
    entry: Entry | None = None,
    *,
    conflict: Conflict | None = None,
    existing: Schema | None = None,
) -> HttpResponse:
    """Show the form, as it was typed, with what is wrong."""
    shown = form.readable() if form.is_bound else entry.schema if entry else None
    context = {
        **_context(model_admin, request, schema, entry),
        "title": "Change schema" if schema else "Add schema",
        "form": form,
        "faults": form.faults() if form.is_bound else [],
        "conflict": conflict,
        "existing": existing,
        "domains": _domains(),
        "preview": render_preview(request, shown) if shown else "",
        "has_delete_permission": schema is not None and model_admin.has_delete_permission(request, schema),
    }
    return TemplateResponse(request, _TEMPLATE, context)


def _context(
    model_admin: "ModelAdmin[Schema]", request: HttpRequest, schema: Schema | None, entry: Entry | None
) -> dict[str, Any]:
    return {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "original": schema,
        "entry": entry,
        "link": _link(request, entry) if entry else "",
        "has_view_permission": model_admin.has_view_permission(request),
        "has_change_permission": model_admin.has_change_permission(request),
        "preserved_filters": model_admin.get_preserved_filters(request),
        "is_nav_sidebar_enabled": False,  # the columns and their preview need the width
    }


def _link(request: HttpRequest, entry: Entry) -> str:
    """Return the permanent link to a dataset of this revision."""
    address = reverse("dataset", kwargs={"hash": entry.hash, "extension": "csv"})
    return request.build_absolute_uri(f"{address}?rows=1000&seed=1&revision={entry.revision}")


def _domains() -> list[str]:
    domains = Schema.objects.exclude(domain="").order_by("domain").values_list("domain", flat=True)
    return list(domains.distinct()[:_MOST_DOMAINS])
