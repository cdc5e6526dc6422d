"""Work that is given up when its time is over."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotInTime
from dataclasses import dataclass
from time import monotonic
from typing import TypeVar

_AT_ONCE = 2  # pieces of work in a process, those included that nobody waits for any more

Result = TypeVar("Result")

_workers = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="preview")


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


def last_until(deadline: Deadline, results: Iterator[Result]) -> Result | None:
    """Return the last of the results that are there at the deadline, each of which is better than the one before.

    A step that takes long is not waited for. It goes on in a thread of its own until the results raise TimeIsUp, so
    that what it remembers is there for whoever asks again. Raises whatever else the results raise.
    """
    found: list[Result] = []
    work = _workers.submit(_collect, results, found)
    try:
        work.result(timeout=deadline.left)
    except NotInTime:
        work.cancel()
    return found[-1] if found else None


def _collect(results: Iterator[Result], found: list[Result]) -> None:
    try:
        for result in results:
            found.append(result)  # noqa: PERF402 - whoever waits sees each at once
    except TimeIsUp:
        return
