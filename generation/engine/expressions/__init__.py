"""A small typed language with Python's syntax: text > nodes > terms > columns. Nothing is ever evaluated as Python."""

from generation.engine.expressions.checker import Budget, Scope, check
from generation.engine.expressions.coercion import coerce
from generation.engine.expressions.compiler import (
    Frame,
    Run,
    calls,
    capacity,
    compile_term,
    distinct,
    needs_history,
    without_repetition,
)
from generation.engine.expressions.functions.table import FOREIGN
from generation.engine.expressions.nodes import Node, Term
from generation.engine.expressions.parser import parse
from generation.engine.expressions.references import columns_in

__all__ = [
    "FOREIGN",
    "Budget",
    "Frame",
    "Node",
    "Run",
    "Scope",
    "Term",
    "calls",
    "capacity",
    "check",
    "coerce",
    "columns_in",
    "compile_term",
    "distinct",
    "needs_history",
    "parse",
    "without_repetition",
]
