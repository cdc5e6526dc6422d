"""Lists of values, with or without their shares."""

import re
from dataclasses import replace

from generation.designer.reading.limit import Limits, without
from generation.designer.reading.words import DASHES, QUOTES, any_of, word_set

_MOST_WORDS_IN_A_VALUE = 5

_ENDS = r"(?=\s*(?:,|;|/|\)|\]|$|\band\b|\bor\b|\.(?:\s|$)))"
_SHARE_FIRST = re.compile(
    rf"(\d+(?:\.\d+)?)\s?%\s+(?:of\s+|are\s+|is\s+|should be\s+|being\s+|for\s+)?([A-Za-z][\w /&+-]{{0,40}}?){_ENDS}"
)
_NO_VALUE = r"(?<![A-Za-z])(?!(?:where|with|and|or|is|are|at|in|being|about|which)\b)"
_SHARE_LAST = re.compile(
    rf"({_NO_VALUE}[A-Za-z][\w&+-]*(?: {_NO_VALUE}[\w/&+-]+){{0,2}}?)\s?(?:[:=(]|at|-|(?:is|are|in|being"
    rf"|about)\b)?\s?(\d+(?:\.\d+)?)\s?%\)?(?:{_ENDS}|(?=\s+[A-Z]))"
)
_READ = "\x00"  # stands where a value was, until all are found
_BETWEEN_READ = r"(?:\s?(?:,|;|/|and\b|or\b|&))*\s?"
_READ_LIST = re.compile(
    rf"(?:[(\[]\s?|\bwith\s|\bwhere\s|\bof which\s|:\s?)?{_READ}(?:{_BETWEEN_READ}{_READ})*\s?[)\]]?"
)


