"""Ranges of dates."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from generation.designer.reading.limit import Limits, without
from generation.designer.reading.words import DASHES

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_DATE = (
    rf"(\d{{4}}[-/]\d{{1,2}}[-/]\d{{1,2}}|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    rf"|\d{{1,2}} {_MONTH} \d{{4}}|{_MONTH} \d{{4}}|{_YEAR})"
)
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "twelve": 12}
_MOST_UNITS_AGO = 100
_TODAY = "today"
_LAST_DAY = 31
_MONTHS_A_YEAR = 12

_BETWEEN = re.compile(
    rf"(?:\brange\s*:?|\bfrom|\bbetween|\bin|\bdates?)?\s*\b{_DATE}\s*,?\s*(?:to|and|until|till|through|[{DASHES}])\s*{_DATE}",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:in|over|within|from|during|for)?\s*(?:the\s+)?(?:last|past|previous)\s+"
    rf"(\d{{1,6}}|{'|'.join(_COUNTS)})?\s*(day|week|month|year)s?\b",
    re.IGNORECASE,
)
_THIS_YEAR = re.compile(r"\b(?:in|during|from)?\s*this year\b", re.IGNORECASE)
_WITHIN = re.compile(
    rf"\b(?:in|during|for|of)\s+(?:the\s+year\s+)?({_MONTH} \d{{4}}|{_YEAR})\b(?!\s?[%-])", re.IGNORECASE
)
_SINCE = re.compile(rf"\b(?:since|after|starting(?: from| in)?|from)\s+{_DATE}", re.IGNORECASE)
_BEFORE = re.compile(rf"\b(?:before|until|up to|by)\s+{_DATE}", re.IGNORECASE)


def read_dates(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read `from 2022-01-01 to 2024-12-31`, `2022-2024`, `last two years`, `in March 2024`, `since 2020`."""
    for pattern, ends in _READINGS:
        if (match := pattern.search(text)) and (found := ends(match)):
            return without(text, match), replace(limits, since=found[0], until=found[1])
    return text, limits


def _between(match: re.Match[str]) -> tuple[str, str] | None:
    since, until = first_day(match[1]), last_day(match[2])
    return (since, until) if since and until and since <= until else None


def _within(match: re.Match[str]) -> tuple[str, str] | None:
    since, until = first_day(match[1]), last_day(match[1])
    return (since, until) if since and until else None


def _since(match: re.Match[str]) -> tuple[str, str] | None:
    since = first_day(match[1])
    return (since, _TODAY) if since else None


def _before(match: re.Match[str]) -> tuple[str | None, str] | None:
    until = last_day(match[1])
    return (None, until) if until else None


def _past(match: re.Match[str]) -> tuple[str, str]:
    return _ago(match), _TODAY


def _this_year(_: re.Match[str]) -> tuple[str, str]:
    return "-1y", _TODAY


_READINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[str | None, str] | None]], ...] = (
    (_BETWEEN, _between),
    (_PAST, _past),
    (_THIS_YEAR, _this_year),
    (_WITHIN, _within),
    (_SINCE, _since),
    (_BEFORE, _before),
)


def _ago(match: re.Match[str]) -> str:
    """Return `-2y` for "last two years"; months are a capital M, as Faker writes them."""
    stated = (match[1] or "one").lower()
    count = _COUNTS[stated] if stated in _COUNTS else min(_MOST_UNITS_AGO, int(stated))
    unit = match[2][0].lower()
    return f"-{count}{'M' if unit == 'm' else unit}"


def first_day(text: str) -> str | None:
    """Return the first day of a date, a month or a year, in ISO form; None where there is no such day."""
    year, month, day = _parts(text)
    return _iso(year, month or 1, day or 1)


def last_day(text: str) -> str | None:
    """Return the last day of a date, a month or a year, in ISO form; None where there is no such day."""
    year, month, day = _parts(text)
    if day:
        return _iso(year, month, day)
    month = month or _MONTHS_A_YEAR
    following = _iso(year + month // _MONTHS_A_YEAR, month % _MONTHS_A_YEAR + 1, 1)
    return (date.fromisoformat(following) - timedelta(days=1)).isoformat() if following else None


def _parts(text: str) -> tuple[int, int, int]:
    """Return year, month and day, 0 for what is not there."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    year = next((number for number in numbers if number > _LAST_DAY), 0)
    rest = [number for number in numbers if number != year]
    month = next((place for place, name in enumerate(_MONTHS, 1) if re.search(rf"\b{name}", text, re.IGNORECASE)), 0)
    if month:
        return year, month, rest[0] if rest else 0
    return (year, rest[0], rest[1]) if len(rest) > 1 else (year, 0, 0)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
