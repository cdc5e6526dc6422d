"""The text grammar, compiled to columns.

1. Mixtures inside sequences are multiplied out, so that there is one mixture of sequences: the alternatives.
2. Neighbouring words are joined beforehand where that makes few enough: `Dr. ` and the first names become a vocabulary
   of titled first names, `##` and `@example.org` one of a hundred texts. What is left are an alternative's slots.
3. A slot holds the vocabularies of all alternatives, one after the other. A row draws its alternative together with
   the entry of its first slot, then an entry of each other slot; the entries' texts come to lie one after the other.

So a row costs one random number, one look-up and one copy a slot, however many formats there are.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache, reduce
from itertools import product
from math import prod
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.kinds import full, text
from generation.engine.providers.grammar import Filled, Mixture, Other, Sequence, Text, Words, longest
from generation.engine.providers.lottery import Lottery
from generation.engine.providers.patterns import Booleans, fill, pattern, runs_joined
from generation.engine.providers.source import Given, Source, numbered
from generation.engine.randomness import Draw, Floats, Integers
from generation.engine.randomness import Words as RandomWords

MOST_ALTERNATIVES = 96
MOST_JOINED = 1 << 12  # texts in a vocabulary that is joined beforehand
MOST_ENTRIES = 1 << 17  # texts in all of a text's vocabularies, if joining fewer beforehand helps
_VOCABULARIES = 128  # that are kept as Arrow arrays

Leaf: TypeAlias = Words | Other


# --- step 1: alternatives -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Alternative:
    weight: float
    leaves: tuple[Leaf, ...]


def _alternatives(of: Text) -> list[_Alternative]:
    """Return the sequences of leaves that a text may be, with their weights, which add up to 1."""
    match of:
        case Words() | Other():
            return [_Alternative(1.0, (of,))]
        case Filled():
            return [_Alternative(1.0, (_leaf_of(of),))]
        case Mixture(options=options, weights=weights):
            shares = np.asarray(weights or np.ones(len(options)), dtype=np.float64)
            shares = shares / shares.sum()
            return [
                _Alternative(inner.weight * share, inner.leaves)
                for option, share in zip(options, shares.tolist(), strict=True)
                for inner in _alternatives(option)
            ]
        case Sequence(parts=parts):
            crossed = product(*(_alternatives(part) for part in _few(parts)))
            return [_Alternative(prod(a.weight for a in row), sum((a.leaves for a in row), ())) for row in crossed]


def _count(of: Text) -> int:
    match of:
        case Sequence(parts=parts):
            return prod(map(_count, parts))
        case Mixture(options=options):
            return sum(map(_count, options))
        case _:
            return 1


def _few(parts: Iterable[Text]) -> list[Text]:
    """Return parts whose alternatives multiply to few enough: of those with the most, each becomes one of its own."""
    kept = list(parts)
    while prod(map(_count, kept)) > MOST_ALTERNATIVES:
        largest = max(range(len(kept)), key=lambda place: _count(kept[place]))
        kept[largest] = Other(source_of(kept[largest]))
    return kept


def _leaf_of(filled: Filled) -> Leaf:
    """Return all texts that a pattern may become as words if they are few enough to list."""
    counts = [_fillings(value, filled.marks) for value in filled.patterns.values]
    if sum(counts) > MOST_JOINED:
        return Other(_filled_source(filled))
    weights = filled.patterns.weights or (1.0,) * len(counts)
    listed = [
        ("".join(filling), weight / count)
        for value, weight, count in zip(filled.patterns.values, weights, counts, strict=True)
        for filling in product(*(filled.marks.get(character, character) for character in value))
    ]
    values, shares = zip(*listed, strict=True)
    return Words(values, shares if len(counts) > 1 else None)


def _fillings(value: str, marks: Mapping[str, str]) -> int:
    return prod(len(marks[character]) for character in value if character in marks)


def _filled_source(filled: Filled) -> Source:
    if len(filled.patterns.values) == 1:
        return pattern(filled.patterns.values[0], dict(filled.marks)).source()
    vocabulary = _read(filled.patterns)
    lottery = Lottery([vocabulary.shares])
    used = {
        mark: _used(filled.patterns.values, mark) for mark in filled.marks if mark in "".join(filled.patterns.values)
    }

    def draw_filled(draw: Draw, _given: Given) -> pa.Array:
        entries = lottery.entries(draw.tickets(1)[0])
        chosen = {mark: table.take(entries, axis=0) for mark, table in used.items()}
        return fill(vocabulary.values.take(pa.array(entries)), filled.marks, chosen, draw)

    return Source(text(longest(filled)), draw_filled)


def _used(patterns: Iterable[str], mark: str) -> Booleans:
    """Return a row for each pattern: true for as many of its places, a multiple of four, as the mark occurs in it."""
    counts = np.array([value.count(mark) for value in patterns])
    return np.arange(-(-counts.max() // 4) * 4) < counts[:, None]


# --- step 2: slots --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Vocabulary:
    """Texts with their weights, or None where all are equally likely."""

    values: pa.Array
    weights: Floats | None

    @property
    def shares(self) -> Floats:
        """Return weights that add up to 1."""
        weights = np.ones(len(self.values)) if self.weights is None else self.weights
        shares: Floats = weights / weights.sum()
        return shares


@cache
def _nothing() -> _Vocabulary:
    """Return the vocabulary of the empty text; made when it is needed, as the first Arrow array imports pandas."""
    return _Vocabulary(pa.array([""]), None)


_Run: TypeAlias = tuple[Words, ...]


def _slots(alternatives: Iterable[_Alternative]) -> list[list[_Vocabulary | Other]]:
    """Return the slots of each alternative; the same neighbours make the same vocabulary in all of them."""
    alternatives, most = list(alternatives), MOST_JOINED
    rows = [_runs(alternative.leaves, most) for alternative in alternatives]
    while (
        most > 1 and sum(map(_size, {run for row in rows for run in row if not isinstance(run, Other)})) > MOST_ENTRIES
    ):
        most >>= 3
        rows = [_runs(alternative.leaves, most) for alternative in alternatives]
    joined = {
        run: reduce(_joined, map(_read, run), _nothing()) for row in rows for run in row if not isinstance(run, Other)
    }
    return [[run if isinstance(run, Other) else joined[run] for run in row] for row in rows]


def _size(run: _Run) -> int:
    return prod(len(words.values) for words in run)


def _runs(leaves: Iterable[Leaf], most: int) -> list[_Run | Other]:
    """Return a sequence's leaves with those put together that make at most so many texts; one run if there are none."""
    slots: list[_Run | Other] = []
    run: _Run = ()
    for leaf in leaves:
        if isinstance(leaf, Other) or (run and _size((*run, leaf)) > most):
            slots += [run] if run else []
            run = ()
        if isinstance(leaf, Other):
            slots.append(leaf)
        else:
            run = (*run, leaf)
    return [*slots, run] if run or not slots else slots


