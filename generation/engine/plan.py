"""Schema to plan: every expression compiled, the columns in the order in which they can be made."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter

import pyarrow as pa

from generation.engine.errors import CheckError, ExpressionError, PlanError, RunError
from generation.engine.expressions import (
    FOREIGN,
    Budget,
    Drawn,
    Frame,
    Node,
    Reference,
    Run,
    Scope,
    Term,
    capacity,
    check,
    coerce,
    columns_in,
    compile_term,
    needs_history,
    parse,
    redrawn,
    seconds,
    terms_in,
    without_repetition,
)
from generation.engine.kinds import Type, arrow_type, full
from generation.engine.randomness import Draw
from generation.engine.schema import Column, DatasetSchema, DataType

MOST_SECONDS_A_CELL = 0.001  # some twenty calls of real Faker
MOST_SECONDS_A_ROW = 0.015
_REDRAWN = 3  # times that a cell is made if it must not repeat, on average
_REMEMBERED = 1e-6  # seconds
_TRIED_ROWS = 8
_SOME_DAY = date(2024, 2, 29)
_KEPT = 512  # expressions, compiled: the same ones occur in most schemas


@dataclass(frozen=True, slots=True)
class PlannedColumn:
    """A column that can be made: `run` yields its values, of this type.

    `capacity` is how many rows there can be before a value must repeat that may not, or None when that is not known.
    `by_history`: what the rows before have decides what a row gets. `uses` names the columns that it is made of.
    `seconds` is what a row takes of one core, roughly.
    """

    column: Column
    type: Type
    run: Run
    capacity: int | None = None
    by_history: bool = False
    uses: frozenset[str] = frozenset()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """A compiled schema: its columns in the order in which they are made."""

    schema: DatasetSchema
    columns: tuple[PlannedColumn, ...]

    @property
    def settled_first(self) -> tuple[PlannedColumn, ...]:
        """Return the columns that must be made from row 0 on before a row can be made alone, and what they use."""
        needed: set[str] = set()
        for planned in reversed(self.columns):
            if planned.by_history or planned.column.name in needed:
                needed |= {planned.column.name, *planned.uses}
        return tuple(planned for planned in self.columns if planned.column.name in needed)

    def seconds(self, *, rows: int, start: int) -> float:
        """Return what so many rows take of one core, roughly, those before `start` included that must be known."""
        a_row = sum(planned.seconds for planned in self.columns)
        settling = sum(planned.seconds for planned in self.settled_first)
        return rows * a_row + (start + rows) * settling


def compile_plan(schema: DatasetSchema) -> Plan:
    """Compile a schema, and try it on a few rows.

    Raises EngineError, which names the column, the position and what to write instead.
    """
    read = {column.name: _parsed(column) for column in schema.columns}
    columns = {column.name: column for column in schema.columns}
    types: dict[str, Type] = {}
    trial, budget = _Trial(), Budget()
    planned = []
    for name in _in_order({name: one.names for name, one in read.items()}):
        made = _planned(columns[name], read[name], Scope(dict(types), schema.locale, budget), trial)
        types[name] = made.type
        planned.append(made)
    _check_row(sum(made.seconds for made in planned))
    return Plan(schema, tuple(planned))


@dataclass(frozen=True, slots=True)
class _Parsed:
    """An expression's tree, and the names in it that stand for columns, if there are columns of these names."""

    tree: Node
    names: frozenset[str]


def _parsed(column: Column) -> _Parsed:
    try:
        return _parse(column.expression)
    except ExpressionError as error:
        raise error.located(column=column.name, expression=column.expression) from error


@lru_cache(maxsize=_KEPT)
def _parse(expression: str) -> _Parsed:
    tree = parse(expression)
    return _Parsed(tree, frozenset(columns_in(tree)))


def _in_order(words: dict[str, frozenset[str]]) -> list[str]:
    """Return the columns' names, each after those that it uses. Raises PlanError that shows a circle."""
    used = {name: [other for other in words if other in words[name]] for name in words}
    try:
        return list(TopologicalSorter(used).static_order())
    except CycleError as error:
        circle = " > ".join(reversed(error.args[1]))
        raise PlanError(f"columns use each other in a circle: {circle}", column=error.args[1][0]) from error


def _check_row(a_row: float) -> None:
    if a_row > MOST_SECONDS_A_ROW:
        allowed = f"{MOST_SECONDS_A_ROW * 1000:.0f} are allowed"
        raise PlanError(
            f"a row takes about {a_row * 1000:.0f} milliseconds, {allowed}", hint="leave some of the slow columns out"
        )


