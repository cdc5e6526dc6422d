"""Counts each request, and follows it with a span where that is asked for."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from time import monotonic
from typing import cast

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from watching.counting import count
from watching.metrics import IN_PROGRESS, REQUEST_SECONDS, REQUESTS
from watching.tracing import Span, request_span, span

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})
_STATIC, _ADMIN, _NOWHERE = "/static/", "/admin/", "nowhere"
OTHER, UNREAD = "other", "unread"

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class Watched:
    """Counts requests when they are answered: their number before the first byte is sent, their time after the last."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Count one."""
        one = _Request(request)
        try:
            response = self.get_response(request)
        except BaseException:
            one.end()
            raise
        one.answer(response.status_code)
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = _Stream(cast(Iterator[bytes], response.streaming_content), one)
        else:
            one.end()
        return response


class _Request:
    """A request that is being answered."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._began = monotonic()
        self._span: Span = request_span(request.META)
        self._is_over = False
        self._labels = (OTHER, OTHER)
        count(IN_PROGRESS.by(1))

    def answer(self, status: int) -> None:
        self._labels = route_of(self._request), method_of(self._request.method)
        count(REQUESTS.by(1, *self._labels, str(status)))
        self._span.rename(f"{self._labels[1]} {self._labels[0]}")
        self._span.tell("http.route", self._labels[0])
        self._span.tell("http.response.status_code", status)

    def end(self, *, is_complete: bool = True) -> None:
        if self._is_over:
            return
        self._is_over = True
        count(IN_PROGRESS.by(-1), *REQUEST_SECONDS.seen(monotonic() - self._began, *self._labels))
        if not is_complete:
            self._span.fail("the client left, or rows could not be made")
        self._span.end()


class _Stream:
    """Passes chunks on; when it is closed, the answer has ended."""

    def __init__(self, chunks: Iterator[bytes], request: _Request) -> None:
        self._chunks = chunks
        self._request = request
        self._is_complete = False

    def __iter__(self) -> Iterator[bytes]:
        with span("stream"):
            yield from self._chunks
        self._is_complete = True

    def close(self) -> None:
        self._request.end(is_complete=self._is_complete)


def route_of(request: HttpRequest) -> str:
    """Return the route that a request took, without what it named in it: one of few words."""
    match = request.resolver_match
    if request.path.startswith(_ADMIN):
        return _ADMIN
    if match is None:
        return _STATIC if request.path.startswith(settings.STATIC_URL) else _NOWHERE
    return _readable(match.route)


def method_of(method: str | None) -> str:
    """Return the method, or that it is another one: anybody may invent some."""
    return method if method in _METHODS else OTHER


@cache
def _readable(route: str) -> str:
    """Return a route as people write it: /datasets/<hash>.<extension>."""
    named = re.sub(r"\(\?P(<\w+>)[^)]*\)|<\w+:(\w+)>", lambda found: found[1] or f"<{found[2]}>", route)
    return "/" + re.sub(r"^\^|/?\??\$$|\\", "", named)
