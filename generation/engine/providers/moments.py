"""Dates, datetimes and times. What lies between two points is uniform, both ends included."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

import numpy as np
import pyarrow as pa

from generation.engine.errors import CheckError
from generation.engine.kinds import ARROW, DATE, DATETIME, TIME, Kind, Type, Value, integer, text
from generation.engine.layouts import longest_text, written
from generation.engine.providers import faker
from generation.engine.providers.arguments import Choices, Flag, Moment, Only, When, Whole, Words
from generation.engine.providers.elements import choose
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Given, Source, numbered
from generation.engine.randomness import Draw, Integers

_DAY = 86_400
_TODAY, _EPOCH = When(0, relative=True), When(0)
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Start = Annotated[Any, Moment()]
End = Annotated[Any, Moment()]
Zone = Annotated[None, Only((None,))]
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
    if isinstance(start, When) and isinstance(end, When):
        assumed_today = date(2000, 1, 1) if start.relative and end.relative else None
        known = start.relative == end.relative
        if known and start.at(assumed_today or date(1970, 1, 1)) > end.at(assumed_today or date(1970, 1, 1)):
            raise CheckError("the start lies after the end")
    return lambda draw, given: (_seconds(start, draw, given), _seconds(end, draw, given))


@provides("fake.date_between")
def date_between(_locale: str, start_date: Start = "-30y", end_date: End = "now") -> Source:
    """Return a date from `start_date` to `end_date`, both included."""
    return dates(_in_order(start_date, end_date))


@provides("fake.date_between_dates")
def date_between_dates(_locale: str, date_start: Start = "1970-01-01", date_end: End = "now") -> Source:
    """Return a date from `date_start` to `date_end`, both included."""
    return dates(_in_order(date_start, date_end))


@provides("fake.date_time_between")
def date_time_between(
    _locale: str,
    start_date: Start = "-30y",
    end_date: End = "now",
    tzinfo: Zone = None,
) -> Source:
    """Return a datetime from `start_date` to `end_date`, both included."""
    del tzinfo
    return datetimes(_in_order(start_date, end_date))


@provides("fake.date_time_between_dates")
def date_time_between_dates(
    _locale: str, datetime_start: Start = "1970-01-01", datetime_end: End = "now", tzinfo: Zone = None
) -> Source:
    """Return a datetime from `datetime_start` to `datetime_end`, both included."""
    del tzinfo
    return datetimes(_in_order(datetime_start, datetime_end))


@provides("fake.date_object")
def date_object(_locale: str, end_datetime: End = "now") -> Source:
    """Return a date from 1970-01-01 on."""
    return dates(_in_order(_EPOCH, end_datetime))


@provides("fake.date_time", "fake.date_time_ad")
def date_time(_locale: str, tzinfo: Zone = None, end_datetime: End = "now") -> Source:
    """Return a datetime from 1970-01-01 on."""
    del tzinfo
    return datetimes(_in_order(_EPOCH, end_datetime))


@provides("fake.past_date")
def past_date(_locale: str, start_date: Start = "-30d") -> Source:
    """Return a date from `start_date` to yesterday."""
    return dates(_in_order(start_date, When(-_DAY, relative=True)))


@provides("fake.future_date")
def future_date(_locale: str, end_date: End = "+30d") -> Source:
    """Return a date from tomorrow to `end_date`."""
    return dates(_in_order(When(_DAY, relative=True), end_date))


@provides("fake.past_datetime")
def past_datetime(_locale: str, start_date: Start = "-30d", tzinfo: Zone = None) -> Source:
    """Return a datetime from `start_date` to the last second before the reference date."""
    del tzinfo
    return datetimes(_in_order(start_date, When(-1, relative=True)))


@provides("fake.future_datetime")
def future_datetime(_locale: str, end_date: End = "+30d", tzinfo: Zone = None) -> Source:
    """Return a datetime from one second after the reference date's start to `end_date`."""
    del tzinfo
    return datetimes(_in_order(When(1, relative=True), end_date))


@provides("fake.date_of_birth")
def date_of_birth(
    _locale: str,
    tzinfo: Zone = None,
    minimum_age: Annotated[int, Whole(0, 150)] = 0,
    maximum_age: Annotated[int, Whole(0, 150)] = 115,
) -> Source:
    """Return the birthday of somebody whose age in whole years lies between the two, both included."""
    del tzinfo
    if minimum_age > maximum_age:
        raise CheckError(f"the least age, {minimum_age}, is above the greatest, {maximum_age}")

    def bounds(draw: Draw, _given: Given) -> tuple[int, int]:
        first = _years_before(draw.as_of, maximum_age + 1).toordinal() + 1
        last = _years_before(draw.as_of, minimum_age).toordinal()
        epoch = date(1970, 1, 1).toordinal()
        return (first - epoch) * _DAY, (last - epoch) * _DAY

    return dates(bounds)


