"""Which columns have a value in every row, as their expressions show: what is not sure is not claimed.

A cell that cannot be computed is missing: a division by zero, a key that a mapping lacks, a whole number of too many
digits. So numbers are followed with a bound of their size, and only draws with arguments that are written out count.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import exp
from typing import TypeAlias

from generation.engine.expressions import nodes
from generation.engine.expressions.nodes import Node
from generation.engine.expressions.references import dotted, is_row
from generation.engine.kinds import DECIMAL_DIGITS, Kind
from generation.engine.plan import PlannedColumn

_LARGEST = 2.0**53  # whole numbers up to here are never missing
_LAST_ROW = 1e12
_SIGMAS = 9  # no draw is further from its mean
_LONGEST_WAIT = 40  # means that a draw of an exponential distribution has at most
_DEFAULTS = 1e4  # above what functions take for arguments that are not written
_ROOTS = frozenset({"fake", "faker", "random", "np", "numpy", "uuid", "row", "row_number", "math", "str"})
_OMITTING = ("fake.optional", "fake.null_boolean", "fake.profile", "fake.enum")
_CHOOSING = frozenset({"random.choices", "random.sample", "fake.random_elements", "fake.random_choices"})
_WRITTEN = frozenset({"OrderedDict", "dict", "date", "datetime", "timedelta"})
_METHODS = frozenset({"lower", "upper", "title", "capitalize", "strip", "replace", "casefold", "strftime", "isoformat"})

_NOW = frozenset({"date.today", "datetime.now", "datetime.today", "datetime.utcnow"})
_OUR_YEAR, _YEARS_OF_OURS = 2000, 999
_OURS = re.compile(r"(?:[+-](?:\d{1,3}[A-Za-z]+ ?)*|[12]\d{3}-[\d: T-]*|today|now)$")
_DAYS_OF_A_WEEK, _DAYS_OF_A_YEAR = 7, 366  # a span's longest unit is a week
_FAR = 1000.0 * _DAYS_OF_A_YEAR  # as far as `-999y` reaches
_NEAR = 1800.0 * _DAYS_OF_A_YEAR  # from 1900 to the year 100, from 2200 to the year 4000

Bounds: TypeAlias = list[float]


def _largest(values: Bounds) -> float:
    return max([_DEFAULTS, *values])


def _mean_and_spread(values: Bounds) -> float:
    return sum(values[:1]) + _SIGMAS * max([1.0, *values[1:]])


_SIZES: Mapping[str, Callable[[Bounds], float]] = {
    **dict.fromkeys(("random.randint", "random.randrange", "np.random.randint", "fake.random_int"), _largest),
    **dict.fromkeys(("random.uniform", "random.triangular", "np.random.uniform", "np.random.triangular"), _largest),
    **dict.fromkeys(("random.random", "random.betavariate", "np.random.random", "np.random.beta"), lambda _: 1.0),
    **dict.fromkeys(("random.gauss", "random.normalvariate", "np.random.normal"), _mean_and_spread),
    **dict.fromkeys(("random.lognormvariate", "np.random.lognormal"), lambda at: exp(min(700, _mean_and_spread(at)))),
    "random.expovariate": lambda at: _LONGEST_WAIT / min([1.0, *at[:1]]) if all(at) else _LARGEST,
    "np.random.exponential": lambda at: _LONGEST_WAIT * max([1.0, *at]),
    **dict.fromkeys(("round", "np.round"), lambda at: at[0] + 1),
    "int": lambda at: at[0],
    "float": lambda at: at[0],
    "abs": lambda at: at[0],
    **dict.fromkeys(("min", "max", "np.clip", "np.minimum", "np.maximum"), max),
}
_QUOTIENTS: Mapping[str, Callable[[float], Callable[[Bounds], float]]] = {
    "/": lambda by: lambda at: at[0] / abs(by),
    "//": lambda by: lambda at: at[0] / abs(by) + 1,
    "%": lambda by: lambda _: abs(by),
}
_OF_LITERALS = frozenset(
    name for name in _SIZES if "." in name and name not in {"np.clip", "np.round", "np.minimum", "np.maximum"}
)


def complete_columns(planned: Mapping[str, PlannedColumn], trees: Mapping[str, Node]) -> frozenset[str]:
    """Return the names of the columns whose expressions have a value in every row."""
    if planned.keys() & _ROOTS:  # words that mean columns here
        return frozenset()
    reading = _Reading(planned, trees)
    return frozenset(name for name in planned if reading.column(name))


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is known of columns so far; they do not use each other in a circle."""

    planned: Mapping[str, PlannedColumn]
    trees: Mapping[str, Node]
    known: dict[str, bool] = field(default_factory=dict)
    sizes: dict[str, float | None] = field(default_factory=dict)

    def column(self, name: str) -> bool:
        if name not in self.known:
            self.known[name] = self.has_values(self.trees[name]) and self._fits(name)
        return self.known[name]

    def _fits(self, name: str) -> bool:
        of = self.planned[name].type
        if of.kind is not Kind.DECIMAL:
            return True
        size = self._size_of_column(name)
        return size is not None and size * 10.0 ** (of.scale or 0) < 10.0**DECIMAL_DIGITS

    def _size_of_column(self, name: str) -> float | None:
        if name not in self.sizes:
            of = self.planned[name].type
            if _is_draw(self.trees[name]) and of.is_number and of.low is not None and of.high is not None:
                self.sizes[name] = max(abs(float(of.low)), abs(float(of.high)))
            else:
                self.sizes[name] = self.size(self.trees[name])
        return self.sizes[name]

    def has_values(self, node: Node) -> bool:  # noqa: PLR0911  # a table of forms
        """Tell whether a part of an expression has a value in every row."""
        match node:
            case nodes.Literal(value=value):
                return value is not None
            case nodes.Joined(parts=parts):
                return all(self.has_values(part) for part in parts)
            case nodes.Formatted(value=value):
                return self.has_values(value)
            case nodes.Conditional(then=then, otherwise=otherwise):
                return self.has_values(then) and self.has_values(otherwise)
            case nodes.Comparison(operands=operands):
                return all(map(self.has_values, operands))
            case nodes.Logical(operands=operands) | nodes.Operation(operator="not", operands=operands):
                return all(map(_is_truth, operands)) and all(map(self.has_values, operands))
            case nodes.Subscript(of=nodes.Items(items=items), index=index):
                return self._is_within(index, len(items)) and all(map(self.has_values, items))
        if (name := self._column_named(node)) is not None:
            return self.column(name)
        return _is_draw(node) or self.size(node) is not None or self._is_text(node) or self.is_near(node)

    def _is_within(self, index: Node, items: int) -> bool:
        """Tell whether an index is the remainder of a division that leaves so many."""
        match index:
            case nodes.Operation(operator="%", operands=(left, nodes.Literal(value=int() as by))):
                return 0 < by <= items and self.size(left) is not None
        return False

    def _column_named(self, node: Node) -> str | None:
        if isinstance(node, nodes.Name) and node.name in self.planned:
            return node.name
        if isinstance(node, nodes.Subscript) and is_row(node.of) and isinstance(node.index, nodes.Literal):
            return str(node.index.value) if str(node.index.value) in self.planned else None
        return None

    def _is_text(self, node: Node) -> bool:
        """Tell whether a node is a text that is made of values that are there."""
        match node:
            case nodes.Operation(operator="+", operands=operands):
                return all(map(self.has_values, operands)) and _is_surely_text(node)
            case nodes.Operation(operator="%", operands=(nodes.Literal(value=str()), values)):
                return all(map(self.has_values, values.items if isinstance(values, nodes.Items) else (values,)))
            case nodes.Subscript(of=of, index=nodes.Span(lower=lower, upper=upper, step=None)):
                return self.has_values(of) and all(map(_is_number, filter(None, (lower, upper))))
            case nodes.Call(function=nodes.Name(name="str"), positional=(value,), named=()):
                return self.has_values(value)
            case nodes.Call(function=nodes.Attribute(of=of, name=name), positional=given, named=()):
                return self.has_values(of) and self._is_made(name, given)
        return False

    def _is_made(self, method: str, given: tuple[Node, ...]) -> bool:
        """Tell whether a text's method yields one, whatever the text."""
        if method == "join":
            return all(map(_is_choice, given))
        if method == "format":
            return all(map(self.has_values, given))
        return method in _METHODS and all(isinstance(one, nodes.Literal) for one in given)

    def size(self, node: Node) -> float | None:
        """Return what no number of a node is beyond, if all are there."""
        found = self._size(node)
        return found if found is not None and found < _LARGEST else None

    def _size(self, node: Node) -> float | None:  # noqa: PLR0911  # a table of forms
        if (name := self._column_named(node)) is not None:
            return self._size_of_column(name) if self.column(name) else None
        if (number := _number(node)) is not None:
            return abs(number)
        match node:
            case nodes.Name(name="row_number"):
                return _LAST_ROW
            case nodes.Conditional(then=then, otherwise=otherwise):
                return self._of_all((then, otherwise), max)
            case nodes.Operation(operator="+" | "-", operands=operands):
                return self._of_all(operands, sum)
            case nodes.Operation(operator="*", operands=(left, right)):
                return self._of_all((left, right), lambda at: at[0] * at[1])
            case nodes.Operation(operator="/" | "//" | "%" as operator, operands=(left, right)) if by := _number(right):
                return self._of_all((left,), _QUOTIENTS[operator](by))
            case nodes.Subscript(of=nodes.Items(items=items)) if self.has_values(node):
                return self._of_all(items, max)
            case nodes.Call():
                return self._of_call(node)
        return None

    def is_near(self, node: Node) -> bool:
        """Tell whether a node is a moment of our times in every row, so that none falls out of the calendar."""
        days = self._days_away(node)
        return days is not None and days < _NEAR

    def _days_away(self, node: Node) -> float | None:
        """Return how many days a moment is from our times at most, or how many a span has."""
        if (name := self._column_named(node)) is not None:
            return self._days_away(self.trees[name]) if self.column(name) else None
        match node:
            case nodes.Conditional(then=then, otherwise=otherwise):
                return _together(max, self._days_away(then), self._days_away(otherwise))
            case nodes.Operation(operator="+" | "-", operands=(left, right)):
                return _together(sum, self._days_away(left), self._days_away(right))
            case nodes.Call(function=nodes.Attribute(of=of, name="date"), positional=(), named=()) if not _is_draw(
                node
            ):
                return 0.0 if dotted(node.function) in _NOW else self._days_away(of)
            case nodes.Call():
                return self._days_of_call(node)
        return None

    def _days_of_call(self, node: nodes.Call) -> float | None:
        name = dotted(node.function) or ""
        if name in _NOW and not node.positional and not node.named:
            return 0.0
        if name == "timedelta":
            sizes = [self.size(value) for value in (*node.positional, *(value for _, value in node.named))]
            return _together(sum, *(None if size is None else size * _DAYS_OF_A_WEEK for size in sizes))
        if name in {"date", "datetime"} and node.positional and _has_literals(node):
            return abs((_number(node.positional[0]) or 0) - _OUR_YEAR) * _DAYS_OF_A_YEAR
        return _FAR if name.startswith("fake.") and "date" in name and _is_draw(node) and _has_years(node) else None

    def _of_call(self, node: nodes.Call) -> float | None:
        name = dotted(node.function) or ""
        given = (*node.positional, *(value for _, value in node.named))
        if name not in _SIZES or (name in _OF_LITERALS and not all(map(_is_number, given))):
            return None
        if name not in _OF_LITERALS and not given:
            return None
        return self._of_all(given, _SIZES[name])

    def _of_all(self, parts: tuple[Node, ...], together: Callable[[Bounds], float]) -> float | None:
        sizes = [self.size(part) for part in parts]
        known = [size for size in sizes if size is not None]
        return together(known) if len(known) == len(sizes) else None


