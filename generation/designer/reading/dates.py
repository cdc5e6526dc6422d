"""Ranges of dates."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from generation.designer.reading.limit import Limits, without
from generation.designer.reading.words import DASHES

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:19|20)\d\d(?!\d)"
_DATE = (
    rf"(\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:[T ]\d\d:\d\d(?::\d\d)?)?|\d{{1,2}}[-/.]\d{{1,2}}[-/.]{_YEAR}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH},? \d{{4}}"
    rf"|{_MONTH},? \d{{4}}"
    rf"|\d{{4}}-\d\d(?!\d)|Q[1-4],? \d{{4}}|{_YEAR})"
)
_END = rf"(?:{_DATE}|(today|now|present|the present|current date))"
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "twelve": 12, "few": 3}
_MOST_UNITS_AGO = 100
_TODAY = "today"
_LAST_DAY = 31
_FIRST_YEAR, _LAST_YEAR = 1000, 9000  # of the dates that are read: there is room before and after them to count in
_MONTHS_A_YEAR = 12
_MONTHS_A_QUARTER = 3
_UNITS = {"day": "d", "week": "w", "month": "M", "year": "y"}

_BETWEEN = re.compile(
    rf"(?:\b(?:in the )?range(?: of| from)?\s*:?|\bfrom|\bbetween|\bin|\bdates?)?\s*\b{_DATE}\s*,?\s*"
    rf"(?:to|and|until|till|through|[{DASHES}])\s*{_END}",
    re.IGNORECASE,
)
_OF_YEAR = re.compile(  # both ends in one year, which is stated once
    rf"(?:\b(?:from|between|in|during)\s+)?\b({_MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?)?|Q[1-4])\s*"
    rf"(?:to|and|until|till|through|[{DASHES}])\s*({_MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?)?|Q[1-4]),?(?: of)?"
    rf" ({_YEAR})",
    re.IGNORECASE,
)
_HALF = re.compile(
    rf"\b(?:in |during |from )?(?:the )?(?:H([12])|(first|second|1st|2nd) half)(?: of|,)? ({_YEAR})", re.IGNORECASE
)
_ORDINALS = ("first 1st", "second 2nd", "third 3rd", "fourth 4th last")
_QUARTER = re.compile(
    rf"\b(?:in |during |from )?(?:the )?(first|1st|second|2nd|third|3rd|fourth|4th|last) quarter(?: of|,)? ({_YEAR})",
    re.IGNORECASE,
)
_UNIT = r"(day|week|month|quarter|year|decade)s?\b"
_PAST = re.compile(
    r"\b(?:in|over|within|from|during|for|of)?\s*(?:the\s+)?(?:last|past|previous|recent|trailing)\s+"
    rf"(\d{{1,6}}|{'|'.join(_COUNTS)})?\s*{_UNIT}",
    re.IGNORECASE,
)
_COMING = re.compile(
    r"\b(?:in|over|within|from|during|for)?\s*(?:the\s+)?(?:next|coming|upcoming)\s+"
    rf"(\d{{1,6}}|{'|'.join(_COUNTS)})?\s*{_UNIT}",
    re.IGNORECASE,
)
_THIS = re.compile(
    r"\b(?:in|during|from|of)?\s*(?:this|the current|current) (year|month)(?: only)?\b|\byear to"
    r" date\b",
    re.IGNORECASE,
)
_IN_PAST = re.compile(
    r"\b(?:must be |should be |always )?in the past\b|\b(?:no|not) (?:in the )?future(?: dates?)?\b", re.IGNORECASE
)
_IN_FUTURE = re.compile(r"\b(?:must be |should be |always )?(?:in the future|future dates?)\b", re.IGNORECASE)
_DECADE = re.compile(r"\b(?:in|from|during)?\s*(?:the\s+)?((?:19|20)\d)0'?s\b", re.IGNORECASE)
_NAMED = rf"{_MONTH},? \d{{4}}|Q[1-4],? \d{{4}}"
_WITHIN = re.compile(
    rf"\b(?:(?:in|during|for|of|throughout|within)\s+(?:the\s+)?(?:entire\s+|whole\s+)?(?:(?:calendar "
    rf"|fiscal )?year\s+)?)({_NAMED}|{_YEAR})\b(?!\s?[%-])",
    re.IGNORECASE,
)
_BARE = re.compile(rf"\b({_NAMED})\b|(?<=\()\s*({_YEAR})\s*(?=\))", re.IGNORECASE)
_SINCE = re.compile(
    rf"(?:(?<=\s)|\b)(>=?|(?:not|no|never) (?:before|earlier than|prior to)|since|after|later than|starting(?: from|"
    rf" in| on)?|start(?:s|ing)? date\s*:?|from"
    rf"|beginning(?: in"
    rf"| on)?)\s+{_DATE}(?:\s+(?:onwards?|to now|on|and (?:later|after)))?",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?:(?<=\s)|\b)(<=?|(?:not|no|never) (?:after|later than)|before|prior to|earlier than|until|till|up to|by"
    rf"|through|ending(?: in| on)?)\s+{_DATE}",
    re.IGNORECASE,
)
_EXCLUSIVE = frozenset({">", "<", "after", "later than", "before", "prior to", "earlier than"})


def read_dates(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read `from 2022-01-01 to 2024-12-31`, `2022-2024`, `last two years`, `in March 2024`, `since 2020`."""
    for pattern, ends in _READINGS:
        if (match := pattern.search(text)) and (found := ends(match)):
            return without(text, match), replace(limits, since=found[0], until=found[1])
    return text, limits


