"""Days of the calendar: moments made of parts that differ by row, and what a calendar says of a moment."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.errors import CheckError
from generation.engine.expressions.functions.arithmetic import as_datetime, moments
from generation.engine.expressions.functions.table import NONE, apply, function, method, numeric
from generation.engine.expressions.nodes import Term
from generation.engine.kinds import DATE, DATETIME, Kind, Type, integer, list_of

_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60
_FIRST_ORDINAL = 719_163  # of 1970-01-01
_LAST_YEAR = 9999
_CLOCK = {"hour": (_HOUR, 24), "minute": (_MINUTE, 60), "second": (1, 60)}
_CALENDAR = ("year", "month", "day")


def days_of(year: Any, month: Any, day: Any) -> Any:
    """Return the days from 1970-01-01 to a date; not a number where there is no such date."""
    there_is = (year >= 1) & (year <= _LAST_YEAR) & (month >= 1) & (month <= 12)  # noqa: PLR2004  # months
    months = np.where(there_is, (np.asarray(year) - 1970) * 12 + np.asarray(month) - 1, 0).astype("datetime64[M]")
    first = months.astype("datetime64[D]").astype(np.int64)
    following = (months + 1).astype("datetime64[D]").astype(np.int64)
    return np.where(there_is & (day >= 1) & (day <= following - first), first + day - 1, np.nan)


def calendar_of(days: Any) -> dict[str, Any]:
    """Return the year, month and day of days since 1970-01-01."""
    dates = np.asarray(days).astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    since = months.astype(np.int64)
    return {
        "year": np.floor_divide(since, 12) + 1970,
        "month": np.remainder(since, 12) + 1,
        "day": (dates - months.astype("datetime64[D]")).astype(np.int64) + 1,
    }


def _seconds_of(hour: Any, minute: Any, second: Any) -> Any:
    """Return the seconds since midnight; not a number where there is no such time."""
    fits = (hour >= 0) & (hour < 24) & (minute >= 0) & (minute < 60) & (second >= 0) & (second < 60)  # noqa: PLR2004  # a clock
    return np.where(fits, np.asarray(hour) * _HOUR + np.asarray(minute) * _MINUTE + second, np.nan)


def refuse_zones(*zones: Term) -> None:
    """Raise CheckError for a zone that is asked for: moments have none, so UTC, read as None, is all there is."""
    if any(zone.type.kind is not Kind.MISSING for zone in zones):
        raise CheckError("a moment has no time zone here", hint="leave the zone out")


def made_by_row(of: Type, parts: list[Term]) -> Term:
    """Return a date, datetime or time of parts of which some differ by row; missing where there is no such moment."""
    if wrong := next((part for part in parts if part.type.kind is not Kind.INTEGER), None):
        raise CheckError(f"a part of a {of.kind} is a whole number, not {wrong.type}")

    def compute(*numbers: Any) -> Any:
        if of.kind is Kind.DATE:
            return days_of(*numbers)
        if of.kind is Kind.TIME:
            return _seconds_of(*numbers)
        return days_of(*numbers[:3]) * _DAY + _seconds_of(*numbers[3:], *[0] * (6 - len(numbers)))

    return apply(moments(compute, of), of, *parts)


@method((Kind.DATE, "replace"), (Kind.DATETIME, "replace"))
def replace(value: Term, **parts: Term) -> Term:
    """Return a moment of which some parts are others; missing where there is no such moment."""
    parts = {name: part for name, part in parts.items() if name not in {"microsecond", "tzinfo"}}
    if unknown := next((name for name in parts if name not in {*_CALENDAR, *_CLOCK}), None):
        raise CheckError(f"a moment has no {unknown!r:.40}", hint=f"it has {', '.join((*_CALENDAR, *_CLOCK))}")
    if wrong := next((part for part in parts.values() if part.type.kind is not Kind.INTEGER), None):
        raise CheckError(f"a part of a moment is a whole number, not {wrong.type}")
    if value.type.kind is Kind.DATE and not set(parts) & set(_CLOCK):
        names = list(parts)
        return apply(moments(lambda days, *new: _moved(days, names, new), DATE), DATE, value, *parts.values())
    return _replaced_datetime(as_datetime(value), parts)


def _moved(days: Any, names: list[str], new: tuple[Any, ...]) -> Any:
    """Return days since 1970-01-01 with another year, month or day."""
    return days_of(**(calendar_of(days) | dict(zip(names, new, strict=True))))


def _replaced_datetime(value: Term, parts: dict[str, Term]) -> Term:
    def compute(seconds: Any, *new: Any) -> Any:
        given = dict(zip(parts, new, strict=True))
        clock = {
            name: given.get(name, np.remainder(np.floor_divide(seconds, unit), count))
            for name, (unit, count) in _CLOCK.items()
        }
        names = [name for name in _CALENDAR if name in given]
        days = _moved(np.floor_divide(seconds, _DAY), names, tuple(given[name] for name in names))
        return days * _DAY + _seconds_of(**clock)

    return apply(moments(compute, DATETIME), DATETIME, value, *parts.values())


@function("datetime.fromtimestamp", "datetime.datetime.fromtimestamp", "datetime.utcfromtimestamp",
          "datetime.datetime.utcfromtimestamp")  # fmt: skip
def from_timestamp(timestamp: Term, _zone: Term = NONE, *, tz: Term = NONE) -> Term:
    """Return the moment so many seconds after 1970-01-01 00:00."""
    refuse_zones(_zone, tz)
    if not timestamp.type.is_number:
        raise CheckError(f"a timestamp is a number of seconds, not {timestamp.type}")
    latest = (_LAST_YEAR - 1970) * 365 * _DAY

    def compute(seconds: Any) -> Any:
        return np.where(np.abs(seconds) < latest, np.floor(seconds), np.nan)

    return apply(moments(compute, DATETIME), DATETIME, timestamp)


@function("date.fromtimestamp", "datetime.date.fromtimestamp")
def date_from_timestamp(timestamp: Term) -> Term:
    """Return the day of the moment so many seconds after 1970-01-01 00:00."""
    return apply(moments(lambda seconds: np.floor_divide(seconds, _DAY), DATE), DATE, from_timestamp(timestamp))


@method((Kind.DATE, "toordinal"), (Kind.DATETIME, "toordinal"))
def ordinal(value: Term) -> Term:
    """Return the number of a day, counted from 1 for 0001-01-01."""
    of = integer(1, 3_652_059)
    unit = 1 if value.type.kind is Kind.DATE else _DAY
    return apply(numeric(lambda moment: np.floor_divide(moment, unit) + _FIRST_ORDINAL, of), of, value)


@method((Kind.DATE, "isocalendar"), (Kind.DATETIME, "isocalendar"))
def isocalendar(value: Term) -> Term:
    """Return the ISO year, week and weekday."""
    of = list_of([integer(1, 9999), integer(1, 53), integer(1, 7)], ("year", "week", "weekday"))
    return apply(lambda cells: (pc.iso_year(cells), pc.iso_week(cells), pc.add(pc.day_of_week(cells), 1)), of, value)


@method((Kind.DATE, "timetuple"), (Kind.DATETIME, "timetuple"))
def timetuple(value: Term) -> Term:
    """Return the year, month, day, weekday and day of the year."""
    of = list_of(
        [integer(1, 9999), integer(1, 12), integer(1, 31), integer(0, 6), integer(1, 366)],
        ("tm_year", "tm_mon", "tm_mday", "tm_wday", "tm_yday"),
    )
    kernels = (pc.year, pc.month, pc.day, pc.day_of_week, pc.day_of_year)
    return apply(lambda cells: tuple(pc.cast(kernel(cells), pa.int64()) for kernel in kernels), of, value)
