"""How errors are answered to those who look at pages: by the table of errors, in words."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from rest_framework.exceptions import MethodNotAllowed

from config.errors import FAILED, refusal_of
from config.logs import correlation_id
from workbench.pages.refused import refused_page


def answer_page(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """Answer an error of the table as a page; return None for another, which is a crash."""
    refusal = refusal_of(error)
    if refusal is None:
        return None
    retry_after = refusal.retry_after(error) if refusal.retry_after else None
    return refused_page(request, error, refusal.message(error), refusal.status, retry_after=retry_after)


def answer_nowhere(request: HttpRequest) -> HttpResponse:
    """Answer somebody who opened an address at which there is nothing, in the language of their browser."""
    with translation.override(translation.get_language_from_request(request)):
        return refused_page(request, Http404(), "", HTTPStatus.NOT_FOUND)


def answer_unallowed(request: HttpRequest) -> HttpResponse:
    """Answer somebody who sent to a page what it does not take, in the language of their browser."""
    with translation.override(translation.get_language_from_request(request)):
        answer = refused_page(request, MethodNotAllowed(request.method or ""), "", HTTPStatus.METHOD_NOT_ALLOWED)
        answer["Content-Language"] = translation.get_language() or ""
        return answer


def answer_page_crash(request: HttpRequest) -> HttpResponse:
    """Answer what nobody foresaw as a page."""
    reference = correlation_id.get() or ""
    return refused_page(request, None, FAILED, HTTPStatus.INTERNAL_SERVER_ERROR, reference=reference)
