"""Which numbers a host has, found out within bounds: the system itself waits as long as a name server likes."""

import socket
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Thread

SECONDS = 3.0
_AT_ONCE = 16  # of those that nobody waits for any more, too

_seats = BoundedSemaphore(_AT_ONCE)


def resolve(host: str, port: int, *, seconds: float = SECONDS) -> list[str]:
    """Return the numbers of a host. Raises OSError or UnicodeError, also where it takes too long to find them."""
    if not _seats.acquire(blocking=False):
        raise TimeoutError("too many hosts are looked for at once")
    answer = SimpleQueue[list[str] | Exception]()
    Thread(target=_look, args=(host, port, answer), name="resolving", daemon=True).start()
    try:
        found = answer.get(timeout=seconds)
    except Empty as error:
        raise TimeoutError("it takes too long to find the host") from error
    if isinstance(found, Exception):
        raise found
    return found


def _look(host: str, port: int, answer: "SimpleQueue[list[str] | Exception]") -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        answer.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
    except (OSError, UnicodeError) as error:
        answer.put(error)
    finally:
        _seats.release()
