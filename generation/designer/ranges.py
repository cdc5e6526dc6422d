"""Expressions for what was said about a column: a range, values, dates, an example."""

import re
from datetime import date
from typing import TypeGuard

from generation.designer.catalog import Concept
from generation.designer.reading import Limits, word_set
from generation.engine import DataType

_BETA = {"low": "1.6, 4", "high": "4, 1.6", "middle": "3, 3", "normal": "5, 5"}
_CENTS = 2
_UNIT_INTERVAL = 1
_OLDEST = 85
_MORE_YEARS = 10.0
_RATING_SCALES = (5.0, 10.0, 100.0)
_LOWEST_RATING = 1.0
_UNSPECIFIC = word_set("word type category status code priority")


def from_limits(concept: Concept, limits: Limits) -> tuple[str, DataType] | None:
    """Return an expression that keeps to the limits, with its data type; None where they ask for nothing special."""
    if limits.values:
        return _from_values(limits)
    if concept.name == "date_of_birth" and limits.have_ends:
        low, high = int(limits.low or 0), int(limits.high or max(_OLDEST, limits.low or 0))
        return f"fake.date_of_birth(minimum_age={low}, maximum_age={high})", DataType.DATE
    if limits.example:
        return _from_example(limits.example, unique=limits.unique or concept.unique), DataType.STRING
    if (limits.since or limits.until) and concept.is_moment:
        kind = limits.data_type if limits.data_type in {DataType.DATE, DataType.DATETIME} else concept.data_type
        return _between_dates(kind, limits), kind
    if (ends := _ends(concept, limits)) and (concept.is_number or concept.name in _UNSPECIFIC):
        return _between(concept, limits, *ends)
    return None


def _from_values(limits: Limits) -> tuple[str, DataType]:
    integers = all(re.fullmatch(r"-?\d{1,15}", value) for value in limits.values)
    shown = ", ".join(value if integers else repr(value) for value in limits.values)
    expression = f"random.choice([{shown}])"
    if limits.shares:
        weights = ", ".join(f"{share:g}" for share in limits.shares)
        expression = f"random.choices([{shown}], weights=[{weights}])[0]"
    return expression, DataType.INTEGER if integers else DataType.STRING


def _from_example(example: str, *, unique: bool) -> str:
    """Follow `PT-001`: numbered in the order of the rows where it must be unique, else with digits drawn."""
    runs = list(re.finditer(r"\d+|[X#]{2,}", example))
    if unique and runs:
        last = runs[-1]
        head, tail = (
            text.replace("{", "{{").replace("}", "}}") for text in (example[: last.start()], example[last.end() :])
        )
        return f"f{f'{head}{{row_number + 1:0{len(last[0])}d}}{tail}'!r}"
    return f"fake.numerify({re.sub(r'[0-9]|X(?=X|$)|(?<=X)X', '#', example)!r})"


def _between_dates(kind: DataType, limits: Limits) -> str:
    since, until = limits.since or "-10y", limits.until or "today"
    if kind is DataType.DATE:
        return f"fake.date_between({_moment(since, 'date')}, {_moment(until, 'date')})"
    return f"fake.date_time_between({_moment(since, 'datetime')}, {_moment(until, 'datetime', end=True)})"


def _moment(text: str, kind: str, *, end: bool = False) -> str:
    if not text[0].isdigit():
        return repr("now" if text == "today" and kind == "datetime" else text)
    day = date.fromisoformat(text)
    clock = ", 23, 59, 59" if end else ""
    return f"{kind}({day.year}, {day.month}, {day.day}{clock})"


def _ends(concept: Concept, limits: Limits) -> tuple[float, float] | None:
    """Return the two ends of a range of numbers; a range of years is as good as one."""
    low, high = limits.low, limits.high
    if not limits.have_ends and _is_day(limits.since) and _is_day(limits.until):
        low, high = float(limits.since[:4]), float(limits.until[:4])
    if high is None:
        high = _usual_end(concept, low)
    if high is None:
        return None
    if concept.name == "age":  # nobody is younger, whatever was asked
        low, high = max(0.0, low or 0.0), max(0.0, high)
    return (min(high, _LOWEST_RATING if "rating" in concept.name else 0.0) if low is None else low), high


def _usual_end(concept: Concept, low: float | None) -> float | None:
    """Return where values of this kind end when only their beginning was stated; None where there is no such end."""
    if low is None:
        return None
    if "rating" in concept.name:
        return next((end for end in _RATING_SCALES if low <= end), None)
    return max(float(_OLDEST), low + _MORE_YEARS) if concept.name == "age" else None


def _is_day(text: str | None) -> TypeGuard[str]:
    return text is not None and text[0].isdigit()


def _between(concept: Concept, limits: Limits, low: float, high: float) -> tuple[str, DataType]:
    number = _kind(concept, limits, whole=limits.decimals == 0 and low.is_integer() and high.is_integer())
    beta = _BETA.get("normal" if limits.normal else concept.shape)
    if number is DataType.INTEGER:
        first, last = int(low), int(high)
        steps = f"{f'{first} + ' if first else ''}int({last - first + 1} * random.betavariate({beta}))"
        return (steps if beta else f"random.randint({first}, {last})"), number
    drawn = f"random.betavariate({beta})" if beta else f"random.uniform({_number(low)}, {_number(high)})"
    if beta:
        drawn = f"{_number(high - low)} * {drawn}" if high - low != 1 else drawn
        drawn = f"{_number(low)} + {drawn}" if low else drawn
    return f"round({drawn}, {_digits(number, limits, high - low)})", number


def _kind(concept: Concept, limits: Limits, *, whole: bool) -> DataType:
    """Return the data type of numbers in a range, whose ends are whole or not."""
    number = concept.data_type if concept.is_number else DataType.INTEGER
    if limits.data_type in {DataType.INTEGER, DataType.FLOAT, DataType.DECIMAL}:
        number = limits.data_type
    return DataType.FLOAT if number is DataType.INTEGER and not whole else number


def _digits(number: DataType, limits: Limits, span: float) -> int:
    if limits.decimals:
        return limits.decimals
    return _CENTS if number is DataType.DECIMAL or span <= _UNIT_INTERVAL else 1


def _number(value: float) -> str:
    return repr(int(value)) if value.is_integer() else repr(round(value, 10))
