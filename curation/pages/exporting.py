"""Schemas taken along as a file."""

from collections.abc import Iterator

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header

from generation.priming import Primed
from schemas_cache.errors import CacheError
from schemas_cache.exporting import export_chunks
from schemas_cache.models import Schema


class ExportForm(forms.Form):
    """Which schemas: those of which all is true that is given. `since` is in UTC."""

    curated = forms.BooleanField(required=False)
    domain = forms.CharField(required=False)
    since = forms.DateTimeField(required=False)


def export_page(_: "ModelAdmin[Schema]", request: HttpRequest) -> HttpResponseBase:
    """Answer schemas.json, as a stream that begins before it is answered."""
    if not request.user.has_perm("schemas_cache.export_schema"):
        raise PermissionDenied
    form = ExportForm(request.GET)
    if not form.is_valid():
        return _refused(request, "since is a day such as 2026-09-01")
    asked = form.cleaned_data
    left_out: list[str] = []
    chunks = export_chunks(
        curated=asked["curated"], domain=asked["domain"] or None, since=asked["since"], left_out=left_out.append
    )
    response = download(request, chunks)
    if left_out:
        messages.warning(
            request, f"Left out, as they cannot be read: {len(left_out)}. The command check_schemas lists them."
        )
    return response


def download(request: HttpRequest, chunks: Iterator[bytes]) -> HttpResponseBase:
    """Answer schemas.json, or say why it cannot be made."""
    try:
        return _download(Primed(chunks))
    except CacheError as error:
        return _refused(request, str(error))


def _download(chunks: "Primed[bytes]") -> StreamingHttpResponse:
    response = StreamingHttpResponse(chunks, content_type="application/json")
    name = f"schemas-{timezone.now():%Y-%m-%d}.json"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["Cache-Control"] = "no-store"
    return response


def _refused(request: HttpRequest, reason: str) -> HttpResponseBase:
    messages.error(request, f"Nothing was exported: {reason}.")
    return redirect("admin:schemas_cache_schema_changelist")
