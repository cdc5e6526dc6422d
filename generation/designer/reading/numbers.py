"""Ranges of numbers, their mean and spread, and what they must be multiples of."""

import re
from dataclasses import replace

from generation.designer.reading.limit import Limits, without
from generation.designer.reading.words import DASHES, any_of

_MONEY = r"(?:(?<![A-Za-z])(?:usd|eur|gbp|inr|cad|aud|chf|rs\.?|us\$)\s?|[$€£₹¥]\s?)?~?"
_DIGITS = r"(?:[1-9]\d{0,2}(?:\.000)+(?!\d)|\d[\d,]{0,30}(?:\.\d+)?)"  # of thousands of digits, none is a number
NUMBER = (
    rf"{_MONEY}([-+]?{_DIGITS})\s?"
    r"((?:k|m|bn?)(?![a-zA-Z/])|thousand\b|million\b|billion\b|lakhs?\b|crores?\b)?"
)
_FACTORS = {"k": 1e3, "t": 1e3, "m": 1e6, "b": 1e9, "l": 1e5, "c": 1e7}
_UNITS = (
    r"%, percent, years?(?: old)?(?: of age)?, yrs?, usd, eur, gbp, inr, dollars?, euros?, pounds?, rupees?, [€$£₹],"
    r"stars?, points?, cm, mm, km/h, kmh, mph, km, kg, lbs?, grams?, mg/dl, g/dl, mmol/l, mmhg, bpm, ppm, hpa,"
    r"(?:degrees?|°)\s?(?:c|f|celsius|fahrenheit)?, celsius, fahrenheit, seconds?, secs?, ms, hours?, hrs?, minutes?,"
    r"mins?, days?, weeks?, months?, kwh, mb, gb, sq\.?\s?(?:ft|m), sqft, inches, feet, miles?, meters?, metres?,"
    r"calories, kcal, units?, words?, items?, nights?, people, persons?, guests, passengers, seats, students,"
    r"employees,"
    r"participants, rooms, pieces, pages, kids, children, users, visitors, members, gbp, cad, aud, chf, sek, ft,"
    r"m/s, g,"
    r"m, c, f, w, v"
)
_UNIT = rf"(?:\s?{any_of(_UNITS)}(?![\w]))?"
_TO = rf"(?:up to|to|and|through|till|until|\.\.\.?|[{DASHES}])"
_RANGE = re.compile(
    rf"(?:\b(?:on |in )?(?:a |the )?(?:\w+ )?scale(?: of| from)?|\b(?:in |within )?(?:the |a )?rang(?:e|es"
    rf"|ing)(?: (?:of|from"
    rf"|between|is))?"
    rf"|\b(?:(?:any|some)(?:where|thing) )?(?:between|from)|\bof|\bvar(?:ies|ying) (?:from"
    rf"|between))?\s*:?\s*{NUMBER}{_UNIT}\s*{_TO}\s*{NUMBER}{_UNIT}(?![\w-])",
    re.IGNORECASE,
)
_PAIR = re.compile(rf"(?<=\[)\s*{NUMBER}\s*,\s*{NUMBER}\s*(?=\])", re.IGNORECASE)
_IS = r"(?:\s+(?:value|number|age|is|of))*\s*[:=]?\s*"
_MIN_MAX = re.compile(
    rf"\bmin(?:imum)?{_IS}{NUMBER}{_UNIT}[,;\s]+(?:and\s+)?(?:a\s+)?max(?:imum)?{_IS}{NUMBER}{_UNIT}",
    re.IGNORECASE,
)
_NOT = (
    r"\b(?:no|not|never|cannot|can't|can not|must not|mustn't|should not|shouldn't|isn't)"
    r"(?: be| go| drop| fall| exceed)*"
)
_PLAINLY = r"(?<!\bno )(?<!\bnot )(?<!\bnever )(?<!\bnot be )\b"
_MORE = (
    rf"{_NOT} (?:less|fewer|lower|smaller|younger|cheaper) than, {_NOT} (?:below|under), \bat least,"
    rf"\bstart(?:s|ing)? (?:at|from), \ba minimum of, \bupwards of, \b(?:greater|more) than or equal to,"
    rf"\bmin(?:imum)?{_IS}, >=, ≥, {_PLAINLY}(?:must be |are |is |all )?over, {_PLAINLY}above,"
    rf"{_PLAINLY}(?:more|older|greater|higher|larger|bigger|longer) than, \bexceeding, >"
)
_LESS = (
    rf"{_NOT} (?:more|older|greater|higher|larger|bigger|longer) than, {_NOT} (?:above|over),"
    r"\b(?:no|not|never|cannot|can't|must not|should not) exceed(?:s|ing)?, \bat most, \bless than or equal to,"
    rf"\bmax(?:imum)?{_IS}, <=, ≤, \bup to, \ba maximum of, {_PLAINLY}under, {_PLAINLY}below,"
    rf"{_PLAINLY}(?:less|younger|lower|smaller|fewer|shorter) than, \bout of, \b(?:capped|topped out) at, <"
)
_EXCLUDED = re.compile(  # the number itself is not meant
    r"\s*(?:must be |are |is |all )?(?:over|above|exceeding|under|below|>(?!=)|<(?!=)"
    r"|(?:more|older|greater|higher|larger|bigger|longer|less|younger|lower|smaller|fewer|shorter) than(?! or"
    r" equal))",
    re.IGNORECASE,
)
_OR_MORE = r"(?:\s+(?:or|and) (?:more|older|above|over|up|higher|greater|larger)\b)"
_AT_LEAST = re.compile(rf"{any_of(_MORE)}\s*{NUMBER}{_UNIT}{_OR_MORE}?", re.IGNORECASE)
_AND_MORE = re.compile(rf"\b{NUMBER}{_UNIT}(?:\s?\+(?!\w)|{_OR_MORE})", re.IGNORECASE)
_AND_LESS = re.compile(rf"\b{NUMBER}{_UNIT}\s+(?:or|and) (?:less|younger|below|under|fewer|lower)\b", re.IGNORECASE)
_AT_MOST = re.compile(rf"{any_of(_LESS)}\s*{NUMBER}{_UNIT}", re.IGNORECASE)
_NUMBERED = re.compile(r"start(?:s|ing)? (?:at|from) \d", re.IGNORECASE)
_EXACTLY = re.compile(
    rf"\b(?:is |are |at )?(?:always |a )?(?:exactly|fixed(?: at)?|flat|constant(?:"
    rf" at)?)\s*:?\s*{NUMBER}{_UNIT}(?![\w-]|\s+(?:digit|char|letter|day|row))",
    re.IGNORECASE,
)
_ENDS = ((_AT_LEAST, "low"), (_AND_MORE, "low"), (_AND_LESS, "high"), (_AT_MOST, "high"))
_POSITIVE = re.compile(
    r"\b(?:strictly |always |only |must be |should be )*(?:(positive)(?! or)(?!\s+(?!numbers?\b|integers?\b"
    r"|values?\b|amounts?\b|floats?\b|decimals?\b|only\b|and\b)[a-z])|(?:non-?|not |never |no )negatives?|zero (?:or"
    r"|and) (?:greater|more|above|higher|up))\b"
    r"(?:\s+(?:number|integer|value|amount)s?)?",
    re.IGNORECASE,
)


