"""Dates, datetimes and times. What lies between two points is uniform, both ends included."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Annotated, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.errors import CheckError
from generation.engine.kinds import ARROW, DATE, DATETIME, TIME, Kind, Type, Value, integer, text
from generation.engine.layouts import longest_text, written
from generation.engine.providers import faker
from generation.engine.providers.arguments import Choices, Flag, Moment, Only, When, Whole, Words, describe
from generation.engine.providers.elements import choose
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Given, Source, numbered
from generation.engine.randomness import Draw, Integers

_DAY = 86_400
_OLDEST = 150  # years
_TODAY, _EPOCH, _YEAR_ONE = When(0, relative=True), When(0), When(-62_135_596_800)
_CLOCKS = {
    "auto": "%H:%M:%S", "seconds": "%H:%M:%S", "minutes": "%H:%M", "hours": "%H",
    "milliseconds": "%H:%M:%S.000", "microseconds": "%H:%M:%S.000000",
}  # fmt: skip
_EARLIEST_TODAY = date(2025, 1, 1)  # no dataset counts from a day before there was this engine


@dataclass(frozen=True, slots=True)
class Utc:
    """UTC, or None: a moment has no zone of its own, and is one in UTC."""

    def read(self, value: Any) -> None:
        """Let nothing but UTC and None pass."""
        if value not in (None, "UTC"):
            raise CheckError(f"is None or UTC, not {describe(value)}", hint="every moment here is in UTC")


Point = Annotated[Any | None, Moment()]
Zone = Annotated[Any, Utc()]
Switch = Annotated[bool, Flag()]
Age = Annotated[Any, Whole(0, _OLDEST, by_row=True)]
Bounds = Callable[[Draw, Given], tuple[Any, Any]]


def _seconds(argument: Any, draw: Draw, given: Given) -> Any:
    """Return an argument in seconds since 1970, one number or one a row."""
    if isinstance(argument, When):
        return argument.at(draw.as_of)
    values = given(argument)
    return values * _DAY if argument.type.kind is Kind.DATE else values


def _between(draw: Draw, low: Any, high: Any) -> tuple[Integers, Any]:
    """Return whole numbers from `low` to `high`, and where there are none."""
    span = np.asarray(high) - np.asarray(low) + 1
    numbers = np.asarray(low) + (draw.uniform() * np.maximum(span, 1)).astype(np.int64)
    return numbers, np.broadcast_to(span < 1, draw.rows)


def _stored(numbers: Integers, of: Type, missing: Any) -> pa.Array:
    width = np.int32 if of.kind in {Kind.DATE, Kind.TIME} else np.int64
    return pa.array(numbers.astype(width), mask=np.ascontiguousarray(missing)).view(ARROW[of.kind])


def dates(bounds: Bounds) -> Source:
    """Return the dates between two points in seconds, which `bounds` gives."""

    def draw_dates(draw: Draw, given: Given) -> pa.Array:
        low, high = bounds(draw, given)
        return _stored(*_spread(draw, np.asarray(low) // _DAY, np.asarray(high) // _DAY, DATE))

    return Source(DATE, draw_dates)


def datetimes(bounds: Bounds) -> Source:
    """Return the seconds between two points in seconds, which `bounds` gives."""
    return Source(DATETIME, lambda draw, given: _stored(*_spread(draw, *bounds(draw, given), DATETIME)))


def _spread(draw: Draw, low: Any, high: Any, of: Type) -> tuple[Integers, Type, Any]:
    numbers, missing = _between(draw, low, high)
    return numbers, of, missing


def _in_order(start: Any, end: Any) -> Bounds:
    """Return the bounds that two arguments name. Raises CheckError when they are known and the wrong way round."""
    if isinstance(start, When) and isinstance(end, When) and _reversed(start, end):
        raise CheckError(f"the start, {_shown(start)}, lies after the end, {_shown(end)}")
    return lambda draw, given: (_seconds(start, draw, given), _seconds(end, draw, given))


def _reversed(start: When, end: When) -> bool:
    """Tell whether the start lies after the end on every day that can be today."""
    if end.relative and not start.relative:
        return False
    return start.at(_EARLIEST_TODAY) > end.at(_EARLIEST_TODAY)


def _shown(point: When) -> str:
    """Return a point as a message shows it."""
    if not point.relative:
        return f"{datetime.fromtimestamp(point.seconds, UTC):%Y-%m-%d %H:%M:%S}".removesuffix(" 00:00:00")
    if not point.seconds:
        return "today"
    days, seconds = divmod(abs(point.seconds), _DAY)
    distance = f"{days} days" if days else f"{seconds} seconds"
    return f"{distance} {'after' if point.seconds > 0 else 'before'} today"


@provides("fake.date_between")
def date_between(_locale: str, start_date: Point = "-30y", end_date: Point = "today") -> Source:
    """Return a date from `start_date` to `end_date`, both included."""
    return dates(_in_order(start_date or _TODAY, end_date or _TODAY))


@provides("fake.date_between_dates")
def date_between_dates(_locale: str, date_start: Point = "today", date_end: Point = "today") -> Source:
    """Return a date from `date_start` to `date_end`, both included."""
    return dates(_in_order(date_start or _TODAY, date_end or _TODAY))


@provides("fake.date_time_between")
def date_time_between(_locale: str, start_date: Point = "-30y", end_date: Point = "now", tzinfo: Zone = None) -> Source:
    """Return a datetime from `start_date` to `end_date`, both included."""
    del tzinfo
    return datetimes(_in_order(start_date or _TODAY, end_date or _TODAY))


@provides("fake.date_time_between_dates")
def date_time_between_dates(
    _locale: str, datetime_start: Point = "now", datetime_end: Point = "now", tzinfo: Zone = None
) -> Source:
    """Return a datetime from `datetime_start` to `datetime_end`, both included."""
    del tzinfo
    return datetimes(_in_order(datetime_start or _TODAY, datetime_end or _TODAY))


@provides("fake.date_object")
def date_object(_locale: str, end_datetime: Point = "now") -> Source:
    """Return a date from 1970-01-01 on."""
    return dates(_in_order(_EPOCH, end_datetime or _TODAY))


@provides("fake.date_time")
def date_time(_locale: str, tzinfo: Zone = None, end_datetime: Point = "now") -> Source:
    """Return a datetime from 1970-01-01 on."""
    del tzinfo
    return datetimes(_in_order(_EPOCH, end_datetime or _TODAY))


@provides("fake.date_time_ad")
def date_time_ad(
    _locale: str, tzinfo: Zone = None, end_datetime: Point = "now", start_datetime: Point = "0001-01-01"
) -> Source:
    """Return a datetime of our era."""
    del tzinfo
    return datetimes(_in_order(start_datetime or _YEAR_ONE, end_datetime or _TODAY))


@provides("fake.past_date")
def past_date(_locale: str, start_date: Point = "-30d", tzinfo: Zone = None) -> Source:
    """Return a date from `start_date` to yesterday."""
    del tzinfo
    return dates(_in_order(start_date or _TODAY, When(-_DAY, relative=True)))


@provides("fake.future_date")
def future_date(_locale: str, end_date: Point = "+30d", tzinfo: Zone = None) -> Source:
    """Return a date from tomorrow to `end_date`."""
    del tzinfo
    return dates(_in_order(When(_DAY, relative=True), end_date or _TODAY))


@provides("fake.past_datetime")
def past_datetime(_locale: str, start_date: Point = "-30d", tzinfo: Zone = None) -> Source:
    """Return a datetime from `start_date` to the last second before the reference date."""
    del tzinfo
    return datetimes(_in_order(start_date or _TODAY, When(-1, relative=True)))


@provides("fake.future_datetime")
def future_datetime(_locale: str, end_date: Point = "+30d", tzinfo: Zone = None) -> Source:
    """Return a datetime from one second after the reference date's start to `end_date`."""
    del tzinfo
    return datetimes(_in_order(When(1, relative=True), end_date or _TODAY))


