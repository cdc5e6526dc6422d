"""Terms to a function of the rows: the walk that Python would make for every cell, made once for a column."""

from collections import Counter
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from generation.engine.errors import PlanError
from generation.engine.expressions.nodes import (
    Applied,
    Constant,
    Drawn,
    Reference,
    RowNumber,
    Term,
    operands_of,
    terms_in,
)
from generation.engine.kinds import Value, constant, full
from generation.engine.providers import Operand, Source
from generation.engine.randomness import Draw

MOST_ATTEMPTS = 100
_NEIGHBOURS = 128  # rows


@dataclass(frozen=True, slots=True)
class Frame:
    """The rows that a column is made for: their draws, the other columns' values, and earlier rows' values by place.

    `shared` holds what has been made for these rows and is used in several places of the expression.
    """

    draw: Draw
    columns: Mapping[str, pa.Array]
    histories: MutableMapping[bytes, set[Any]]
    shared: dict[int, Value] = field(default_factory=dict)

    def at(self, place: str | int) -> "Frame":
        """Return the frame as a place inside sees it."""
        return Frame(self.draw.at(place), self.columns, self.histories)


Run: TypeAlias = Callable[[Frame], Value]


def compile_term(term: Term) -> Run:
    """Return the function that makes a term's values for the rows of a frame."""
    uses = Counter(id(operand) for part in terms_in(term) for operand in operands_of(part))
    return _Compiler(uses).compile(term)


class _Compiler:
    """Compiles one expression: numbers what draws, in the order of the text, and shares what is used more than once."""

    def __init__(self, uses: Counter[int]) -> None:
        self._uses = uses
        self._places = count()
        self._shared: dict[int, Run] = {}

    def compile(self, term: Term) -> Run:
        if self._uses[id(term)] < 2 or isinstance(term, Constant | Reference):  # noqa: PLR2004  # used more than once
            return self._compile(term)
        if id(term) not in self._shared:
            self._shared[id(term)] = _once(self._compile(term), len(self._shared))
        return self._shared[id(term)]

    def _compile(self, term: Term) -> Run:
        match term:
            case Constant(value=value):
                made = constant(value)
                return lambda _frame: made
            case Reference(column=column):
                return lambda frame: frame.columns[column]
            case RowNumber():
                return _row_numbers
            case Applied(kernel=kernel, operands=operands):
                runs = [self.compile(operand) for operand in operands]
                return lambda frame: kernel(*(run(frame) for run in runs))
            case Drawn():
                return self._drawn(term)

    def _drawn(self, term: Drawn) -> Run:
        place = next(self._places)
        runs = [self.compile(operand) for operand in term.operands]
        source = term.source
        if term.distinct:
            return distinct(source, lambda frame: _drawn(source, runs, frame, frame), place)
        return lambda frame: _drawn(source, runs, frame.at(place), frame)


def _once(run: Run, number: int) -> Run:
    """Return a run that makes its values once for a frame."""

    def shared(frame: Frame) -> Value:
        if number not in frame.shared:
            frame.shared[number] = run(frame)
        return frame.shared[number]

    return shared


def _row_numbers(frame: Frame) -> pa.Array:
    return pa.array(np.arange(frame.draw.start, frame.draw.start + frame.draw.rows))


def _drawn(source: Source, runs: list[Run], frame: Frame, around: Frame) -> Value:
    """Return a source's values, its operands' made in the frame around it; what an operand misses, the row misses."""
    operands = [full(run(around), frame.draw.rows) for run in runs]
    if not operands:
        return source.draw(frame.draw, lambda argument: argument)
    filled = [_as_numpy(operand) for operand in operands]
    made = source.draw(
        frame.draw, lambda argument: filled[argument.place] if isinstance(argument, Operand) else argument
    )
    missing = np.logical_or.reduce([_missing(operand) for operand in operands])
    return _masked(made, missing) if missing.any() else made


def _as_numpy(operand: Value) -> Any:
    """Return numbers and moments as NumPy arrays of numbers, without gaps; lists stay as they are."""
    if isinstance(operand, tuple) or pa.types.is_list(operand.type):
        return operand
    if pa.types.is_date32(operand.type):
        operand = operand.view(pa.int32()).cast(pa.int64())
    elif pa.types.is_temporal(operand.type):
        operand = operand.view(pa.int64())
    return (operand.fill_null(0) if operand.null_count else operand).to_numpy(zero_copy_only=False)


