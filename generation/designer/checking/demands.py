"""What is said about a column, held against its cells: what is wrong with them, in words for people and models alike.

Cells are judged by what they show, whatever their data type is: a text `$12.50` is a number, `2024-05-01` a date. What
cannot be judged breaks nothing. Shares are held to what so many rows can tell.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import sqrt
from typing import Any, TypeAlias

from generation.designer.reading import Limits
from generation.engine import DataType

Cells: TypeAlias = Sequence[Any]

_SIGMAS = 4.0  # how far a share may be off by chance
_LEAST_SLACK = 0.02
_ALMOST_WHOLE = 1e-6
_MEAN_SLACK = 0.1  # of the mean that was asked for
_NEARLY_ALL = 99.0  # percent
_MOST_VALUES = 12  # so many of them must all occur
_WORKDAYS = 5
_DAYS = {"d": 1.0, "w": 7.0, "M": 30.4375, "m": 30.4375, "y": 365.25}
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
_SLACK_OF_DISTANCE = timedelta(days=2)  # months and years have no fixed length
_NUMBER = re.compile(r"[^\d\s-]{0,3}\s*(-?\d[\d,]*(?:\.\d+)?)\s*[^\d\s]{0,3}")
_FIRST_YEAR, _LAST_YEAR = 1000, 2999
_DIGITS_OR_HOLES = re.compile(r"\d+|X{2,}|#+")
_ALPHABETS = {"digits": "[0-9]+", "letters": "[A-Za-z]+", "alphanumeric": "[A-Za-z0-9]+", "hex": "[0-9a-fA-F]+"}
_CASES: dict[str, Callable[[str], bool]] = {"upper": str.isupper, "lower": str.islower, "title": str.istitle}
_NUMBERS = frozenset({DataType.INTEGER, DataType.FLOAT, DataType.DECIMAL})
_FRACTIONS = frozenset({DataType.FLOAT, DataType.DECIMAL})


def broken_demands(limits: Limits, cells: Cells, today: date) -> Iterator[str]:
    """Yield what is wrong with a column's cells, such as "some are 7, below 18"."""
    if not limits.say_something:
        return
    present = [cell for cell in cells if cell is not None]
    yield from _missing(limits, cells)
    for rule in _RULES:
        if present and (wrong := rule(limits, present, today)):
            yield wrong


def fits_type(stated: DataType | None, held: DataType) -> bool:
    """Tell whether a column of this type is what was stated; a number with a fraction may be of either kind."""
    return (
        stated in {None, held} or {stated, held} <= _FRACTIONS or (stated is DataType.STRING and held not in _NUMBERS)
    )


def _missing(limits: Limits, cells: Cells) -> Iterator[str]:
    if limits.missing is None or not cells:
        return
    share = sum(cell is None for cell in cells) / len(cells)
    if (limits.missing == 0 and share) or not _is_near(share, limits.missing, len(cells)):
        yield f"{share:.0%} are missing, not {limits.missing:.0%}"


def _ends(limits: Limits, cells: Cells, today: date) -> str:
    numbers = (_ages(cells, today) or _numbers(cells)) if limits.have_ends else []
    if limits.low is not None and (below := [number for number in numbers if number < limits.low]):
        return f"some are {min(below):g}, below {limits.low:g}"
    if limits.high is not None and (above := [number for number in numbers if number > limits.high]):
        return f"some are {max(above):g}, above {limits.high:g}"
    return ""


def _mean(limits: Limits, cells: Cells, _: date) -> str:
    numbers = _numbers(cells) if limits.mean is not None else []
    if limits.mean is None or not numbers:
        return ""
    mean = sum(numbers) / len(numbers)
    spread = sqrt(sum((number - mean) ** 2 for number in numbers) / len(numbers))
    slack = max(_MEAN_SLACK * abs(limits.mean), _SIGMAS * spread / sqrt(len(numbers)))
    return f"their mean is {mean:.4g}, not {limits.mean:g}" if abs(mean - limits.mean) > slack else ""


