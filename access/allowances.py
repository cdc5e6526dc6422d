"""Allowances: amounts that are used up at once and fill up again evenly, across threads, processes and machines.

Each is one number, the time at which nothing of it will be used up any more, which an amount that is taken moves on by
the time that so much takes to come back (GCRA). A single statement decides and takes, so that no more is taken than
there is, however many come at once. The store's clock alone says what time it is. Should it jump back, a number that no
clock of before could have come to counts for nothing, so that nobody waits for longer than it takes to fill up.

A store that cannot be asked grants everything: limits protect the service, which goes on without them.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from hmac import digest as hmac
from time import monotonic
from typing import Protocol, TypeVar

from django.conf import settings
from django.db import Error as DatabaseError
from redis import RedisError

from access.stores import database, shared

__all__ = ["Allowance", "Rate", "ask_again", "forget", "give_back", "is_accessible", "look", "sweep", "take"]

NEVER = float("inf")
_SWEPT_EVERY = 60.0  # seconds, by each process
_LEFT_ALONE = 2.0  # seconds, a store that does not answer

T = TypeVar("T")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rate:
    """How much there is of an allowance, and in how many seconds that comes back."""

    amount: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Allowance:
    """One client's share of something: `of` what, and `whose`, neither of which can be read in the store.

    Those that are `kept` outlive the restart of a Redis server: they are in the database always.
    """

    of: str
    whose: str
    rate: Rate
    kept: bool = False

    @property
    def key(self) -> str:
        """Return what the store knows it by."""
        return hmac(settings.SECRET_KEY.encode(), f"{self.of}\n{self.whose}".encode(), "sha256").hex()

    def seconds(self, amount: float) -> float:
        """Return in which time so much comes back."""
        return amount * self.rate.seconds / self.rate.amount


class _Store(Protocol):
    """Where the numbers are."""

    def take(self, key: str, seconds: float, period: float) -> float:
        """Move a number on by so many seconds if that is within the period; return how many are lacking, or 0.0."""

    def look(self, key: str, seconds: float, period: float) -> float:
        """Return how many would be lacking."""

    def give_back(self, key: str, seconds: float) -> None:
        """Move a number back."""

    def forget(self, key: str) -> None:
        """Drop a number."""


def take(allowance: Allowance, amount: float = 1) -> float:
    """Take so much of an allowance; return 0.0 if it was there, or else in how many seconds it will be.

    Nothing is taken then. For more than there ever is that is infinity.
    """
    if amount > allowance.rate.amount:
        return NEVER
    _sweep_now_and_then()
    return _asked(allowance, 0.0, lambda store: store.take(*_terms(allowance, amount)))


def look(allowance: Allowance, amount: float = 1) -> float:
    """Return in how many seconds there will be so much of an allowance, as `take` does, and take nothing."""
    if amount > allowance.rate.amount:
        return NEVER
    return _asked(allowance, 0.0, lambda store: store.look(*_terms(allowance, amount)))


def give_back(allowance: Allowance, amount: float = 1) -> None:
    """Give back so much, which was not used after all."""
    _asked(allowance, None, lambda store: store.give_back(allowance.key, allowance.seconds(amount)))


def forget(allowance: Allowance) -> None:
    """Fill an allowance up."""
    _asked(allowance, None, lambda store: store.forget(allowance.key))


def sweep() -> int:
    """Drop the rows of those that are full; return how many they were. Raises the database's errors."""
    return database.sweep()


def is_accessible() -> bool:
    """Tell whether the store that is asked most answers."""
    if not settings.CACHE_URL:
        return True  # it is the database, of which others tell
    try:
        return shared.answers()
    except RedisError:
        return False


def ask_again() -> None:
    """Leave no store alone any longer, whichever did not answer."""
    for silence in _silences.values():
        silence.until = 0.0


def _terms(allowance: Allowance, amount: float) -> tuple[str, float, float]:
    return allowance.key, allowance.seconds(amount), allowance.rate.seconds


@dataclass(slots=True)
class _Silence:
    """What is known of a store that did not answer: until when it is left alone, and whether that was said."""

    until: float = 0.0
    is_said: bool = False


_silences = {True: _Silence(), False: _Silence()}
_next_sweep = 0.0


def _asked(allowance: Allowance, otherwise: T, ask: Callable[[_Store], T]) -> T:
    """Return what the store says, or what holds while it says nothing."""
    is_shared = bool(settings.CACHE_URL) and not allowance.kept
    silence = _silences[is_shared]
    if silence.until > monotonic():
        return otherwise
    try:
        answer = ask(shared if is_shared else database)
    except (RedisError, DatabaseError) as error:
        _keep_quiet(silence, error)
        return otherwise
    if silence.is_said:
        silence.is_said = False
        logger.info("limits are kept again")
    return answer


def _keep_quiet(silence: _Silence, error: Exception) -> None:
    silence.until = monotonic() + _LEFT_ALONE
    if not silence.is_said:
        silence.is_said = True
        logger.warning("limits are not kept: what keeps them does not answer", exc_info=error)


def _sweep_now_and_then() -> None:
    global _next_sweep  # noqa: PLW0603 - a time for the whole process
    now = monotonic()
    if now < _next_sweep:
        return
    _next_sweep = now + _SWEPT_EVERY
    try:
        sweep()
    except DatabaseError as error:
        logger.warning("allowances cannot be swept", exc_info=error)
