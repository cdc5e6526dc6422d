"""Schemas taken in from a file that an instructor sends."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse

from schemas_cache.errors import DocumentMalformed
from schemas_cache.importing import Manner, OnConflict, Report, import_file
from schemas_cache.models import Schema

_LISTED = 200  # schemas by name; the others are counted

_CHOICES = {
    OnConflict.SKIP: "They stay as they are",
    OnConflict.NEWER: "They get the file's columns where these were revised later",
    OnConflict.REPLACE: "They get the file's columns",
}


class ImportForm(forms.Form):
    """A file, and what becomes of its schemas."""

    file = forms.FileField(label="File", widget=forms.FileInput(attrs={"accept": ".json,application/json"}))
    on_conflict = forms.ChoiceField(
        label="Schemas that are here already",
        choices=[(str(choice), text) for choice, text in _CHOICES.items()],
        initial=str(OnConflict.SKIP),
        widget=forms.RadioSelect,
        help_text="New columns become a new revision; what was stays behind its permanent links.",
    )
    overwrite_curated = forms.BooleanField(label="Also those that are curated here", required=False)
    all_or_nothing = forms.BooleanField(label="Take in nothing if an entry is bad", required=False)
    dry_run = forms.BooleanField(label="Only say what would become of it", required=False)


def import_page(model_admin: "ModelAdmin[Schema]", request: HttpRequest) -> HttpResponse:
    """Show the form; take in the file that was sent and list what went in and what did not."""
    if not request.user.has_perm("schemas_cache.import_schema"):
        raise PermissionDenied
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    report = _report(request, form) if form.is_bound else None
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "Import schemas",
        "form": form,
        "largest": _largest(),
        **_told(report),
    }
    return TemplateResponse(request, "admin/schemas_cache/schema/import.html", context)


def _report(request: HttpRequest, form: ImportForm) -> Report | None:
    if not request.FILES and int(request.META.get("CONTENT_LENGTH") or 0) > settings.MAX_IMPORT_BYTES:
        form.errors.clear()  # what comes after the file in the request was not read
        form.errors["file"] = form.error_class([f"The file is too large: it has {_largest()} at most."])
    if not form.is_valid():
        return None
    manner = _manner(request, form)
    if manner.overwrite_curated and not manner.may_curate:
        raise PermissionDenied
    try:
        return import_file(form.cleaned_data["file"].file, manner)
    except DocumentMalformed as error:
        form.add_error("file", f"Nothing went in. {error}")
        return None


def _manner(request: HttpRequest, form: ImportForm) -> Manner:
    said = form.cleaned_data
    return Manner(
        on_conflict=OnConflict(said["on_conflict"]),
        overwrite_curated=said["overwrite_curated"],
        all_or_nothing=said["all_or_nothing"],
        dry_run=said["dry_run"],
        author=request.user.get_username(),
        may_curate=request.user.has_perm("schemas_cache.curate_schema"),
    )


def _largest() -> str:
    return filesizeformat(settings.MAX_IMPORT_BYTES)


def _told(report: Report | None) -> dict[str, Any]:
    """Return what the page shows of a report."""
    if report is None:
        return {}
    went = [*report.added, *report.replaced][:_LISTED]
    return {
        "report": report,
        "counts": {
            "added": len(report.added),
            "replaced": len(report.replaced),
            "kept as they are": len(report.kept),
            "the same already": len(report.unchanged),
            "refused": len(report.refused),
        },
        "went_in": Schema.objects.filter(hash__in=went).order_by("description")[:_LISTED],
        "more_refused": len(report.refused) - _LISTED,
        "refused": report.refused[:_LISTED],
    }
