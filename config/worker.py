"""The server's worker, which refuses what it cannot even parse in the same form as everything else."""

import json
from http import HTTPStatus
from socket import socket
from typing import Any

from gunicorn.http import errors
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from config.errors import JSON, status_document
from config.logs import correlation_id

_CRASH = HTTPStatus.INTERNAL_SERVER_ERROR
_STATUSES: dict[type[Exception], HTTPStatus] = {
    errors.InvalidResponseHeader: _CRASH,
    errors.InvalidResponseHeaderName: _CRASH,
    errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    errors.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
    errors.ParseException: HTTPStatus.BAD_REQUEST,
}


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """Serves requests in threads."""

    def handle_error(self, req: Any, client: socket, addr: Any, exc: Exception) -> None:  # noqa: ARG002 - its signature
        """Answer what went wrong before the application could, or in it beyond its own handling."""
        status = next((status for cls, status in _STATUSES.items() if isinstance(exc, cls)), _CRASH)
        if status is _CRASH:
            self.log.error("crash", exc_info=exc)
        else:
            correlation_id.set(None)  # what this thread has is the request's before
            self.log.warning("a request cannot be parsed: %s", type(exc).__name__, extra={"status": status.value})
        try:
            write_nonblock(client, _answer(status))
        except OSError:
            self.log.debug("its sender was gone")


def _answer(status: HTTPStatus) -> bytes:
    body = json.dumps(status_document(status, {}))
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}",
        f"Content-Type: {JSON}",
        f"Content-Length: {len(body)}",
        "Cache-Control: no-store",
        "Connection: close",
    )
    return "\r\n".join((*head, "", body)).encode("ascii")
