"""Writing dates and times by a layout such as `%d.%m.%Y`.

Only directives of bounded length, which mean the same on every machine, are known. A layout is read as runs of
directives that depend on the day and runs that depend on the time of the day, each of which is looked up in a table.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.errors import CheckError
from generation.engine.spelling import Integers, looked_up

_LONGEST = {
    "%": 1, "Y": 4, "m": 2, "d": 2, "H": 2, "M": 2, "S": 2, "y": 2, "b": 3, "B": 9, "a": 3, "A": 9, "p": 2, "I": 2,
    "j": 3, "f": 6, "w": 1, "u": 1, "U": 2, "W": 2, "V": 2, "G": 4, "F": 10, "T": 8, "D": 8, "R": 5, "e": 2, "h": 3,
    "x": 8, "X": 8, "c": 24, "Z": 0, "z": 0,
}  # fmt: skip
_EXPANDED = {"F": "%Y-%m-%d", "T": "%H:%M:%S", "D": "%m/%d/%y", "R": "%H:%M", "h": "%b",
             "x": "%m/%d/%y", "X": "%H:%M:%S", "c": "%a %b %e %H:%M:%S %Y", "Z": "", "z": ""}  # fmt: skip
_OF_THE_CLOCK = frozenset("HIMSpf")
_DAY = 86_400
_DAY_OF_TIMES = -25_567  # 1900-01-01
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DIRECTIVE = re.compile(r"%(-?)(.?)", re.DOTALL)


def longest_text(layout: str) -> int:
    """Return the most bytes that a moment takes in this layout. Raises CheckError for a directive that is not known."""
    longest = len(_DIRECTIVE.sub("", layout).encode())
    for sign, letter in _DIRECTIVE.findall(layout):
        if letter not in _LONGEST or (sign and letter not in "dmHIMSjy"):
            raise CheckError(
                f"the layout {layout!r:.60} has no directive %{sign}{letter}", hint="for example '%Y-%m-%d %H:%M'"
            )
        longest += _LONGEST[letter]
    return longest


def written(moments: pa.Array, layout: str) -> pa.Array:
    """Return dates, datetimes or times as texts in this layout; missing stays missing."""
    days, seconds = _days_and_seconds(moments)
    pieces = [looked_up(seconds if run.by_clock else days, run, moments) for run in _runs(layout)]
    return pc.binary_join_element_wise(*pieces, "") if len(pieces) > 1 else pieces[0]


def _days_and_seconds(moments: pa.Array) -> tuple[Integers, Integers]:
    """Return the days since 1970-01-01 and the seconds since midnight; a time by itself is one of 1900-01-01."""
    if pa.types.is_timestamp(moments.type):
        days, seconds = np.divmod(_numbers(moments, pa.int64()), _DAY)
        return days, seconds
    numbers = _numbers(moments, pa.int32())
    if pa.types.is_date32(moments.type):
        return numbers, np.zeros_like(numbers)
    return np.full_like(numbers, _DAY_OF_TIMES), numbers


def _numbers(moments: pa.Array, stored: pa.DataType) -> Integers:
    return np.asarray(moments.view(stored).fill_null(0).to_numpy(), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _Run:
    """A part of a layout whose directives depend on the day alone, or, `by_clock`, on the time of the day alone."""

    layout: str
    by_clock: bool

    def __call__(self, numbers: Integers) -> pa.Array:
        """Return the texts of days since 1970-01-01, or of seconds since midnight."""
        moments = pa.array(numbers.astype(np.int32)).view(pa.time32("s") if self.by_clock else pa.date32())
        pieces = [_piece(part, moments) for part in _parts(self.layout)]
        return pc.binary_join_element_wise(*pieces, pa.repeat("", len(moments)), "")


def _parts(layout: str) -> list[str]:
    """Return a layout's directives and what stands between them."""
    return [part for part in re.split(r"(%-?.)", layout, flags=re.DOTALL) if part]


@cache
def _runs(layout: str) -> tuple[_Run, ...]:
    """Return a layout as runs that are as long as can be; text goes with the run before it."""
    expanded = _DIRECTIVE.sub(lambda match: match[0] if match[1] else _EXPANDED.get(match[2], match[0]), layout)
    runs: list[_Run] = []
    for part in _parts(expanded):
        by_clock = part[-1] in _OF_THE_CLOCK if part[0] == "%" and part != "%%" else None
        if runs and by_clock in {None, runs[-1].by_clock}:
            runs[-1] = _Run(runs[-1].layout + part, runs[-1].by_clock)
        else:
            runs.append(_Run(part, bool(by_clock)))
    return tuple(runs) or (_Run("", by_clock=False),)


def _piece(part: str, moments: pa.Array) -> Any:
    """Return what a directive writes of each moment, or the text that stands between directives."""
    if part[0] != "%" or part == "%%":
        return "%" if part == "%%" else part
    letter = part[-1]
    if letter == "f":
        return "000000"
    if letter in _NAMES:
        number_of, names = _NAMES[letter]
        return pa.array(names).take(number_of(moments))
    number_of, width = _NUMBERS[letter]
    texts = number_of(moments).cast(pa.string())
    return texts if part[1] == "-" else pc.utf8_lpad(texts, width, " " if letter == "e" else "0")


def _hour_of_twelve(moments: pa.Array) -> pa.Array:
    hours = pc.hour(moments).to_numpy()
    return pa.array((hours + 11) % 12 + 1)


def _week(first_weekday: int) -> Callable[[pa.Array], pa.Array]:
    """Return the function that counts a year's weeks from the first of these weekdays on, the days before in week 0."""

    def number_of(moments: pa.Array) -> pa.Array:
        weekday = (pc.day_of_week(moments).to_numpy() - first_weekday) % 7
        return pa.array((pc.day_of_year(moments).to_numpy() + 6 - weekday) // 7)

    return number_of


_NUMBERS: dict[str, tuple[Callable[[pa.Array], pa.Array], int]] = {
    "Y": (pc.year, 4), "m": (pc.month, 2), "d": (pc.day, 2), "e": (pc.day, 2), "j": (pc.day_of_year, 3),
    "y": (lambda moments: pa.array(pc.year(moments).to_numpy() % 100), 2), "G": (pc.iso_year, 4), "V": (pc.iso_week, 2),
    "u": (lambda moments: pc.add(pc.day_of_week(moments), 1), 1),
    "w": (lambda moments: pa.array((pc.day_of_week(moments).to_numpy() + 1) % 7), 1),
    "U": (_week(6), 2), "W": (_week(0), 2),
    "H": (pc.hour, 2), "I": (_hour_of_twelve, 2), "M": (pc.minute, 2), "S": (pc.second, 2),
}  # fmt: skip
_NAMES: dict[str, tuple[Callable[[pa.Array], pa.Array], tuple[str, ...]]] = {
    "B": (lambda moments: pc.subtract(pc.month(moments), 1), MONTHS),
    "b": (lambda moments: pc.subtract(pc.month(moments), 1), tuple(name[:3] for name in MONTHS)),
    "A": (pc.day_of_week, WEEKDAYS),
    "a": (pc.day_of_week, tuple(name[:3] for name in WEEKDAYS)),
    "p": (lambda moments: pc.greater_equal(pc.hour(moments), 12).cast(pa.int32()), ("AM", "PM")),
}