def _multiples(limits: Limits, cells: Cells, _: date) -> str:
    step = limits.multiple_of
    if not step:
        return ""
    odd = [number for number in _numbers(cells) if abs(number / step - round(number / step)) > _ALMOST_WHOLE]
    return f"some are {odd[0]:g}, which {step:g} does not divide" if odd else ""


def _values(limits: Limits, cells: Cells, _: date) -> str:
    asked = limits.values or limits.yes_no or ()
    if not asked or (limits.shares and sum(limits.shares) < _NEARLY_ALL) or limits.several:
        return ""
    known = {_folded(value) for value in asked}
    held = {_folded(cell) for cell in cells}
    if strange := sorted(held - known):
        return f"some are {strange[0]!r}, none of {', '.join(asked)}"
    lost = [value for value in asked if _folded(value) not in held]
    return f"none is {lost[0]!r}" if lost and not limits.shares and len(known) <= _MOST_VALUES else ""


def _shares(limits: Limits, cells: Cells, _: date) -> str:
    asked = dict(_asked_shares(limits))
    held = Counter(map(_folded, cells) if asked else ())
    for value, share in asked.items():
        found = held[_folded(value)] / len(cells)
        if not _is_near(found, share, len(cells)):
            return f"{found:.0%} are {value!r}, not {share:.0%}"
    return ""


def _asked_shares(limits: Limits) -> Iterator[tuple[str, float]]:
    whole = max(100.0, sum(limits.shares))
    yield from ((value, share / whole) for value, share in zip(limits.values, limits.shares, strict=False))
    if limits.yes_share is not None:
        yield limits.yes_no[0] if limits.yes_no else "true", limits.yes_share


def _dates(limits: Limits, cells: Cells, today: date) -> str:
    if not (limits.since or limits.until):
        return ""
    days = _days(cells)
    since, until = _day(limits.since, today, -1), _day(limits.until, today, 1)
    if since and (early := [day for day in days if day < since]):
        return f"some are {min(early)}, before {limits.since}"
    if until and (late := [day for day in days if day > until]):
        return f"some are {max(late)}, after {limits.until}"
    years = [number for number in _numbers(cells) if _FIRST_YEAR <= number <= _LAST_YEAR]
    if since and until and any(not since.year <= year <= until.year for year in years):
        return f"some are not from {since.year} to {until.year}"
    return ""


def _day(text: str | None, today: date, outward: int) -> date | None:
    """Return the day that an end means: a distance from today is taken generously, `outward` by two days."""
    if text is None:
        return None
    if match := re.fullmatch(r"([+-]?\d+)([dwMmy])", text):
        return today + timedelta(days=int(match[1]) * _DAYS[match[2]]) + outward * _SLACK_OF_DISTANCE
    if text in {"today", "now"}:
        return today + outward * timedelta(days=1)
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _hours(limits: Limits, cells: Cells, _: date) -> str:
    times = [cell.time() if isinstance(cell, datetime) else cell for cell in cells]
    shown = [moment.strftime("%H:%M") for moment in times if isinstance(moment, time)]
    opens, closes = limits.opens or "00:00", limits.closes or "24:00"
    outside = [moment for moment in shown if not opens <= moment <= closes] if opens <= closes else []
    return f"some are at {outside[0]}, not from {opens} to {closes}" if outside else ""


def _weekdays(limits: Limits, cells: Cells, _: date) -> str:
    weekend = [day for day in _days(cells) if day.weekday() >= _WORKDAYS] if limits.weekdays else []
    return f"some are at a weekend, such as {weekend[0]}" if weekend else ""


def _steps(limits: Limits, cells: Cells, _: date) -> str:
    moments = [cell for cell in cells if isinstance(cell, datetime)]
    seconds = _SECONDS.get(limits.every.unit, 0) * limits.every.count if limits.every else 0
    if not seconds or not moments:
        return ""
    astray = [moment for moment in moments if (moment - moments[0]).total_seconds() % seconds]
    return f"some are not {limits.every.count} {limits.every.unit}s apart" if astray and limits.every else ""


