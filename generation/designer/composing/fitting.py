"""Numbers that follow from other columns, fitted to a range that was stated for them.

A formula stays what it is: one of the columns that it reads is made so that the result lies in the range. What depends
on others loosely, such as a salary on the job, is stretched over the range.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from generation.designer.composing.ranges import from_limits, inside, number_text
from generation.designer.composing.sampling import closure, columns_read, sample
from generation.designer.composing.solving import cuts_off, is_formula, plain, solved
from generation.designer.composing.units import unrounded
from generation.designer.meaning.choosing import Choice
from generation.designer.reading import Limits
from generation.engine import Column, DataType, EngineError

_FEW = 0.08  # the share of the values that may be held back at the ends
_MARGIN = 0.02  # of a range, for what rounding does to a formula
_NEARLY_ONE = 0.98
_ODD = 0.03
_CENTS = 2


@dataclass(frozen=True)
class Fitted:
    """The columns, and what could not be kept, in words."""

    columns: dict[str, Column]
    said: tuple[str, ...] = ()


def fit(columns: tuple[Column, ...], choices: tuple[Choice, ...], locale: str) -> Fitted:
    """Return the columns with every stated range kept."""
    fitter = _Fitter({column.name: column for column in columns}, {choice.name: choice for choice in choices}, locale)
    for choice in choices:
        if follows_in_range(choice, fitter.columns):
            with suppress(EngineError):  # of a column that does not run, which is replaced later
                fitter.fit(choice)
    return Fitted(fitter.columns, tuple(fitter.said))


def follows_in_range(choice: Choice, columns: Mapping[str, Column]) -> bool:
    """Tell whether a column of numbers with a stated range follows from others."""
    limits, column = choice.limits, columns[choice.name]
    if not (choice.concept.is_number and limits.have_ends) or limits.values or limits.shape or limits.multiple_of:
        return False
    return limits.mean is None and bool(columns_read(column.expression, columns))


class _Fitter:
    def __init__(self, columns: dict[str, Column], choices: Mapping[str, Choice], locale: str) -> None:
        self.columns, self.said = columns, list[str]()
        self._choices, self._locale = choices, locale

    def fit(self, choice: Choice) -> None:
        column = self.columns[choice.name]
        values = self._values(column, self.columns)
        if is_formula(column.expression):
            if not _all_in(values, choice.limits) and not self._solve(choice, column):
                self._draw(choice, column)
        elif values:
            expression = inside(column.expression, lambda value: _stretched(value, column, choice.limits, values))
            self.columns[choice.name] = replace(column, expression=expression)

    def _values(self, column: Column, columns: Mapping[str, Column]) -> list[float]:
        return sorted(float(value) for value in sample(column.expression, column.data_type, columns, self._locale))

    def _solve(self, choice: Choice, column: Column) -> bool:
        for tried in self._attempts(choice, column):
            columns = {**self.columns, tried.name: tried}
            if _all_in(self._values(column, columns), choice.limits):
                self.columns = columns
                return True
        return False

    def _attempts(self, choice: Choice, column: Column) -> Iterator[Column]:
        """Yield columns that would bring the formula into its range: first those of which nothing was stated."""
        read = sorted(columns_read(column.expression, self.columns), key=self._is_bound)
        for name in read:
            if column.name in closure(self.columns[name].expression, self.columns) or is_formula(
                self.columns[name].expression
            ):
                continue
            found = solved(column.expression, name, "RESULT")
            if found is None:
                continue
            solution, falls = found
            if columns_read(solution, self.columns) & self._readers(name):
                continue
            yield from self._made(choice, column, self.columns[name], solution, falls=falls)

    def _is_bound(self, name: str) -> tuple[bool, bool]:
        limits = self._choices[name].limits
        return limits.say_something, self.columns[name].data_type is DataType.INTEGER

    def _readers(self, name: str) -> set[str]:
        return {other for other in self.columns if name in closure(self.columns[other].expression, self.columns)}

    def _made(self, choice: Choice, column: Column, source: Column, solution: str, *, falls: bool) -> Iterator[Column]:
        ends = _inner(choice.limits, cut=cuts_off(column.expression))
        own = self._choices[source.name].limits
        if source.data_type in {DataType.FLOAT, DataType.DECIMAL, DataType.DATE} and not own.say_something:
            drawn = from_limits(
                choice.concept, replace(choice.limits, low=ends[0], high=ends[1], data_type=DataType.FLOAT)
            )
            if drawn:
                value = solution.replace("RESULT", _bare(drawn[0]))
                made = value if source.data_type is DataType.DATE else f"round({value}, {_CENTS})"
                yield replace(source, expression=inside(source.expression, lambda _: plain(made)))
        if source.data_type in {DataType.INTEGER, DataType.FLOAT, DataType.DECIMAL}:
            yield replace(source, expression=plain(_held(source, solution, choice.limits, own, falls=falls)))

    def _draw(self, choice: Choice, column: Column) -> None:
        """Draw the numbers from the range: the formula gives way, and that is said."""
        stated = from_limits(choice.concept, choice.limits)
        if stated is None:
            return
        expression, data_type = stated
        self.columns[choice.name] = replace(column, expression=expression, data_type=data_type)
        read = " and ".join(sorted(columns_read(column.expression, self.columns)))
        self.said.append(f"“{choice.name}” keeps to its range, so it does not follow from {read}")


def _all_in(values: list[float], limits: Limits) -> bool:
    return all(
        (limits.low is None or value >= limits.low) and (limits.high is None or value <= limits.high)
        for value in values
    )


def _inner(limits: Limits, *, cut: bool) -> tuple[float | None, float | None]:
    """Return the ends of a range, drawn in by what rounding may add."""
    low, high = limits.low, limits.high
    if cut:
        return (None if low is None else low + 1 - _NEARLY_ONE), (None if high is None else high + _NEARLY_ONE)
    span = high - low if low is not None and high is not None else abs(low or high or 0)
    margin = round(span * _MARGIN, 4)
    return (None if low is None else low + margin), (None if high is None else high - margin)


def _bare(expression: str) -> str:
    inner, _ = unrounded(expression)
    return f"({inner})"


def _held(source: Column, solution: str, limits: Limits, own: Limits, *, falls: bool) -> str:
    """Return the source's own expression, held between what the ends of the range allow, and to its own range."""
    low, high = (limits.high, limits.low) if falls else (limits.low, limits.high)
    whole = source.data_type is DataType.INTEGER
    expression, digits = source.expression, 0 if whole else 100
    for end, hold, rounding in ((high, "min", "floor"), (low, "max", "ceil")):
        if end is not None:
            bound = solution.replace("RESULT", number_text(end))
            bound = f"math.{rounding}({bound} * {digits}) / {digits}" if digits else f"math.{rounding}({bound})"
            expression = f"{hold}({bound}, {expression})"
    expression = expression if own.high is None else f"min({number_text(own.high)}, {expression})"
    expression = expression if own.low is None else f"max({number_text(own.low)}, {expression})"
    return expression if whole else f"round({expression}, {_CENTS})"


def _stretched(expression: str, column: Column, limits: Limits, values: list[float]) -> str:
    """Return an expression held in its range, or stretched over it where too many values lie outside."""
    outside = sum(not _all_in([value], limits) for value in values) / len(values)
    if outside > _FEW:
        expression = _moved(expression, column, limits, values)
    if limits.high is not None:
        expression = f"min({number_text(limits.high)}, {expression})"
    return expression if limits.low is None else f"max({number_text(limits.low)}, {expression})"


def _moved(expression: str, column: Column, limits: Limits, values: list[float]) -> str:
    odd = int(len(values) * _ODD)
    first, last = values[odd], values[-1 - odd]
    low = limits.low if limits.low is not None else min(first, (limits.high or 0) - (last - first))
    high = limits.high if limits.high is not None else low + max(last - first, abs(low))
    inner, digits = unrounded(expression)
    factor = float(f"{(high - low) / ((last - first) or 1):.4g}")
    moved = f"{number_text(low)} + ({inner} - {number_text(first)}) * {factor:g}"
    if column.data_type is DataType.INTEGER:
        return f"int({moved})"
    return f"round({moved}, {digits or _CENTS})"