def _missing(operand: Value) -> Any:
    return np.False_ if isinstance(operand, tuple) else operand.is_null().to_numpy(zero_copy_only=False)


def _masked(made: Value, missing: Any) -> Value:
    if isinstance(made, tuple):
        return tuple(_masked(item, missing) for item in made)
    rows = np.flatnonzero(~missing)
    indices = np.zeros(len(missing), dtype=np.int64)
    indices[rows] = rows
    return made.take(pa.array(indices, mask=missing))


# --- no value twice -------------------------------------------------------------------------------------------------


def without_repetition(term: Term) -> tuple[Term, int] | None:
    """Return a term whose values never repeat, and how many there are; None when that cannot be had without a history.

    It can when the term's values follow, one to one, from those of a single numbered source, or from the row's number.
    """
    match term:
        case RowNumber(type=of):
            return term, int(of.high or 0)
        case Drawn(source=source, operands=()) if source.size is not None:
            return replace(term, distinct=True), source.size
        case Applied(one_to_one=True, operands=operands):
            return _one_to_one(term, operands)
        case _:
            return None


def _one_to_one(term: Applied, operands: tuple[Term, ...]) -> tuple[Term, int] | None:
    varying = [place for place, operand in enumerate(operands) if not isinstance(operand, Constant)]
    inner = without_repetition(operands[varying[0]]) if len(varying) == 1 else None
    if inner is None:
        return None
    changed = (*operands[: varying[0]], inner[0], *operands[varying[0] + 1 :])
    return replace(term, operands=changed), inner[1]


def needs_history(term: Term) -> bool:
    """Tell whether a part of a term draws again what an earlier row has."""
    return any(isinstance(part, Drawn) and part.distinct and part.source.size is None for part in terms_in(term))


def capacity(term: Term) -> int | None:
    """Return how many rows there are at most before a part of a term that must not repeat has no value left."""
    sizes = [part.source.size for part in terms_in(term) if isinstance(part, Drawn) and part.distinct]
    return min((size for size in sizes if size is not None), default=None)


def calls(term: Term) -> int:
    """Return how many calls of real Faker a row costs."""
    return sum(part.source.calls for part in terms_in(term) if isinstance(part, Drawn))


def distinct(source: Source | None, run: Run, place: str | int) -> Run:
    """Return the function that makes values none of which occurs twice in the whole dataset.

    A numbered source walks a permutation of its values. Anything else is drawn again, as often as needed, for a row
    whose value an earlier row has: its frames must come in order, from row 0 on, and the history keeps what was made.
    """
    if source is not None and source.at is not None and source.size is not None:
        at, size = source.at, source.size
        return lambda frame: at(frame.at(place).draw.distinct(size))
    return lambda frame: _distinct_by_history(run, frame.at(place))


def _distinct_by_history(run: Run, frame: Frame) -> pa.Array:
    """Make the rows of a frame a few at a time, because a row that repeats a value draws again with its neighbours."""
    parts = []
    for start in range(0, frame.draw.rows, _NEIGHBOURS):
        rows = min(_NEIGHBOURS, frame.draw.rows - start)
        draw = Draw(frame.draw.key, frame.draw.start + start, rows, frame.draw.as_of)
        columns = {name: cells.slice(start, rows) for name, cells in frame.columns.items()}
        parts.append(_settled(run, Frame(draw, columns, frame.histories)))
    return pa.concat_arrays(parts)


def _settled(run: Run, frame: Frame) -> pa.Array:
    rows, seen = frame.draw.rows, frame.histories.setdefault(frame.draw.key, set())
    first = full(run(frame), rows)
    attempts = [first.to_pylist()]
    for row, value in enumerate(attempts[0]):
        attempt = 0
        while value is not None and value in seen:
            attempt += 1
            if attempt == len(attempts):
                attempts.append(_again(run, frame, attempt))
            value = attempts[attempt][row]  # noqa: PLW2901  # the row's next try
        seen.add(value)
        attempts[0][row] = value
    return pa.array(attempts[0], first.type)


def _again(run: Run, frame: Frame, attempt: int) -> list[Any]:
    """Return what a frame's rows would be at another attempt. Raises PlanError when there have been too many."""
    if attempt > MOST_ATTEMPTS:
        found = len(frame.histories[frame.draw.key])
        raise PlanError(f"{found} distinct values were found", hint="ask for fewer rows, or let values repeat")
    values: list[Any] = full(run(frame.at(f"attempt {attempt}")), frame.draw.rows).to_pylist()
    return values