def _form(limits: Limits, cells: Cells, _: date) -> str:
    texts = [cell for cell in cells if isinstance(cell, str)]
    form = _expression_of(limits)
    strange = [text for text in texts if not re.fullmatch(form, text)] if form else []
    return f"some are {strange[0]!r}, not of the form {limits.pattern or limits.example}" if strange else ""


def _expression_of(limits: Limits) -> str:
    if limits.pattern:
        return "".join({"#": r"\d", "?": "[A-Z]"}.get(sign, re.escape(sign)) for sign in limits.pattern)
    if not limits.example or not _DIGITS_OR_HOLES.search(limits.example):
        return ""
    runs = [match[0] for match in _DIGITS_OR_HOLES.finditer(limits.example)]
    rest = [re.escape(text) for text in _DIGITS_OR_HOLES.split(limits.example)]
    holes = (f"[A-Z0-9]{{{len(run)},}}" if run[0] == "X" else rf"\d{{{len(run)},}}" for run in runs)
    return "".join(text + hole for text, hole in zip(rest, [*holes, ""], strict=True))


def _spelling(limits: Limits, cells: Cells, _: date) -> str:
    texts = [cell for cell in cells if isinstance(cell, str)]
    for wrong, is_right in _spellings(limits):
        if strange := next((text for text in texts if not is_right(text)), None):
            return f"some are {strange[:60]!r}, {wrong}"
    return ""


def _spellings(limits: Limits) -> Iterator[tuple[str, Callable[[str], bool]]]:
    shortest, longest = limits.shortest or 0, limits.longest
    if limits.prefix:
        yield f"without {limits.prefix!r} at the start", lambda text: text.startswith(limits.prefix)
    if limits.alphabet:
        allowed = re.compile(_ALPHABETS[limits.alphabet])
        yield f"not {limits.alphabet}", lambda text: bool(allowed.fullmatch(text.removeprefix(limits.prefix)))
    if limits.case:
        yield f"not in {limits.case} case", _CASES[limits.case]
    if shortest:
        yield f"shorter than {shortest} characters", lambda text: len(text) >= shortest
    if longest is not None:
        yield f"longer than {longest} characters", lambda text: len(text) <= longest


def _repeats(limits: Limits, cells: Cells, _: date) -> str:
    if not limits.unique:
        return ""
    value, times = Counter(map(str, cells)).most_common(1)[0]
    return f"{value!r} occurs {times} times" if times > 1 else ""


_RULES: tuple[Callable[[Limits, Cells, date], str], ...] = (
    *(_ends, _mean, _multiples, _values, _shares, _dates, _hours, _weekdays, _steps, _form, _spelling, _repeats),
)


def _is_near(found: float, asked: float, rows: int) -> bool:
    return abs(found - asked) <= max(_LEAST_SLACK, _SIGMAS * sqrt(asked * (1 - asked) / rows))


def _folded(cell: Any) -> str:
    """Return what two cells have in common that show the same value."""
    if isinstance(cell, float | Decimal) and cell == int(cell):
        cell = int(cell)
    return str(cell).strip().casefold()


def _numbers(cells: Cells) -> list[float]:
    """Return the cells that are numbers, also as texts with a sign of money, a unit or commas."""
    texts = (cell if isinstance(cell, str) else str(cell) for cell in cells if not isinstance(cell, bool | date | time))
    return [float(match[1].replace(",", "")) for text in texts if (match := _NUMBER.fullmatch(text.strip()))]


def _days(cells: Cells) -> list[date]:
    days = (_as_day(cell) for cell in cells)
    return [day for day in days if day]


def _as_day(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, str) and re.match(r"\d{4}-\d\d-\d\d", cell):
        return _day(cell, date.min, 0)
    return cell if isinstance(cell, date) else None


def _ages(cells: Cells, today: date) -> list[float]:
    """Return the ages that dates of birth stand for; a number said of dates is one of years since."""
    return [float(today.year - day.year - ((today.month, today.day) < (day.month, day.day))) for day in _days(cells)]
