"""Columns that read others go on reading them when these have other names."""

import ast
import keyword
from collections.abc import Mapping

from generation.designer.catalog import LANGUAGE
from generation.designer.composing.sampling import columns_read


def renamed(expression: str, names: Mapping[str, str]) -> str:
    """Return an expression that reads columns by their new names; `names` tells these by the old ones.

    An expression that reads none of them keeps its text. Raises SyntaxError for a text that is no expression.
    """
    if not columns_read(expression, names):
        return expression
    return ast.unparse(_Renaming(names).visit(ast.parse(expression, mode="eval")))


class _Renaming(ast.NodeTransformer):
    def __init__(self, names: Mapping[str, str]) -> None:
        self._written = {old: _written(new) for old, new in names.items()}

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Put the new name in place of the old one."""
        return self._written.get(node.id, node)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """Do so where it is written as `row["old"]`."""
        match node:
            case ast.Subscript(value=ast.Name(id="row"), slice=ast.Constant(value=str(old))) if old in self._written:
                return self._written[old]
        return self.generic_visit(node)


def _written(name: str) -> ast.expr:
    plain = name.isidentifier() and name not in LANGUAGE and not keyword.iskeyword(name)
    return ast.parse(name if plain else f"row[{name!r}]", mode="eval").body
