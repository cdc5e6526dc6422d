"""Schema to plan: every expression compiled, the columns in the order in which they can be made."""

from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from generation.engine.errors import ExpressionError, PlanError
from generation.engine.expressions import (
    Node,
    Run,
    Scope,
    Term,
    capacity,
    check,
    coerce,
    columns_in,
    compile_term,
    distinct,
    needs_history,
    parse,
    without_repetition,
)
from generation.engine.kinds import Type
from generation.engine.schema import Column, DatasetSchema


@dataclass(frozen=True, slots=True)
class PlannedColumn:
    """A column that can be made: `run` yields its values, of this type.

    `capacity` is how many rows there can be before a value must repeat that may not, or None when that is not known.
    `by_history`: what the rows before have decides what a row gets.
    """

    column: Column
    type: Type
    run: Run
    capacity: int | None = None
    by_history: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A compiled schema: its columns in the order in which they are made."""

    schema: DatasetSchema
    columns: tuple[PlannedColumn, ...]

    @property
    def by_history(self) -> bool:
        """Tell whether rows can be made only in order, from row 0 on."""
        return any(planned.by_history for planned in self.columns)


def compile_plan(schema: DatasetSchema) -> Plan:
    """Compile a schema. Raises EngineError, which names the column, the position and what to write instead."""
    trees = {column.name: _parsed(column) for column in schema.columns}
    columns = {column.name: column for column in schema.columns}
    types: dict[str, Type] = {}
    planned = []
    for name in _in_order(trees):
        made = _planned(columns[name], trees[name], Scope({n: types[n] for n in columns if n in types}, schema.locale))
        types[name] = made.type
        planned.append(made)
    return Plan(schema, tuple(planned))


def _parsed(column: Column) -> Node:
    try:
        return parse(column.expression)
    except ExpressionError as error:
        raise error.located(column=column.name, expression=column.expression) from error


def _in_order(trees: dict[str, Node]) -> list[str]:
    """Return the columns' names, each after those that it uses. Raises PlanError that shows a circle."""
    used = {name: [other for other in trees if other in columns_in(tree)] for name, tree in trees.items()}
    try:
        return list(TopologicalSorter(used).static_order())
    except CycleError as error:
        circle = " > ".join(reversed(error.args[1]))
        raise PlanError(f"columns use each other in a circle: {circle}", column=error.args[1][0]) from error


def _planned(column: Column, tree: Node, scope: Scope) -> PlannedColumn:
    try:
        term = coerce(check(tree, scope), column.data_type)
    except ExpressionError as error:
        raise error.located(column=column.name, expression=column.expression) from error
    if column.unique:
        return _unique(column, term)
    return PlannedColumn(column, term.type, compile_term(term), capacity(term), needs_history(term))


def _unique(column: Column, term: Term) -> PlannedColumn:
    never_twice = without_repetition(term)
    if never_twice is None:
        return PlannedColumn(column, term.type, distinct(None, compile_term(term), "unique"), by_history=True)
    changed, size = never_twice
    return PlannedColumn(column, term.type, compile_term(changed), capacity=size)
