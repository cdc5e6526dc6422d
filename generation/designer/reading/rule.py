"""What a sentence can say of columns together; columns are given by their places in the row."""

import re
from dataclasses import dataclass
from typing import TypeAlias

from generation.designer.reading.conditions import Condition


@dataclass(frozen=True, slots=True)
class Formula:
    """A column is computed from others: `terms` is an expression with their marks."""

    target: int
    terms: str

    @property
    def operands(self) -> tuple[int, ...]:
        """Return the columns that it is computed from."""
        return tuple(dict.fromkeys(int(place) for place in re.findall(r"§(\d+)", self.terms)))


@dataclass(frozen=True, slots=True)
class Order:
    """A column comes after another, or is greater, by `least` to `most` of a unit where these were stated."""

    earlier: int
    later: int
    strict: bool = True
    least: int | None = None
    most: int | None = None
    unit: str = "day"


@dataclass(frozen=True, slots=True)
class Emptied:
    """A column is empty where a condition holds, or, as `unless` says, where it does not."""

    target: int
    conditions: tuple[Condition, ...]
    unless: bool = False


@dataclass(frozen=True, slots=True)
class Fixed:
    """A column has one value where a condition holds."""

    target: int
    value: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Raised:
    """A column is higher where a condition holds, or lower; `times` says how much more, where that was stated."""

    target: int
    conditions: tuple[Condition, ...]
    up: bool = True
    times: float | None = None


@dataclass(frozen=True, slots=True)
class Ranged:
    """A column lies between two numbers where a condition holds."""

    target: int
    low: float
    high: float
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """A column rises with another, or falls."""

    target: int
    driver: int
    up: bool = True


@dataclass(frozen=True, slots=True)
class Ratio:
    """Two sets of one column's values stand in a ratio; an empty set is all other values."""

    column: int
    first: tuple[int, ...]
    second: tuple[int, ...]
    parts: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shared:
    """A column has one of its values in a share of the rows, from 0 to 1."""

    column: int
    value: int
    share: float


@dataclass(frozen=True, slots=True)
class Repeated:
    """Something occurs in several rows, as its key does anyway."""

    column: int


Rule: TypeAlias = Formula | Order | Emptied | Fixed | Raised | Ranged | Linked | Ratio | Shared | Repeated


def rule_numbers(rule: Rule) -> tuple[float, ...]:
    """Return the numbers that were stated in a rule."""
    match rule:
        case Order():
            return tuple(float(gap) for gap in (rule.least, rule.most) if gap is not None)
        case Formula():
            return tuple(float(number) for number in re.findall(r"(?<![§\d.])\d+(?:\.\d+)?", rule.terms))
        case Emptied() | Raised() | Fixed() | Ranged():
            stated = [condition.number for condition in rule.conditions if condition.operator not in {"in", "not in"}]
            ends = [rule.low, rule.high] if isinstance(rule, Ranged) else []
            return (*stated, *ends)
    return ()
