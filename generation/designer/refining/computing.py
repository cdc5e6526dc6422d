"""A column that is to be computed from others: "total = price * quantity", "a tax that is 19% of the price"."""

import re
from dataclasses import dataclass

from generation.designer.composing.mentions import Mentions
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
class Computed:
    """A column that is computed from others; the expression is None where its terms are not understood."""

    name: str
    expression: str | None
    data_type: DataType


def read_computed(text: str, columns: tuple[Column, ...], mentions: Mentions) -> Computed | None:
    """Return what a part of an instruction says of a column to compute, or None where it speaks of none."""
    match = _FORMULA.fullmatch(_VERB.sub("", text.strip(" .")))
    name = snake(match["name"]) if match else ""
    if match is None or not name:
        return None
    terms = read_terms(mentions.marked(match["terms"].lower(), values=False))
    if terms is None:
        return Computed(name, None, DataType.FLOAT) if match["sign"] == "=" and _is_arithmetic(match["terms"]) else None
    places = [int(mark) for mark in _MARK.findall(terms)]
    if any(place >= len(columns) or columns[place].name == name for place in places):
        return Computed(name, None, DataType.FLOAT)
    used = [columns[place] for place in places]
    data_type = _type_of(terms, used)
    expression = _MARK.sub(lambda mark: columns[int(mark[1])].name, terms)
    if data_type is not DataType.INTEGER:
        expression = f"round({expression}, {_CENTS})"
    return Computed(name, expression, data_type)


def _is_arithmetic(terms: str) -> bool:
    return bool(re.search(r"\w\s*[*/+]\s*\w", terms))


def _type_of(terms: str, used: list[Column]) -> DataType:
    types = {column.data_type for column in used}
    if types == {DataType.INTEGER} and _WHOLE.fullmatch(terms):
        return DataType.INTEGER
    return DataType.DECIMAL if DataType.DECIMAL in types else DataType.FLOAT
