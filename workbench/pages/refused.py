"""What is shown in place of a page that cannot be: what happened, what to do, and all that was typed."""

from collections.abc import Iterator
from contextlib import suppress
from http import HTTPStatus

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import Error
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render

from access.errors import LimitReached
from generation.engine import EngineError
from generation.errors import InvalidRequest
from schemas_cache.errors import CacheError
from workbench.answers import front, show
from workbench.forms import RefineForm, WishForm
from workbench.queries import PageQuery
from workbench.refused import Refused
from workbench.showing import ShownDataset

_UNREADABLE = (BadRequest, SuspiciousOperation, MultiPartParserError)
_KEPT_FIELDS = 2000
_IN_VAIN = {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}  # to be asked for again
_NOT_SHOWN = (CacheError, EngineError, Error, InvalidRequest)


def refused_page(  # noqa: PLR0913 - what is known of a refusal
    request: HttpRequest,
    error: Exception | None,
    message: str,
    status: int,
    *,
    retry_after: int | None = None,
    reference: str = "",
) -> HttpResponse:
    """Say what happened and what to do, in place of a page; an error that is None is one that nobody foresaw.

    What was typed stands in its field again. The reference finds the request in the log.
    """
    refused = Refused.of(error, message, retry_after=retry_after, reference=reference)
    is_dear = isinstance(error, LimitReached)  # to show what is around the form costs what there is too little of
    where = None if is_dear else _where_it_was_typed(request, refused, status)
    response = where or _alone(request, refused, status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


def _where_it_was_typed(request: HttpRequest, refused: Refused, status: int) -> HttpResponse | None:
    """Return the page that the form was on, or None where there is none, or it cannot be shown either."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    typed = _posted(request)
    if name == "datasets" and typed:
        return front(request, WishForm(typed), status=status, refused=refused)
    if name == "refine" and typed:
        return _dataset_again(request, typed, refused, status)
    return None


def _dataset_again(request: HttpRequest, typed: QueryDict, refused: Refused, status: int) -> HttpResponse | None:
    hash_ = str(request.resolver_match.kwargs["hash"]) if request.resolver_match else ""
    with suppress(*_NOT_SHOWN):
        recipe = PageQuery.read_query(request.GET).recipe(hash_)
        return show(request, ShownDataset.of(recipe), RefineForm(typed), status=status, refused=refused)
    return None


def _alone(request: HttpRequest, refused: Refused, status: int) -> HttpResponse:
    """Return a page of its own, from where all that was posted can be sent again."""
    context = {
        "refused": refused,
        "again": "" if status in _IN_VAIN else request.get_full_path(),
        "typed": [] if status in _IN_VAIN else list(_fields(_posted(request))),
        "form": WishForm(),
    }
    return render(request, "workbench/refused.html", context, status=status)


def _posted(request: HttpRequest) -> QueryDict:
    """Return what was posted, or nothing where that is what could not be read."""
    with suppress(*_UNREADABLE):
        return request.POST
    return QueryDict()


def _fields(typed: QueryDict) -> Iterator[tuple[str, str]]:
    pairs = ((name, value) for name, values in typed.lists() for value in values if isinstance(value, str))
    return (pair for pair, _ in zip(pairs, range(_KEPT_FIELDS), strict=False))
