"""A request to an address that somebody named: never into a private network, and never for long.

The host is resolved once, every address that it has must be a public one, and the connection goes to what was looked
at: what the name leads to a moment later is of no matter. Redirects are not followed, proxies of the environment not
asked, and of the answer nothing is read but its head.
"""

import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from threading import Timer
from typing import Self
from urllib.parse import urlsplit

from generation.addresses import is_listed, is_public
from jobs.errors import AddressRefused, PostFailed
from jobs.resolving import resolve

MOST_CHARACTERS = 2000
SECONDS = 10.0  # for all of it, but for the resolving, which has a bound of its own
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The parts of an address that can be posted to."""

    is_secure: bool
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, url: str) -> Self:
        """Read an address. Raises AddressRefused."""
        if len(url) > MOST_CHARACTERS or not url.isascii() or not url.isprintable() or " " in url:
            raise AddressRefused(f"it has more than {MOST_CHARACTERS} characters, or one that no address has")
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise AddressRefused("it is not an address such as https://example.org/hook") from error
        if parts.scheme not in _PORTS or not parts.hostname or port == 0:
            raise AddressRefused("it is not an address such as https://example.org/hook")
        if "@" in parts.netloc or parts.fragment:
            raise AddressRefused("it has a name, a password or a fragment in it, which are not sent")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        is_secure = parts.scheme == "https"
        return cls(is_secure=is_secure, host=parts.hostname, port=port or _PORTS[parts.scheme], path=path)

    def resolved(self, allowed: Sequence[str]) -> list[str]:
        """Return the numbers of its host, none of them private unless the host is one of those `allowed`.

        Raises AddressRefused, and PostFailed where the name leads nowhere.
        """
        try:
            numbers = resolve(self.host, self.port)
        except (OSError, UnicodeError) as error:
            raise PostFailed("its host cannot be found") from error
        if not is_listed(self.host, allowed) and not all(map(is_public, numbers)):
            raise AddressRefused("it leads into a private network")
        return numbers


def post(url: str, body: bytes, headers: dict[str, str], *, allowed: Sequence[str] = ()) -> int:
    """Send a body and return the status of the answer. Raises AddressRefused, PostFailed."""
    address = Address.of(url)
    connection = _Pinned(address, address.resolved(allowed))
    deadline = Timer(SECONDS, connection.break_off)
    deadline.daemon = True
    deadline.start()
    try:
        connection.request("POST", address.path, body, headers | {"Connection": "close"})
        return connection.getresponse().status
    except (OSError, HTTPException) as error:
        raise PostFailed(f"it could not be reached, or did not answer: {type(error).__name__}") from error
    finally:
        deadline.cancel()
        connection.close()


class _Pinned(HTTPConnection):
    """A connection to the numbers that were looked at, whatever the name of the host leads to by now."""

    def __init__(self, address: Address, numbers: Sequence[str]) -> None:
        super().__init__(address.host, address.port, timeout=SECONDS)
        self.default_port = _PORTS["https" if address.is_secure else "http"]  # which the header Host leaves out
        self._address = address
        self._numbers = numbers
        self._is_over = False

    def connect(self) -> None:
        """Connect to the first that is there."""
        self._use(self._reached())
        if self._address.is_secure:
            context = ssl.create_default_context()
            secure = context.wrap_socket(self.sock, server_hostname=self._address.host, do_handshake_on_connect=False)
            self._use(secure)
            secure.do_handshake()

    def _use(self, connected: socket.socket) -> None:
        """Keep what can be broken off from now on. Raises TimeoutError where it should have been before."""
        self.sock = connected
        if self._is_over:
            raise TimeoutError

    def _reached(self) -> socket.socket:
        for number in self._numbers[:-1]:
            try:
                return socket.create_connection((number, self.port), SECONDS / len(self._numbers))
            except OSError:
                continue
        return socket.create_connection((self._numbers[-1], self.port), SECONDS / len(self._numbers))

    def break_off(self) -> None:
        """End it, whatever it waits for."""
        self._is_over = True
        if self.sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)  # TLS would go on in plain text
