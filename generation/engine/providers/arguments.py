"""What the arguments of a call may be: every argument is read by one of these, or the call is refused."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol

from generation.engine.errors import CheckError
from generation.engine.kinds import Kind
from generation.engine.providers.source import Operand

MOST_ELEMENTS = 2000
FURTHEST = timedelta(days=366 * 200)  # how far from the reference date a relative date may lie
_SECONDS_A_DAY = 86_400
_SHOWN = 40  # characters of a value in a message
_DAYS_A_YEAR, _DAYS_A_MONTH = 365.24, 30.42  # as Faker counts them
_RELATIVE = re.compile(
    r"(?:(?P<years>[+-]?\d{1,6})y)?(?:(?P<months>[+-]?\d{1,6})M)?(?:(?P<weeks>[+-]?\d{1,6})w)?(?:(?P<days>[+-]?\d{1,6})d)?"
    r"(?:(?P<hours>[+-]?\d{1,9})h)?(?:(?P<minutes>[+-]?\d{1,9})m)?(?:(?P<seconds>[+-]?\d{1,9})s)?"
)


class Argument(Protocol):
    """Reads one argument of a call."""

    def read(self, value: Any) -> Any:
        """Return the argument as the provider wants it. Raises CheckError that goes on from the argument's name."""


def describe(value: Any) -> str:
    """Return a value as a message shows it: short."""
    if isinstance(value, Operand):
        return f"{value.type} that differs by row"
    shown = repr(value)
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 3]}..."


