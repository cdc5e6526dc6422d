"""The files of jobs as HTTP answers them: whole, some of their bytes, or by a way into a bucket."""

from base64 import b64encode
from hashlib import sha256
from http import HTTPStatus

from django.http import HttpRequest, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

from generation.engine import FORMATS
from generation.windows import Window, asked_window
from jobs import services
from jobs.services import PartStatus, Status


def answer_file(request: HttpRequest, status: Status, number: int | None = None) -> HttpResponseBase:
    """Return the answer: the file of a job or of one part of it, unless the client has it already."""
    parts = services.finished_parts(status, number)
    services.check_files(status, parts)
    if link := _signed_link(request, status, parts, _name(status, number)):
        return HttpResponseRedirect(link, headers={"Cache-Control": "no-store"})
    etag, modified = _etag(parts), _modified(status)
    answer = get_conditional_response(request, etag=etag, last_modified=modified) or _whole(request, status, number)
    answer["ETag"] = etag
    answer["Last-Modified"] = http_date(modified)
    answer["Cache-Control"] = "no-cache"
    return answer


def _signed_link(request: HttpRequest, status: Status, parts: list[PartStatus], name: str) -> str | None:
    """Return where a bucket sends the file by itself; such an address is good for nothing but a GET."""
    if request.method != "GET" or len(parts) != 1:
        return None
    return services.link_to(status, parts[0].number, file_name=name)


def _whole(request: HttpRequest, status: Status, number: int | None) -> HttpResponseBase:
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


def _streamed(request: HttpRequest, status: Status, number: int | None, window: Window | None) -> StreamingHttpResponse:
    chunks = iter(()) if request.method == "HEAD" else services.open_file(status, number, window)
    headers = {"Content-Disposition": f'attachment; filename="{_name(status, number)}"', **_facts(status, number)}
    return StreamingHttpResponse(chunks, content_type=services.content_type(status, number), headers=headers)


def _facts(status: Status, number: int | None) -> dict[str, str]:
    facts = {
        "X-Row-Count": sum(part.rows for part in services.finished_parts(status, number)),
        "X-Seed": status.seed,
        "X-As-Of": status.as_of,
        "X-Schema-Hash": status.schema_hash,
        "X-Schema-Revision": status.revision,
    }
    if "csv_safe" in FORMATS[status.format].options:
        facts["X-CSV-Safe"] = str(status.link.options.csv_safe).lower()
    return {name: str(value) for name, value in facts.items()}


def _window(request: HttpRequest, size: int, etag: str, modified: int) -> Window | None:
    """Return which bytes are to be answered; None for all, also where the client has some of another file."""
    asked = request.headers.get("Range", "")
    condition = request.headers.get("If-Range", etag)
    if request.method != "GET" or not asked or (condition != etag and parse_http_date_safe(condition) != modified):
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
