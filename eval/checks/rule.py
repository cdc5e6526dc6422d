"""What a rule is: a sentence about a row, the columns it needs, told by their names, and when it holds."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from itertools import product
from typing import Any

from eval.phrases import snake
from eval.rows import Rows

Holds = Callable[..., bool]
_STEM = "stem"


@dataclass(frozen=True)
class Rule:
    """A sentence that is true of a row; `needs` are patterns of column names by operand, `types` what these hold.

    Patterns that name a group `stem` must find the same stem, or none. Rows where an operand is missing are not judged,
    unless `missing` says that this is what the rule is about.
    """

    says: str
    needs: Mapping[str, str]
    holds: Holds
    types: tuple[type, ...] = ()
    missing: bool = False

    def bindings(self, rows: Rows) -> Iterator[dict[str, str]]:
        """Return the columns that the operands may be, all combinations of them."""
        found = {operand: list(_columns(pattern, rows, self.types)) for operand, pattern in self.needs.items()}
        for combination in product(*found.values()):
            names = [name for name, _ in combination]
            stems = {stem for _, stem in combination if stem}
            if len(set(names)) == len(names) and len(stems) <= 1:
                yield dict(zip(found, names, strict=True))

    def broken_rows(self, rows: Rows) -> Iterator[tuple[int, str]]:
        """Return the places of the rows that break the rule, with what they hold."""
        for binding in self.bindings(rows):
            cells = [[plain(cell) for cell in rows[name]] for name in binding.values()]
            for place, values in enumerate(zip(*cells, strict=True)):
                if None in values and not self.missing:
                    continue
                if not self.holds(**dict(zip(binding, values, strict=True))):
                    yield place, _shown(binding, values)


def _shown(binding: Mapping[str, str], values: tuple[Any, ...]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in zip(binding.values(), values, strict=True))


def _columns(pattern: str, rows: Rows, types: tuple[type, ...]) -> Iterator[tuple[str, str]]:
    matcher = _matcher(pattern)
    for name, cells in rows.items():
        if (match := matcher.fullmatch(snake(name))) and _hold(cells, types):
            yield name, (match.groupdict().get(_STEM) or "").strip("_")


def _hold(cells: Any, types: tuple[type, ...]) -> bool:
    first = next((plain(cell) for cell in cells if cell is not None), None)
    return not types or (isinstance(first, types) and not isinstance(first, bool))


@cache
def _matcher(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def plain(cell: Any) -> Any:
    """Return a number of any kind as one that takes part in sums."""
    return float(cell) if isinstance(cell, Decimal) else cell


def numbers(says: str, holds: Holds, **needs: str) -> Rule:
    """Return a rule about numbers."""
    return Rule(says, needs, holds, (int, float))


def moments(says: str, holds: Holds, **needs: str) -> Rule:
    """Return a rule about days, moments, or times of day."""
    return Rule(says, needs, holds, (date, time))


def texts(says: str, holds: Holds, **needs: str) -> Rule:
    """Return a rule about texts."""
    return Rule(says, needs, holds, (str,))


def anything(says: str, holds: Holds, *, missing: bool = False, **needs: str) -> Rule:
    """Return a rule about values of several types; those that it cannot judge hold."""
    return Rule(says, needs, holds, missing=missing)


def follows(earlier: Any, later: Any) -> bool:
    """Tell whether the one is not before the other; days are compared where either is only a day."""
    if isinstance(earlier, time) != isinstance(later, time):
        return True
    if isinstance(earlier, datetime) != isinstance(later, datetime):
        return bool(day_of(later) >= day_of(earlier))
    return bool(later >= earlier)


def day_of(moment: Any) -> date:
    """Return the day of a day or moment."""
    return moment.date() if isinstance(moment, datetime) else moment


def is_near(value: float, worked_out: float, share: float = 0.01, least: float = 0.02) -> bool:
    """Tell whether a number is what was worked out, but for rounding."""
    return abs(value - worked_out) <= max(least, share * abs(worked_out))


_NO, _YES = frozenset({"no", "false", "0", "n"}), frozenset({"yes", "true", "1", "y"})


def is_said(pattern: re.Pattern[str], value: Any) -> bool:
    """Tell whether a text is one of those that a pattern tells."""
    return isinstance(value, str) and pattern.fullmatch(value.strip()) is not None


def says_no(answer: Any) -> bool:
    """Tell whether an answer is no, however it is written."""
    return str(answer).lower() in _NO


def says_yes(answer: Any) -> bool:
    """Tell whether an answer is yes, however it is written."""
    return str(answer).lower() in _YES
