"""Dates, datetimes, times and durations: how they are made, and what can be asked of them."""

import re
from datetime import date, datetime, time
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.errors import CheckError
from generation.engine.expressions.functions.arithmetic import moments
from generation.engine.expressions.functions.calendar import made_by_row, refuse_zones
from generation.engine.expressions.functions.table import (
    NONE,
    apply,
    attribute,
    function,
    known,
    method,
    numeric,
    value_of,
)
from generation.engine.expressions.functions.writing import strftime
from generation.engine.expressions.nodes import Constant, Drawn, Term
from generation.engine.kinds import (
    ARROW,
    DATE,
    DATETIME,
    DURATION,
    TIME,
    Kind,
    Type,
    floating,
    integer,
    text,
)
from generation.engine.providers import Source

_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60
_LONGEST_DURATION = 200 * 366 * _DAY  # seconds
_UNITS = {
    "weeks": 7 * _DAY,
    "days": _DAY,
    "hours": _HOUR,
    "minutes": _MINUTE,
    "seconds": 1,
    "milliseconds": 1e-3,
    "microseconds": 1e-6,
}
_MOMENTS = (Kind.DATE, Kind.DATETIME)
_CLOCK = ("hour", "minute", "second")
_SPECS = {"auto": None, "seconds": None, "minutes": 16, "hours": 13}  # characters of a datetime


# --- made -----------------------------------------------------------------------------------------------------------


@function("date", "datetime.date")
def make_date(year: Term, month: Term, day: Term) -> Term:
    """Return the date of a year, a month and a day."""
    return _made(date, [year, month, day], DATE)


@function("datetime", "datetime.datetime")
def make_datetime(year: Term, month: Term, day: Term, *time_of_day: Term, **named: Term) -> Term:
    """Return the datetime of its parts, of which the hour, the minute and the second may be left out."""
    if unknown := next((name for name in named if name not in {*_CLOCK, "microsecond", "tzinfo"}), None):
        raise CheckError(f"a datetime has no {unknown!r:.40}", hint=f"it has {', '.join(_CLOCK)}")
    given = [*time_of_day[:3], *(named.get(part, known(0)) for part in _CLOCK[len(time_of_day) :])]
    return _made(datetime, [year, month, day, *given], DATETIME)


@function("time", "datetime.time")
def make_time(hour: Term = known(0), minute: Term = known(0), second: Term = known(0)) -> Term:
    """Return the time of an hour, a minute and a second."""
    return _made(time, [hour, minute, second], TIME)


def _made(kind: Any, parts: list[Term], of: Type) -> Term:
    if not all(isinstance(part, Constant) for part in parts):
        return made_by_row(of, parts)
    try:
        return Constant(kind(*(value_of(part, f"a part of a {of.kind}", int) for part in parts)), of)
    except (ValueError, OverflowError) as error:
        raise CheckError(f"there is no such {of.kind}: {error}") from error


@function("timedelta", "datetime.timedelta")
def make_duration(days: Term = known(0), seconds: Term = known(0), **others: Term) -> Term:
    """Return a duration; each part may differ from row to row, and together they stay within 200 years."""
    given = {"days": days, "seconds": seconds} | others
    if unknown := next((name for name in given if name not in _UNITS), None):
        raise CheckError(f"a duration has no {unknown!r:.40}", hint=f"it has {', '.join(_UNITS)}")
    if wrong := next((part for part in given.values() if not part.type.is_number), None):
        raise CheckError(f"a part of a duration is a number, not {wrong.type}")
    units = [_UNITS[name] for name in given]

    def compute(*parts: Any) -> Any:
        seconds = sum(np.asarray(part, dtype=float) * unit for part, unit in zip(parts, units, strict=True))
        return np.where(np.abs(seconds) <= _LONGEST_DURATION, np.floor(seconds), np.nan)

    return apply(moments(compute, DURATION), DURATION, *given.values())


