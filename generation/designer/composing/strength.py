"""How much higher a number is where something else is so: clearly, and still in its range."""

from collections.abc import Callable

from generation.designer.composing.ranges import inside, number_text
from generation.designer.composing.units import unrounded
from generation.designer.meaning.choosing import Choice
from generation.engine import Column, DataType

_REST = 0.45  # of the way to the end of a range that is left
_OWN, _DRIVEN = 0.45, 0.55  # the parts of a number that are its own, and that follow from another
_LEAST, _MORE = 0.4, 1.2  # times a number without a range, at the least of another, and more of it at the greatest
_TAIL = 2.5  # where the greatest values are so many times the mean, multiplying them is natural
_ODD = 0.02


def lifted(  # noqa: PLR0913 - a test, and how much it weighs
    column: Column, choice: Choice, values: list[float], test: str, *, up: bool, times: float
) -> str:
    """Return a column's expression, higher (or lower) where the test holds."""
    low, high = _ends(choice, values)
    if _is_open(choice, values):
        factor = times if up else 1 / times
        return _changed(column, lambda value: f"{value} * ({factor:.3g} if {test} else 1)")
    if up:
        return _changed(
            column, lambda value: f"{number_text(high)} - ({number_text(high)} - {value}) * ({_REST} if {test} else 1)"
        )
    return _changed(
        column, lambda value: f"{number_text(low)} + ({value} - {number_text(low)}) * ({_REST} if {test} else 1)"
    )


def linked(column: Column, choice: Choice, values: list[float], position: str) -> str:
    """Return a column's expression that rises with a position between 0 and 1."""
    low, high = _ends(choice, values)
    if _is_open(choice, values):
        return _changed(column, lambda value: f"{value} * ({_LEAST} + {_MORE:g} * {position})")
    span = number_text(round((high - low) * _DRIVEN, 4))
    return _changed(
        column, lambda value: f"{number_text(low)} + ({value} - {number_text(low)}) * {_OWN} + {span} * {position}"
    )


def _is_open(choice: Choice, values: list[float]) -> bool:
    """Tell whether numbers have no upper end: nobody stated one, and their nature has none."""
    if choice.limits.high is not None or not values:
        return False
    mean = sum(values) / len(values)
    bounded = choice.concept.unit == "%" or "rating" in choice.concept.name or "score" in choice.concept.name
    return mean > 0 and min(values) >= 0 and not bounded and max(values) > _TAIL * mean


def _ends(choice: Choice, values: list[float]) -> tuple[float, float]:
    ordered = sorted(values) or [0.0, 1.0]
    odd = int(len(ordered) * _ODD)
    low = choice.limits.low if choice.limits.low is not None else ordered[odd]
    high = choice.limits.high if choice.limits.high is not None else ordered[-1 - odd]
    return low, high


def _changed(column: Column, change: Callable[[str], str]) -> str:
    """Return a column's expression with its numbers changed, and rounded as they were."""

    def rounded(value: str) -> str:
        inner, digits = unrounded(value)
        grouped = f"({inner})"
        made = change(grouped)
        return f"int(round({made}))" if column.data_type is DataType.INTEGER else f"round({made}, {digits or 2})"

    return inside(column.expression, rounded)
