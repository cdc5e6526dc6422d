"""No value twice in the whole dataset: by walking a permutation where values are numbered, by drawing again elsewhere.

What draws again is settled row by row, as if each row were made alone: a row takes the first of its attempts that no
earlier row has. The rows are settled from row 0 on; from then on, any of them can be made alone again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa

from generation.engine.errors import PlanError
from generation.engine.expressions.frames import Frame, Run
from generation.engine.expressions.histories import History, Truths, among, bits_of, present_in
from generation.engine.expressions.nodes import Applied, Constant, Drawn, RowNumber, Term, terms_in
from generation.engine.kinds import full
from generation.engine.randomness import Integers, Words

MOST_ATTEMPTS = 100


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


def redrawn(run: Run, place: str | int) -> Run:
    """Return a run none of whose values occurs twice, because a row whose value an earlier row has draws again.

    The values are texts, numbers, truths or moments. Raises PlanError when they run out.
    """

    def settled(frame: Frame) -> pa.Array:
        frame = frame.at(place)
        history = frame.histories.setdefault(frame.draw.key, History())
        first = full(run(frame), frame.draw.rows)
        if frame.draw.start == history.settled:
            _settle(history, run, frame, first)
        return _replaced(run, frame, first, history.again(frame.draw.start, frame.draw.rows))

    return settled


def _replaced(run: Run, frame: Frame, first: pa.Array, again: Mapping[int, Integers]) -> pa.Array:
    """Return the first cells of all rows, and those of the rows that drew again as they are at the rows' attempts."""
    if not again:
        return first
    places = np.arange(len(first))
    chunks, end = [first], len(first)
    for attempt, rows in again.items():
        chunks.append(_attempted(run, frame, attempt, rows))
        places[rows] = np.arange(end, end + len(rows))
        end += len(rows)
    return pa.concat_arrays(chunks).take(pa.array(places))


def _attempted(run: Run, frame: Frame, attempt: int, rows: Integers) -> pa.Array:
    """Return what some rows of a frame have at an attempt from 1 on."""
    return full(run(frame.of(rows).at(f"attempt {attempt}")), len(rows))


def _settle(history: History, run: Run, frame: Frame, first: pa.Array) -> None:
    """Find for each row, given its first cell, the attempt at which it has a value of its own; enter it all."""
    contest = _Contest(history, np.zeros(len(first), dtype=np.int64), np.zeros(len(first), dtype=np.bool_))
    contest.enter(np.arange(len(first)), first)
    while contest.waiting.any():
        attempt = int(contest.attempts[contest.waiting].min())
        if attempt > MOST_ATTEMPTS:
            found = len(history) + len(contest.values)
            hint = "ask for fewer rows, or let values repeat"
            raise PlanError(f"{found} distinct values were found", hint=hint).allowing(found)
        rows = np.flatnonzero(contest.waiting & (contest.attempts == attempt))
        contest.enter(rows, _attempted(run, frame, attempt, rows))
    repeats = np.flatnonzero(contest.attempts)
    history.add(contest.values, repeats, contest.attempts[repeats], len(first))


@dataclass(slots=True)
class _Contest:
    """Which row of a frame has which value: an earlier row goes before a later one, whichever of them came first.

    So it does not matter in which order rows draw again (Gale and Shapley 1962, where all values prefer the same).
    `attempts` tells for each row which draw it stands at, and `waiting` whether it is to be made. `values` are in
    ascending order, each beside the row that holds it.
    """

    history: History
    attempts: Integers
    waiting: Truths
    values: Words = field(default_factory=lambda: np.empty(0, dtype=np.uint64))
    holders: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    def enter(self, rows: Integers, cells: pa.Array) -> None:
        """Let rows, which are in order, have what they have drawn; those that lose stand at their next draw."""
        self.waiting[rows] = False
        present = present_in(cells)
        rows, bits = rows[present], bits_of(cells)[present]
        known = self.history.holds(bits)
        values, earliest = np.unique(bits[~known], return_index=True)
        entering = rows[~known]
        lost = np.concatenate([rows[known], np.delete(entering, earliest), self._take(values, entering[earliest])])
        self.attempts[lost] += 1
        self.waiting[lost] = True

    def _take(self, values: Words, rows: Integers) -> Integers:
        """Give each value to its row if no earlier one holds it; return the rows that have lost."""
        places, held = np.searchsorted(self.values, values), among(self.values, values)
        at, challengers = places[held], rows[held]
        lost = np.maximum(self.holders[at], challengers)
        self.holders[at] = np.minimum(self.holders[at], challengers)
        self.values = np.insert(self.values, places[~held], values[~held])
        self.holders = np.insert(self.holders, places[~held], rows[~held])
        return lost
