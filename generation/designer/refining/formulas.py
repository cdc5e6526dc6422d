"""A formula of an instruction: "total = price * quantity", "a tax that is 19% of the price"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from generation.designer.reading import read_terms, snake
from generation.engine import Column, DataType

_VERB = re.compile(
    r"^(?:(?:add|insert|include|append|create|set|make|change|let|compute|calculate|define)\s+)?"
    r"(?:(?:an?|the|new|column|field|called|named)\s+)*",
    re.IGNORECASE,
)
_FORMULA = re.compile(
    r"(?P<name>[\w ]{1,100}?)(?:\s+(?:column|field))?\s*(?P<sign>=|\b(?:that|which)\s+(?:is|equals)\b"
    r"|\b(?:computed|calculated)\s+(?:as|from|by)\b|\bequal(?:s|\s+to)\b|\bto\s+be\b|\bas\b|\bto\b|\bis\b)\s*(?P<terms>.+)",
    re.IGNORECASE | re.DOTALL,
)
_MARK = re.compile(r"§(\d+)")
_WHOLE = re.compile(r"[§\d+\-*() ]+")
_CENTS = 2


@dataclass(frozen=True, slots=True)
class Formula:
    """A column that is computed from others; the expression is None where its terms are not understood."""

    name: str
    expression: str | None
    data_type: DataType


def read_formula(text: str, columns: Mapping[str, Column]) -> Formula | None:
    """Return the formula in a part of an instruction, or None where there is none."""
    match = _FORMULA.fullmatch(_VERB.sub("", text.strip(" .")))
    name = snake(match["name"]) if match else ""
    if match is None or not name:
        return None
    terms = read_terms(_marked(match["terms"].lower(), columns, but=name))
    if terms is None:
        return Formula(name, None, DataType.FLOAT) if match["sign"] == "=" and _is_arithmetic(match["terms"]) else None
    used = [list(columns.values())[int(mark)] for mark in _MARK.findall(terms)]
    data_type = _type_of(terms, used)
    expression = _MARK.sub(lambda mark: list(columns)[int(mark[1])], terms)
    if data_type is not DataType.INTEGER:
        expression = f"round({expression}, {_CENTS})"
    return Formula(name, expression, data_type)


def _marked(terms: str, columns: Mapping[str, Column], *, but: str) -> str:
    """Return a text with a mark for each column that it names, the longest names first."""
    numbered = sorted(enumerate(columns), key=lambda pair: -len(pair[1]))
    for number, name in numbered:
        if name != but and name.isidentifier():
            said = re.escape(name.lower()).replace("_", "[_ ]")
            terms = re.sub(rf"(?<![\w§]){said}s?(?!\w)", f"§{number}", terms)
    return terms


def _is_arithmetic(terms: str) -> bool:
    return bool(re.search(r"\w\s*[*/+]\s*\w", terms))


def _type_of(terms: str, used: list[Column]) -> DataType:
    types = {column.data_type for column in used}
    if types == {DataType.INTEGER} and _WHOLE.fullmatch(terms):
        return DataType.INTEGER
    return DataType.DECIMAL if DataType.DECIMAL in types else DataType.FLOAT