@lru_cache(maxsize=_VOCABULARIES)
def _read(words: Words) -> _Vocabulary:
    weights = None if words.weights is None else np.asarray(words.weights, dtype=np.float64)
    return _Vocabulary(pa.array(words.values, pa.string()), weights)


def _joined(left: _Vocabulary, right: _Vocabulary) -> _Vocabulary:
    """Return each text of the left followed by each of the right."""
    if left is _nothing():
        return right
    rows, columns = len(left.values), len(right.values)
    lefts = left.values.take(pa.array(np.repeat(np.arange(rows), columns)))
    rights = right.values.take(pa.array(np.tile(np.arange(columns), rows)))
    uniform = left.weights is None and right.weights is None
    weights = None if uniform else np.outer(left.shares, right.shares).ravel()
    return _Vocabulary(pc.binary_join_element_wise(lefts, rights, ""), weights)


# --- step 3: columns ------------------------------------------------------------------------------------------------


def source_of(of: Text) -> Source:
    """Return the source that draws a text a row; it is numbered if it is one of some equally likely, different words.

    Weights are kept to within 2**-32.
    """
    match of:
        case Other(source=source):
            return source
        case Filled() if len(of.patterns.values) == 1:
            return replace(_filled_source(of), text=of)
    alternatives = _alternatives(of)
    slots = _slots(alternatives)
    if len(slots) == 1 and len(slots[0]) == 1:
        return replace(_single(slots[0][0]), text=of)
    columns = _columns(slots, [alternative.weight for alternative in alternatives])
    calls = sum(source.calls for column in columns for source, _ in column.others)
    return Source(text(longest(of)), _drawing(columns), calls=calls, text=of)


