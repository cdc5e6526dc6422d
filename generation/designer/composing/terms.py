"""Formulas in words, as expressions that yield what their column holds."""

import re
from collections.abc import Mapping

from generation.designer.meaning.choosing import Choice
from generation.engine import Column, DataType

_NUMBERS = frozenset({DataType.INTEGER, DataType.FLOAT, DataType.DECIMAL})
_CENTS = 2
_MARK = re.compile(r"§(\d+)")


def computed(
    terms: str, operands: Mapping[int, str], columns: Mapping[int, Column], target: Choice
) -> tuple[str, DataType] | None:
    """Return a formula with marks as an expression with its type; None where its operands cannot be computed with."""
    kinds = {column.data_type for column in columns.values()}
    expression = _MARK.sub(lambda match: operands[int(match[1])], terms)
    if kinds <= _NUMBERS:
        return _number(expression, terms, kinds, target)
    if set(re.sub(r"§\d+", "", terms).split()) <= {"+"} and kinds == {DataType.STRING}:
        return f"f{' '.join(f'{{{operands[int(place)]}}}' for place in _MARK.findall(terms))!r}", DataType.STRING
    if re.fullmatch(r"§\d+", terms):
        return expression, next(iter(kinds))
    return _moment(terms, operands, columns)


def _number(expression: str, terms: str, kinds: set[DataType], target: Choice) -> tuple[str, DataType]:
    whole = kinds == {DataType.INTEGER} and not re.search(r"[/.]", terms)
    data_type = target.limits.data_type or target.concept.data_type
    if data_type not in _NUMBERS:
        data_type = DataType.INTEGER if whole else DataType.FLOAT
    if whole:
        return expression, data_type
    if data_type is DataType.INTEGER and target.limits.data_type is None:
        data_type = DataType.DECIMAL if DataType.DECIMAL in kinds else DataType.FLOAT
    return (
        f"int(round({expression}))" if data_type is DataType.INTEGER else f"round({expression}, {_CENTS})"
    ), data_type


def _moment(terms: str, operands: Mapping[int, str], columns: Mapping[int, Column]) -> tuple[str, DataType] | None:
    """Read "end is start plus days" and "days is end minus start"."""
    match = re.fullmatch(r"§(\d+) ([+-]) §(\d+)", terms)
    if match is None:
        return None
    first, second = (columns[int(match[place])].data_type for place in (1, 3))
    left, right = operands[int(match[1])], operands[int(match[3])]
    moments = {DataType.DATE, DataType.DATETIME}
    if first in moments and second in _NUMBERS:
        return f"{left} {match[2]} timedelta(days={right})", first
    if first in moments and first is second and match[2] == "-":
        return f"({left} - {right}).days", DataType.INTEGER
    return None
