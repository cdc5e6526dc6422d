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
_LEAST, _MOST = -62_135_596_800, 253_402_300_799  # seconds from there to the years 1 and 10,000
_MUCH = 0.2  # of a unit
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
    """How many moments lie in each of the units that follow each other, which begin at `starts`.

    The first may be `begun`, and the last not `ended`: much of it lies before the first moment, or after the last.
    """

    unit: Unit
    starts: tuple[datetime, ...]
    counts: tuple[int, ...]
    begun: bool = False
    ended: bool = True


def line_of(moments: Moments, *, days: bool = False) -> TimeLine:
    """Return how moments, in seconds since 1970, are spread; by days or longer if they are `days`."""
    units = _UNITS[3:] if days else _UNITS
    fitting = (of for of in units if np.ptp(of[1](moments)) < MOST_POINTS)
    unit, place, start = next(fitting, units[-1])
    places = place(moments)
    first = int(places.min())
    counts = np.bincount(places - first).tolist()
    starts = tuple(start(first + after) for after in range(len(counts) + 1))
    least, greatest = moment(int(moments.min())), moment(int(moments.max()) + (DAY if days else 0))
    begun = least - starts[0] > _MUCH * (starts[1] - starts[0])
    ended = starts[-1] - greatest <= _MUCH * (starts[-1] - starts[-2])
    return TimeLine(unit, starts[:-1], tuple(counts), begun=begun, ended=ended)


def moment(seconds: int) -> datetime:
    """Return the moment that is so many seconds after the beginning of 1970, or the nearest that there is."""
    return _FIRST + timedelta(seconds=min(max(seconds, _LEAST), _MOST))


def _months(moments: Moments) -> Moments:
    return moments.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)


def _month(number: int) -> datetime:
    year = min(max(1970 + number // 12, 1), 9999)
    return datetime(year, number % 12 + 1, 1)  # noqa: DTZ001 - cells have no zone either


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
