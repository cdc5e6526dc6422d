"""The server's worker, which refuses what it cannot even parse in the same form as everything else."""

import json
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from selectors import EVENT_READ
from socket import socket
from time import monotonic
from typing import Any
from uuid import uuid4

from gunicorn.http import errors, wsgi
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from config import connections
from config.connections import Connection, has_left
from config.errors import JSON, status_document
from config.headers import server_headers
from config.logs import correlation_id
from generation.clients import CLIENT
from jobs import events
from watching.counting import count
from watching.metrics import REQUESTS
from watching.middleware import OTHER, UNREAD

_MOST_TOGETHER = 64_000_000  # bytes of requests that are gathered at one time
_LONGEST_REQUEST = 120.0  # seconds
_LOOK_SECONDS = 0.25
_LAST_SECONDS = 2.0  # for what was begun when the worker is to stop, and for clients to see that all was said

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


@dataclass(slots=True, eq=False)
class _Coming:
    """A request that is not there yet: until when more of it is waited for, at the latest, and how much is counted."""

    conn: Any
    latest: float
    until: float
    counted: int = 0


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """Serves requests in threads, none of which waits for a client for ever."""

    wsgi: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._coming: set[_Coming] = set()
        self._parting: dict[Any, float] = {}
        self._together = 0
        self._look_at = 0.0

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
        """Hand a connection to a thread as soon as the whole request is there."""
        if not isinstance(conn.sock, Connection):
            conn.sock = Connection(fileno=conn.sock.detach())
            conn.close = partial(self._close, conn)
            conn.data_ready = True  # a thread need not wait for it
        if conn.parser is not None:
            conn.sock.take_back(conn.parser.unreader.take_buffered())
        now = monotonic()
        coming = _Coming(conn, latest=now + _LONGEST_REQUEST, until=now + connections.PATIENCE)
        if self._is_there(coming):
            super().enqueue_req(conn)
        else:
            self._coming.add(coming)
            self.poller.register(conn.sock, EVENT_READ, partial(self._go_on, coming))

    def _go_on(self, coming: "_Coming", _: socket) -> None:
        """Gather more of a request."""
        coming.until = min(coming.latest, monotonic() + connections.PATIENCE)
        if self._is_there(coming):
            self._hand_over(coming)

    def _is_there(self, coming: "_Coming") -> bool:
        is_there: bool = coming.conn.sock.gather()
        self._together += coming.conn.sock.gathered - coming.counted
        coming.counted = coming.conn.sock.gathered
        if is_there or self._together > _MOST_TOGETHER:
            self._together -= coming.counted
            return True
        return False

    def _hand_over(self, coming: "_Coming") -> None:
        self.poller.unregister(coming.conn.sock)
        self._coming.remove(coming)
        super().enqueue_req(coming.conn)

    def finish_request(self, conn: Any, fs: Any) -> None:
        """Keep what was gathered of the next request."""
        if conn.parser is not None and conn.sock.gathered:
            unreader = conn.parser.unreader
            unreader.unread(unreader.take_buffered() + conn.sock.take_rest())
        super().finish_request(conn, fs)

    def murder_pending(self) -> None:
        """End what has stalled, and what has parted without a word. Called at every turn of the loop."""
        super().murder_pending()
        now = monotonic()
        if now < self._look_at:
            return
        self._look_at = now + _LOOK_SECONDS
        if not self.alive:
            self._wait_for_none_much_longer(now + _LAST_SECONDS)
        for coming in [each for each in self._coming if each.until <= now]:
            coming.conn.sock.give_up()
            self._together -= coming.counted
            self._hand_over(coming)
        for conn in [each for each, until in self._parting.items() if until <= now]:
            self._forget(conn)

    def _wait_for_none_much_longer(self, latest: float) -> None:
        """End what is not there yet when the worker is to stop."""
        for coming in self._coming:
            coming.latest = min(coming.latest, latest)
            coming.until = min(coming.until, coming.latest)

    def _close(self, conn: Any, graceful: bool = False) -> None:  # noqa: FBT001, FBT002 - its signature
        """Close a connection; where something was answered last, when the client has seen it.

        The base would wait for that here, in the loop, where all others wait then.
        """
        if not graceful:
            conn.sock.close()
            return
        conn.sock.part()
        self.nr_conns += 1
        self._parting[conn] = monotonic() + _LAST_SECONDS
        self.poller.register(conn.sock, EVENT_READ, partial(self._read_on, conn))

    def _read_on(self, conn: Any, _: socket) -> None:
        if conn.sock.has_parted():
            self._forget(conn)
        elif self.alive:
            self._parting[conn] = monotonic() + _LAST_SECONDS

    def _forget(self, conn: Any) -> None:
        self.poller.unregister(conn.sock)
        del self._parting[conn]
        self.nr_conns -= 1
        conn.sock.close()

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
            correlation_id.set(str(uuid4()))  # what this thread has is the request's before
            count(REQUESTS.by(1, UNREAD, OTHER, str(status.value)))
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

    def process_headers(self, headers: list[tuple[str, str]]) -> None:
        """Close the connection afterwards where the application says so, which the base takes for none of its business.

        A request whose body nobody reads is not to hold a thread until it has been sent.
        """
        if any(name.lower() == "connection" and value.lower() == "close" for name, value in headers):
            self.force_close()
        super().process_headers(headers)

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


def _answer(status: HTTPStatus) -> bytes:
    body = json.dumps(status_document(status, {}))
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}",
        f"Content-Type: {JSON}",
        f"Content-Length: {len(body)}",
        "Cache-Control: no-store",
        "Connection: close",
        f"X-Request-ID: {correlation_id.get()}",
        *(f"{name}: {value}" for name, value in server_headers().items()),
    )
    return "\r\n".join((*head, "", body)).encode("ascii")