def _today(of: Type) -> Drawn:
    days = date(1970, 1, 1).toordinal()

    def draw(draw: Any, _given: Any) -> pa.Array:
        today = pa.scalar(draw.as_of.toordinal() - days, pa.int32()).cast(pa.date32())
        return pa.repeat(today.cast(ARROW[of.kind]), draw.rows)

    return Drawn(Source(of, draw), (), of)


@function("date.today", "datetime.date.today")
def today() -> Term:
    """Return the reference date."""
    return _today(DATE)


@function(
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
)
def now(_zone: Term = NONE, *, tz: Term = NONE) -> Term:
    """Return the reference date's midnight; a moment has no zone here, so UTC is the only one that can be asked for."""
    refuse_zones(_zone, tz)
    return _today(DATETIME)


@function("datetime.strptime", "datetime.datetime.strptime")
def strptime(value: Term, layout: Term) -> Term:
    """Return the datetime that a text spells; missing where it does not."""
    pattern = value_of(layout, "the layout", str)
    if not re.search("%[YyFDxc]", pattern):
        raise CheckError(f"the layout {pattern!r:.60} has no year", hint="for example '%Y-%m-%d'")
    if isinstance(value, Constant):
        try:
            made = datetime.strptime(value_of(value, "the text", str), pattern)  # noqa: DTZ007  # no zones here
        except (ValueError, re.error) as error:
            raise CheckError(f"{value.value!r:.60} is not in the layout {pattern!r:.60}") from error
        return _without_zone(made, DATETIME)
    if value.type.kind is not Kind.TEXT:
        raise CheckError(f"strptime needs a text, not {value.type}")
    return apply(lambda texts: pc.strptime(texts, pattern, "s", error_is_null=True), DATETIME, value)


@function("date.fromisoformat", "datetime.date.fromisoformat")
def read_date(value: Term) -> Term:
    """Return the date that a text spells."""
    return _read(value, date.fromisoformat, DATE)


@function("datetime.fromisoformat", "datetime.datetime.fromisoformat")
def read_datetime(value: Term) -> Term:
    """Return the datetime that a text spells."""
    return _read(value, datetime.fromisoformat, DATETIME)


def _read(value: Term, read: Any, of: Type) -> Term:
    if not isinstance(value, Constant):
        if value.type.spells is of.kind:
            return apply(lambda texts: pc.cast(texts, ARROW[of.kind]), of, value)
        raise CheckError("an ISO text that differs by row is not read", hint="use the date itself")
    try:
        return _without_zone(read(value_of(value, "the text", str)), of)
    except ValueError as error:
        raise CheckError(f"{value.value!r:.60} is no {of.kind}", hint="for example '2024-01-31'") from error


def _without_zone(moment: Any, of: Type) -> Term:
    if getattr(moment, "tzinfo", None) is not None:
        raise CheckError("a moment has no time zone here", hint="leave the offset out")
    return Constant(moment, of)


@function("datetime.combine", "datetime.datetime.combine")
def combine(day: Term, at: Term) -> Term:
    """Return a date and a time as one datetime."""
    if day.type.kind is not Kind.DATE or at.type.kind is not Kind.TIME:
        raise CheckError(f"combine needs a date and a time, not {day.type} and {at.type}")
    return apply(moments(lambda days, seconds: days.astype(np.int64) * _DAY + seconds, DATETIME), DATETIME, day, at)


# --- asked ----------------------------------------------------------------------------------------------------------

_PARTS = {
    "year": (pc.year, 1, 9999), "month": (pc.month, 1, 12), "day": (pc.day, 1, 31), "quarter": (pc.quarter, 1, 4),
    "hour": (pc.hour, 0, 23), "minute": (pc.minute, 0, 59), "second": (pc.second, 0, 59),
}  # fmt: skip
_HAVE = {
    "year": _MOMENTS, "month": _MOMENTS, "day": _MOMENTS, "quarter": _MOMENTS,
    "hour": (Kind.DATETIME, Kind.TIME), "minute": (Kind.DATETIME, Kind.TIME), "second": (Kind.DATETIME, Kind.TIME),
}  # fmt: skip


