"""The server's worker, which refuses what it cannot even parse in the same form as everything else."""

import json
import select
from errno import ECONNRESET
from http import HTTPStatus
from socket import socket
from typing import Any

from gunicorn.http import errors, wsgi
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from config.errors import JSON, status_document
from config.logs import correlation_id
from generation.clients import CLIENT
from jobs import events

# Seconds for the next bytes to come or go. A connection that is being served holds a thread, which a client that stalls
# must not keep; one that is merely slow moves some bytes in so long.
PATIENCE = 15.0

# Errors are told whether asked for or not; that only the other end is closed is known to Linux alone.
_HAS_LEFT = getattr(select, "POLLRDHUP", 0)

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
    """Serves requests in threads, none of which waits for a client for ever."""

    wsgi: Any

    def load_wsgi(self) -> None:
        """Let the application know who is connected."""
        super().load_wsgi()
        wsgi.Response = Response  # a worker with threads cannot be given another class
        application = self.wsgi

        def serve(environ: dict[str, Any], start_response: Any) -> Any:
            environ[CLIENT] = Connected(environ["gunicorn.socket"], start_response.__self__)
            return application(environ, start_response)

        self.wsgi = serve

    def enqueue_req(self, conn: Any) -> None:
        """Hand a connection to a thread, one that ends when its client stalls."""
        if not isinstance(conn.sock, ImpatientSocket):
            conn.sock = ImpatientSocket(fileno=conn.sock.detach())
        super().enqueue_req(conn)

    def handle_exit(self, sig: int, frame: Any) -> None:
        """End when all is answered, for which streams of events are not waited for: their clients come back."""
        events.closing.set()
        super().handle_exit(sig, frame)

    def handle_quit(self, sig: int, frame: Any) -> None:
        """End now; the threads of streams are to see it too."""
        events.closing.set()
        super().handle_quit(sig, frame)

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


class Response(wsgi.Response):  # type: ignore[misc]  # as above
    """An answer after whose last byte something may be said, if it comes in chunks (RFC 9112, 7.1.2)."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.trailers: dict[str, str] = {}

    def close(self) -> None:
        """Send what is left, which tells that nothing is missing."""
        if not (self.chunked and self.trailers):
            super().close()
            return
        fields = "".join(f"{name}: {value}\r\n" for name, value in self.trailers.items())
        self.send_headers()
        self.sock.sendall(f"0\r\n{fields}\r\n".encode("latin-1"))


class Connected:
    """Who is at the other end of a connection."""

    def __init__(self, connection: socket, response: Response) -> None:
        self._connection = connection
        self._response = response

    @property
    def trailers(self) -> dict[str, str] | None:
        """Return the fields for after the last byte, or None for a client of HTTP/1.0."""
        return self._response.trailers if self._response.req.version >= (1, 1) else None

    def has_left(self) -> bool:
        """Tell whether nobody is there to be answered any more."""
        return has_left(self._connection)


def has_left(connection: socket) -> bool:
    """Tell whether the other end is closed. One that asks and then closes its half only is taken for gone, too."""
    poll = select.poll()
    poll.register(connection, _HAS_LEFT)
    return bool(poll.poll(0))


class ImpatientSocket(socket):
    """A connection that takes a client who stalls for one who has left: as the end of what it reads, or as a reset."""

    _has_stalled = False

    def setblocking(self, flag: bool, /) -> None:  # noqa: FBT001 - its signature
        """Wait within bounds where the server would wait for ever."""
        self.settimeout(PATIENCE if flag else 0.0)

    def recv(self, *args: int) -> bytes:
        """Return what comes. What comes after a stall is never read: where in a request it belongs is unknown."""
        try:
            return b"" if self._has_stalled else super().recv(*args)
        except TimeoutError:
            self._has_stalled = True
            return b""

    def sendall(self, data: Any, flags: int = 0, /) -> None:
        """Send all, as long as some of it goes: the timeout of the base is for everything together."""
        left = memoryview(data)
        try:
            while left:
                left = left[self.send(left, flags) :]
        except TimeoutError as error:
            raise ConnectionResetError(ECONNRESET, "the client takes nothing") from error


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