@provides("fake.date_of_birth")
def date_of_birth(_locale: str, tzinfo: Zone = None, minimum_age: Age = 0, maximum_age: Age = 115) -> Source:
    """Return the birthday of somebody whose age in whole years lies between the two, both included."""
    del tzinfo
    if isinstance(minimum_age, int) and isinstance(maximum_age, int) and minimum_age > maximum_age:
        raise CheckError(f"the least age, {minimum_age}, is above the greatest, {maximum_age}")

    def bounds(draw: Draw, given: Given) -> tuple[Any, Any]:
        birthdays = _birthdays(draw.as_of)
        oldest, youngest = (np.clip(given(age), 0, _OLDEST) for age in (maximum_age, minimum_age))
        return (birthdays[oldest + 1] + 1) * _DAY, birthdays[youngest] * _DAY

    return dates(bounds)


@lru_cache(maxsize=8)
def _birthdays(day: date) -> Integers:
    """Return, for each age and one more, when somebody was born who is so old this very day, in days since 1970."""
    return np.array([_epoch_days(_years_before(day, age)) for age in range(_OLDEST + 2)])


def _epoch_days(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()


def _years_before(day: date, years: int) -> date:
    """Return the same day so many years before; 29 February counts as 28 where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@dataclass(frozen=True, slots=True)
class _Span:
    """A part of the calendar around a day: its first day, and the first day after it."""

    first: Callable[[date], date]
    after: Callable[[date], date]

    def bounds(self, *, before: bool, after: bool, last: int) -> Bounds:
        """Return the bounds of the span up to today, or from today on; `last` seconds of the last day belong to it."""

        def bounds(draw: Draw, _given: Given) -> tuple[int, int]:
            today = _epoch_days(draw.as_of)
            start = _epoch_days(self.first(draw.as_of)) if before else today
            end = (_epoch_days(self.after(draw.as_of)) - 1) * _DAY + last if after else today * _DAY
            return start * _DAY, end

        return bounds


def _years(count: int) -> _Span:
    def first(day: date) -> date:
        return date(day.year - day.year % count, 1, 1)

    return _Span(first, lambda day: date(first(day).year + count, 1, 1))


_SPANS = {
    "century": _years(100),
    "decade": _years(10),
    "year": _years(1),
    "month": _Span(lambda day: day.replace(day=1), lambda day: date(day.year + day.month // 12, day.month % 12 + 1, 1)),
}


def _register_span(name: str, span: _Span) -> None:
    @provides(f"fake.date_this_{name}")
    def date_this(_locale: str, before_today: Switch = True, after_today: Switch = False) -> Source:
        return dates(span.bounds(before=before_today, after=after_today, last=0))

    @provides(f"fake.date_time_this_{name}")
    def date_time_this(
        _locale: str, before_now: Switch = True, after_now: Switch = False, tzinfo: Zone = None
    ) -> Source:
        del tzinfo
        return datetimes(span.bounds(before=before_now, after=after_now, last=_DAY - 1))


for _name, _span in _SPANS.items():
    _register_span(_name, _span)


def times() -> Source:
    """Return the seconds of a day."""
    return numbered(TIME, _DAY, lambda indices: pa.array(indices.astype(np.int32)).view(ARROW[Kind.TIME]))


@provides("fake.time_object")
def time_object(_locale: str, end_datetime: Point = "now") -> Source:
    """Return a time of the day."""
    del end_datetime
    return times()


Layout = Annotated[str, Words(100, shortest=1)]


def _written(source: Source, pattern: str) -> Source:
    spells = {"%Y-%m-%d": Kind.DATE, "%H:%M:%S": Kind.TIME, "%Y-%m-%dT%H:%M:%S": Kind.DATETIME}.get(pattern)
    longest = longest_text(pattern)

    def draw_texts(draw: Draw, given: Given) -> Value:
        return written(source.draw(draw, given), pattern)

    return Source(text(longest, spells), draw_texts)


@provides("fake.date")
def date_text(_locale: str, pattern: Layout = "%Y-%m-%d", end_datetime: Point = "now") -> Source:
    """Return a date from 1970-01-01 on, as text."""
    return _written(dates(_in_order(_EPOCH, end_datetime or _TODAY)), pattern)


@provides("fake.time")
def time_text(_locale: str, pattern: Layout = "%H:%M:%S", end_datetime: Point = "now") -> Source:
    """Return a time of the day, as text."""
    return _written(datetimes(_in_order(_EPOCH, end_datetime or _TODAY)), pattern)


@provides("fake.iso8601")
def iso8601(
    _locale: str,
    tzinfo: Zone = None,
    end_datetime: Point = "now",
    sep: Annotated[str, Words(1, shortest=1)] = "T",
    timespec: Annotated[str, Only(tuple(_CLOCKS))] = "auto",
) -> Source:
    """Return a datetime from 1970-01-01 on, as text."""
    del tzinfo
    pattern = f"%Y-%m-%d{sep.replace('%', '%%')}{_CLOCKS[timespec]}"
    return _written(datetimes(_in_order(_EPOCH, end_datetime or _TODAY)), pattern)


@provides("fake.unix_time")
def unix_time(_locale: str, end_datetime: Point = "now", start_datetime: Point = "1970-01-01") -> Source:
    """Return whole seconds since 1970-01-01."""
    moments = datetimes(_in_order(start_datetime or _EPOCH, end_datetime or _TODAY))
    return Source(integer(-(2**40), 2**40), lambda draw, given: moments.draw(draw, given).view(pa.int64()))


@provides("fake.year")
def year(_locale: str) -> Source:
    """Return a year from 1970 to the reference date's, as text."""
    return _written(dates(_in_order(_EPOCH, _TODAY)), "%Y")


def _said_of(days: Sequence[datetime], *names: str) -> None:
    """Enter methods that choose from what Faker says, in a locale's own words, of each of these moments."""
    for name in names:
        provides(f"fake.{name}")(_chooser(days, name))


def _chooser(days: Sequence[datetime], name: str) -> Callable[[str], Source]:
    def one_of(locale: str) -> Source:
        return choose(Choices(tuple(dict.fromkeys(_said(locale, name, day) for day in days))))

    return one_of


def _said(locale: str, name: str, day: datetime) -> str:
    """Return what a method of Faker says in a locale when the random date that it asks for is this one."""
    found = faker.implementation(locale, name)
    if found is None:
        raise CheckError(f"fake.{name} does not exist in {locale}")
    provider, method = found
    fixed = {"date_time": lambda _self, **_arguments: day}
    return str(method(type("OnDay", (type(provider),), fixed)(provider.generator)))


_A_MONTH_EACH = [datetime(2024, month, 1, tzinfo=UTC) for month in range(1, 13)]
_said_of(_A_MONTH_EACH, "month", "month_name", "traditional_month_name", "month_in_guj", "month_name_in_guj")
_said_of([datetime(2024, 1, day, tzinfo=UTC) for day in range(1, 8)], "day_of_week", "day_of_week_in_guj")
_said_of([datetime(2024, 1, 1, hour, tzinfo=UTC) for hour in (0, 12)], "am_pm")


@provides("fake.minguo_year")
def minguo_year(_locale: str) -> Source:
    """Return a year from 1970 to the reference date's, as Taiwan counts them, as text."""
    days = dates(_in_order(_EPOCH, _TODAY))
    return Source(text(3), lambda draw, given: pc.subtract(pc.year(days.draw(draw, given)), 1911).cast(pa.string()))


@provides("fake.day_of_month")
def day_of_month(_locale: str) -> Source:
    """Return 01 to 31, as text."""
    return _written(dates(_in_order(_EPOCH, _TODAY)), "%d")


@provides("fake.credit_card_expire")
def credit_card_expire(
    _locale: str,
    start: Point = "now",
    end: Point = "+10y",
    date_format: Layout = "%m/%y",
) -> Source:
    """Return a date of the coming ten years, as text."""
    return _written(dates(_in_order(start or _TODAY, end or _TODAY)), date_format)
