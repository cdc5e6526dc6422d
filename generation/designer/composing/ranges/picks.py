"""Values to pick from, with or without shares."""

import re
from collections.abc import Sequence

from generation.designer.catalog import Concept, Value
from generation.designer.composing.naming import either
from generation.designer.reading import Limits
from generation.engine import DataType

_WHOLE = 100.0
_ENOUGH = 0.5  # percent; less is what rounding leaves
_TRUTHS = ({"true", "false"}, {"True", "False"}, {"TRUE", "FALSE"})


def from_values(concept: Concept, limits: Limits) -> tuple[str, DataType]:
    """Return an expression that picks one of the values asked for."""
    data_type = type_of_values(limits)
    rest = _WHOLE - sum(limits.shares)
    values, shares = list(limits.values), list(limits.shares)
    others = _others(concept, limits.values)
    if shares and rest > _ENOUGH and others:
        values, shares = [*values, *others], [*shares, *(rest / len(others) for _ in others)]
        data_type = DataType.STRING
    shown = ", ".join(_shown(value, data_type) for value in values)
    if not shares:
        return f"random.choice([{shown}])", data_type
    weights = ", ".join(f"{share:g}" for share in shares)
    return f"random.choices([{shown}], weights=[{weights}])[0]", data_type


def _others(concept: Concept, named: Sequence[str]) -> list[str]:
    taken = {value.casefold() for value in named}
    return [str(value) for value in concept.values if str(value).casefold() not in taken]


def type_of_values(limits: Limits) -> DataType:
    """Return the data type of the values asked for, as they are written."""
    if limits.data_type is DataType.STRING:
        return DataType.STRING
    if all(re.fullmatch(r"-?(?:0|[1-9]\d{0,14})", value) for value in limits.values):
        return DataType.INTEGER
    if all(re.fullmatch(r"-?\d{1,12}(?:\.\d{1,9})?", value) for value in limits.values):
        return DataType.FLOAT if any("." in value for value in limits.values) else DataType.STRING
    return DataType.BOOLEAN if set(limits.values) in _TRUTHS else DataType.STRING


def _shown(value: str, data_type: DataType) -> str:
    if data_type is DataType.BOOLEAN:
        return value.title()
    return repr(value) if data_type is DataType.STRING else value


def several_of(values: Sequence[Value], several: tuple[int, int]) -> str:
    """Return an expression that lists some of the values in one cell, none of them twice."""
    fewest, most = (min(count, len(values)) for count in several)
    count = f"random.randint({fewest}, {most})" if fewest < most else str(fewest)
    return f"', '.join(random.sample({[str(value) for value in values]!r}, k={count}))"


def written_as(truth: str, yes_no: tuple[str, str]) -> tuple[str, DataType]:
    """Return an expression that writes true and false as somebody asked for, such as Y and N or 1 and 0."""
    yes, no = yes_no
    if (yes, no) == ("1", "0"):
        return either("1", truth, "0"), DataType.INTEGER
    if (yes.lower(), no.lower()) == ("true", "false") and yes.istitle():
        return truth, DataType.BOOLEAN
    return either(repr(yes), truth, repr(no)), DataType.STRING
