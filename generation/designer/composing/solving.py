"""Formulas, solved for one of the columns that they read."""

import ast

from generation.designer.composing.naming import column_reference

_OPPOSITE = {ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*"}


def is_formula(expression: str) -> bool:
    """Tell whether an expression draws nothing itself: its value follows from the columns that it reads."""
    names = {node.id for node in ast.walk(ast.parse(expression, mode="eval")) if isinstance(node, ast.Name)}
    return names.isdisjoint({"random", "np", "fake", "uuid"})


def cuts_off(expression: str) -> bool:
    """Tell whether a formula leaves out what is behind the point."""
    match ast.parse(expression, mode="eval").body:
        case ast.Call(func=ast.Name(id="int")) | ast.Attribute(attr="days"):
            return True
    return False


def solved(expression: str, column: str, result: str) -> tuple[str, bool] | None:
    """Return what a column must be for a formula to come to a result, and whether it falls when the result rises.

    None where the formula cannot be solved, for example because it reads the column twice.
    """
    tree = ast.parse(expression, mode="eval").body
    return _solved(tree, column_reference(column), result, falls=False) if _count(tree, column) == 1 else None


def _count(tree: ast.AST, column: str) -> int:
    return sum(_is(node, column_reference(column)) for node in ast.walk(tree))


def _is(node: ast.AST, reference: str) -> bool:
    return isinstance(node, ast.Name | ast.Subscript) and ast.unparse(node) == reference


def _holds(tree: ast.AST, reference: str) -> bool:
    return any(_is(node, reference) for node in ast.walk(tree))


def _solved(tree: ast.expr, reference: str, result: str, *, falls: bool) -> tuple[str, bool] | None:
    if _is(tree, reference):
        return result, falls
    match tree:
        case ast.Call(func=ast.Name(id="round" | "int"), args=[inner, *_]):
            return _solved(inner, reference, result, falls=falls)
        case ast.Attribute(value=ast.BinOp(op=ast.Sub()) as distance, attr="days"):
            return _solved(distance, reference, f"timedelta(days=int({result}))", falls=falls)
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPPOSITE:
            return _solved_operation(left, operator, right, reference, result, falls=falls)
    return None


def _solved_operation(  # noqa: PLR0913 - the parts of one operation
    left: ast.expr, operator: ast.operator, right: ast.expr, reference: str, result: str, *, falls: bool
) -> tuple[str, bool] | None:
    if _holds(left, reference) and isinstance(operator, ast.Sub):
        return _solved(left, reference, f"({_text(right)} + {result})", falls=falls)
    if _holds(left, reference):
        return _solved(left, reference, f"({result} {_OPPOSITE[type(operator)]} {_text(right)})", falls=falls)
    if isinstance(operator, ast.Add | ast.Mult):
        return _solved(right, reference, f"({result} {_OPPOSITE[type(operator)]} {_text(left)})", falls=falls)
    sign = "-" if isinstance(operator, ast.Sub) else "/"
    return _solved(right, reference, f"({_text(left)} {sign} {result})", falls=not falls)


def _text(node: ast.expr) -> str:
    return f"({ast.unparse(node)})" if isinstance(node, ast.BinOp | ast.IfExp) else ast.unparse(node)


def plain(expression: str) -> str:
    """Return an expression without needless brackets."""
    return ast.unparse(ast.parse(expression, mode="eval"))
