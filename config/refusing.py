"""How middleware refuses a request that no view is to see: a page in words to those who look at pages, else JSON."""

import sys
from contextlib import suppress
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation
from django.views.defaults import server_error

from config.errors import answer_error, is_unavailable
from config.pages import answer_page
from workbench.middleware import is_ours

_ADMIN = "/admin/"


def refuse(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer an error of the table; nothing is read of the request's body, so nothing of it is shown again."""
    request._mark_post_parse_error()  # type: ignore[attr-defined]  # noqa: SLF001 - Django's word for a form that is not to be read
    return refuse_for_now(request, error)


def refuse_for_now(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer an error of the table; a page shows what was typed, to be sent again."""
    with suppress(Resolver404):
        request.resolver_match = resolve(request.path_info)
    if is_ours(request):
        translation.activate(translation.get_language_from_request(request))  # it ends with the request
    is_page = is_ours(request) or request.path_info.startswith(_ADMIN)
    answer = answer_page(request, error) if is_page else answer_error(error, {})
    return cast(HttpResponse, answer)  # for the table of errors has it


def answer_failure(request: HttpRequest) -> HttpResponse:
    """Answer what went wrong beside all views: that the database is gone, or a crash. Django calls this."""
    error = sys.exc_info()[1]
    if isinstance(error, Exception) and is_unavailable(error):
        return refuse(request, error)
    return cast(HttpResponse, server_error(request))
