"""Shares and ratios of values, and what occurs in several rows."""

import re

from generation.designer.reading.clauses import NUMBER, column
from generation.designer.reading.conditions import Known
from generation.designer.reading.rule import Ratio, Repeated, Rule, Shared

_WHOLE = 100
_VALUE = re.compile(r"§(\d+)\.(\d+)")
_RATIO = re.compile(
    r"ratio (?:of|between) (?P<first>.+?) (?:to|and|vs\.?|versus) (?P<second>.+?)"
    r"(?: (?:should|must|is|be|of|approximately|about|around|roughly))* ?[:=]?"
    rf" ?(?P<a>{NUMBER})\s?(?::|to)\s?(?P<b>{NUMBER})"
)


def read_ratio(clause: str, _: Known) -> tuple[Rule, ...]:
    """Read "the ratio of closed to open is 2:1"."""
    match = _RATIO.search(clause)
    if match is None:
        return ()
    first, second = _VALUE.findall(match["first"]), _VALUE.findall(match["second"])
    columns = {place for place, _ in (*first, *second)}
    if len(columns) != 1 or not (float(match["a"]) and float(match["b"])):
        return ()
    sets = [tuple(int(value) for _, value in found) for found in (first, second)]
    return (Ratio(int(columns.pop()), sets[0], sets[1], (float(match["a"]), float(match["b"]))),)


_MARK = r"§(?P<c>\d+)(?:\.(?P<v>\d+))?"
_SHARE = r"(?P<share>\d+(?:\.\d+)?)\s?(?:%|percent)"
_SHARES = (
    re.compile(
        rf"{_SHARE}(?: of (?:the |all |these )?(?:[a-z]+ ){{0,3}}?(?=are|is|should|must|have|§|being|get))?"
        r"(?: ?(?:are|is|should|must|be|have|has|get|being|as|were|a|an|been|marked|flagged|labeled|of|with))* ?"
        rf"{_MARK}(?![\d.])"
    ),
    re.compile(
        rf"{_MARK}(?: (?:rate|share|ratio|percentage|probability|proportion|cases|rows|transactions|customers))?"
        r"(?: (?:is|of|at|should|be|make|up|about|around|approximately|roughly|only|should be))* ?[:=]? ?"
        rf"{_SHARE}(?! of §)"
    ),
)


def read_shared(clause: str, known: Known) -> tuple[Rule, ...]:
    """Read "60% of the customers are female" and "a fraud rate of 2%"."""
    for pattern in _SHARES:
        found = [
            Shared(int(match["c"]), int(match["v"] or 0), float(match["share"]) / _WHOLE)
            for match in pattern.finditer(clause)
            if float(match["share"]) <= _WHOLE and (match["v"] or int(match["c"]) in known.truths)
        ]
        if found:
            return tuple(found)
    return ()


_REPEATED = re.compile(
    rf"^(?:each|every|an?|one|some|many) {column('t')}.*? "
    r"(?:has|have|had|can|may|places?|makes?|appears?|visits?|occurs?)"
    r"\b.*\b(?:several|multiple|many|more than one|at least one|up to \d+|\d+ ?(?:-|to) ?\d+|repeated|times)\b"
)


def read_repeated(clause: str, _: Known) -> tuple[Rule, ...]:
    """Read "each customer has several orders"."""
    match = _REPEATED.match(clause)
    return (Repeated(int(match["t"])),) if match else ()
