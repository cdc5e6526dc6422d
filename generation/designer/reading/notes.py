"""Missing cells, uniqueness, data types, units, and the shape of a distribution."""

import re
from dataclasses import replace

from generation.designer.reading.limit import Limits, Shape, without
from generation.designer.reading.words import ENGLISH, any_of
from generation.engine import DataType

_OPTIONAL_SHARE = 0.1

_ABOUT = r"(?:about|around|roughly|approximately|approx\.?|some|~|up to)?\s*"
_PERCENT = r"(\d+(?:\.\d+)?)\s?(?:%|percent)"
_GONE = any_of("missing, nulls?, empty, blank, nans?, absent, n/a, not available, none")
_ARE = r"(?:are\s+|is\s+|should be\s+|must be\s+|left\s+)"
_MISSING = (  # "20% missing phone numbers"; "null rate: 5%"; "about 10% of the emails should be missing"
    re.compile(
        rf"(?:with\s+|has\s+|have\s+)?{_ABOUT}{_PERCENT}\s*(?:of\s+(?:the\s+)?(?:values\s+|rows\s+"
        rf"|cells\s+)?)?{_ARE}*{_GONE}(?:\s+(?:values?|data))?(?:\s+in\b)?(?P<rest>)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_GONE}(?:\s+(?:values?|data))?\s*(?:in|for|:|=|at|\(|rate(?: of)?)?[:\s]*{_ABOUT}{_PERCENT}"
        r"(?:\s+of\s+(?:the\s+)?(?:cases|rows|records|time))?(?P<rest>)",
        re.IGNORECASE,
    ),
    re.compile(rf"{_ABOUT}{_PERCENT}\s+of\s+(?:the\s+)?(?P<rest>[\w ]{{1,40}}?)\s+{_ARE}*{_GONE}", re.IGNORECASE),
)
_OPTIONAL = re.compile(
    r"(?:(?<=[(,\s])|^)(?:with )?(?:optional|nullable|sometimes (?:missing|null|empty)|(?:with )?(?:some|a few"
    r"|occasional) (?:missing|null|empty|nan)(?: values?| data)?"
    r"|(?:can|may|might|could) be (?:null|empty|missing|blank)|(?:contains? )?missing values)\b",
    re.IGNORECASE,
)
_REQUIRED = re.compile(
    r"\b(?:not null|non-null|required|mandatory|no missing values?|never (?:null|missing|empty))\b", re.IGNORECASE
)


