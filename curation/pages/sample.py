"""A few rows of a schema, as a file to look at."""

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header

from generation.engine import FORMATS, EngineError
from generation.recipes import Link
from generation.services import find_recipe, reproduce_dataset
from schemas_cache.errors import SchemaOutdated
from schemas_cache.models import Schema

_ROWS, _SEED, _FORMAT = 100, 0, "csv"


def sample_page(model_admin: "ModelAdmin[Schema]", request: HttpRequest, pk: int) -> HttpResponseBase:
    """Answer rows of the current revision, the same ones all day, without counting a use."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    schema = get_object_or_404(Schema, pk=pk)
    link = Link(hash=schema.hash, format=_FORMAT, rows=_ROWS, seed=_SEED, revision=schema.current)
    try:
        dataset = reproduce_dataset(find_recipe(link), counts=False)
    except (EngineError, SchemaOutdated) as error:
        return _refused(request, error.__cause__ or error)
    response = StreamingHttpResponse(dataset.chunks, content_type=FORMATS[_FORMAT].content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=dataset.file_name) or ""
    response["Cache-Control"] = "no-store"
    return response


def _refused(request: HttpRequest, error: BaseException) -> HttpResponse:
    messages.error(request, f"No sample can be made: {error}")
    return redirect("admin:schemas_cache_schema_changelist")
