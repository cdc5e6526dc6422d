"""HTTP within bounds: an answer that is too late or too large ends, whatever the other side does.

An ordinary read timeout counts from byte to byte, so a server that sends a byte a second is never late. Here the
deadline and the size are checked where the bytes come in, for head and body alike. No proxy is taken from the
environment, so that the key goes to the address of the settings alone. A host that is named leads into the internet and
not to something near this machine, unless it is listed; the connection goes to what was looked at, wherever the name
leads a moment later. Import this module late; it costs as much as the SDK that it serves.
"""

import socket
import ssl
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import httpcore2
import httpx2

from generation.addresses import is_listed, is_literal, is_public
from generation.designer.asking.deadline import Deadline
from generation.designer.asking.setbacks import Setback
from generation.designer.errors import ModelAnswerUnusable, ModelError, ModelRefused, ModelUnavailable

MAX_ANSWER_BYTES = 1_000_000  # a schema of 200 long columns has a fifth of that
_LAST_PORT = 65535
_THIS_MACHINE = {"localhost", "localhost."}
_CONNECT_SECONDS = 5.0  # a single address of a host that does not answer must not use up the deadline


def bounded_client(deadline: Deadline, allowed: Sequence[str] = ()) -> httpx2.Client:
    """Return a client whose requests all end at the deadline, follow no redirect and ask the environment nothing.

    The hosts that are `allowed` may lead into private networks.
    """
    transport = BoundedTransport(deadline, allowed)
    return httpx2.Client(transport=transport, follow_redirects=False, trust_env=False)


def read_address(text: str) -> str:
    """Return the base URL without credentials, which the key stands in for. Raises ModelRefused if it is not one."""
    try:
        url = httpx2.URL(text)
    except httpx2.InvalidURL as error:
        raise ModelRefused("The language model's address is not a URL") from error
    if url.scheme not in {"http", "https"} or not url.host or (url.port or 0) > _LAST_PORT:
        raise ModelRefused("The language model's address is not an http or https URL")
    return str(url.copy_with(username=None, password=None))


class BoundedTransport(httpx2.BaseTransport):
    """Sends a request on a connection of its own and reads the whole answer.

    Raises Setback when the connection fails, ModelUnavailable at the deadline, ModelAnswerUnusable for an answer that
    is too large or compressed (which was not asked for and has no bound), and ModelRefused for a host that leads where
    it may not. The SDK lets all four pass.
    """

    def __init__(self, deadline: Deadline, allowed: Sequence[str] = ()) -> None:
        self._deadline = deadline
        self._pool = httpcore2.ConnectionPool(
            ssl_context=_ssl_context(), max_keepalive_connections=0, network_backend=_BoundedBackend(deadline, allowed)
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Return the answer, read to its end."""
        request.headers["Accept-Encoding"] = "identity"
        try:
            response = self._pool.request(
                request.method, str(request.url), headers=request.headers.raw, content=request.read()
            )
        except httpcore2.TimeoutException as error:
            raise self._timed_out() from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
            raise Setback(ModelUnavailable("OpenAI API connection error")) from error
        answer = httpx2.Response(response.status, headers=_plain(response), content=response.content)
        answer.request = request
        return answer

    def close(self) -> None:
        """Close what is still open."""
        self._pool.close()

    def _timed_out(self) -> Setback | ModelError:
        error = ModelUnavailable("OpenAI API timeout")
        return Setback(error) if self._deadline.left() else error


class _BoundedBackend(httpcore2.NetworkBackend):
    """Connects to the addresses of a host in turn."""

    def __init__(self, deadline: Deadline, allowed: Sequence[str]) -> None:
        self._deadline = deadline
        self._allowed = allowed
        self._backend = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline stands in for it
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        failure: Exception = httpcore2.ConnectError("the host has no address")
        for address in _allowed_addresses(host, port, self._allowed):
            seconds = min(_CONNECT_SECONDS, _seconds(self._deadline))
            try:
                stream = self._backend.connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return _BoundedStream(stream, self._deadline)
        raise failure


class _BoundedStream(httpcore2.NetworkStream):
    """A connection, encrypted or not, whose every read has the time that is left and counts what has come."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline
        self._received = 0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - the deadline stands in
        data = self._stream.read(max_bytes, _seconds(self._deadline))
        self._received += len(data)
        if self._received > MAX_ANSWER_BYTES:
            raise ModelAnswerUnusable("The language model's answer is too large")
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - the deadline stands in
        self._stream.write(buffer, _seconds(self._deadline))

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - the deadline stands in for it
    ) -> httpcore2.NetworkStream:
        return _BoundedStream(
            self._stream.start_tls(ssl_context, server_hostname, _seconds(self._deadline)), self._deadline
        )

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _seconds(deadline: Deadline) -> float:
    """Return what is left of the deadline; a timeout of 0 would mean "do not wait" to a socket."""
    if seconds := deadline.left():
        return seconds
    raise httpcore2.ReadTimeout("the deadline has passed")


def _allowed_addresses(host: str, port: int, allowed: Sequence[str]) -> list[str]:
    """Return the addresses of a host. Raises ModelRefused if one of them is private, and nobody said that it may be.

    A number, and this machine by its name, are what whoever wrote them into the settings meant.
    """
    found = _addresses(host, port)
    is_meant = is_literal(host) or host.lower() in _THIS_MACHINE or is_listed(host, allowed)
    if is_meant or all(map(is_public, found)):
        return found
    raise ModelRefused("The language model's host leads into a private network; MODEL_ALLOWED_HOSTS does not name it")


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:  # the latter for a name that the domain system cannot hold
        raise httpcore2.ConnectError(str(error)) from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _plain(response: httpcore2.Response) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer that is not compressed."""
    if any(name.lower() == b"content-encoding" and value != b"identity" for name, value in response.headers):
        raise ModelAnswerUnusable("The language model's answer is compressed, which was not asked for")
    return list(response.headers)


@cache
def _ssl_context() -> ssl.SSLContext:
    """Make the context once: reading the certificates takes longer than the request's other preparations."""
    return httpcore2.default_ssl_context()