def read_shares(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read `70% active, 20% pending and 10% sold`, or `active 70%, pending 30%`."""
    for pattern, value, share in ((_SHARE_FIRST, 2, 1), (_SHARE_LAST, 1, 2)) if "%" in text else ():
        found = list(pattern.finditer(text))
        values = tuple(match[value].strip() for match in found)
        shares = tuple(float(match[share]) for match in found)
        if len(values) > 1 and sum(shares) > 0 and len(set(values)) == len(values):
            return _READ_LIST.sub(" ", pattern.sub(_READ, text)), replace(limits, values=values, shares=shares)
    return text, limits


_BAND = (
    r"[<>≤≥]?\s?[$€£]?\d[\d,.]*\s?k?(?:\s?(?:-|to|\u2013)\s?[$€£]?\d[\d,.]*\s?k?|\s?\+|\s(?:and|or) (?:over|above"
    r"|older|more))?"
)
_PERCENT = r"(?:\s?%)?"
_BANDS = re.compile(
    rf"[(\[:]\s*((?:under \d+|{_BAND}){_PERCENT}(?:(?:\s*[,/]\s*(?:or |and )?|\s+or\s+)(?:{_BAND}{_PERCENT}"
    rf"|over \d+)){{2,}})\s*(?:[)\]]|$)",
    re.IGNORECASE,
)
_LONG_NUMBER = re.compile(r"\d,\d{3}\b")


def read_bands(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read a list of numbers or of ranges as the values they are: `(12, 24, 36)`, `(18-24, 25-34, 35+)`."""
    match = None if limits.values else _BANDS.search(text)
    if match is None or _LONG_NUMBER.search(match[1]):
        return text, limits
    parts = re.split(r"[,/]\s*(?:or |and )?|\s+or\s+", match[1])
    return without(text, match), replace(limits, values=tuple(dict.fromkeys(part.strip(" %") for part in parts)))


_LETTERS = re.compile(
    rf"(?:[(:]\s*|\b(?:from|between)\s+|(?<=\w ))([A-F])\s?(?:to|and|through|[{DASHES}])\s?"
    r"([B-HZ])(?=\s*(?:[)\],;]|$))"
)


def read_letters(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read `grade A-F` as the letters it names."""
    match = _LETTERS.search(text)
    if match is None or match[1] >= match[2]:
        return text, limits
    letters = tuple(map(chr, range(ord(match[1]), ord(match[2]) + 1)))
    return without(text, match), replace(limits, values=letters)


_LEADS = (
    r"(?:any )?(?:one )?(?:values? )?(?:of|from|in)(?: the following)?, either, values?(?: (?:are"
    r"|can be))?, options?, choices?,"
    r"categories, categorical, allowed values?, can be, must be, only, enum, possible values?, such as, like,"
    r" e\.?g\.?,"
    r"for example, i\.?e\.?, including, levels?, types?, with (?:values|categories|levels)"
)
_LEAD = rf"\b{any_of(_LEADS)}\s*:?,?\s*"
_LED = re.compile(rf"^\s*{_LEAD}", re.IGNORECASE)
_BRACKETS = re.compile(rf"(?:{_LEAD})?(?:\[|\{{)([^\[\]{{}}]{{1,600}})[\]}}]", re.IGNORECASE)
_PARENTHESES = re.compile(r"\(([^()]{1,600})\)")
_PROSE = re.compile(
    r"(?:\b(?:one|any|either)\s+of\s*(?:the following)?:?|\b(?:can|must|should|may|will) be\s|\bvalues?(?: are"
    r"| can be)?\s*:|\boptions?\s*:|\beither\s|\bonly\s)"
    r"\s*([^.;()\[\]]{3,300})$",
    re.IGNORECASE,
)
_AFTER_COLON = re.compile(
    r"^\s*:\s*((?:[\w+&'./-]+(?: [\w+&'./-]+){0,2}(?:,\s*|\s+or\s+))+(?:(?:or|and) )?[\w+&'./-]+(?:"
    r" [\w+&'./-]+){0,2})\.?\s*$"
)
_SLASHES = re.compile(r"[:;]\s*([^.;:()\[\]/]{1,40}(?:/[^.;:()\[\]/]{1,40})+)$")


def read_values(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read `(a/b/c)`, `["a", "b"]`, `one of a, b or c`."""
    if limits.values:
        return text, limits
    for pattern in (_BRACKETS, _PARENTHESES, _PROSE, _AFTER_COLON, _SLASHES):
        for match in pattern.finditer(text):
            if values := split_values(match[1], certain=pattern is not _PARENTHESES):
                return without(text, match), replace(limits, values=values)
    return text, limits


_PAIRS = word_set(
    "male/female debit/credit credit/debit win/loss pass/fail new/used buy/sell on/off open/closed present/absent"
    " import/export inbound/outbound public/private female/male m/f f/m home/away domestic/international"
)
_BESIDE = re.compile(r"(?<=\w)\s+(?:enum\s+)?([\w+-]{1,15}(?:[/|][\w+-]{1,15})+)\s*$")


def read_slashes(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read `sex M/F` and `size S/M/L`, where it cannot be a part of a name."""
    match = _BESIDE.search(text)
    values = tuple(re.split(r"[/|]", match[1])) if match else ()
    if match and limits.values and set(values) == set(limits.values):  # their shares were read
        return without(text, match), limits
    if not match or limits.values or (len(values) == 2 and "/".join(values).lower() not in _PAIRS):  # noqa: PLR2004 - two may be a name
        return text, limits
    return without(text, match), replace(limits, values=values)


_ALWAYS = re.compile(
    r"(?:^|[(:\s])(?:is |are )?(?:only|always|all|fixed|constant)(?: as| to)?:?\s+[\"'`]?(?P<value>[A-Z][\w&.-]*(?:"
    r" [A-Z][\w&.-]*)?)"
    r"[\"'`]?\s*(?=[).;]|$)|(?<=currency)\s*[(:=]?\s*(?:is |in )?(?P<code>[A-Z]{3})(?: only)?\s*(?=[),;.]|$)\)?"
)


def read_constant(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read the one value of `currency EUR` and `country: always France`."""
    match = None if limits.values else _ALWAYS.search(text)
    return (
        (without(text, match), replace(limits, values=(match["value"] or match["code"],))) if match else (text, limits)
    )


_SEPARATED = re.compile(r"[,;|/]|\bor\b")
_RATE = re.compile(
    r"[A-Za-z°%$€£µ]{1,5}\d?/(?:h|hr|hour|s|sec|min|day|week|month|year|night|kg|l|dl|m|m2|m3|km|mi|ha|unit)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?=.*\d)[-$€£\d., ]+%?")
_EXPLAINED = re.compile(r"\d\s*(?:=|means)")
_CLAUSE = re.compile(
    r"^(?:after|before|empty|if|when|unless|must|should|based|same as|equal|greater|less than|depend\w*|derived"
    r"|calculated"
    r"|null|blank|never after|computed|generated|random\w*|realistic|later than|earlier than|not (?:before|after"
    r"|null|empty))\b",
    re.IGNORECASE,
)
_A_RANGE = re.compile(r"\b(?:min|max|avg|mean|between|from|to|range|if|than)\b\s*:?\s*\d", re.IGNORECASE)


def split_values(inside: str, *, certain: bool = False) -> tuple[str, ...]:
    """Return the values that the inside of a list names; nothing if it is no list of values.

    Where it is not `certain` that this is one, as in parentheses, plain numbers and lone words do not make one.
    """
    body = _LED.sub("", inside).strip()
    certain = certain or len(body) < len(inside.strip())
    slashes = "," not in body and "/" in body and " or " not in body
    if not (certain or _SEPARATED.search(body)) or _RATE.fullmatch(body):
        return ()
    parts = re.split(r"[/|]" if slashes else r",|;|\||\s+or\s+|\s+and\s+", body)
    values = tuple(dict.fromkeys(clean for part in parts if (clean := _clean(part))))
    numbers = all(_NUMBER.fullmatch(value) for value in values) and not (certain or slashes or _EXPLAINED.search(body))
    wordy = any(
        len(value.split()) > _MOST_WORDS_IN_A_VALUE or _A_RANGE.search(value) or _CLAUSE.match(value)
        for value in values
    )
    return () if len(values) < 2 or numbers or wordy else values  # noqa: PLR2004 - one value is no list


def _clean(part: str) -> str:
    part = re.sub(r"^\s*(?:or|and)\s+", "", part.strip())
    part = re.sub(r"^(\d+)\s*(?:=|:|is|means|for)\s*\D.*$", r"\1", part)  # `1 = storm` explains the value 1
    return "" if part.strip(". ").lower() in {"etc", ""} else part.strip(f" {QUOTES}")
