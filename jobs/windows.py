"""Which bytes of a file are asked for: the header Range (RFC 9110), of which one range is answered at a time."""

import re
from dataclasses import dataclass

from jobs.errors import WindowEmpty

_RANGE = re.compile(r"bytes=[ \t]*(?P<first>[0-9]{0,18})-(?P<last>[0-9]{0,18})[ \t]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Window:
    """The bytes from `start` on, up to but without `stop`."""

    start: int
    stop: int

    @property
    def size(self) -> int:
        """Return how many bytes they are."""
        return self.stop - self.start

    def within(self, start: int, size: int) -> "Window":
        """Return which of them are in a piece of `size` bytes from `start` on, counted from its own first byte."""
        first = min(max(self.start - start, 0), size)
        return Window(first, max(min(self.stop - start, size), first))


def asked_window(header: str, size: int) -> Window | None:
    """Return which bytes of so many a header asks for; None for all: of what cannot be answered, the whole is.

    Raises WindowEmpty where there is none of them.
    """
    found = _RANGE.fullmatch(header)
    if found is None or not (found["first"] or found["last"]):
        return None
    if not found["first"]:
        window = Window(max(0, size - int(found["last"])), size)
    else:
        last = int(found["last"]) if found["last"] else size - 1
        if last < int(found["first"]) <= size - 1:
            return None  # it says nothing
        window = Window(int(found["first"]), min(last + 1, size))
    if window.size <= 0:
        raise WindowEmpty(f"the file has {size} bytes", size=size)
    return window
