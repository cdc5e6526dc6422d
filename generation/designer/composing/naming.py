"""How expressions name columns."""

import ast
import keyword

from generation.designer.catalog import LANGUAGE


def column_reference(name: str) -> str:
    """Return how an expression names a column: by itself, or as `row['Unit price']` where that is no name."""
    return f"row[{name!r}]" if name in LANGUAGE or keyword.iskeyword(name) or not name.isidentifier() else name


def either(yes: str, test: str, no: str) -> str:
    """Return `yes if test else no`, with brackets where a part is a choice itself."""
    parts = (f"({part})" if _is_choice(part) else part for part in (yes, test, no))
    return "{} if {} else {}".format(*parts)


def _is_choice(expression: str) -> bool:
    return " if " in expression and isinstance(ast.parse(expression, mode="eval").body, ast.IfExp)
