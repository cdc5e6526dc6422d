"""How moments are spread over the calendar: counts by the unit that makes few enough points."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import numpy as np
import numpy.typing as npt

MOST_POINTS = 40
DAY = 86_400  # seconds
_FIRST = datetime(1970, 1, 1)  # noqa: DTZ001 - cells have no zone either
_MONDAY = 3  # days after the Monday before the first day

Moments = npt.NDArray[np.int64]


class Unit(StrEnum):
    """A part of the calendar."""

    MINUTE = "minute"
    HOUR = "hour"
    QUARTER_DAY = "six hours"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


@dataclass(frozen=True, slots=True)
class TimeLine:
    """How many moments lie in each of the units that follow each other, which begin at `starts`."""

    unit: Unit
    starts: tuple[datetime, ...]
    counts: tuple[int, ...]


def line_of(moments: Moments, *, days: bool = False) -> TimeLine:
    """Return how moments, in seconds since 1970, are spread; by days or longer if they are `days`."""
    units = _UNITS[3:] if days else _UNITS
    fitting = (of for of in units if np.ptp(of[1](moments)) < MOST_POINTS)
    unit, place, start = next(fitting, units[-1])
    places = place(moments)
    first = int(places.min())
    counts = np.bincount(places - first).tolist()
    return TimeLine(unit, tuple(start(first + after) for after in range(len(counts))), tuple(counts))


def moment(seconds: int) -> datetime:
    """Return the moment that is so many seconds after the beginning of 1970."""
    return _FIRST + timedelta(seconds=seconds)


def _months(moments: Moments) -> Moments:
    return moments.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)


def _month(number: int) -> datetime:
    return datetime(max(1, 1970 + number // 12), number % 12 + 1, 1)  # noqa: DTZ001 - cells have no zone either


def _every(seconds: int, before: int = 0) -> tuple[Callable[[Moments], Moments], Callable[[int], datetime]]:
    """Return what tells the place of a moment among units of so many seconds, and where the one at a place begins."""
    return lambda moments: (moments + before) // seconds, lambda place: moment(place * seconds - before)


def _each(months: int, before: int = 0) -> tuple[Callable[[Moments], Moments], Callable[[int], datetime]]:
    return lambda moments: (_months(moments) + before) // months, lambda place: _month(place * months - before)


_UNITS = (
    (Unit.MINUTE, *_every(60)),
    (Unit.HOUR, *_every(3600)),
    (Unit.QUARTER_DAY, *_every(DAY // 4)),
    (Unit.DAY, *_every(DAY)),
    (Unit.WEEK, *_every(7 * DAY, _MONDAY * DAY)),
    (Unit.MONTH, *_each(1)),
    (Unit.QUARTER, *_each(3)),
    (Unit.YEAR, *_each(12)),
    (Unit.DECADE, *_each(120, 1970 * 12)),
    (Unit.CENTURY, *_each(1200, 1970 * 12)),
)