def _years_before(day: date, years: int) -> date:
    """Return the same day so many years before; 29 February counts as 28 where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _this(starts: Callable[[date], date], ends: Callable[[date], date]) -> Callable[..., Bounds]:
    def bounds_of(*, before: bool, after: bool) -> Bounds:
        def bounds(draw: Draw, _given: Given) -> tuple[int, int]:
            today = draw.as_of
            first = starts(today) if before else today
            last = ends(today) if after else today
            epoch = date(1970, 1, 1).toordinal()
            return (first.toordinal() - epoch) * _DAY, (last.toordinal() - epoch) * _DAY

        return bounds

    return bounds_of


def _month_end(day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


_SPANS = {
    "century": _this(lambda d: date(d.year - d.year % 100, 1, 1), lambda d: date(d.year - d.year % 100 + 99, 12, 31)),
    "decade": _this(lambda d: date(d.year - d.year % 10, 1, 1), lambda d: date(d.year - d.year % 10 + 9, 12, 31)),
    "year": _this(lambda d: date(d.year, 1, 1), lambda d: date(d.year, 12, 31)),
    "month": _this(lambda d: date(d.year, d.month, 1), _month_end),
}


def _register_spans() -> None:
    for span, bounds_of in _SPANS.items():
        _register_span(span, bounds_of)


def _register_span(span: str, bounds_of: Callable[..., Bounds]) -> None:
    @provides(f"fake.date_this_{span}")
    def date_this(
        _locale: str, before_today: Annotated[bool, Flag()] = True, after_today: Annotated[bool, Flag()] = False
    ) -> Source:
        return dates(bounds_of(before=before_today, after=after_today))

    @provides(f"fake.date_time_this_{span}")
    def date_time_this(
        _locale: str,
        before_now: Annotated[bool, Flag()] = True,
        after_now: Annotated[bool, Flag()] = False,
        tzinfo: Zone = None,
    ) -> Source:
        del tzinfo
        return datetimes(bounds_of(before=before_now, after=after_now))


_register_spans()


def times() -> Source:
    """Return the seconds of a day."""
    return numbered(TIME, _DAY, lambda indices: pa.array(indices.astype(np.int32)).view(ARROW[Kind.TIME]))


@provides("fake.time_object")
def time_object(_locale: str, end_datetime: Annotated[None, Only((None,))] = None) -> Source:
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
def date_text(_locale: str, pattern: Layout = "%Y-%m-%d", end_datetime: End = "now") -> Source:
    """Return a date from 1970-01-01 on, as text."""
    return _written(dates(_in_order(_EPOCH, end_datetime)), pattern)


@provides("fake.time")
def time_text(_locale: str, pattern: Layout = "%H:%M:%S", end_datetime: End = "now") -> Source:
    """Return a time of the day, as text."""
    return _written(datetimes(_in_order(_EPOCH, end_datetime)), pattern)


@provides("fake.iso8601")
def iso8601(_locale: str, tzinfo: Zone = None, end_datetime: End = "now") -> Source:
    """Return a datetime from 1970-01-01 on, as text."""
    del tzinfo
    return _written(datetimes(_in_order(_EPOCH, end_datetime)), "%Y-%m-%dT%H:%M:%S")


@provides("fake.unix_time")
def unix_time(_locale: str, end_datetime: End = "now", start_datetime: Start = "1970-01-01") -> Source:
    """Return whole seconds since 1970-01-01."""
    moments = datetimes(_in_order(start_datetime, end_datetime))
    return Source(integer(-(2**40), 2**40), lambda draw, given: moments.draw(draw, given).view(pa.int64()))


@provides("fake.year")
def year(_locale: str) -> Source:
    """Return a year from 1970 to the reference date's, as text."""
    return _written(dates(_in_order(_EPOCH, _TODAY)), "%Y")


@provides("fake.month")
def month(_locale: str) -> Source:
    """Return 01 to 12, as text."""
    return choose(Choices(tuple(f"{number:02d}" for number in range(1, 13))))


def _names(locale: str, attribute: str, otherwise: tuple[str, ...]) -> Source:
    """Return the names of months or weekdays in a locale's own words, where Faker has them."""
    found = faker.implementation(locale, "month_name")
    own = getattr(found[0], attribute, None) if found else None
    return choose(Choices(tuple(dict.fromkeys(own.values())) if own else otherwise))


@provides("fake.month_name")
def month_name(locale: str) -> Source:
    """Return the name of a month."""
    return _names(locale, "MONTH_NAMES", _MONTHS)


@provides("fake.day_of_week")
def day_of_week(locale: str) -> Source:
    """Return the name of a weekday."""
    return _names(locale, "DAY_NAMES", _WEEKDAYS)


@provides("fake.day_of_month")
def day_of_month(_locale: str) -> Source:
    """Return 01 to 31, as text."""
    return _written(dates(_in_order(_EPOCH, _TODAY)), "%d")


@provides("fake.am_pm")
def am_pm(_locale: str) -> Source:
    """Return AM or PM."""
    return choose(Choices(("AM", "PM")))


@provides("fake.credit_card_expire")
def credit_card_expire(
    _locale: str,
    start: End = "now",
    end: Annotated[Any, Moment()] = "+10y",
    date_format: Layout = "%m/%y",
) -> Source:
    """Return a date of the coming ten years, as text."""
    return _written(dates(_in_order(start, end)), date_format)
