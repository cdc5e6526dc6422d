"""Schema to plan: every expression compiled, the columns in the order in which they can be made."""

from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter

import pyarrow as pa

from generation.engine.errors import CheckError, ExpressionError, PlanError, RunError
from generation.engine.expressions import (
    FOREIGN,
    Budget,
    Frame,
    Node,
    Run,
    Scope,
    Term,
    calls,
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
from generation.engine.kinds import Type, arrow_type, full
from generation.engine.randomness import Draw
from generation.engine.schema import Column, DatasetSchema

MOST_CALLS = 300  # of real Faker for a row, each of which takes some 50 microseconds
TRIED_ROWS = 8
_SOME_DAY = date(2024, 2, 29)


@dataclass(frozen=True, slots=True)
class PlannedColumn:
    """A column that can be made: `run` yields its values, of this type.

    `capacity` is how many rows there can be before a value must repeat that may not, or None when that is not known.
    `by_history`: what the rows before have decides what a row gets. `calls` counts real Faker's calls for a row.
    """

    column: Column
    type: Type
    run: Run
    capacity: int | None = None
    by_history: bool = False
    calls: int = 0


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
    """Compile a schema, and try it on a few rows.

    Raises EngineError, which names the column, the position and what to write instead.
    """
    trees = {column.name: _parsed(column) for column in schema.columns}
    columns = {column.name: column for column in schema.columns}
    types: dict[str, Type] = {}
    tried: dict[str, pa.Array] = {}
    budget = Budget()
    planned = []
    for name in _in_order(trees):
        made = _planned(columns[name], trees[name], Scope(dict(types), schema.locale, budget), tried)
        types[name] = made.type
        planned.append(made)
    calls_a_row = sum(made.calls for made in planned)
    if calls_a_row > MOST_CALLS:
        raise PlanError(f"a row takes {calls_a_row} calls of Faker's slow methods, {MOST_CALLS} are allowed")
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


def _planned(column: Column, tree: Node, scope: Scope, tried: dict[str, pa.Array]) -> PlannedColumn:
    try:
        term = coerce(check(tree, scope), column.data_type)
        run = _compiled(term)
        tried[column.name] = _try(column, term, run, tried)
    except ExpressionError as error:
        raise error.located(column=column.name, expression=column.expression) from error
    if column.unique:
        return _unique(column, term, run)
    return PlannedColumn(column, term.type, run, capacity(term), needs_history(term), calls(term))


def _compiled(term: Term) -> Run:
    try:
        return compile_term(term)
    except FOREIGN as error:
        raise CheckError("this is no value of a cell", position=0) from error


def _try(column: Column, term: Term, run: Run, tried: dict[str, pa.Array]) -> pa.Array:
    """Return a column's cells for a few rows, whose values do not matter. Raises CheckError where there are none."""
    stored = arrow_type(term.type)
    if needs_history(term):
        return pa.nulls(TRIED_ROWS, stored)
    rows = min(TRIED_ROWS, capacity(term) or TRIED_ROWS)
    draw = Draw.at_seed(0, start=0, rows=rows, as_of=_SOME_DAY).at(column.name)
    try:
        cells = full(run(Frame(draw, {name: cells.slice(0, rows) for name, cells in tried.items()}, {})), rows).cast(
            stored
        )
    except (*FOREIGN, RunError) as error:
        raise CheckError("this cannot be computed", position=0) from error
    return pa.concat_arrays([cells, pa.nulls(TRIED_ROWS - rows, stored)])


def _unique(column: Column, term: Term, run: Run) -> PlannedColumn:
    never_twice = without_repetition(term)
    if never_twice is None:
        return PlannedColumn(
            column, term.type, distinct(None, run, "unique"), capacity(term), by_history=True, calls=calls(term)
        )
    changed, size = never_twice
    least = min(size, capacity(term) or size)
    return PlannedColumn(column, term.type, compile_term(changed), least, needs_history(term), calls(term))
