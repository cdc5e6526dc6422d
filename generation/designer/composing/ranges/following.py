"""Moments that come after others, and numbers that depend on others, in a window or range of their own."""

import ast
from collections.abc import Callable

from generation.designer.composing.naming import column_reference, either
from generation.designer.composing.ranges.moments import moment
from generation.designer.meaning.choosing import Choice
from generation.designer.reading import Limits
from generation.engine import DataType

_GROWN_UP = 6575  # days of 18 years
_YEAR = 365


def inside(expression: str, change: Callable[[str], str]) -> str:
    """Return the expression with its value changed, but missing where it was: `None if cancelled else VALUE`."""
    tree = ast.parse(expression, mode="eval").body
    if not isinstance(tree, ast.IfExp) or not _may_be_none(tree):
        return change(expression)
    parts = (
        ast.unparse(part)
        if isinstance(part, ast.Constant) and part.value is None
        else inside(ast.unparse(part), change)
        for part in (tree.body, tree.orelse)
    )
    yes, no = parts
    return either(yes, ast.unparse(tree.test), no)


def _may_be_none(tree: ast.expr) -> bool:
    if isinstance(tree, ast.IfExp):
        return _may_be_none(tree.body) or _may_be_none(tree.orelse)
    return isinstance(tree, ast.Constant) and tree.value is None


def in_window(expression: str, choice: Choice, earlier: tuple[Choice, ...]) -> str:
    """Return an expression for a moment after the `earlier` ones, and within its own window.

    Where it starts at one that lies in the window itself, it is only held back at the end; elsewhere it is drawn anew.
    """
    limits, kind = choice.limits, choice.concept.data_type
    starts = [other for other in earlier if _lies_in(other.limits, limits)]
    end = moment(limits.until or "today", kind, end=True)

    def changed(value: str) -> str:
        if any(_starts_at(value, column_reference(other.name)) for other in starts):
            return f"min({value}, {end})"
        first = [moment(limits.since, kind)] if limits.since else []
        first += [_after(other, kind) for other in earlier]
        start = f"max({', '.join(first)})" if len(first) > 1 else first[0]
        draw = "fake.date_between" if kind is DataType.DATE else "fake.date_time_between"
        return f"{draw}(min({start}, {end}), {end})"

    return inside(expression, changed)


def _lies_in(inner: Limits, outer: Limits) -> bool:
    """Tell whether a window begins and ends in another."""
    if outer.since and (inner.since is None or _order(inner.since) < _order(outer.since)):
        return False
    return inner.until is not None and outer.until is not None and _order(inner.until) <= _order(outer.until)


def _order(text: str) -> str:
    """Return a text by which moments may be sorted: distances lie after dates, near ones last."""
    return text if text[0].isdigit() else f"A{text}"


def _starts_at(value: str, name: str) -> bool:
    """Tell whether `name + something` is in an expression."""
    return any(
        isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and ast.unparse(node.left).startswith(name)
        for node in ast.walk(ast.parse(value, mode="eval"))
    )


def _after(other: Choice, kind: DataType) -> str:
    """Return the first moment after another that is sensible: people do things when they have grown up."""
    name = column_reference(other.name)
    if other.concept.name == "age":
        return f"date.today() - timedelta(days=({name} - 18) * {_YEAR})"
    if other.concept.name == "date_of_birth":
        return f"{name} + timedelta(days={_GROWN_UP})"
    if other.concept.data_type is kind:
        return name
    if kind is DataType.DATE:
        return f"{name}.date()"
    return f"datetime({name}.year, {name}.month, {name}.day)"
