"""How often values occur where that is said beside them, in figures or words: `50/50`, `3:1`, `equal split`."""

import re
from dataclasses import replace

from generation.designer.reading.limit import Limits, without
from generation.designer.reading.words import any_of

_WHOLE, _ABOUT_WHOLE = 100.0, 99.0
_PARTS = r"\d{1,3}(?:\s?[/:]\s?\d{1,3})+"
_FIGURES = re.compile(
    rf"\(\s*(?P<inside>{_PARTS})\s*(?:split|ratio|mix)?\s*\)"
    r"|,?\s*(?:\b(?:in|with|at|as)\s+)?(?:an?\s+|about\s+|around\s+|roughly\s+"
    r"|ratio(?: of)?\s+|split\s+|weight(?:ed|s)\s+)*"
    rf"\b(?P<beside>{_PARTS})\b\s*(?:split|ratio|mix|distribution|balance)?",
    re.IGNORECASE,
)
_SAYS_SPLIT = re.compile(r"^\(.*:.*\)$|split|ratio|mix|distribution|balance|weight", re.IGNORECASE)
_EVEN = (
    r"(?:with |in |as )?(?:an? |the )?(?:(?:equal|even)(?:ly)? (?:split|shares?|distribution|distributed|parts"
    r"|proportions?|probabilit(?:y|ies)|chances?|numbers?|mix)|split (?:evenly|equally)|evenly|equally(?: likely)?"
    r"|balanced)"
)
_EVENLY = re.compile(rf"\(\s*{_EVEN}\s*\)|,?\s*\b{_EVEN}\b", re.IGNORECASE)
_OFTEN = {
    "mostly": 75.0,
    "mainly": 75.0,
    "majority": 75.0,
    "usually": 75.0,
    "almost all": 92.0,
    "predominantly": 80.0,
    "often": 60.0,
}
_SELDOM = {"rarely": 3.0, "very few": 3.0, "few": 8.0, "a few": 8.0, "seldom": 4.0, "occasionally": 8.0, "some": 25.0}
_FAVOURITE = re.compile(
    r"(?<=\w)[\s,(]+(?:but )?(?:mostly|mainly|usually|predominantly) ([\w-]+)\s*\)?\s*$", re.IGNORECASE
)
_BESIDE = re.compile(r"(?<=\w)\s+([A-Za-z][\w-]*(?:/[A-Za-z][\w-]*)+)\s*$")
_DEGREES = {**_OFTEN, **_SELDOM}
_DEGREE = any_of(",".join(sorted(_DEGREES, key=len, reverse=True)))
_IN_WORDS = re.compile(rf"^(?P<degree>{_DEGREE})\s+(?P<value>\S.*)$", re.IGNORECASE)


def take_split(text: str) -> tuple[str, tuple[float, ...]]:
    """Return a text without the shares that it names apart from the values: `50/50`, `48/48/4 split`, `(3:1)`.

    One share is returned where all are to be equally frequent, none where nothing was said.
    """
    for match in _FIGURES.finditer(text):
        parts = tuple(float(part) for part in re.split(r"[/:]", match["inside"] or match["beside"]))
        if all(parts) and (_ABOUT_WHOLE <= sum(parts) <= _WHOLE or _SAYS_SPLIT.search(match[0])):
            return _rest(text, match), tuple(round(_WHOLE * part / sum(parts), 3) for part in parts)
    even = _EVENLY.search(text)
    return (_rest(text, even), (_WHOLE,)) if even else (text, ())


def _rest(text: str, match: re.Match[str]) -> str:
    return " ".join(without(text, match).split())


def shared(limits: Limits, parts: tuple[float, ...]) -> Limits:
    """Return limits with shares for their values: one share is the same for each."""
    count = len(limits.values or limits.yes_no or ())
    if limits.shares or not count or len(parts) not in {1, count}:
        return in_degrees(limits)
    shares = parts if len(parts) > 1 else (round(_WHOLE / count, 3),) * count
    if limits.values:
        return replace(limits, shares=shares)
    return replace(limits, yes_share=shares[0] / _WHOLE)


def take_favourite(text: str) -> tuple[str, str]:
    """Return a text without the value that it says most rows have, and that value: `ok/warn/error, mostly ok`."""
    match = _FAVOURITE.search(text)
    return (_rest(text, match), match[1]) if match else (text, "")


def favoured(limits: Limits, favourite: str) -> Limits:
    """Return limits with a high share for one of their values, the same for each of the others."""
    others = len(limits.values) - 1
    if limits.shares or others < 1:
        return limits
    high = _OFTEN["mostly"]
    shares = (high if value == favourite else round((_WHOLE - high) / others, 3) for value in limits.values)
    return replace(limits, shares=tuple(shares))


def values_beside(text: str, count: int) -> tuple[str, tuple[str, ...]]:
    """Return a text without the values at its end, of which there are as many as shares: `tenure own/rent 65/35`."""
    match = _BESIDE.search(text)
    values = tuple(match[1].split("/")) if match else ()
    return (_rest(text, match), values) if match and len(values) == count > 1 else (text, ())


def in_degrees(limits: Limits) -> Limits:
    """Return limits with the shares that words such as `mostly` and `some` before the values stand for."""
    found = [_IN_WORDS.match(value) for value in limits.values]
    if not any(found):
        return limits
    values = tuple(match["value"] if match else value for match, value in zip(found, limits.values, strict=True))
    stated = [_DEGREES[match["degree"].lower()] if match else None for match in found]
    taken, open_ones = sum(filter(None, stated)), stated.count(None)
    left = max(0.0, _WHOLE - taken) / open_ones if open_ones else 0.0
    shares = [left if share is None else share for share in stated]
    return replace(limits, values=values, shares=tuple(round(_WHOLE * share / sum(shares), 3) for share in shares))