def _is_draw(node: Node) -> bool:
    """Tell whether a node draws something whatever the other columns of the row are."""
    match node:
        case nodes.Subscript(of=nodes.Call() as call, index=nodes.Literal(value=0)):
            return _is_choice(call)
        case nodes.Call():
            name = dotted(node.function) or ""
            if name in {"random.choice", "np.random.choice", "uuid.uuid4"}:
                return _has_literals(node)
            return name.startswith("fake.") and not name.startswith(_OMITTING) and _has_literals(node)
    return False


def _together(how: Callable[[Bounds], float], *found: float | None) -> float | None:
    known = [one for one in found if one is not None]
    return how(known) if len(known) == len(found) else None


def _has_years(call: nodes.Call) -> bool:
    """Tell whether the times that a draw lies between are of our times."""
    return all(map(_is_of_our_times, (*call.positional, *(value for _, value in call.named))))


def _is_of_our_times(node: Node) -> bool:
    """Tell of a moment, of a text that says one and of a span, `-2y`, whether it is less than a thousand years away."""
    match node:
        case nodes.Literal(value=str() as text):
            return _OURS.match(text) is not None
        case nodes.Call(positional=(year, *_)) if dotted(node.function) in {"date", "datetime"}:
            return abs((_number(year) or 0) - _OUR_YEAR) < _YEARS_OF_OURS
    return isinstance(node, nodes.Literal)


