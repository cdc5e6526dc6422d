"""HTTP: each view validates, calls a service and answers."""

from base64 import b64encode
from hashlib import sha256
from http import HTTPStatus
from threading import BoundedSemaphore
from uuid import UUID

from django.conf import settings
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe
from rest_framework.request import Request
from rest_framework.response import Response

from generation.views import GuardedViewSet
from generation.windows import Window, asked_window
from jobs import documents, events, openapi, services
from jobs.serializers import JobRequest
from jobs.services import PartStatus, Status

_SEATS = BoundedSemaphore(settings.JOB_EVENT_STREAMS)
_FRESH = {"Cache-Control": "no-store"}


class JobViewSet(GuardedViewSet):
    """Datasets that are made by workers. Who knows a job's id, which nobody guesses, may do all with it."""

    for_all = frozenset({"create", "retrieve", "destroy", "events", "file", "part"})

    @openapi.submit
    def create(self, request: Request) -> Response:
        """Take in a job."""
        status = services.submit(JobRequest.read(request.data).job_wish())
        headers = _FRESH | {"Location": documents.job_address(status)}
        document = documents.job_document(status) | {"webhook_secret": services.webhook_secret(status.id)}
        return Response(document, HTTPStatus.ACCEPTED, headers=headers)

    @openapi.look
    def retrieve(self, _: Request, job: UUID) -> Response:
        """Answer how a job stands."""
        return Response(documents.job_document(services.find(job)), headers=_FRESH)

    @openapi.cancel
    def destroy(self, _: Request, job: UUID) -> Response:
        """Cancel a job."""
        services.cancel(job)
        return Response(status=HTTPStatus.NO_CONTENT)

    @openapi.follow
    def events(self, request: Request, job: UUID) -> HttpResponseBase:
        """Tell of a job's progress while it is made."""
        services.find(job)
        if request.headers.get("Last-Event-ID") == events.LAST:
            return Response(status=HTTPStatus.NO_CONTENT)  # by which browsers know that they need not come back
        stream = events.Stream(look=lambda: documents.progress(services.find(job)), seats=_SEATS)
        chunks = iter(()) if request.method == "HEAD" else iter(stream)
        headers = _FRESH | {"X-Accel-Buffering": "no"}  # a proxy is not to gather them
        return StreamingHttpResponse(chunks, content_type=events.CONTENT_TYPE, headers=headers)

    @openapi.take
    def file(self, request: Request, job: UUID) -> HttpResponseBase:
        """Answer the file of a job."""
        return _answer(request, services.find(job))

    @openapi.take_part
    def part(self, request: Request, job: UUID, number: int) -> HttpResponseBase:
        """Answer the file of a part of a job."""
        return _answer(request, services.find(job), number)


def _answer(request: Request, status: Status, number: int | None = None) -> HttpResponseBase:
    parts = services.finished_parts(status, number)
    if link := _signed_link(request, status, parts, _name(status, number)):
        return HttpResponseRedirect(link, headers=_FRESH)
    etag, modified = _etag(parts), _modified(status)
    answer = get_conditional_response(request, etag=etag, last_modified=modified) or _whole(request, status, number)
    answer["ETag"] = etag
    answer["Last-Modified"] = http_date(modified)
    answer["Cache-Control"] = "no-cache"
    return answer


def _signed_link(request: Request, status: Status, parts: list[PartStatus], name: str) -> str | None:
    """Return where a bucket sends the file by itself; such an address is good for nothing but a GET."""
    if request.method != "GET" or len(parts) != 1:
        return None
    return services.link_to(status, parts[0].number, file_name=name)


def _whole(request: Request, status: Status, number: int | None) -> HttpResponseBase:
    """Answer a file, or those of its bytes that are asked for: none where it is made anew of its parts."""
    if services.is_joined(status, number):
        answer = _streamed(request, status, number, window=None)
        answer["Accept-Ranges"] = "none"
        return answer
    parts = services.finished_parts(status, number)
    size = sum(part.bytes for part in parts)
    window = _window(request, size, _etag(parts), _modified(status))
    answer = _streamed(request, status, number, window)
    if window:
        answer.status_code = HTTPStatus.PARTIAL_CONTENT
        answer["Content-Range"] = f"bytes {window.start}-{window.stop - 1}/{size}"
    answer["Content-Length"] = str(window.size if window else size)
    answer["Accept-Ranges"] = "bytes"
    if len(parts) == 1:
        answer["Repr-Digest"] = f"sha-256=:{b64encode(bytes.fromhex(parts[0].sha256)).decode()}:"
    return answer


def _streamed(request: Request, status: Status, number: int | None, window: Window | None) -> StreamingHttpResponse:
    chunks = iter(()) if request.method == "HEAD" else services.open_file(status, number, window)
    headers = {
        "Content-Disposition": f'attachment; filename="{_name(status, number)}"',
    }
    return StreamingHttpResponse(chunks, content_type=services.content_type(status, number), headers=headers)


def _window(request: Request, size: int, etag: str, modified: int) -> Window | None:
    """Return which bytes are to be answered; None for all, also where the client has some of another file."""
    asked = request.headers.get("Range", "")
    condition = request.headers.get("If-Range", etag)
    if not asked or (condition != etag and parse_http_date_safe(condition) != modified):
        return None
    return asked_window(asked, size, unit="bytes")


def _etag(parts: list[PartStatus]) -> str:
    together = ",".join(part.sha256 for part in parts)
    return f'"{sha256(together.encode()).hexdigest()[:32]}"'


def _modified(status: Status) -> int:
    return int((status.finished_at or status.created_at).timestamp())


def _name(status: Status, number: int | None) -> str:
    if number is None:
        return status.file_name
    stem, dot, extension = status.file_name.rpartition(".")
    return f"{stem}.part-{number:05d}{dot}{extension}"
