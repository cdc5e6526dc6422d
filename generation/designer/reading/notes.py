"""Missing cells, uniqueness, data types, examples, and the shape of a distribution."""

import re
from dataclasses import replace

from generation.designer.reading.limit import Limits, without
from generation.designer.reading.words import any_of
from generation.engine import DataType

_OPTIONAL_SHARE = 0.1

_ABOUT = r"(?:about|around|roughly|approximately|approx\.?|some|~)?\s*"
_PERCENT = r"(\d+(?:\.\d+)?)\s?(?:%|percent)"
_GONE = any_of("missing, nulls?, empty, blank, nans?, absent")
_ARE = r"(?:are\s+|is\s+|should be\s+|must be\s+)"
_MISSING = (  # "20% missing phone numbers"; "null rate: 5%"; "about 10% of the emails should be missing"
    re.compile(
        rf"(?:with\s+)?{_ABOUT}{_PERCENT}\s*(?:of\s+(?:the\s+)?(?:values\s+)?)?{_ARE}?{_GONE}(?:\s+values?)?(?:\s+in\b)?(?P<rest>)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_GONE}(?:\s+values?)?\s*(?:in|for|:|=|at|rate(?: of)?)?[:\s]*{_ABOUT}{_PERCENT}"
        r"(?:\s+of\s+(?:the\s+)?(?:cases|rows|records|time))?(?P<rest>)",
        re.IGNORECASE,
    ),
    re.compile(rf"{_ABOUT}{_PERCENT}\s+of\s+(?:the\s+)?(?P<rest>[\w ]{{1,40}}?)\s+{_ARE}?{_GONE}", re.IGNORECASE),
)
_OPTIONAL = re.compile(
    r"(?<=[(,\s])(?:optional|nullable|sometimes missing|some missing values?|(?:can|may) be (?:null|empty|missing))\b",
    re.IGNORECASE,
)


def read_missing(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read which share of the cells is missing; an optional column misses every tenth."""
    for pattern in _MISSING:
        if match := pattern.search(text):
            return without(text, match, f" {match['rest']} "), replace(limits, missing=min(1.0, float(match[1]) / 100))
    if match := _OPTIONAL.search(text):
        return without(text, match), replace(limits, missing=_OPTIONAL_SHARE)
    return text, limits


_UNIQUE = re.compile(
    r"\b(?:must be |should be |is |are )?(?:all )?(?:unique|distinct|primary key|pk|no duplicates?)"
    r"(?: (?:identifier|values?|key)(?! \w))?\b",
    re.IGNORECASE,
)


def read_unique(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read that no value may occur twice."""
    match = _UNIQUE.search(text)
    return (without(text, match), replace(limits, unique=True)) if match else (text, limits)


_TYPES = {
    DataType.INTEGER: "int integer bigint smallint serial",
    DataType.FLOAT: "float double real",
    DataType.DECIMAL: "decimal",
    DataType.STRING: "text string str varchar char categorical category",
    DataType.BOOLEAN: "bool boolean",
    DataType.DATE: "date",
    DataType.DATETIME: "datetime timestamp",
    None: "number numeric numerical",
}
_TYPE_OF = {name: data_type for data_type, names in _TYPES.items() for name in names.split()}
_SIZE = r"(?:\(\d+(?:,\s?\d+)?\))?"
_TYPES_IN_PLACE = (  # "name (text)", "name: text"; "id INT"; what cannot be a noun may be in small letters
    re.compile(
        rf"(?<=[(:])\s*({'|'.join(_TYPE_OF)}){_SIZE}(?:\s+(?:value|type|not null))?"
        r"\s*(?=[),;:.]|$|example|one of|primary|in\b)",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<=\s)({'|'.join(_TYPE_OF).upper()}|int|bigint|varchar|bool|float){_SIZE}(?=[\s,;(]|$)"),
)


def read_type(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read the data type of `age INT` and `name (TEXT)`."""
    for pattern in _TYPES_IN_PLACE:
        if match := pattern.search(text):
            return without(text, match), replace(limits, data_type=_TYPE_OF[match[1].lower()])
    return text, limits


_LIKE = any_of(r"e\.?g\.?, (?:for )?example, format(?:ted)?(?: like| as)?, pattern, like, such as")
_EXAMPLE = re.compile(
    rf"(?:\b(?i:{_LIKE})\s*:?,?\s*)[\"']?((?=[\w-]*\d|[A-Z]+[-_]?X{{2,}})"
    r"[A-Z][A-Z0-9]*[-_/]?[A-Z0-9#-]*)[\"']?"
    r"|\(\s*((?=[\w-]*\d)[A-Z]{1,6}[-_]?[0-9#X]{2,}(?:-[0-9#X]+)*)\s*\)"
    r"|\b([A-Z]{2,6}[-_]?X{3,})\b"
)
_QUOTED = re.compile(r"\bexample\s*:?\s*\"([^\"]{1,60})\"", re.IGNORECASE)


def read_example(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read the pattern that `PT-001`, `EMP001` or `PRD-XXXX` shows; other examples say what the name says anyway."""
    if match := _EXAMPLE.search(text):
        return without(text, match), replace(limits, example=next(group for group in match.groups() if group))
    match = _QUOTED.search(text)
    return (without(text, match) if match else text), limits


_NORMAL = re.compile(r"\b(?:normal(?:ly)? distribut(?:ion|ed)|gaussian|bell curve)\b", re.IGNORECASE)


def read_shape(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read that the values are distributed normally."""
    match = _NORMAL.search(text)
    return (without(text, match), replace(limits, shape="normal")) if match else (text, limits)
