"""Dates, times and series of them, in a stated window."""

import re
from datetime import date, datetime, timedelta

from generation.designer.catalog import Concept
from generation.designer.composing.ranges.numbers import number_text
from generation.designer.reading import Limits
from generation.engine import DataType

_OLDEST = 85
_A_DAY = {"second": 86400, "minute": 1440, "hour": 24}
_MONTHS = {"month": 1, "year": 12}
_ISO = frozenset({"%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"})
_YEAR = 12  # months
_YEARS = 25  # of a series whose end was not stated
_FIRST_DAY = "2000-01-01"
_WORKDAYS = 5
_THIS = "this "  # year, month
_OPENS, _CLOSES = "00:00", "23:59"


def from_dates(concept: Concept, limits: Limits) -> tuple[str, DataType] | None:
    """Return an expression for moments in a window or in steps, in the stated format; None where neither was asked."""
    kind = limits.data_type if limits.data_type in {DataType.DATE, DataType.DATETIME} else concept.data_type
    if kind is DataType.TIME:
        return _time_of_day(limits)
    drawn = _moments(concept, limits, kind)
    return formatted(drawn, kind, limits) if drawn else None


def is_written_date(limits: Limits) -> bool:
    """Tell whether dates are to be texts in a format of their own."""
    return bool(limits.date_format) and limits.date_format not in _ISO


def formatted(expression: str, kind: DataType, limits: Limits) -> tuple[str, DataType]:
    """Return an expression for moments, written as somebody asked for; ISO dates are what they are anyway."""
    if not is_written_date(limits):
        return expression, kind
    body = (
        expression if re.fullmatch(r"\w+|fake\.\w+\([^()]*(?:\([^()]*\)[^()]*)*\)", expression) else f"({expression})"
    )
    return f"{body}.strftime({limits.date_format!r})", DataType.STRING


def _moments(concept: Concept, limits: Limits, kind: DataType) -> str | None:
    if limits.every:
        return _series(limits, kind)
    if concept.name == "date_of_birth" and limits.have_ends:
        return _born(limits)
    if limits.weekdays or (kind is DataType.DATETIME and (limits.opens or limits.closes)):
        return _worked(limits, kind)
    return _window(limits, kind) if limits.since or limits.until else None


def _born(limits: Limits) -> str:
    """Return dates of birth of people between two ages; a window of dates that was stated too narrows it."""
    low, high = int(limits.low or 0), int(limits.high or max(_OLDEST, limits.low or 0))
    if not (limits.since or limits.until):
        return f"fake.date_of_birth(minimum_age={low}, maximum_age={high})"
    oldest, youngest = (
        f"date.today() - timedelta(days={high * 365 + high // 4})",
        f"date.today() - timedelta(days={low * 366})",
    )
    since = f"max({moment(limits.since, DataType.DATE)}, {oldest})" if limits.since else oldest
    until = f"min({moment(limits.until, DataType.DATE)}, {youngest})" if limits.until else youngest
    return f"fake.date_between({since}, {until})"


def _window(limits: Limits, kind: DataType) -> str:
    since, until = limits.since or _before(limits.until), limits.until or "today"
    if kind is DataType.DATE:
        return f"fake.date_between({_argument(since, kind)}, {_argument(until, kind)})"
    return f"fake.date_time_between({_argument(since, kind)}, {_argument(until, kind, end=True)})"


def _before(until: str | None) -> str:
    """Return where a window begins of which only the end was stated: some years before."""
    if until is None or not until[0].isdigit():
        return "-10y"
    last = date.fromisoformat(until[:10])
    return last.replace(year=last.year - 5, day=1).isoformat()


def _argument(text: str, kind: DataType, *, end: bool = False) -> str:
    """Return a moment as Faker's functions take it: distances such as `-2y` stand as they are."""
    if text[0].isdigit() or text.startswith(_THIS):
        return moment(text, kind, end=end)
    return repr("now" if text == "today" and kind is DataType.DATETIME else text)


def moment(text: str, kind: DataType, *, end: bool = False) -> str:
    """Return an ISO date or a distance from today as an expression; `end` stands for the last second of a day."""
    if not text[0].isdigit():
        return _distance(text, kind)
    point = datetime.fromisoformat(text)
    if kind is DataType.DATE:
        return f"date({point.year}, {point.month}, {point.day})"
    day = f"datetime({point.year}, {point.month}, {point.day}"
    if end and (point.hour, point.minute) == (0, 0):
        return f"{day}, 23, 59, 59)"
    return f"{day}, {point.hour}, {point.minute})" if point.hour or point.minute else f"{day})"


def _distance(text: str, kind: DataType) -> str:
    now = "date.today()" if kind is DataType.DATE else "datetime.now()"
    if text.startswith(_THIS):
        month = "1" if text.endswith("year") else "date.today().month"
        return f"{kind.value}(date.today().year, {month}, 1)"
    match = re.fullmatch(r"([+-]?)(\d+)([a-zA-Z])", text)
    if match is None:
        return now
    days = int(match[2]) * {"y": 365, "M": 30, "w": 7, "d": 1}.get(match[3], 1)
    return f"{now} {match[1] or '+'} timedelta(days={days})"