@dataclass(frozen=True, slots=True)
class Optional:
    """The argument, or None."""

    argument: Argument

    def read(self, value: Any) -> Any:
        """Let None pass."""
        return None if value is None else self.argument.read(value)


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `low` to `high`, both included; with `by_row` also one that differs from row to row."""

    low: int
    high: int
    by_row: bool = False

    def read(self, value: Any) -> Any:
        """Take 10.0 for 10, as people write it."""
        if isinstance(value, Operand) and self.by_row and value.type.kind is Kind.INTEGER:
            return value
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not self.low <= value <= self.high:
            raise CheckError(f"is a whole number from {self.low} to {self.high}, not {describe(value)}")
        return value


@dataclass(frozen=True, slots=True)
class Real:
    """A finite number from `low` to `high`, both included; with `by_row` also one that differs from row to row."""

    low: float = -1e15
    high: float = 1e15
    by_row: bool = False

    def read(self, value: Any) -> Any:
        """Take a Decimal for a float."""
        if isinstance(value, Operand) and self.by_row and value.type.is_number:
            return value
        if isinstance(value, Decimal):
            value = float(value)
        if isinstance(value, bool) or not isinstance(value, int | float) or not self.low <= value <= self.high:
            raise CheckError(f"is a number from {self.low:g} to {self.high:g}, not {describe(value)}")
        return value


@dataclass(frozen=True, slots=True)
class Flag:
    """True or False."""

    def read(self, value: Any) -> bool:
        """Let nothing but a truth value pass."""
        if not isinstance(value, bool):
            raise CheckError(f"is True or False, not {describe(value)}")
        return value


@dataclass(frozen=True, slots=True)
class Only:
    """One of a few values."""

    values: tuple[Any, ...]

    def read(self, value: Any) -> Any:
        """Let nothing but these pass."""
        if isinstance(value, Operand) or value not in self.values:
            raise CheckError(f"is one of {', '.join(map(repr, self.values))}, not {describe(value)}")
        return value


@dataclass(frozen=True, slots=True)
class Words:
    """A text of at most `longest` characters."""

    longest: int = 200
    shortest: int = 0

    def read(self, value: Any) -> str:
        """Let a text of fitting length pass."""
        if isinstance(value, Operand):
            raise CheckError("is written out", hint="join what differs by row outside: column + fake.numerify('###')")
        if not isinstance(value, str) or not self.shortest <= len(value) <= self.longest:
            raise CheckError(f"is a text of {self.shortest} to {self.longest} characters, not {describe(value)}")
        return value


@dataclass(frozen=True, slots=True)
class WordList:
    """A list of 1 to MOST_ELEMENTS texts that are not empty."""

    def read(self, value: Any) -> list[str]:
        """Let a list of words pass."""
        if not isinstance(value, list | tuple) or not 1 <= len(value) <= MOST_ELEMENTS:
            raise CheckError(f"is a list of 1 to {MOST_ELEMENTS} words, not {describe(value)}")
        return [Words(100, shortest=1).read(word) for word in value]


@dataclass(frozen=True, slots=True)
class Choices:
    """What to choose from, and how likely each is: `weights` is None when all are equally likely."""

    values: tuple[Any, ...]
    weights: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Elements:
    """A list, a text (its characters), or a mapping value -> weight; with `by_row` also a list that differs by row."""

    by_row: bool = False

    def read(self, value: Any) -> Any:
        """Return Choices, or the operand."""
        if isinstance(value, Operand) and self.by_row and value.type.kind is Kind.LIST:
            return value
        if isinstance(value, Mapping):
            return Choices(_sized(tuple(value)), read_weights(list(value.values()), len(value)))
        if isinstance(value, Sequence):
            return Choices(_sized(tuple(value)))
        raise CheckError(f"is a list, or a mapping of values to weights, not {describe(value)}")


@dataclass(frozen=True, slots=True)
class Population:
    """What NumPy chooses from: a list, also one that differs by row, or a number n for 0 to n - 1."""

    def read(self, value: Any) -> Any:
        """Return Choices, or the operand."""
        if isinstance(value, int) and not isinstance(value, bool):
            return Choices(tuple(range(Whole(1, MOST_ELEMENTS).read(value))))
        return Elements(by_row=True).read(value)


def _sized(values: tuple[Any, ...]) -> tuple[Any, ...]:
    if not 1 <= len(values) <= MOST_ELEMENTS:
        raise CheckError(f"has {len(values)} elements, 1 to {MOST_ELEMENTS} are allowed")
    return values


def read_weights(weights: Sequence[Any], count: int) -> tuple[float, ...]:
    """Return weights, one for each of `count` values: at least 0 each, more than 0 together."""
    if len(weights) != count:
        raise CheckError(f"has {count} values and {len(weights)} weights")
    numbers = tuple(float(Real(0, 1e12).read(weight)) for weight in weights)
    if sum(numbers) <= 0:
        raise CheckError("has no weight above 0")
    return numbers


@dataclass(frozen=True, slots=True)
class When:
    """A point in time: `seconds` since 1970-01-01 00:00, or after the reference date when `relative`."""

    seconds: int
    relative: bool = False

    def at(self, as_of: date) -> int:
        """Return the seconds since 1970-01-01 00:00."""
        return self.seconds + (_epoch_days(as_of) * _SECONDS_A_DAY if self.relative else 0)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, a datetime, a distance from today (a timedelta, days, `-1y`, `now`), ISO text, or a column."""

    def read(self, value: Any) -> Any:
        """Return When, or the operand."""
        if isinstance(value, Operand) and value.type.is_moment:
            return value
        if isinstance(value, str):
            return _read_moment_text(value)
        if isinstance(value, datetime):
            return When(int(value.replace(tzinfo=UTC).timestamp()))
        if isinstance(value, date):
            return When(_epoch_days(value) * _SECONDS_A_DAY)
        if isinstance(value, int) and not isinstance(value, bool):
            value = timedelta(days=Whole(-FURTHEST.days, FURTHEST.days).read(value))
        if isinstance(value, timedelta):
            return _relative(value)
        raise CheckError(f"is a date, a distance such as '-1y' or '+30d', or 'today', not {describe(value)}")


def _epoch_days(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()


def _relative(distance: timedelta) -> When:
    if abs(distance) > FURTHEST:
        raise CheckError("lies more than 200 years from today")
    return When(distance.days * _SECONDS_A_DAY + distance.seconds, relative=True)


def _read_moment_text(value: str) -> When:
    if value in {"now", "today"}:
        return When(0, relative=True)
    if (parts := _RELATIVE.fullmatch(value)) and any(parts.groups()):
        counts = {unit: int(count) for unit, count in parts.groupdict().items() if count}
        days = _DAYS_A_YEAR * counts.pop("years", 0) + _DAYS_A_MONTH * counts.pop("months", 0) + counts.pop("days", 0)
        return _relative(timedelta(days=days, **counts))
    try:
        return When(int(datetime.fromisoformat(value).replace(tzinfo=UTC).timestamp()))
    except ValueError as error:
        hint = "a distance such as '-1y', '+30d', '-12h', an ISO date such as '2024-01-31', or 'today'"
        raise CheckError(f"is no date: {describe(value)}", hint=hint) from error
