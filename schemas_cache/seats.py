"""Seats for those who wait for the language model, few enough that it never holds all threads of a process.

A design by the model takes a seat, and so does whoever follows one that has gone on for longer than most do. Who gets
none is told to ask again. For a seat to become free somebody waits only while they do: once a model hangs, whoever
comes hears so at once, and the threads are for others.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition, local
from time import monotonic

from schemas_cache.errors import DesignPending

PATIENCE = 3.0  # seconds that everybody may wait without a seat, or for one
_TRY_AGAIN = "the language model is busy with others; ask again in a moment"


@dataclass(slots=True)
class _Following:
    """Those of this process who follow a design, or make it: since when, and how many."""

    since: float
    count: int = 0


class _Mine(local):
    has_seat = False


class Seats:
    """So many seats of a process."""

    def __init__(self, seats: int) -> None:
        self._free = seats
        self._turned = monotonic()
        self._changed = Condition()
        self._followings: dict[str, _Following] = {}
        self._mine = _Mine()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Sit as long as the block is not left, on the seat that one has or another. Raises DesignPending."""
        if self._mine.has_seat:
            yield
            return
        self._take(wait=PATIENCE)
        try:
            yield
        finally:
            self._leave()

    @contextmanager
    def following(self, key: str) -> "Iterator[Follower]":
        """Follow the design for a key, or make it, until the block is left."""
        with self._changed:
            following = self._followings.setdefault(key, _Following(monotonic()))
            following.count += 1
        try:
            yield Follower(self, following)
        finally:
            self._unfollow(key, following)

    def _unfollow(self, key: str, following: _Following) -> None:
        with self._changed:
            following.count -= 1
            if not following.count:
                del self._followings[key]
        if self._mine.has_seat:
            self._leave()

    def sit_down(self) -> None:
        """Take a seat now unless one has it already. Raises DesignPending."""
        if not self._mine.has_seat:
            self._take(wait=0.0)

    def _take(self, *, wait: float) -> None:
        with self._changed:
            if not self._free and not (wait and self._await(wait)):
                raise DesignPending(_TRY_AGAIN)
            self._free -= 1
            self._turned = monotonic()
        self._mine.has_seat = True

    def _await(self, seconds: float) -> bool:
        is_hanging = monotonic() - self._turned > PATIENCE
        return not is_hanging and self._changed.wait_for(lambda: self._free, seconds) > 0

    def _leave(self) -> None:
        self._mine.has_seat = False
        with self._changed:
            self._free += 1
            self._turned = monotonic()
            self._changed.notify()


@dataclass(frozen=True, slots=True)
class Follower:
    """One who waits for a design."""

    seats: Seats
    following: _Following

    def stay(self) -> None:
        """Take a seat once the design takes long. Raises DesignPending where there is none."""
        if monotonic() - self.following.since > PATIENCE:
            self.seats.sit_down()
