"""Missing cells: the share that was stated holds, whatever is missing by its meaning."""

import ast
from collections.abc import Mapping
from dataclasses import replace

from generation.designer.composing.naming import either
from generation.designer.composing.sampling import ROWS, sample
from generation.designer.meaning.choosing import Choice
from generation.engine import Column, EngineError

_ENOUGH = 0.01


def with_stated_gaps(columns: Mapping[str, Column], choices: tuple[Choice, ...], locale: str) -> dict[str, Column]:
    """Return the columns with the share of missing cells that was stated of them."""
    return {
        choice.name: _with_gaps(columns[choice.name], choice.limits.missing, columns, locale)
        if choice.limits.missing is not None and " None" in f" {columns[choice.name].expression}"
        else columns[choice.name]
        for choice in choices
    }


def _with_gaps(column: Column, stated: float, columns: Mapping[str, Column], locale: str) -> Column:
    """Leave out as many more as are wanted; where more than that are missing by their meaning, fill those up."""
    try:
        held = len(sample(column.expression, column.data_type, columns, locale)) / ROWS
    except EngineError:
        return column
    if 1 - held > stated + _ENOUGH:
        return replace(column, expression=filled(column.expression), null_rate=stated)
    return replace(column, null_rate=round(max(0.0, 1 - (1 - stated) / (held or 1)), 4))


def filled(expression: str) -> str:
    """Return an expression without the cases in which it yields nothing: `x if paid else None` -> `x`."""
    tree = ast.parse(expression, mode="eval").body
    if not isinstance(tree, ast.IfExp):
        return expression
    branches = [branch for branch in (tree.body, tree.orelse) if not _is_none(branch)]
    if len(branches) == 1:
        return filled(ast.unparse(branches[0]))
    yes, no = (filled(ast.unparse(branch)) for branch in (tree.body, tree.orelse))
    return either(yes, ast.unparse(tree.test), no)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
