"""Conditions such as "patients over 65", "if the status is cancelled" and "non-smokers", in a marked text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that is true of some rows: a column has one of the values that its marks name, or compares to a number.

    `operator` is `in` or `not in` for values, else `<`, `<=`, `>`, `>=`, `==` or `!=`.
    """

    column: int
    operator: str
    values: tuple[int, ...] = ()
    number: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a row: the columns that words such as `older` or `earn` speak of, and those of truths.

    `opposites` are words that speak of a column's low end, as `younger` does of ages.
    """

    drivers: Mapping[str, int] = field(default_factory=dict)
    opposites: Mapping[str, int] = field(default_factory=dict)
    truths: frozenset[int] = frozenset()


_COMPARISONS = {
    ">": (
        r"over|above|older than|more than|greater than|larger than|higher than|exceeds|exceeding|bigger than|"
        r"longer than|>"
    ),
    "<": r"under|below|younger than|less than|smaller than|lower than|fewer than|shorter than|<",
    ">=": r"at least|>=|from|no less than|not less than",
    "<=": r"at most|<=|up to|no more than",
    "==": r"exactly|equals|equal to|==|=|is|of",
}
_ANY = "|".join(f"(?:{words})" for operator in (">=", "<=", ">", "<", "==") for words in [_COMPARISONS[operator]])
_NUMBER = r"\$?(-?\d[\d,]*(?:\.\d+)?)(k\b)?"
_COMPARED = re.compile(
    rf"§(\d+)(?![\d.])(?: (?:is|are|was|of|value|years))*\s*({_ANY})\s*{_NUMBER}"
    r"(?:\s*(\+|or (?:more|older|above)))?"
)
_AGED = re.compile(rf"\b(?:(?:aged|age|are|is|who are) )*({_ANY})\s*{_NUMBER}(?: years?)?(?: old| of age)?")
_AND_OLDER = re.compile(rf"\b{_NUMBER}\s*(?:\+|(?:years )?(?:and|or) (?:older|above|over))")
_VALUE = re.compile(
    r"(?P<not>\b(?:not|non|isn't|aren't|never|no|without)[ -](?:a |an |yet |been |is |in )*)?"
    r"§(?P<column>\d+)\.(?P<value>\d+)"
)
_NOT_EQUAL = re.compile(r"§\d+(?![\d.]) (?:is|are) (?:not|other than|different from)|\bnot (?:in|one of)\b|!=")
_TRUTH = re.compile(r"(?P<not>\b(?:not|non|no|without)[ -](?:a |an )?)?§(?P<column>\d+)(?![\d.])")
_GROUPS = {
    "senior": (">=", 65.0),
    "elderly": (">=", 65.0),
    "retiree": (">=", 65.0),
    "pensioner": (">=", 65.0),
    "minor": ("<", 18.0),
    "children": ("<", 18.0),
    "child": ("<", 18.0),
    "teenager": ("<", 20.0),
    "adult": (">=", 18.0),
}


def read_conditions(text: str, known: Known) -> tuple[Condition, ...]:
    """Return the conditions in a text, all of which have to hold; nothing where there are none."""
    found = list(_values(text))
    text = _VALUE.sub(" ", text)
    found += (
        Condition(int(match[1]), _operator(match[2], match[5]), number=_number(match[3], match[4]))
        for match in _COMPARED.finditer(text)
    )
    text = _COMPARED.sub(" ", text)
    age = known.drivers.get("older")
    if age is not None and not found:
        found += _ages(text, age)
    return tuple(found) or _truths(text, known)


def _values(text: str) -> list[Condition]:
    columns: dict[int, list[int]] = {}
    denied: set[int] = set()
    unequal = bool(_NOT_EQUAL.search(text))
    for match in _VALUE.finditer(text):
        columns.setdefault(int(match["column"]), []).append(int(match["value"]))
        if match["not"] or unequal:
            denied.add(int(match["column"]))
    return [
        Condition(column, "not in" if column in denied else "in", tuple(dict.fromkeys(values)))
        for column, values in columns.items()
    ]


def _ages(text: str, age: int) -> list[Condition]:
    if match := _AND_OLDER.search(text):
        return [Condition(age, ">=", number=_number(match[1], match[2]))]
    if match := _AGED.search(text):
        return [Condition(age, _operator(match[1], None), number=_number(match[2], match[3]))]
    for word in text.split():
        if group := _GROUPS.get(word.removesuffix("s").removesuffix("'")) or _GROUPS.get(word):
            return [Condition(age, group[0], number=group[1])]
    return []


def _truths(text: str, known: Known) -> tuple[Condition, ...]:
    """Read a column of truths that stands by itself: "if churn", "when is_fraud is true"."""
    found = (match for match in _TRUTH.finditer(text) if int(match["column"]) in known.truths)
    return tuple(Condition(int(match["column"]), "not in" if match["not"] else "in", (0,)) for match in found)


def _operator(words: str, more: str | None) -> str:
    if more:
        return ">="
    return next(operator for operator in (">=", "<=", ">", "<", "==") if re.fullmatch(_COMPARISONS[operator], words))


def _number(digits: str, thousands: str | None) -> float:
    return float(digits.replace(",", "")) * (1000 if thousands else 1)
