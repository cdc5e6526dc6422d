"""Schema to plan: every expression compiled, the columns in the order in which they can be made."""

from collections.abc import Callable, Collection, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

import pyarrow as pa

from generation.engine.errors import CheckError, EngineError, ExpressionError, PlanError, RunError
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

Made = TypeVar("Made")


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


def _go_on() -> None:
    """Let the next column be compiled."""


def _refuse(error: EngineError) -> None:
    raise error


def compile_plan(
    schema: DatasetSchema,
    *,
    before_column: Callable[[], None] = _go_on,
    on_error: Callable[[EngineError], None] = _refuse,
) -> Plan:
    """Compile a schema, and try it on a few rows.

    Raises EngineError, which names the column, the position and what to write instead. `before_column` is called before
    each column is read, and again before it is compiled; what it raises ends the work. If `on_error` takes an error
    without raising it, the plan is made without that column, and without those that use it, of which it is told too.
    """
    columns = {column.name: column for column in schema.columns}
    read = dict(_each(columns, lambda name: _parsed(columns[name]), before_column, on_error))
    types: dict[str, Type] = {}
    trial, budget = _Trial(), Budget()

    def made(name: str) -> PlannedColumn:
        _check_used(name, read[name].names & (columns.keys() - types.keys()))
        one = _planned(columns[name], read[name], Scope(dict(types), schema.locale, budget, columns.keys()), trial)
        types[name] = one.type
        return one

    order = _in_order({name: one.names for name, one in read.items()}, on_error)
    planned = tuple(one for _, one in _each(order, made, before_column, on_error))
    _check_row(sum(one.seconds for one in planned), on_error)
    return Plan(_only(schema, types), planned)


def _each(
    names: Iterable[str],
    make: Callable[[str], Made],
    before_column: Callable[[], None],
    on_error: Callable[[EngineError], None],
) -> Iterator[tuple[str, Made]]:
    for name in names:
        before_column()
        try:
            yield name, make(name)
        except EngineError as error:
            on_error(error)


def _check_used(name: str, lost: Collection[str]) -> None:
    if lost:
        raise PlanError(f"this uses {min(lost)!r}, which does not run", column=name)


def _only(schema: DatasetSchema, names: Container[str]) -> DatasetSchema:
    return replace(schema, columns=tuple(column for column in schema.columns if column.name in names))


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


def _in_order(words: dict[str, frozenset[str]], on_error: Callable[[EngineError], None]) -> list[str]:
    """Return the columns' names, each after those that it uses, without one of each circle, which the error shows."""
    used = {name: [other for other in words if other in words[name]] for name in words}
    while True:
        try:
            return list(TopologicalSorter(used).static_order())
        except CycleError as error:
            lost, circle = error.args[1][0], " > ".join(reversed(error.args[1]))
            on_error(PlanError(f"columns use each other in a circle: {circle}", column=lost))
        used = {name: [other for other in others if other != lost] for name, others in used.items() if name != lost}


def _check_row(a_row: float, on_error: Callable[[EngineError], None]) -> None:
    if a_row > MOST_SECONDS_A_ROW:
        allowed = f"{MOST_SECONDS_A_ROW * 1000:.0f} are allowed"
        message = f"a row takes about {a_row * 1000:.0f} milliseconds, {allowed}"
        on_error(PlanError(message, hint="leave some of the slow columns out"))


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