def _between(match: re.Match[str]) -> tuple[str, str] | None:
    first, last = _written_alike(match[1], match[2]) if match[2] else (match[1], "")
    since = first_day(first)
    until = last_day(last) if last else _TODAY
    if not (since and until):
        return None
    swapped = until != _TODAY and since > until
    return (first_day(last) or since, last_day(first) or until) if swapped else (since, until)


def _written_alike(first: str, last: str) -> tuple[str, str]:
    """Return two dates with their days first alike: `01/03/2024` is in March where `31/05/2024` follows."""
    numbers = [re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", text) for text in (first, last)]
    days_first = any(match and int(match[1]) > _MONTHS_A_YEAR for match in numbers)
    if not days_first:
        return first, last
    first, last = (f"{match[3]}-{match[2]}-{match[1]}" if match else "" for match in numbers)
    return first, last


def _of_year(match: re.Match[str]) -> tuple[str, str] | None:
    since, until = first_day(f"{match[1]} {match[3]}"), last_day(f"{match[2]} {match[3]}")
    return (since, until) if since and until and since <= until else None


def _half(match: re.Match[str]) -> tuple[str, str]:
    late = match[1] == "2" or (match[2] or "").lower() in {"second", "2nd"}
    return (f"{match[3]}-07-01", f"{match[3]}-12-31") if late else (f"{match[3]}-01-01", f"{match[3]}-06-30")


def _quarter(match: re.Match[str]) -> tuple[str, str] | None:
    number = next(place for place, names in enumerate(_ORDINALS, 1) if match[1].lower() in names.split())
    stated = f"Q{number} {match[2]}"
    since, until = first_day(stated), last_day(stated)
    return (since, until) if since and until else None


def _within(match: re.Match[str]) -> tuple[str, str] | None:
    stated = next(group for group in match.groups() if group)
    since, until = first_day(stated), last_day(stated)
    return (since, until) if since and until else None


def _since(match: re.Match[str]) -> tuple[str, str] | None:
    exclusive = match[1].lower() in _EXCLUSIVE
    since = _next(last_day(match[2]), 1) if exclusive else first_day(match[2])
    return (since, _TODAY) if since else None


def _before(match: re.Match[str]) -> tuple[str | None, str] | None:
    exclusive = match[1].lower() in _EXCLUSIVE
    until = _next(first_day(match[2]), -1) if exclusive else last_day(match[2])
    return (None, until) if until else None


def _next(day: str | None, days: int) -> str | None:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat() if day else None


def _past(match: re.Match[str]) -> tuple[str, str]:
    return f"-{_distance(match)}", _TODAY


def _coming(match: re.Match[str]) -> tuple[str, str]:
    return _TODAY, f"+{_distance(match)}"


def _this(match: re.Match[str]) -> tuple[str, str]:
    return f"this {(match[1] or 'year').lower()}", _TODAY


def _in_past(_: re.Match[str]) -> tuple[None, str]:
    return None, _TODAY


def _in_future(_: re.Match[str]) -> tuple[str, str]:
    return _TODAY, "+1y"


def _decade(match: re.Match[str]) -> tuple[str, str]:
    return f"{match[1]}0-01-01", f"{match[1]}9-12-31"


_READINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[str | None, str] | None]], ...] = (
    (_OF_YEAR, _of_year),
    (_HALF, _half),
    (_QUARTER, _quarter),
    (_BETWEEN, _between),
    (_PAST, _past),
    (_COMING, _coming),
    (_THIS, _this),
    (_DECADE, _decade),
    (_SINCE, _since),
    (_BEFORE, _before),
    (_WITHIN, _within),
    (_BARE, _within),
    (_IN_PAST, _in_past),
    (_IN_FUTURE, _in_future),
)