def _enter_part(name: str, kernel: Any, low: int, high: int) -> None:
    @attribute(*((kind, name) for kind in _HAVE[name]))
    def part(value: Term) -> Term:
        return apply(lambda values: pc.cast(kernel(values), pa.int64()), integer(low, high), value)


for _name, (_kernel, _low, _high) in _PARTS.items():
    _enter_part(_name, _kernel, _low, _high)


@attribute((Kind.DURATION, "days"))
def days(value: Term) -> Term:
    """Return a duration's whole days."""
    of = integer(-(10**7), 10**7)
    return apply(numeric(lambda seconds: np.floor_divide(seconds, _DAY), of), of, value)


@attribute((Kind.DURATION, "seconds"))
def seconds(value: Term) -> Term:
    """Return the seconds of a duration that are left over from its whole days."""
    of = integer(0, _DAY - 1)
    return apply(numeric(lambda all_seconds: np.remainder(all_seconds, _DAY), of), of, value)


@method((Kind.DURATION, "total_seconds"))
def total_seconds(value: Term) -> Term:
    """Return a duration in seconds."""
    of = floating(-1e12, 1e12, 0)
    return apply(numeric(lambda all_seconds: all_seconds.astype(float), of), of, value)


@method((Kind.DATE, "weekday"), (Kind.DATETIME, "weekday"))
def weekday(value: Term) -> Term:
    """Return 0 for Monday to 6 for Sunday."""
    return apply(pc.day_of_week, integer(0, 6), value)


@method((Kind.DATE, "isoweekday"), (Kind.DATETIME, "isoweekday"))
def isoweekday(value: Term) -> Term:
    """Return 1 for Monday to 7 for Sunday."""
    return apply(lambda values: pc.add(pc.day_of_week(values), 1), integer(1, 7), value)


@method((Kind.DATETIME, "date"))
def date_of(value: Term) -> Term:
    """Return a datetime's date."""
    return apply(lambda values: pc.cast(pc.floor_temporal(values, unit="day"), ARROW[Kind.DATE]), DATE, value)


@method((Kind.DATETIME, "time"))
def time_of(value: Term) -> Term:
    """Return a datetime's time."""
    return apply(moments(lambda all_seconds: np.remainder(all_seconds, _DAY), TIME), TIME, value)


@method((Kind.DATETIME, "timestamp"))
def timestamp(value: Term) -> Term:
    """Return the seconds since 1970-01-01 as a float."""
    of = floating(-1e12, 1e12, 0)
    return apply(numeric(lambda all_seconds: all_seconds.astype(float), of), of, value)


@method((Kind.DATE, "isoformat"), (Kind.TIME, "isoformat"))
def isoformat(value: Term) -> Term:
    """Return a date or a time as ISO text."""
    return apply(lambda values: pc.cast(values, pa.string()), text(10, value.type.kind), value, one_to_one=True)


@method((Kind.DATETIME, "isoformat"))
def datetime_isoformat(value: Term, sep: Term = known("T"), timespec: Term = known("auto")) -> Term:
    """Return a datetime as ISO text, to the second, or with `timespec` to the minute or the hour."""
    between, precise = value_of(sep, "the separator", str), value_of(timespec, "the timespec", str)
    if precise not in _SPECS:
        raise CheckError(f"the timespec is one of {', '.join(map(repr, _SPECS))}, not {precise!r:.40}")
    shown = _SPECS[precise]
    spells = Kind.DATETIME if shown is None and between in {" ", "T"} else None
    return apply(
        lambda values: pc.replace_substring(
            pc.utf8_slice_codeunits(pc.cast(values, pa.string()), 0, shown), " ", between
        ),
        text(18 + len(between.encode()), spells),
        value,
        one_to_one=shown is None,
    )


method((Kind.DATE, "strftime"), (Kind.DATETIME, "strftime"), (Kind.TIME, "strftime"))(strftime)
