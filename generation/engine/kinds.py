"""What an expression yields: the types of the expression language, and how each is stored in Arrow.

| kind     | Arrow                  | Python                                      |
|----------|------------------------|---------------------------------------------|
| text     | string                 | str                                         |
| integer  | int64                  | int                                         |
| float    | float64                | float                                       |
| decimal  | float64 + `scale`      | Decimal: a float that is written with `scale` digits |
| boolean  | bool                   | bool                                        |
| date     | date32                 | date                                        |
| datetime | timestamp(s)           | datetime, to the second                     |
| time     | time32(s)              | time, to the second                         |
| duration | duration(s)            | timedelta, to the second                    |
| uuid     | string                 | UUID: text once `str` is asked for          |
| bytes    | string                 | ASCII bytes, on their way back to text      |
| list     | a tuple of the above, or list<...> where the length differs by row                  |
| missing  | null                   | None                                        |
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

import pyarrow as pa

Number: TypeAlias = int | float
Value: TypeAlias = Any  # pa.Array, pa.Scalar (the same in every row), or a tuple of these for a list of fixed length

LONGEST_TEXT = 4096  # bytes of UTF-8 in a cell
LARGEST_INTEGER = 2**63 - 1
MOST_SCALE = 12
DECIMAL_DIGITS = 18  # of a decimal in a dataset, before and after the point together


class Kind(StrEnum):
    """The kinds of values. The first eight are also the data types of columns, of which STRING is called text here."""

    TEXT = "text"
    INTEGER = "integer"
    FLOAT = "float"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    DURATION = "duration"
    UUID = "uuid"
    BYTES = "bytes"
    LIST = "list"
    MISSING = "missing"


NUMBERS = frozenset({Kind.INTEGER, Kind.FLOAT, Kind.DECIMAL})
MOMENTS = frozenset({Kind.DATE, Kind.DATETIME})

ARROW = {
    Kind.TEXT: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.FLOAT: pa.float64(),
    Kind.DECIMAL: pa.float64(),
    Kind.BOOLEAN: pa.bool_(),
    Kind.DATE: pa.date32(),
    Kind.DATETIME: pa.timestamp("s"),
    Kind.TIME: pa.time32("s"),
    Kind.DURATION: pa.duration("s"),
    Kind.UUID: pa.string(),
    Kind.BYTES: pa.string(),
    Kind.MISSING: pa.null(),
}


@dataclass(frozen=True, slots=True)
class Type:
    """What is known of a value before a row is made.

    `low` and `high` bound a number (both included), `scale` says that it is a multiple of 10**-scale, `longest`
    bounds a text in bytes, `spells` is the kind of value that a text always spells in its standard form (an ISO date,
    digits). A list has either `items`, one type for each place (with `names` if it is a record), or one `item` type
    for all, with `high` items and `longest` bytes at most. `leaves` counts the values in a list and its lists.
    """

    kind: Kind
    low: Number | None = None
    high: Number | None = None
    scale: int | None = None
    longest: int = 0
    spells: Kind | None = None
    items: tuple["Type", ...] | None = None
    names: tuple[str, ...] | None = None
    item: "Type | None" = None
    leaves: int = 1

    @property
    def is_number(self) -> bool:
        """Tell whether arithmetic is meant for it."""
        return self.kind in NUMBERS

    @property
    def is_moment(self) -> bool:
        """Tell whether it is a date or a datetime."""
        return self.kind in MOMENTS

    def __str__(self) -> str:
        if self.kind is Kind.MISSING:
            return "None"
        return f"an {self.kind}" if self.kind is Kind.INTEGER else f"a {self.kind}"


MISSING = Type(Kind.MISSING)
BOOLEAN = Type(Kind.BOOLEAN)
DATE = Type(Kind.DATE)
DATETIME = Type(Kind.DATETIME)
TIME = Type(Kind.TIME)
DURATION = Type(Kind.DURATION)
UUID = Type(Kind.UUID, longest=36)
FLOAT = Type(Kind.FLOAT)


def text(longest: int, spells: Kind | None = None) -> Type:
    """Return the type of a text of at most `longest` bytes."""
    return Type(Kind.TEXT, longest=longest, spells=spells)


def integer(low: Number | None = None, high: Number | None = None) -> Type:
    """Return the type of an integer from `low` to `high`, both included."""
    return Type(Kind.INTEGER, low=low, high=high, scale=0)


def floating(low: Number | None = None, high: Number | None = None, scale: int | None = None) -> Type:
    """Return the type of a float from `low` to `high`, both included."""
    return Type(Kind.FLOAT, low=low, high=high, scale=scale)


def decimal(low: Number | None, high: Number | None, scale: int) -> Type:
    """Return the type of a number that is written with `scale` digits after the point."""
    return Type(Kind.DECIMAL, low=low, high=high, scale=scale)


def list_of(items: Iterable[Type], names: tuple[str, ...] | None = None) -> Type:
    """Return the type of a list of fixed length."""
    places = tuple(items)
    return Type(Kind.LIST, items=places, names=names, leaves=sum(place.leaves for place in places))


def many_of(item: Type, longest: int, most: int) -> Type:
    """Return the type of a list whose length differs by row: at most `most` items, `longest` bytes of text together."""
    return Type(Kind.LIST, item=item, longest=longest, high=most)


def type_of(value: Any) -> Type:
    """Return the type of a Python constant. Raises TypeError for what the language has no constant of."""
    for python_type, describe in _CONSTANTS:
        if isinstance(value, python_type):
            made: Type = describe(value)
            return made
    raise TypeError(f"no constant of the language: {type(value).__name__}")


def _scale_of(value: float) -> int | None:
    exponent = Decimal(repr(value)).as_tuple().exponent
    scale = max(0, -exponent) if isinstance(exponent, int) else MOST_SCALE + 1
    return scale if scale <= MOST_SCALE else None


_CONSTANTS: tuple[tuple[Any, Any], ...] = (  # bool before int, datetime before date: the narrower type first
    (type(None), lambda _: MISSING),
    (bool, lambda _: BOOLEAN),
    (int, lambda value: integer(value, value)),
    (float, lambda value: floating(value, value, _scale_of(value))),
    (Decimal, lambda value: decimal(float(value), float(value), min(MOST_SCALE, max(0, -value.as_tuple().exponent)))),
    (str, lambda value: text(len(value.encode()))),
    (datetime, lambda _: DATETIME),
    (date, lambda _: DATE),
    (time, lambda _: TIME),
    (timedelta, lambda _: DURATION),
    (list | tuple, lambda value: list_of(type_of(item) for item in value)),
)


def unify(left: Type, right: Type) -> Type | None:
    """Return the type that holds the values of both, or None where there is none.

    A missing value fits everywhere; an integer beside a float becomes one.
    """
    if Kind.MISSING in {left.kind, right.kind}:
        return right if left.kind is Kind.MISSING else left
    if left.is_number and right.is_number:
        return _unify_numbers(left, right)
    if left.kind is not right.kind:
        return None
    if left.kind is Kind.TEXT:
        spells = left.spells if left.spells is right.spells else None
        return text(max(left.longest, right.longest), spells)
    if left.kind is Kind.LIST:
        return _unify_lists(left, right)
    return left


def _unify_numbers(left: Type, right: Type) -> Type:
    kinds = {left.kind, right.kind}
    kind = left.kind if len(kinds) == 1 else Kind.FLOAT if Kind.FLOAT in kinds else Kind.DECIMAL
    low = None if left.low is None or right.low is None else min(left.low, right.low)
    high = None if left.high is None or right.high is None else max(left.high, right.high)
    scale = None if left.scale is None or right.scale is None else max(left.scale, right.scale)
    return Type(kind, low=low, high=high, scale=scale)


def _unify_lists(left: Type, right: Type) -> Type | None:
    if left.items is None or right.items is None or len(left.items) != len(right.items):
        return None
    items = [unify(mine, theirs) for mine, theirs in zip(left.items, right.items, strict=True)]
    fitting = tuple(item for item in items if item is not None)
    return replace(left, items=fitting) if len(fitting) == len(items) else None


def arrow_type(of: Type) -> pa.DataType:
    """Return how values of this type are stored."""
    if of.kind is Kind.LIST:
        item = of.items[0] if of.items else of.item
        return pa.list_(arrow_type(item) if item else pa.null())
    return ARROW[of.kind]


def constant(value: Any) -> Value:
    """Return a Python constant as a value: an Arrow scalar, or a tuple of values for a list."""
    if isinstance(value, list | tuple):
        return tuple(constant(item) for item in value)
    kind = type_of(value).kind
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, timedelta):
        value = timedelta(days=value.days, seconds=value.seconds)
    if isinstance(value, datetime | time):
        value = value.replace(microsecond=0)
    return pa.scalar(value, ARROW[kind])


def full(value: Value, rows: int) -> pa.Array:
    """Return a value as an array of `rows` cells."""
    return pa.repeat(value, rows) if isinstance(value, pa.Scalar) else value