def _distance(match: re.Match[str]) -> str:
    """Return `2y` for "two years"; months are a capital M, as Faker writes them."""
    stated = (match[1] or "one").lower()
    count = _COUNTS[stated] if stated in _COUNTS else min(_MOST_UNITS_AGO, int(stated))
    unit = match[2].lower()
    if unit == "quarter":
        return f"{_MONTHS_A_QUARTER * count}M"
    return f"{10 * count}y" if unit == "decade" else f"{count}{_UNITS[unit]}"


def first_day(text: str) -> str | None:
    """Return the first day of a date, a month, a quarter or a year, in ISO form; None where there is no such day."""
    year, month, day = _parts(text)
    return _iso(year, month or 1, day or 1)


def last_day(text: str) -> str | None:
    """Return the last day of a date, a month, a quarter or a year, in ISO form; None where there is no such day."""
    year, month, day = _parts(text)
    if day:
        return _iso(year, month, day)
    month = month + _MONTHS_A_QUARTER - 1 if text[:1] in ("q", "Q") and month else month or _MONTHS_A_YEAR
    following = _iso(year + month // _MONTHS_A_YEAR, month % _MONTHS_A_YEAR + 1, 1)
    return (date.fromisoformat(following) - timedelta(days=1)).isoformat() if following else None


def _parts(text: str) -> tuple[int, int, int]:
    """Return year, month and day, 0 for what is not there; `03/04/2023` is in March unless that cannot be."""
    numbers = [int(number) for number in re.findall(r"\d+", text.partition(":")[0])][:3]
    year = next((number for number in numbers if number > _LAST_DAY), 0)
    rest = [number for number in numbers if number != year]
    if text[:1] in ("q", "Q") and rest:
        return year, _MONTHS_A_QUARTER * (rest[0] - 1) + 1, 0
    month = next((place for place, name in enumerate(_MONTHS, 1) if re.search(rf"\b{name}", text, re.IGNORECASE)), 0)
    if month or len(rest) < 2:  # noqa: PLR2004 - a month and a day
        return (year, month, rest[0] if rest else 0) if month else (year, rest[0] if rest else 0, 0)
    swapped = rest[0] > _MONTHS_A_YEAR and numbers[0] != year
    return (year, rest[1], rest[0]) if swapped else (year, rest[0], rest[1])


def _iso(year: int, month: int, day: int) -> str | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
