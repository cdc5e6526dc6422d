"""Shares in words, written in percent: "two thirds of the users" is "66.67% of the users"."""

import re

_NUMBERS = {
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "eight": 8,
    "ten": 10,
    "twenty": 20,
    "hundred": 100,
}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_NUMBER = rf"\d{{1,3}}|{'|'.join(_NUMBERS)}"
_SOMEBODY = (  # what a share is of: rows, not an amount as in "half of the price"
    r"(?=\s+(?:of\s+)?(?:them|all|rows|records|(?:the\s+)?(?:\w+\s)?\w{2,}s)\b|\s+(?:are|is|should|have|male"
    r"|female)\b)"
)
_ONE_IN = re.compile(
    rf"\b(?:about |around |roughly )?({_NUMBER}) (?:in|out of) (?:every )?({_NUMBER})\b(?! (?:stars|points|decimal))"
    r"(?=\s+[a-z])|(?<=: )(one|1) in (?:every )?(\d{1,3})\b(?=\s*(?:$|[.,;)]))",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"\b(?:(?:({'|'.join(_NUMBERS)})[ -])?({'|'.join(_PARTS)})s?|(\d)/(\d{{1,2}}))\b{_SOMEBODY}", re.IGNORECASE
)


def in_percent(text: str) -> str:
    """Return a text with "1 in 10", "two thirds" and "half of them" in percent."""
    return _PART.sub(_part, _ONE_IN.sub(_one_in, text))


def _one_in(match: re.Match[str]) -> str:
    some, all_of = _number(match[1] or match[3]), _number(match[2] or match[4])
    return _percent(some, all_of) if 0 < some < all_of else match[0]


def _part(match: re.Match[str]) -> str:
    if match[3]:
        some, all_of = int(match[3]), int(match[4])
    else:
        some, all_of = _number(match[1] or "one"), _PARTS[match[2].lower()]
    return _percent(some, all_of) if 0 < some < all_of else match[0]


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[text.lower()]


def _percent(some: int, all_of: int) -> str:
    return f"{round(100 * some / all_of, 2):g}%"
