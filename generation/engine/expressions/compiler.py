"""Terms to a function of the rows: the walk that Python would make for every cell, made once for a column."""

from collections import Counter
from itertools import count
from typing import Any

import numpy as np
import pyarrow as pa

from generation.engine.expressions.distinct import redrawn
from generation.engine.expressions.frames import Frame, Run
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
        if term.distinct and source.at is not None and source.size is not None:
            at, size = source.at, source.size
            return lambda frame: at(frame.at(place).draw.distinct(size))
        if term.distinct:
            return redrawn(lambda frame: _drawn(source, runs, frame, frame), place)
        return lambda frame: _drawn(source, runs, frame.at(place), frame)


def _once(run: Run, number: int) -> Run:
    """Return a run that makes its values once for a frame."""

    def shared(frame: Frame) -> Value:
        if number not in frame.shared:
            frame.shared[number] = run(frame)
        return frame.shared[number]

    return shared


def _row_numbers(frame: Frame) -> pa.Array:
    return pa.array(frame.draw.numbers())


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
    """Return numbers and moments as NumPy arrays of numbers, without gaps; texts and lists stay as they are."""
    if isinstance(operand, tuple) or pa.types.is_list(operand.type) or pa.types.is_string(operand.type):
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
