"""The page on which an instructor edits a schema, or adds one."""

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from schemas_cache.models import Schema


def change_page(model_admin: "ModelAdmin[Schema]", request: HttpRequest, pk: str) -> HttpResponse:
    """Show a schema with a row a column, and take in what is changed."""
    return ModelAdmin.change_view(model_admin, request, pk)


def add_page(model_admin: "ModelAdmin[Schema]", request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - not yet
    """Show a form for a new schema, and take it in."""
    raise PermissionDenied
