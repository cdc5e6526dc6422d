"""Ranges of numbers."""

import re
from dataclasses import replace

from generation.designer.reading.limit import Limits, without
from generation.designer.reading.words import DASHES, any_of

_NUMBER = r"[$€£₹]?\s?(-?\d[\d,]*(?:\.\d+)?)\s?([kKmM](?![a-zA-Z]))?"
_UNITS = (
    r"%, percent, years?(?: old)?, yrs?, usd, eur, dollars?, euros?, €, \$, stars?, points?, characters?, kg, cm, km,"
    r"hours?, minutes?, days?, months?"
)
_UNIT = rf"(?:\s?{any_of(_UNITS)})?"
_RANGE = re.compile(
    r"\b(?:between|from|ranging(?: from)?|ranges?(?: from)?|of)?\s*:?\s*"
    rf"{_NUMBER}{_UNIT}\s*(?:to|and|through|\.\.\.?|[{DASHES}])\s*{_NUMBER}{_UNIT}(?![\w-])",
    re.IGNORECASE,
)
_MIN_MAX = re.compile(
    rf"\bmin(?:imum)?\s*[:=]?\s*{_NUMBER}{_UNIT}[,;\s]+(?:and\s+)?max(?:imum)?\s*[:=]?\s*{_NUMBER}{_UNIT}",
    re.IGNORECASE,
)
_MORE = (
    r"\bat least, \bmin(?:imum)?(?: of)?\s*:?, >=, ≥, \bno less than, \b(?:must be |are |is )?over, \babove,"
    r"\b(?:more|older|greater|higher|larger|bigger) than, \bexceeding, >"
)
_LESS = (
    r"\bat most, \bmax(?:imum)?(?: of)?\s*:?, <=, ≤, \bno more than, \bup to, \bunder, \bbelow,"
    r"\b(?:less|younger|lower|smaller|fewer) than, \bout of, <"
)
_EXCLUDED = re.compile(  # the number itself is not meant
    r"\s*(?:must be |are |is )?(?:over|above|exceeding|under|below|>(?!=)|<(?!=)"
    r"|(?<!no )(?:more|older|greater|higher|larger|bigger|less|younger|lower|smaller|fewer) than)",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(rf"{any_of(_MORE)}\s*{_NUMBER}{_UNIT}(?:\s+or (?:more|older|above))?", re.IGNORECASE)
_AND_MORE = re.compile(rf"\b{_NUMBER}\s?\+(?!\w)")
_AT_MOST = re.compile(rf"{any_of(_LESS)}\s*{_NUMBER}{_UNIT}", re.IGNORECASE)
_POSITIVE = re.compile(r"\b(?:positive|non-?negative)\b(?:\s+(?:number|integer|value)s?)?", re.IGNORECASE)


def read_range(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read `18-80`, `between $10 and $1,000`, `min: 18, max: 80`, `at least 18`, `out of 100`, `50k to 90k`."""
    for pattern in (_RANGE, _MIN_MAX):
        if match := pattern.search(text):
            low, high = _value(match[1], match[2] or match[4]), _value(match[3], match[4])
            if low <= high:
                decimals = max(_decimals(match[1]), _decimals(match[3]))
                return without(text, match), replace(limits, low=low, high=high, decimals=decimals)
    for pattern, end in ((_AT_LEAST, "low"), (_AND_MORE, "low"), (_AT_MOST, "high")):
        if match := pattern.search(text):
            text, limits = without(text, match), _with_end(limits, end, match)
    if match := _POSITIVE.search(text):
        text, limits = without(text, match), replace(limits, low=limits.low or 0.0)
    return text, limits


def _with_end(limits: Limits, end: str, match: re.Match[str]) -> Limits:
    value, decimals = _value(match[1], match[2]), max(limits.decimals, _decimals(match[1]))
    if _EXCLUDED.match(match[0]):
        step = 10.0 ** -_decimals(match[1])
        value = round(value + step if end == "low" else value - step, decimals)
    return (
        replace(limits, low=value, decimals=decimals)
        if end == "low"
        else replace(limits, high=value, decimals=decimals)
    )


def _value(digits: str, thousands: str | None) -> float:
    return float(digits.replace(",", "")) * {"k": 1e3, "m": 1e6}.get((thousands or "").lower(), 1)


def _decimals(digits: str) -> int:
    return len(digits.partition(".")[2])
