"""The steps of time series, and times of day."""

import re
from dataclasses import replace

from generation.designer.reading.limit import Limits, Step, Unit, without
from generation.designer.reading.words import DASHES, any_of

_UNITS: dict[str, Unit] = {
    "s": "second",
    "sec": "second",
    "second": "second",
    "min": "minute",
    "minute": "minute",
    "h": "hour",
    "hr": "hour",
    "hour": "hour",
    "day": "day",
    "week": "week",
    "month": "month",
    "year": "year",
}
_UNIT = rf"({'|'.join(sorted(_UNITS, key=len, reverse=True))})s?\b"
_COUNTS = {"other": 2, "two": 2, "three": 3, "five": 5, "ten": 10, "fifteen": 15, "thirty": 30, "single": 1, "one": 1}
_EVERY = re.compile(
    rf"\b(?:recorded |sampled |measured |logged |taken |once )?(?:at )?(?:every|each|per)\s+"
    rf"(\d{{1,4}}|{'|'.join(_COUNTS)})?[ -]?{_UNIT}",
    re.IGNORECASE,
)
_INTERVALS = re.compile(
    rf"\b(?:at |in |with )?(?:an? )?(\d{{1,4}}|one|five|ten|fifteen|thirty)[ -]?{_UNIT}[ -]?"
    r"(?:intervals?|steps?|frequency|resolution|granularity|bars?|candles?)\b",
    re.IGNORECASE,
)
_ADVERBS: dict[str, Step] = {
    "hourly": Step(1, "hour"),
    "daily": Step(1, "day"),
    "weekly": Step(1, "week"),
    "biweekly": Step(2, "week"),
    "fortnightly": Step(2, "week"),
    "monthly": Step(1, "month"),
    "quarterly": Step(3, "month"),
    "yearly": Step(1, "year"),
    "annually": Step(1, "year"),
    "minutely": Step(1, "minute"),
}
_OF_SERIES = (
    "dates?, timestamps?, times?, readings?, measurements?, observations?, records?, data, dataset, intervals?, series,"
    "time series, time-series, logs?, steps?, frequency, samples?, granularity, basis, entries"
)
_ADVERB = rf"({'|'.join(_ADVERBS)})"
_BESIDE = re.compile(rf"(?:\bon an? )?\b{_ADVERB}\s+{any_of(_OF_SERIES)}\b", re.IGNORECASE)
_ALONE = re.compile(rf"(?:^|[(:,])\s*{_ADVERB}\s*(?=$|[),;])|[:(]\s*{_ADVERB}\b", re.IGNORECASE)
_OF_MONEY = (
    "rate, wages?, charges?, income, rent, fee, salary, budget, spend(?:ing)?, payments?, pay, active, premium, usage,"
    "allowance, bill, cost, revenue, expenses?, profit"
)
_IN_HEADING = re.compile(rf"\b{_ADVERB}\b(?!\s+{any_of(_OF_MONEY)}\b)", re.IGNORECASE)


def read_step(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read `every 5 minutes`, `15-minute intervals`, `(hourly)`, `daily timestamps`."""
    if match := _INTERVALS.search(text) or _EVERY.search(text):
        count = int(match[1]) if (match[1] or "1").isdigit() and match[1] else _COUNTS.get((match[1] or "").lower(), 1)
        return without(text, match), replace(limits, every=Step(max(1, count), _UNITS[match[2].lower()]))
    if match := _BESIDE.search(text) or _ALONE.search(text):
        return without(text, match), replace(limits, every=_named(match))
    return text, limits


def read_step_of_heading(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read `hourly` in "hourly temperatures of five sensors", where it cannot be a part of a column's name."""
    match = None if limits.every else _IN_HEADING.search(text)
    return (without(text, match), replace(limits, every=_named(match))) if match else (text, limits)


def _named(match: re.Match[str]) -> Step:
    return _ADVERBS[next(group for group in match.groups() if group).lower()]


_CLOCK = r"(\d{1,2})(?::(\d\d))?(?::\d\d)?\s?([ap]\.?m\.?)?"
_HOURS = re.compile(rf"\b(?:between|from)?\s*{_CLOCK}\s*(?:to|and|until|[{DASHES}])\s*{_CLOCK}(?![\w:])", re.IGNORECASE)
_OFFICE = re.compile(r"\b(?:during |within |in )?(?:business|office|working) hours(?: only)?\b", re.IGNORECASE)
_WEEKDAYS = re.compile(
    r"\b(?:on )?(?:only )?(?:weekdays|business days|working days|monday (?:to|through|-) friday|mon-fri)(?: only)?\b"
    r"|\b(?:excluding|no|not on|except) weekends\b",
    re.IGNORECASE,
)
_NOON, _LAST_HOUR = 12, 23


def read_hours(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read `between 9am and 5pm`, `09:00-17:00`, `business hours`, `weekdays only`."""
    if match := _WEEKDAYS.search(text):
        text, limits = without(text, match), replace(limits, weekdays=True)
    if match := _OFFICE.search(text):
        return without(text, match), replace(limits, opens="09:00", closes="17:00")
    match = _HOURS.search(text)
    if match and (match[6] or (match[2] and match[5])):
        opens, closes = _clock(match[1], match[2], match[3]), _clock(match[4], match[5], match[6])
        return without(text, match), replace(limits, opens=opens, closes=closes)
    return text, limits


def _clock(hour: str, minute: str | None, half: str | None) -> str:
    hours = int(hour)
    if half:
        hours = hours % _NOON + (_NOON if half[0] in "pP" else 0)
    return f"{min(hours, _LAST_HOUR):02d}:{min(int(minute or 0), 59):02d}"