def _check_cell(a_cell: float) -> None:
    if a_cell > MOST_SECONDS_A_CELL:
        allowed = f"{MOST_SECONDS_A_CELL * 1000:.0f} are allowed"
        raise CheckError(f"a cell takes about {a_cell * 1000:.0f} milliseconds, {allowed}", position=0)


def _planned(column: Column, parsed: _Parsed, scope: Scope, trial: "_Trial") -> PlannedColumn:
    try:
        compiled = _compiled(column, parsed, scope)
        term, run = compiled.term, compiled.run
        trial.enter(column.name, term, run, tried=not _uses(term))
    except ExpressionError as error:
        raise error.located(column=column.name, expression=column.expression) from error
    if column.unique:
        return _unique(column, term, run)
    return _column(column, term, run, capacity(term), by_history=needs_history(term))


@dataclass(frozen=True, slots=True)
class _Compiled:
    """What an expression means, what makes it, and how much of a budget it takes."""

    term: Term
    run: Run
    parts: int


def _compiled(column: Column, parsed: _Parsed, scope: Scope) -> _Compiled:
    """Compile an expression, or remember how it was compiled beside columns of the same types."""
    used = tuple((name, scope.columns[name]) for name in sorted(parsed.names & scope.columns.keys()))
    try:
        compiled = _remembered(column.expression, column.data_type, scope.locale, used)
    except ExpressionError:  # which speaks of all columns that there are
        return _compile(parsed.tree, column.data_type, scope)
    scope.budget.spend(compiled.parts)
    return compiled


@lru_cache(maxsize=_KEPT)
def _remembered(expression: str, data_type: DataType, locale: str, used: tuple[tuple[str, Type], ...]) -> _Compiled:
    return _compile(_parse(expression).tree, data_type, Scope(dict(used), locale))


def _compile(tree: Node, data_type: DataType, scope: Scope) -> _Compiled:
    before = scope.budget.parts
    term = coerce(check(tree, scope), data_type)
    _check_cell(seconds(term))
    try:
        run = compile_term(term)
    except FOREIGN as error:
        raise CheckError("this is no value of a cell", position=0) from error
    if not _uses(term):
        _Trial().enter("", term, run)
    return _Compiled(term, run, before - scope.budget.parts)


def _column(column: Column, term: Term, run: Run, most: int | None, *, by_history: bool) -> PlannedColumn:
    a_cell = seconds(term) * _REDRAWN + _REMEMBERED if by_history else seconds(term)
    return PlannedColumn(column, term.type, run, most, by_history, _uses(term), a_cell)


def _uses(term: Term) -> frozenset[str]:
    return frozenset(part.column for part in terms_in(term) if isinstance(part, Reference))


class _Trial:
    """A few rows of each column that computes something, and of those that it uses; their values do not matter."""

    def __init__(self) -> None:
        self._columns: dict[str, tuple[Term, Run]] = {}
        self._cells: dict[str, pa.Array] = {}

    def enter(self, name: str, term: Term, run: Run, *, tried: bool = False) -> None:
        """Take the next column, and try it unless it is drawn as it is. Raises CheckError if it cannot be computed."""
        self._columns[name] = term, run
        if not tried and (not isinstance(term, Drawn) or term.operands):
            self._of(name)

    def _of(self, name: str) -> pa.Array:
        if name not in self._cells:
            self._cells[name] = self._made(name, *self._columns[name])
        return self._cells[name]

    def _made(self, name: str, term: Term, run: Run) -> pa.Array:
        stored = arrow_type(term.type)
        if needs_history(term):
            return pa.nulls(_TRIED_ROWS, stored)
        rows = min(_TRIED_ROWS, capacity(term) or _TRIED_ROWS)
        draw = Draw.at_seed(0, start=0, rows=rows, as_of=_SOME_DAY).at(name)
        columns = {used: self._of(used).slice(0, rows) for used in _uses(term)}
        try:
            cells = full(run(Frame(draw, columns, {})), rows).cast(stored)
        except (*FOREIGN, RunError) as error:
            raise CheckError("this cannot be computed", position=0) from error
        return pa.concat_arrays([cells, pa.nulls(_TRIED_ROWS - rows, stored)])


def _unique(column: Column, term: Term, run: Run) -> PlannedColumn:
    never_twice = without_repetition(term)
    if never_twice is None:
        return _column(column, term, redrawn(run, "unique"), capacity(term), by_history=True)
    changed, size = never_twice
    least = min(size, capacity(term) or size)
    return _column(column, term, compile_term(changed), least, by_history=needs_history(term))
