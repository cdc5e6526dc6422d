"""A dataset as HTTP answers it: some rows or all, in a coding, with what tells that all has come."""

import re
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from itertools import chain

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from generation.clients import client_of
from generation.codings import coded
from generation.digests import digest_field, digested
from generation.engine import ENGINE_VERSION, FORMATS
from generation.links import permanent_link
from generation.preferences import preferred_coding
from generation.services import Dataset
from generation.windows import Window

ROWS = "rows"  # the unit of ranges
KNOWN_ROWS = 16_384  # of most schemas these are one batch: all of it is there as soon as any of it is

_KNOWN_BYTES = 4 * 2**20
_UNFIT_FOR_HEADERS = re.compile(r"[^\x20-\x7e]")
_UNCODED = "Unencoded-Digest"


def answer_dataset(request: HttpRequest, dataset: Dataset, *, window: Window | None = None) -> StreamingHttpResponse:
    """Return the answer, which makes rows while it is sent: those of `window`, or all."""
    coding = "" if window else coding_for(request, dataset.recipe.format)
    body = _Body(request, dataset, coding, digest="Content-Digest" if window else "Repr-Digest")
    answer = StreamingHttpResponse(
        body,
        status=HTTPStatus.PARTIAL_CONTENT if window else HTTPStatus.OK,
        content_type=FORMATS[dataset.recipe.format].content_type,
    )
    for name, value in (_facts(dataset, window) | body.headers).items():
        answer[name] = _UNFIT_FOR_HEADERS.sub("?", str(value))
    vary_by_coding(answer, dataset.recipe.format)
    return answer


def coding_for(request: HttpRequest, format_name: str) -> str:
    """Return the content coding for a client, or nothing for none."""
    if FORMATS[format_name].is_compressed:
        return ""
    return preferred_coding(request.headers.get("Accept-Encoding", ""))


def vary_by_coding(answer: HttpResponseBase, format_name: str) -> None:
    """Tell caches that others may get other bytes."""
    if not FORMATS[format_name].is_compressed:
        patch_vary_headers(answer, ("Accept-Encoding",))


def takes_ranges(format_name: str) -> bool:
    """Tell whether the bytes of some rows, and those of the rows that follow, make one file together."""
    return FORMATS[format_name].group_rows == 1


class _Body(Iterator[bytes]):
    """The bytes of an answer, and the headers that speak of them. Closing it ends the making of rows.

    Of what is all made before the first byte is sent, length and digest are known beforehand. Of the rest, the digest
    follows the last byte, for clients that ask for trailers.
    """

    def __init__(self, request: HttpRequest, dataset: Dataset, coding: str, *, digest: str) -> None:
        self.headers: dict[str, str] = {"Content-Encoding": coding} if coding else {}
        self._dataset = dataset
        self._digest = digest
        first, is_all = _begun(dataset)
        self._chunks = self._known(first, coding) if is_all else self._streamed(request, first, coding)
        if request.method == "HEAD":
            self.close()

    def __next__(self) -> bytes:
        return next(self._chunks)

    def close(self) -> None:
        """Make no more rows."""
        self._dataset.without_rows()
        self._chunks = iter(())

    def _known(self, chunks: list[bytes], coding: str) -> Iterator[bytes]:
        body = b"".join(coded(iter(chunks), coding))
        self.headers |= {"Content-Length": str(len(body)), self._digest: digest_field(body)}
        if coding:
            self.headers[_UNCODED] = digest_field(b"".join(chunks))
        return iter([body])

    def _streamed(self, request: HttpRequest, first: list[bytes], coding: str) -> Iterator[bytes]:
        chunks: Iterator[bytes] = chain(first, self._dataset.chunks)
        trailers = _trailers(request)
        if trailers is None:
            return coded(chunks, coding)
        self.headers["Trailer"] = f"{self._digest}, {_UNCODED}" if coding else self._digest
        if coding:
            chunks = coded(digested(chunks, partial(trailers.__setitem__, _UNCODED)), coding)
        return digested(chunks, partial(trailers.__setitem__, self._digest))


def _begun(dataset: Dataset) -> tuple[list[bytes], bool]:
    """Return the first chunks of a small dataset, and whether they are all; what fails in them is still refused."""
    chunks: list[bytes] = []
    size = 0
    while dataset.rows <= KNOWN_ROWS and size <= _KNOWN_BYTES:
        chunk = next(dataset.chunks, None)
        if chunk is None:
            return chunks, True
        chunks.append(chunk)
        size += len(chunk)
    return chunks, False


def _trailers(request: HttpRequest) -> dict[str, str] | None:
    """Return where to put fields for after the last byte, or None where the client or the server knows none."""
    taken = {part.partition(";")[0].strip().lower() for part in request.headers.get("TE", "").split(",")}
    client = client_of(request)
    if client is None or "trailers" not in taken or request.method == "HEAD":
        return None
    return client.trailers


def _facts(dataset: Dataset, window: Window | None) -> dict[str, object]:
    recipe, entry = dataset.recipe, dataset.recipe.entry
    safe = {"X-CSV-Safe": str(recipe.options.csv_safe).lower()} if "csv_safe" in FORMATS[recipe.format].options else {}
    part = {"Content-Range": f"{ROWS} {window.start}-{window.stop - 1}/{recipe.rows}"} if window else {}
    earlier = {"X-Earlier-Engine": entry.earlier_engine} if entry.earlier_engine else {}
    return {
        "Content-Disposition": f'attachment; filename="{dataset.file_name}"',
        "Content-Location": permanent_link(recipe),
        "X-Row-Count": dataset.rows,
        "X-Generation-Time": f"{dataset.seconds:.3f}",
        "X-Seed": recipe.seed,
        "X-As-Of": recipe.as_of,
        "X-Schema-Hash": entry.hash,
        "X-Schema-Revision": entry.revision,
        "X-Designed-By": entry.designed_by,
        "X-Cache": dataset.cache,
        "X-Engine-Version": ENGINE_VERSION,
        **earlier,
        **safe,
        **part,
    }