def read_range(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read `18-80`, `between $10 and $1,000`, `min: 18, max: 80`, `at least 18`, `out of 100`, `50k to 90k`."""
    for pattern in (_RANGE, _MIN_MAX, _PAIR):
        if match := pattern.search(text):
            ends = sorted((value(match[1], match[2] or match[4]), value(match[3], match[4])))
            decimals = max(limits.decimals, _decimals(match[1]), _decimals(match[3]))
            return without(text, match), replace(limits, low=ends[0], high=ends[1], decimals=decimals)
    if match := _EXACTLY.search(text):
        only = value(match[1], match[2])
        return without(text, match), replace(limits, low=only, high=only, decimals=_decimals(match[1]))
    for pattern, end in _ENDS:
        if match := pattern.search(text):
            text, limits = without(text, match), _with_end(limits, end, match)
            limits = replace(limits, unique=limits.unique or bool(_NUMBERED.match(match[0])))
    if match := _POSITIVE.search(text):
        limits = replace(limits, low=limits.low or (_least(limits) if match[1] else 0.0))
        text = without(text, match)
    return text, limits


def _least(limits: Limits) -> float:
    """Return the least positive number worth writing: a cent where there are cents."""
    return 10.0**-limits.decimals if limits.decimals else 0.0


def _with_end(limits: Limits, end: str, match: re.Match[str]) -> Limits:
    stated, decimals = value(match[1], match[2]), max(limits.decimals, _decimals(match[1]))
    if _EXCLUDED.match(match[0]):
        step = 10.0 ** -_decimals(match[1])
        stated = round(stated + step if end == "low" else stated - step, decimals)
    return (
        replace(limits, low=stated, decimals=decimals)
        if end == "low"
        else replace(limits, high=stated, decimals=decimals)
    )


def value(digits: str, suffix: str | None) -> float:
    """Return a number as it was written, `50k` multiplied out."""
    return float(_plain(digits)) * _FACTORS.get((suffix or " ")[0].lower(), 1)


def _decimals(digits: str) -> int:
    return len(_plain(digits).partition(".")[2])


def _plain(digits: str) -> str:
    """Return a number without what parts its thousands, be it `60,000` or `60.000`."""
    return (digits.replace(".", "") if digits.endswith(".000") else digits).replace(",", "")


_OF = r"(?:\s+(?:value|of|is|should be|around|about|at))*\s*[:=]?\s*~?"
_MEAN = re.compile(
    rf"(?:\b(?:with )?(?:an? )?(?:mean|average|avg\.?|median|averaging|centered|centred|distributed){_OF}"
    rf"|\b(?:around|approximately|roughly)\s|μ\s*=)\s*{NUMBER}{_UNIT}(?!\s*(?:%|percent|rows|records|decimal))",
    re.IGNORECASE,
)
_SPREAD = (
    r"\bsd, \bs\.d\., \bstd\.?(?:[ _-]?dev(?:iation)?)?\.?, \bstandard dev(?:iation)?, \bsigma, \u03c3, \bstdev,"
    r"\bplus or minus, ±, \+/-"
)
_SD = re.compile(rf"(?:,|\band\b|\bwith\b)?\s*(?:an? )?{any_of(_SPREAD)}{_OF}\s*{NUMBER}{_UNIT}", re.IGNORECASE)
_CENTRE_AND_SPREAD = re.compile(rf"\b{NUMBER}{_UNIT}\s*(?:±|\+/-)\s*{NUMBER}{_UNIT}", re.IGNORECASE)
_N_OF = re.compile(r"\bN\(\s*(-?\d+(?:\.\d+)?)\s*,\s*(\d+(?:\.\d+)?)\s*\)")


def read_mean(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read `mean 70 and sd 10`, `avg: 25`, `normally distributed around 50k`, `70 ± 10`."""
    if match := _CENTRE_AND_SPREAD.search(text):
        mean, sd = value(match[1], match[2]), value(match[3], match[4])
        return without(text, match), replace(limits, mean=mean, sd=sd, shape="normal")
    if match := _N_OF.search(text):
        return without(text, match), replace(limits, mean=float(match[1]), sd=float(match[2]), shape="normal")
    if match := _SD.search(text):
        text, limits = without(text, match), replace(limits, sd=value(match[1], match[2]))
    if match := _MEAN.search(text):
        text, limits = without(text, match), replace(limits, mean=value(match[1], match[2]))
    return text, limits


_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "no": 0, "zero": 0}
_PLACES = re.compile(
    rf"\b(?:to |with |up to )?(\d|{'|'.join(_COUNTS)})[ -]?(?:decimals?|dp\b)(?: (?:places?|digits?|points?))?",
    re.IGNORECASE,
)
_MULTIPLE = re.compile(
    rf"\b(?:in |a |only )?(?:multiples? of|divisible by|(?:in )?(?:steps?|increments?|intervals?)(?: of|\s*[:=])"
    rf"|rounded to (?:the )?nearest)\s*{NUMBER}(?!\s*(?:sec|min|hour|day|week|month))",
    re.IGNORECASE,
)


def read_grid(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read `2 decimals` and `multiple of 10`."""
    if match := _PLACES.search(text):
        places = int(match[1]) if match[1].isdigit() else _COUNTS[match[1].lower()]
        text, limits = without(text, match), replace(limits, decimals=places)
    if (match := _MULTIPLE.search(text)) and (step := value(match[1], match[2])) > 0:
        text, limits = without(text, match), replace(limits, multiple_of=step)
    return text, limits
