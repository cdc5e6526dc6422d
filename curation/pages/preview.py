"""The preview beside the form in which a schema is edited, asked for while somebody types."""

from time import monotonic

from django.conf import settings
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string

from presenting.posted import read_posted
from presenting.previews import Preview, preview, with_problems
from schemas_cache.checking import Problem
from schemas_cache.models import Schema

SECONDS = 0.13  # for reading the form and making the preview
_SECONDS_A_COLUMN = 0.0002  # for writing it as HTML
_LEAST_SECONDS = 0.02
_FORM = "application/x-www-form-urlencoded"


def preview_page(model_admin: "ModelAdmin[Schema]", request: HttpRequest) -> HttpResponse:
    """Answer what the schema of an unsaved form would make, as a piece of a page."""
    started = monotonic()
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if len(request.body) > settings.MAX_BODY_BYTES:
        return refuse_large()
    if request.content_type != _FORM:
        return _refused(400, f"a preview takes a form as {_FORM}")
    return _answer(_previewed(request, started))


def refuse_large() -> HttpResponse:
    """Answer a form that has more bytes than a preview is made of."""
    return _refused(413, "the form is too large for a preview")


def _previewed(request: HttpRequest, started: float) -> Preview:
    posted = read_posted(request.POST)
    if posted.schema is None:
        return Preview(problems=posted.problems)
    seconds = SECONDS - (monotonic() - started) - _SECONDS_A_COLUMN * len(posted.schema.columns)
    return with_problems(preview(posted.schema, seconds=max(seconds, _LEAST_SECONDS)), posted.problems)


def _refused(status: int, message: str) -> HttpResponse:
    return _answer(Preview(problems=(Problem(column=None, message=message),)), status)


def _answer(shown: Preview, status: int = 200) -> HttpResponse:
    page = render_to_string("presenting/preview.html", {"preview": shown})
    response = HttpResponse(page, status=status)
    response["Cache-Control"] = "no-store"
    return response