def _single(slot: _Vocabulary | Other) -> Source:
    """Return the source of what has one alternative with one slot."""
    if isinstance(slot, Other):
        return slot.source
    values = slot.values
    of = text(pc.max(pc.binary_length(values)).as_py())
    if slot.weights is None and len(values.unique()) == len(values):
        return numbered(of, len(values), lambda indices: values.take(pa.array(indices)))
    lottery = Lottery([slot.shares])
    return Source(of, lambda draw, _given: values.take(pa.array(lottery.entries(draw.tickets(1)[0]))))


@dataclass(frozen=True, slots=True)
class _Column:
    """A slot of all alternatives: their vocabularies one after the other, and the sources that have the slot instead.

    `segments` says for each alternative which vocabulary is its own; it is None where all have the same. The first
    column has one segment; `owners` says for each of its entries to which alternative it belongs. `others` says for
    each other source which alternatives have it.
    """

    values: pa.Array
    lottery: Lottery
    segments: Integers | None
    others: list[tuple[Source, Booleans]]
    owners: Integers | None = None

    def entries(self, tickets: RandomWords, chosen: Integers) -> tuple[Integers, Integers]:
        """Return an entry a row, and the row's alternative."""
        if self.owners is not None:
            own = self.lottery.entries(tickets)
            return own, self.owners.take(own)
        return self.lottery.entries(tickets, None if self.segments is None else self.segments.take(chosen)), chosen


def _columns(slots: list[list[_Vocabulary | Other]], weights: list[float]) -> list[_Column]:
    places = max(map(len, slots))
    rows = [[row[place] if place < len(row) else _nothing() for place in range(places)] for row in slots]
    first, *later = [[row[place] for row in rows] for place in range(places)]
    return [_first_column(first, weights), *map(_later_column, later)]


def _split(slots: list[_Vocabulary | Other]) -> tuple[list[_Vocabulary], list[tuple[Source, Booleans]]]:
    """Return each alternative's vocabulary, and the sources that some have instead."""
    vocabularies = [_nothing() if isinstance(slot, Other) else slot for slot in slots]
    sources = [slot.source if isinstance(slot, Other) else None for slot in slots]
    others = dict.fromkeys(source for source in sources if source is not None)
    return vocabularies, [(other, np.array([source is other for source in sources])) for other in others]


def _first_column(slots: list[_Vocabulary | Other], weights: list[float]) -> _Column:
    vocabularies, others = _split(slots)
    shares = np.concatenate([own.shares * weight for own, weight in zip(vocabularies, weights, strict=True)])
    owners = np.repeat(np.arange(len(slots)), [len(own.values) for own in vocabularies])
    return _Column(pa.concat_arrays([own.values for own in vocabularies]), Lottery([shares]), None, others, owners)


def _later_column(slots: list[_Vocabulary | Other]) -> _Column:
    vocabularies, others = _split(slots)
    distinct = list(dict.fromkeys(vocabularies))
    segments = np.array([distinct.index(own) for own in vocabularies]) if len(distinct) > 1 else None
    values = pa.concat_arrays([own.values for own in distinct])
    return _Column(values, Lottery([own.shares for own in distinct]), segments, others)


def _drawing(columns: list[_Column]) -> Callable[[Draw, Given], pa.Array]:
    """Return the function that draws a text a row.

    All pieces are taken from one list of texts, in the order of the rows, so that they lie one after the other in
    memory and need no joining.
    """
    entries = pa.concat_arrays([column.values for column in columns])
    firsts = np.cumsum([0, *(len(column.values) for column in columns)])

    def draw_text(draw: Draw, given: Given) -> pa.Array:
        lists, chosen = [entries], np.zeros(draw.rows, dtype=np.int64)
        pieces = np.empty((draw.rows, len(columns)), dtype=np.int32)
        for place, tickets in enumerate(draw.tickets(len(columns))):
            own, chosen = columns[place].entries(tickets, chosen)
            pieces[:, place] = own + firsts[place]
            for number, (source, alternatives) in enumerate(columns[place].others):
                rows = np.flatnonzero(alternatives[chosen])
                pieces[rows, place] = sum(map(len, lists)) + rows
                lists.append(full(source.draw(draw.at(f"{place}.{number}"), given), draw.rows))
        taken = pa.concat_arrays(lists) if len(lists) > 1 else entries
        return runs_joined(taken.take(pa.array(pieces.ravel())), len(columns))

    return draw_text
