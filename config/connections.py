"""Connections as the server's worker sees them: no client that sends slowly, or not at all, holds a thread.

A request is gathered, head and body, before a thread is given it. What is too large to be gathered a thread reads
itself, and takes a client who stalls for one who has left. What is larger than its address takes is handed over with
its head alone: it is refused by its length, and nothing of it is waited for.
"""

import re
import select
from contextlib import suppress
from errno import ECONNRESET
from socket import SHUT_WR, socket
from typing import Any

from django.conf import settings

# Seconds for the next bytes to come or go. A connection that is being served holds a thread, which a client that stalls
# must not keep; one that is merely slow moves some bytes in so long.
PATIENCE = 15.0

MOST_GATHERED = 11_000_000  # bytes of one request: the largest form, as large as that is by default, with its head
_LONGEST_HEAD = 131_072  # whose end is waited for; the parser refuses it long before
_AT_ONCE = 65_536
_MOST_UNREAD = 100_000_000  # bytes of what a client sends on after the last answer
_AT_A_TURN = 16  # reads of that, so that others have their turns

# Errors are told whether asked for or not; that only the other end is closed is known to Linux alone.
_HAS_LEFT = getattr(select, "POLLRDHUP", 0)

_END_OF_HEAD = b"\r\n\r\n"
_LARGER = re.compile(rb"(?:\r\n)?POST [^ ?]*/(?:columns|import/?|add/|change/)[ ?]")  # they are in config.bodies
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,18})[ \t]*(?=\r\n)", re.IGNORECASE)
_EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*(?=\r\n)", re.IGNORECASE)
_GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"


def has_left(connection: socket) -> bool:
    """Tell whether the other end is closed. One that asks and then closes its half only is taken for gone, too."""
    poll = select.poll()
    poll.register(connection, _HAS_LEFT)
    return bool(poll.poll(0))


class Connection(socket):
    """A connection that gathers requests without waiting, and waits within bounds for what a thread reads of it.

    A client who stalls is taken for one who has left: as the end of what is read, or as a reset.
    """

    _has_stalled = False
    _size: int | None = None  # of the request that is gathered, as soon as its head is there
    _unread = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._gathered = bytearray()

    @property
    def gathered(self) -> int:
        """Return how many bytes were gathered that nobody has read."""
        return len(self._gathered)

    def gather(self) -> bool:
        """Take in what has come; tell whether there is nothing more to wait for: a request, or the end of all."""
        self.settimeout(0.0)
        try:
            while not self._is_whole():
                data = super().recv(_AT_ONCE)
                if not data:
                    return True
                self._gathered += data
        except BlockingIOError:
            return False
        except OSError:
            return True  # whoever reads will see it
        return True

    def give_up(self) -> None:
        """Take the client for one who has left: what was gathered is all."""
        self._has_stalled = True

    def take_back(self, data: bytes) -> None:
        """Begin the next request with what was read too far."""
        self._gathered[:0] = data
        self._size = None

    def take_rest(self) -> bytes:
        """Return what was gathered beyond the request that was read."""
        rest, self._gathered = bytes(self._gathered), bytearray()
        return rest

    def part(self) -> None:
        """Say that nothing more will be sent. What the client sends on is to be read: else it would never see why."""
        self.settimeout(0.0)
        with suppress(OSError):
            self.shutdown(SHUT_WR)

    def has_parted(self) -> bool:
        """Read some of what a client sends on; tell whether that is over, or has been enough."""
        try:
            for _ in range(_AT_A_TURN):
                data = super().recv(_AT_ONCE)
                if not data:
                    return True
                self._unread += len(data)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return self._unread > _MOST_UNREAD

    def setblocking(self, flag: bool, /) -> None:  # noqa: FBT001 - its signature
        """Wait within bounds where the server would wait for ever."""
        self.settimeout(PATIENCE if flag else 0.0)

    def recv(self, *args: int) -> bytes:
        """Return what was gathered, and then what comes.

        What comes after a stall is never read: where in a request it belongs is unknown.
        """
        if self._gathered:
            data = bytes(self._gathered[: args[0]])
            del self._gathered[: args[0]]
            return data
        try:
            return b"" if self._has_stalled else super().recv(*args)
        except TimeoutError:
            self.give_up()
            return b""

    def sendall(self, data: Any, flags: int = 0, /) -> None:
        """Send all, as long as some of it goes: the timeout of the base is for everything together."""
        left = memoryview(data)
        try:
            while left:
                left = left[self.send(left, flags) :]
        except TimeoutError as error:
            raise ConnectionResetError(ECONNRESET, "the client takes nothing") from error

    def _is_whole(self) -> bool:
        if self._size is None:
            self._size = self._read_head()
        if self._size is None:
            return len(self._gathered) > _LONGEST_HEAD
        return len(self._gathered) >= self._size

    def _read_head(self) -> int | None:
        """Return how many bytes are to be gathered, which are those of the head alone where the body is too large."""
        start = 2 if self._gathered.startswith(b"\r\n") else 0  # an empty line before the first is allowed
        end = self._gathered.find(_END_OF_HEAD, start)
        if end < 0:
            return None
        head = bytes(self._gathered[: end + len(_END_OF_HEAD)])
        lengths = _LENGTH.findall(head)
        size = len(head) + (int(lengths[0]) if len(lengths) == 1 else 0)
        most = MOST_GATHERED if _LARGER.match(head) else len(head) + settings.MAX_BODY_BYTES
        if size > min(most, MOST_GATHERED):
            return len(head)
        if size > len(self._gathered) and _EXPECTS.search(head):
            with suppress(OSError):
                self.send(_GO_ON)
        return size
