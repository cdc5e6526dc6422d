"""What every request passes through on its way in, and every answer on its way out."""

import logging
import re
import uuid
from collections.abc import Callable, Iterator
from http import HTTPStatus
from time import monotonic
from typing import cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from access.clients import address_of
from config.errors import JSON, answer_crash, answer_status, echo, is_unavailable
from config.logs import correlation_id
from config.pages import answer_nowhere, answer_page, answer_page_crash, answer_unallowed
from workbench.middleware import is_ours

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_ADMIN = "/admin/"
_OF_THE_BODY = {"Content-Type", "Content-Length", "Content-Encoding"}


class RequestLine:
    """Gives the request its correlation id and, when its answer has been sent, a line in the log."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Take the id from X-Request-ID if it is a sane one, and return it in the answer's."""
        started = monotonic()
        given = request.headers.get("X-Request-ID", "")
        # Not reset afterwards: the answer is streamed later, by the same thread, and the next request sets its own.
        correlation_id.set(given if _SANE_ID.fullmatch(given) else str(uuid.uuid4()))
        response = self.get_response(request)
        response["X-Request-ID"] = correlation_id.get() or ""
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = _Watched(
                _chunks(response), lambda complete: _log_line(request, response, started, complete=complete)
            )
        else:
            _log_line(request, response, started)
        return response


def _chunks(response: StreamingHttpResponse) -> Iterator[bytes]:
    """Return what the response is made of; the service streams from ordinary iterators."""
    return cast(Iterator[bytes], response.streaming_content)


class _Watched:
    """Passes chunks on, and reports on closing whether all of them were taken."""

    def __init__(self, chunks: Iterator[bytes], report: Callable[[bool], None]) -> None:
        self.chunks = chunks
        self.report = report
        self.complete = False

    def __iter__(self) -> Iterator[bytes]:
        yield from self.chunks
        self.complete = True

    def close(self) -> None:
        self.report(self.complete)


def _log_line(
    request: HttpRequest, response: HttpResponseBase, started: float, *, complete: bool | None = None
) -> None:
    logger.info(
        "request",
        extra={
            "client": address_of(request.META),
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "duration": round(monotonic() - started, 4),
            "complete": complete,
        },
    )


class JsonErrors:
    """Makes every refusal JSON, whoever refused and whatever DEBUG is; what people look at is left out."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Put the common body in place of one that is not JSON; the other headers stay."""
        response = self.get_response(request)
        if response.status_code < HTTPStatus.BAD_REQUEST or request.path.startswith(_ADMIN):
            return response
        if is_ours(request) and isinstance(response, HttpResponse) and response.content:  # a method is refused without
            return response
        if response.status_code == HTTPStatus.NOT_FOUND and _is_read(request):
            return answer_nowhere(request)
        if isinstance(response, HttpResponse) and response["Content-Type"] == JSON:
            answer = response
        else:
            answer = _in_words(request, response) or answer_status(response.status_code, {"path": echo(request.path)})
            for name in response.headers.keys() - _OF_THE_BODY:
                answer[name] = response[name]
        answer["Content-Length"] = str(len(answer.content))
        answer["Cache-Control"] = "no-store"
        return answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a crash without a word of what crashed; the log has its frames.

        REST framework has answered what the service refuses before; of a page that is refused here, in words.
        """
        if request.path.startswith(_ADMIN):
            return answer_page(request, exception) if is_unavailable(exception) else None
        if is_ours(request) and (refused := answer_page(request, exception)):
            return refused
        logger.error("crash", exc_info=exception)
        return answer_page_crash(request) if is_ours(request) else answer_crash()


def _is_read(request: HttpRequest) -> bool:
    """Tell whether somebody opened an address that is none in a browser, which asks for a page first of all."""
    return request.resolver_match is None and _wants_page(request)


def _wants_page(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("text/html")


def _in_words(request: HttpRequest, response: HttpResponseBase) -> HttpResponse | None:
    """Return the page that tells a browser that a page takes no such method; None for what is not told so."""
    is_method = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    return answer_unallowed(request) if is_method and is_ours(request) and _wants_page(request) else None


class KnownLength:
    """Refuses a body that does not say its length beforehand: WSGI lets Django read nothing of it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 411 to a body in chunks."""
        if "Transfer-Encoding" in request.headers:
            answer = answer_status(HTTPStatus.LENGTH_REQUIRED, {})
            answer["Connection"] = "close"  # nobody reads the body, so where the next request begins is unknown
            return answer
        return self.get_response(request)