def _is_choice(node: Node) -> bool:
    """Tell whether a node is a list of values that are drawn from written ones."""
    return isinstance(node, nodes.Call) and dotted(node.function) in _CHOOSING and _has_literals(node)


def _has_literals(call: nodes.Call) -> bool:
    return all(map(_is_written, (*call.positional, *(value for _, value in call.named))))


def _is_written(node: Node) -> bool:
    """Tell whether a value is written out, and none that is missing."""
    match node:
        case nodes.Literal(value=value):
            return value is not None
        case nodes.Items(items=items):
            return all(map(_is_written, items))
        case nodes.Pairs(keys=keys, values=values):
            return all(map(_is_written, (*keys, *values)))
        case nodes.Operation(operator="+", operands=operands):
            return all(map(_is_written, operands))
        case nodes.Call():
            return dotted(node.function) in _WRITTEN and _has_literals(node)
    return _is_number(node) or (dotted(node) or "").startswith("string.")


def _is_number(node: Node) -> bool:
    return _number(node) is not None


def _number(node: Node) -> float | None:
    """Return a number that is written out: by itself, with a sign, or as a quotient."""
    match node:
        case nodes.Literal(value=int() | float() as value):
            return float(value) if abs(value) < _LARGEST else None
        case nodes.Operation(operator="-", operands=(operand,)):
            found = _number(operand)
            return None if found is None else -found
        case nodes.Operation(operator="/", operands=(left, right)):
            over, under = _number(left), _number(right)
            return over / under if over is not None and under else None
    return None


def _is_truth(node: Node) -> bool:
    match node:
        case nodes.Logical(operands=operands) | nodes.Operation(operator="not", operands=operands):
            return all(map(_is_truth, operands))
        case nodes.Call():
            return dotted(node.function) in {"fake.boolean", "fake.pybool"}
    return isinstance(node, nodes.Comparison)


def _is_surely_text(node: Node) -> bool:
    match node:
        case nodes.Literal(value=value):
            return isinstance(value, str)
        case nodes.Operation(operator="+", operands=operands):
            return any(map(_is_surely_text, operands))
        case nodes.Call(function=nodes.Attribute(name=name)):
            return name in _METHODS
        case nodes.Call():
            return dotted(node.function) == "str"
    return isinstance(node, nodes.Joined)