def read_missing(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read which share of the cells is missing; an optional column misses every tenth."""
    for pattern in _MISSING if re.search(_PERCENT, text, re.IGNORECASE) else ():
        if match := pattern.search(text):
            return without(text, match, f" {match['rest']} "), replace(limits, missing=min(1.0, float(match[1]) / 100))
    for wording, share in ((_REQUIRED, 0.0), (_OPTIONAL, _OPTIONAL_SHARE)):
        if match := wording.search(text):
            return without(text, match), replace(limits, missing=share)
    return text, limits


_UNIQUE = re.compile(
    r"\b(?!unique (?:visitors?|users?|page|views?|clicks|customers|sessions|devices|count|opens)\b)(?:must be "
    r"|should be |is |are )?(?:an? |all |auto[- ]?generated )?(?:unique|distinct|primary key|pk"
    r"|no duplicates?"
    r"|auto[- _]?increment(?:ed|ing)?|sequential)"
    r"(?:[ -](?:identifier|values?|key)(?! \w))?\b",
    re.IGNORECASE,
)


def read_unique(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read that no value may occur twice."""
    match = _UNIQUE.search(text)
    return (without(text, match), replace(limits, unique=True)) if match else (text, limits)


_TYPES = {
    DataType.INTEGER: "int integer bigint smallint tinyint serial int64 int32 int8 int16 whole",
    DataType.FLOAT: "float double real float64 float32 dbl",
    DataType.DECIMAL: "decimal money",
    DataType.STRING: "text string str varchar nvarchar char categorical category object nominal free-text chr fct",
    DataType.BOOLEAN: "bool boolean logical lgl",
    DataType.DATE: "date",
    DataType.DATETIME: "datetime timestamp datetime64 timestamptz",
    DataType.TIME: "time",
    None: "number numeric numerical num continuous discrete ordinal",
}
TYPE_OF = {name: data_type for data_type, names in _TYPES.items() for name in names.split()}
_SIZE = r"(?:\(\d+(?:,\s?\d+)?\))?"
_NAMES = "|".join(sorted(TYPE_OF, key=len, reverse=True))
_NOUNS = r"(?:\s+(?:value|values|type|variable|feature|field|column|not null))?"
_TYPES_IN_PLACE = (  # "name (text)", "name: text"; "id INT"; what cannot be a noun may be in small letters
    re.compile(
        rf"(?<=[(:,])\s*(?:an? )?({_NAMES}){_SIZE}{_NOUNS}\s*(?=[),;:.(]|$|example|one of|primary|in\b|from\b"
        rf"|between\b|\d)",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<=\s)({_NAMES.upper()}|int|bigint|varchar|bool|float){_SIZE}(?=[\s,;()]|$)"),
    re.compile(
        r"\b(integer|whole|float|decimal|string|boolean|categorical|numeric)\s+(?:values?|numbers?|type|variable"
        r"|feature)\b"
        r"|(?<=[(:,])\s*(integer)s\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bas (?:an? )?(int(?:eger)?|float|decimal|string|boolean|date|datetime|timestamp)s?(?=[\s,;).]|$)",
        re.IGNORECASE,
    ),
)


_ALSO_VALUES = frozenset({"double", "real", "money", "whole", "object", "text", "time", "date"})
_AMONG_VALUES = re.compile(r"[(\[:]\s*\w+(?:,\s*\w+)*,$")  # "(single, double, suite)"


def read_type(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read the data type of `age INT` and `name (TEXT)`."""
    for pattern in _TYPES_IN_PLACE:
        if match := pattern.search(text):
            name = next(group for group in match.groups() if group)
            if name.lower() in _ALSO_VALUES and _AMONG_VALUES.search(text[: match.start()]):
                continue
            return without(text, match), replace(limits, data_type=TYPE_OF[name.lower()])
    return text, limits


_SHAPES: tuple[tuple[re.Pattern[str], Shape], ...] = (
    (
        re.compile(
            r"\b(?:an? )?(?:normal(?:ly)?(?:[ -]distribut(?:ion|ed))?|gaussian(?: distribution)?|bell[ -]curved?)\b",
            re.IGNORECASE,
        ),
        "normal",
    ),
    (
        re.compile(r"\b(?:an? )?(?:uniform(?:ly)?|evenly|equally|flat)(?:[ -]distribut(?:ion|ed))?\b", re.IGNORECASE),
        "even",
    ),
    (
        re.compile(
            r"\b(?:left|negatively)[ -]skewed\b|\bskewed (?:to the )?left\b"
            r"|\bskewed (?:to |toward |towards )?(?:the )?high(?:er)?\b(?: values?| numbers?| end)?",
            re.IGNORECASE,
        ),
        "high",
    ),
    (
        re.compile(
            r"\b(?:an? )?(?:(?:right|positively|highly|heavily)[ -]?skewed|skewed(?: (?:to the )?right)?"
            r"|log-?normal(?:ly)?|exponential(?:ly)?|pareto|power[ -]law|long[ -]tail(?:ed)?|poisson|gamma)"
            r"(?:[ -]distribut(?:ion|ed))?\b",
            re.IGNORECASE,
        ),
        "low",
    ),
)


def read_shape(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read how the values are distributed: normally, evenly, or with a long tail."""
    for pattern, shape in _SHAPES:
        if match := pattern.search(text):
            return without(text, match), replace(limits, shape=shape)
    return text, limits


_UNIT_OF = {word: unit for unit, said in ENGLISH["units"].items() for word in said.split(", ")}
_UNIT_WORDS = "|".join(re.escape(word) for word in sorted(_UNIT_OF, key=len, reverse=True))
_IN_UNIT = re.compile(rf"\s(?:measured |expressed |given )?in\s+({_UNIT_WORDS})(?![\w-])", re.IGNORECASE)
_UNIT_ALONE = re.compile(
    rf"[(\[]\s*(?:in\s+)?({_UNIT_WORDS})\s*(?:(?=[)\]])|(?<=[\w°]\w),(?!\s*(?:and |or )?(?:{_UNIT_WORDS})\b))"
    rf"|,\s*in\s+({_UNIT_WORDS})\s*(?=[)\],])|(?<=\w)\s(%)$",
    re.IGNORECASE,
)


def read_unit(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read the unit of `price in euros`, `weight (kg)`, `tenure in months`."""
    if match := _IN_UNIT.search(text) or _UNIT_ALONE.search(text):
        said = next(group for group in match.groups() if group)
        return without(text, match, match[0][0]), replace(limits, unit=_UNIT_OF[said.lower()])
    return text, limits


_LIST = re.compile(
    r"\b(?:an? )?(?:(?:array|list|set)(?: of (?!the\b)(?:strings?|values?|text|items)?)?"
    r"|multi-?(?:ple)?[- ](?:values?|select)|comma[- ]separated(?: (?:list|values))?)"
    r"(?:\s*(?P<low>\d)(?:\s?(?:-|to)\s?(?P<high>\d))?)?(?=\s*(?:[),;.]|$)|\s(?:of|items|values|strings))",
    re.IGNORECASE,
)
_USUAL_FEWEST, _USUAL_MOST = 1, 3


def read_several(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read how many values a cell holds: `list of 1-3`, `array`."""
    match = _LIST.search(text)
    if not match:
        return text, limits
    low = int(match["low"] or _USUAL_FEWEST)
    high = int(match["high"] or match["low"] or _USUAL_MOST)
    return without(text, match), replace(limits, several=(min(low, high), max(low, high)))
