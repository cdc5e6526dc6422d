"""Which rows of a dataset, or bytes of a file, are asked for: the header Range (RFC 9110, 14), one range at a time."""

import re
from dataclasses import dataclass

from generation.errors import WindowEmpty

_RANGE = re.compile(r"(?P<unit>[!-<>-~]+)=[ \t]*(?P<first>[0-9]{0,18})-(?P<last>[0-9]{0,18})[ \t]*")


@dataclass(frozen=True, slots=True)
class Window:
    """What is from `start` on, up to but without `stop`."""

    start: int
    stop: int

    @property
    def size(self) -> int:
        """Return how much that is."""
        return self.stop - self.start

    def within(self, start: int, size: int) -> "Window":
        """Return what of it is in a piece of this size from `start` on, counted from the piece's own beginning."""
        first = min(max(self.start - start, 0), size)
        return Window(first, max(min(self.stop - start, size), first))


def asked_window(header: str, size: int, *, unit: str) -> Window | None:
    """Return which of so many a header asks for; None for all: of what cannot be answered, the whole is.

    Raises WindowEmpty where there is none of them.
    """
    found = _RANGE.fullmatch(header)
    if found is None or found["unit"].lower() != unit or not (found["first"] or found["last"]):
        return None
    if not found["first"]:
        window = Window(max(0, size - int(found["last"])), size)
    else:
        first, last = int(found["first"]), int(found["last"] or size)
        if last < first < size:
            return None  # it says nothing
        window = Window(first, min(last + 1, size))
    if window.size <= 0:
        raise WindowEmpty(size, unit)
    return window
