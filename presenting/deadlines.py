"""Work that is given up when its time is over."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotInTime
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")


class TimeIsUp(Exception):
    """The time is over; what was found before stays found."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment of a clock that counts seconds."""

    at: float
    clock: Callable[[], float] = monotonic

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """Return the moment that is so many seconds from now."""
        return cls(monotonic() + seconds)

    @property
    def left(self) -> float:
        """Return how many seconds are left, 0 when there are none."""
        return max(0.0, self.at - self.clock())

    def check(self) -> None:
        """Go on. Raises TimeIsUp when the time is over."""
        if not self.left:
            raise TimeIsUp


@dataclass(frozen=True, slots=True)
class _Piece(Generic[Result]):
    """Work on a key: the best result so far, and whether it is the last one once the work has ended."""

    found: list[Result]
    work: "Future[bool]"


class Workers(Generic[Key, Result]):
    """Threads that make results for keys, each better than the one before.

    Nobody waits longer than they like: the work goes on without them, and whoever asks for the same key again finds
    what was made meanwhile. Work that ended early, by raising TimeIsUp, begins anew when it is asked for again.
    """

    def __init__(self, make: Callable[[Key], Iterator[Result]], *, at_once: int, kept: int) -> None:
        self._make = make
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="worker")
        self._kept = kept
        self._pieces: OrderedDict[Key, _Piece[Result]] = OrderedDict()
        self._lock = Lock()

    def last(self, key: Key, deadline: Deadline) -> Result | None:
        """Return the last result that is there at the deadline, or None. Raises what the making raises."""
        piece = self._piece(key)
        stays = False
        try:
            stays = piece.work.result(timeout=deadline.left)
        except (CancelledError, NotInTime):
            stays = not piece.work.cancel()  # what has not even begun would wait behind others
        finally:
            if not stays:
                self._forget(key, piece)
        return piece.found[-1] if piece.found else None

    def _piece(self, key: Key) -> _Piece[Result]:
        with self._lock:
            if key in self._pieces:
                self._pieces.move_to_end(key)
            else:
                found: list[Result] = []
                self._pieces[key] = _Piece(found, self._threads.submit(self._collect, key, found))
                if len(self._pieces) > self._kept:
                    self._pieces.popitem(last=False)
            return self._pieces[key]

    def _forget(self, key: Key, piece: _Piece[Result]) -> None:
        with self._lock:
            if self._pieces.get(key) is piece:
                del self._pieces[key]

    def _collect(self, key: Key, found: list[Result]) -> bool:
        try:
            for result in self._make(key):
                found[:] = [result]
        except TimeIsUp:
            return False
        return True
