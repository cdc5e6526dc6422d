"""How large a body may be, looked at before anything of it is read: how large it is, it says itself."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from config.json_bodies import BodyTooLarge
from config.refusing import refuse
from curation.pages.preview import refuse_large
from generation.errors import FormTooLarge, UploadTooLarge

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_AROUND_A_FILE = 100_000  # bytes of a form that brings a file
_FILE, _FORM_WITH_FILE = "import", "admin:schemas_cache_schema_import"
_FORMS_OF_COLUMNS = {"workbench:columns", "admin:schemas_cache_schema_add", "admin:schemas_cache_schema_change"}
_PREVIEW = "admin:schemas_cache_schema_preview"


class BoundedBodies:
    """Refuses a body that has more bytes than its address takes, and leaves it unread."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let pass what is small everywhere; of the rest, ask whose it is."""
        size = _size(request)
        if size <= settings.MAX_BODY_BYTES:
            return self.get_response(request)
        view = _view(request)
        most = _most(view)
        if size <= most:
            return self.get_response(request)
        answer = refuse_large() if view == _PREVIEW else refuse(request, _error(request, view, most))
        answer["Connection"] = "close"  # nobody reads the body, so where the next request begins is unknown
        return answer


def _size(request: HttpRequest) -> int:
    text = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(text) if text.isascii() and text.isdecimal() else 0


def _view(request: HttpRequest) -> str:
    """Return the name of the view that is asked for, or nothing for an address that is none."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _most(view: str) -> int:
    if view == _FILE:
        return settings.MAX_IMPORT_BYTES
    if view == _FORM_WITH_FILE:
        return settings.MAX_IMPORT_BYTES + _AROUND_A_FILE
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE if view in _FORMS_OF_COLUMNS else settings.MAX_BODY_BYTES


def _error(request: HttpRequest, view: str, most: int) -> Exception:
    if view == _FILE:
        return UploadTooLarge(f"The file must not have more than {most} bytes")
    if view in {"workbench:columns", "workbench:draft"}:
        return UploadTooLarge("")
    is_form = view.startswith("workbench:") or request.path_info.startswith("/admin/")
    return (FormTooLarge if is_form else BodyTooLarge)(f"The request body must not have more than {most} bytes")
