"""A small typed language with Python's syntax: text > nodes > terms > columns. Nothing is ever evaluated as Python."""

from generation.engine.expressions.checker import check
from generation.engine.expressions.coercion import coerce
from generation.engine.expressions.compiler import compile_term
from generation.engine.expressions.costs import seconds
from generation.engine.expressions.distinct import capacity, needs_history, redrawn, without_repetition
from generation.engine.expressions.frames import Frame, Run
from generation.engine.expressions.functions.table import FOREIGN
from generation.engine.expressions.histories import History
from generation.engine.expressions.nodes import Drawn, Node, Reference, Term, terms_in
from generation.engine.expressions.parser import parse
from generation.engine.expressions.references import columns_in
from generation.engine.expressions.scope import Budget, Scope

__all__ = [
    "FOREIGN",
    "Budget",
    "Drawn",
    "Frame",
    "History",
    "Node",
    "Reference",
    "Run",
    "Scope",
    "Term",
    "capacity",
    "check",
    "coerce",
    "columns_in",
    "compile_term",
    "needs_history",
    "parse",
    "redrawn",
    "seconds",
    "terms_in",
    "without_repetition",
]