def _first_day(limits: Limits) -> str | None:
    return limits.since if limits.since and limits.since[0].isdigit() else None


def _series(limits: Limits, kind: DataType) -> str:
    """Return the moments of a time series in the order of the rows; a window that is full starts again."""
    step = limits.every
    assert step is not None  # noqa: S101 - the caller saw to it
    first = _first_day(limits)
    start = moment(first, kind) if first else f"{kind.value}(date.today().year - 1, 1, 1)"
    count = f"{step.count} * row_number" if step.count > 1 else "row_number"
    if step.unit in _MONTHS:
        return _months(limits, step.count * _MONTHS[step.unit], kind)
    if limits.weekdays and step.unit == "day":
        return f"{_monday(first, kind)} + timedelta(days=row_number // {_WORKDAYS} * 7 + row_number % {_WORKDAYS})"
    if kind is DataType.DATE and step.unit in _A_DAY:  # several rows a day
        return f"{start} + timedelta(days=row_number // {max(1, _A_DAY[step.unit] // step.count)})"
    if steps := _steps_in(limits, kind):
        count = count.replace("row_number", f"(row_number % {steps})")
    return f"{start} + timedelta({step.unit}s={count})"


def _steps_in(limits: Limits, kind: DataType) -> int | None:
    """Return how many moments of a series there are in its window, if it has two ends."""
    step = limits.every
    if step is None or not (_first_day(limits) and limits.until and limits.until[0].isdigit()):
        return None
    first, last = datetime.fromisoformat(limits.since or ""), datetime.fromisoformat(limits.until)
    if kind is DataType.DATETIME and len(limits.until) == len("2024-01-31"):
        last += timedelta(days=1, seconds=-1)
    return max(1, int((last - first) / timedelta(**{f"{step.unit}s": step.count})) + 1)


def _months(limits: Limits, months: int, kind: DataType) -> str:
    """Return the first day of month after month, or of year after year; years that are full start again."""
    first = date.fromisoformat((_first_day(limits) or _FIRST_DAY)[:10])
    last = int(limits.until[:4]) if limits.until and limits.until[0].isdigit() else first.year + _YEARS - 1
    if months >= _YEAR:
        years = f"row_number % {max(1, (last - first.year) * _YEAR // months + 1)}"
        years = f"{months // _YEAR} * ({years})" if months > _YEAR else years
        return f"{kind.value}({first.year} + {years}, {first.month}, 1)"
    count = "row_number" if months == 1 else f"{months} * row_number"
    count = f"({count} + {first.month - 1})" if first.month > 1 else count if months == 1 else f"({count})"
    return f"{kind.value}({first.year} + {count} // 12, {count} % 12 + 1, 1)"


def _monday(text: str | None, kind: DataType) -> str:
    first = date.fromisoformat(text[:10]) if text else date(2024, 1, 1)
    return moment((first + timedelta(days=-first.weekday() % 7)).isoformat(), kind)


def _worked(limits: Limits, kind: DataType) -> str:
    """Return moments of working days, or of the hours that something is open."""
    last = date.fromisoformat(limits.until[:10]) if limits.until and limits.until[0].isdigit() else None
    first = date.fromisoformat(limits.since[:10]) if limits.since and limits.since[0].isdigit() else None
    start = first or (last - timedelta(days=364) if last else date(2024, 1, 1))
    end = last or start + timedelta(days=364)
    days = _day_count(start, end, weekdays=limits.weekdays)
    if limits.weekdays:
        start += timedelta(days=-start.weekday() % 7)
    day = start.isoformat()
    if kind is DataType.DATE:
        return f"{moment(day, kind)} + timedelta(days={days})"
    opens, closes = minutes_of(limits.opens or _OPENS), minutes_of(limits.closes or _CLOSES)
    return f"{moment(day, kind)} + timedelta(days={days}, minutes=random.randint({opens}, {max(opens, closes)}))"


def _day_count(start: date, end: date, *, weekdays: bool) -> str:
    if not weekdays:
        return f"random.randint(0, {max(0, (end - start).days)})"
    monday = start + timedelta(days=-start.weekday() % 7)
    weeks = max(0, ((end - monday).days - 4) // 7)
    return f"7 * random.randint(0, {weeks}) + random.randint(0, 4)"


def _time_of_day(limits: Limits) -> tuple[str, DataType] | None:
    if not (limits.opens or limits.closes):
        return None
    opens, closes = minutes_of(limits.opens or _OPENS), minutes_of(limits.closes or _CLOSES)
    minutes = f"random.randint({opens}, {max(opens, closes)})"
    return f"(datetime(2024, 1, 1) + timedelta(minutes={minutes})).time()", DataType.TIME


def minutes_of(clock: str) -> int:
    """Return the minutes since midnight: `09:30` -> 570."""
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(number_text(float(minutes or 0)))
