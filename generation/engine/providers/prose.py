"""Running text: words to sentences, sentences to units, units to texts, as Faker's lorem puts them together.

A lexicon has every word in each form that it takes: capitalised or not, and with what may follow it, a blank or the
end of a sentence. So the bytes of some rows are one take of the lexicon, and a row's text is what lies between two
offsets. How many words, sentences and units a row has comes from a stream of random numbers of its own; its words come
from another.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.errors import CheckError
from generation.engine.kinds import LONGEST_TEXT, text
from generation.engine.providers.source import Given, Operand, Source
from generation.engine.randomness import Draw, Floats, Integers, Streams

_PERCENT = np.arange(60, 141)  # of the number that is asked; Faker draws each as often
_LANES, _LANES_A_WORD = 1 << 16, 4  # what decides how many words or sentences there are
_CHUNK_WORDS = 1 << 15  # of text that are made at a time
_LEAST_CHANCE = 1 / 64  # that a unit is short enough to begin a text with
_SPACIOUS = 4  # times the length of a unit: nearly every one is shorter
_RESERVE = 1.5  # times the units that reach the limit on average: those that are not wanted cost little
Counts: TypeAlias = npt.NDArray[np.uint16]
Booleans: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Around:
    """About so many: from 60 to 140 per cent of a count, cut, and at least 1; exactly so many if they are not `varied`.

    A count that differs from row to row has bounds, and is at least 1.
    """

    count: int | Operand
    varied: bool = True

    @property
    def table(self) -> Counts:
        """Return what each number of 16 bits makes of the count, or of the highest count."""
        return _table(self.count if isinstance(self.count, int) else int(self.count.type.high or 1), self.varied)

    @property
    def most(self) -> int:
        """Return the highest number."""
        return int(self.table.max())

    def numbers(self, lanes: Counts, given: Given) -> Counts:
        """Return what random numbers of 16 bits, [row, unit, ...], make of each row's count."""
        if isinstance(self.count, int):
            return self.table.take(lanes, mode="wrap")  # which saves the check that 16 bits lie inside: they do
        counts = given(self.count)[:, None, None]
        if not self.varied:
            return np.broadcast_to(counts, lanes.shape).astype(np.uint16)
        percent = _PERCENT[(lanes.astype(np.int64) * len(_PERCENT)) // _LANES]
        numbers: Counts = np.maximum(1, counts * percent // 100).astype(np.uint16)
        return numbers


@cache
def _table(count: int, varied: bool) -> Counts:
    numbers = np.maximum(1, count * _PERCENT // 100) if varied else np.array([count])
    return numbers[np.arange(_LANES) * len(numbers) // _LANES].astype(np.uint16)


@dataclass(frozen=True, slots=True)
class Endings:
    """What follows a word: before another word, and at the end of a sentence, of a unit, and of the text."""

    word: str
    sentence: str
    unit: str
    text: str


class Lexicon:
    """The forms of words: all words as they are, then all capitalised, with one ending after the other.

    The last entry is empty. `characters` counts those of each entry.
    """

    def __init__(self, words: Sequence[str], capitalise: Callable[[str], str], endings: Endings) -> None:
        """Take words, some of which may occur more than once: the more often, the likelier."""
        forms = pa.array([*words, *map(capitalise, words)], pa.string())
        ends = (endings.word, endings.sentence, endings.unit, endings.text)
        ended = [pc.binary_join_element_wise(forms, ending, "") for ending in ends]
        self.size = len(words)
        self.entries = pa.concat_arrays([*ended, pa.array([""])])
        self.characters: Integers = pc.utf8_length(self.entries).to_numpy().astype(np.int64)

    @property
    def capital(self) -> int:
        """Return how far the capitalised form of a word lies after the plain one."""
        return self.size

    @property
    def next_ending(self) -> int:
        """Return how far a word with an ending lies after that with the ending before."""
        return 2 * self.size

    @property
    def nothing(self) -> int:
        """Return the number of the empty entry."""
        return len(self.entries) - 1

    def growth(self, ending: int) -> int:
        """Return how many characters an ending has more than the one before it."""
        first = self.characters[ending * self.next_ending] - self.characters[(ending - 1) * self.next_ending]
        return int(first)

    @property
    def longest(self) -> int:
        """Return the most bytes of an entry."""
        return int(pc.max(pc.binary_length(self.entries)).as_py())

    @property
    def widest(self) -> float:
        """Return the most bytes that an entry has for one of its characters."""
        bytes_of = pc.binary_length(self.entries).to_numpy()[:-1]
        return float((bytes_of / self.characters[:-1]).max())


@dataclass(frozen=True, slots=True, eq=False)
class Prose:
    """Text of units: a unit has about so many `sentences`, and a sentence about so many `words`.

    `capitalised`: every sentence begins with a capital, not just the text.
    """

    lexicon: Lexicon
    sentences: Around
    words: Around
    capitalised: bool = True

    @property
    def words_a_unit(self) -> float:
        """Return how many words a unit has on average."""
        return float(self.sentences.table.mean() * self.words.table.mean())

    @property
    def characters_a_word(self) -> float:
        """Return how many characters a word has on average, with what follows it."""
        return float(self.lexicon.characters[: self.lexicon.size].mean())

    def counts(self, streams: Streams, units: int, given: Given) -> Counts:
        """Return the words of every sentence of so many units, 0 where there is none: [row, unit, sentence]."""
        most = self.sentences.most
        lanes = units * (most + 1)
        drawn = streams.first(-(-lanes // _LANES_A_WORD)).view(np.uint16)[:, :lanes].reshape(-1, units, most + 1)
        there = np.arange(most, dtype=np.uint16) < self.sentences.numbers(drawn[:, :, :1], given)
        return self.words.numbers(drawn[:, :, 1:], given) * there


@dataclass(frozen=True, slots=True, eq=False)
class _Draft:
    """The entries of some rows one after the other: `widths` and `ends` tell each unit's, [row, unit].

    Words come two a random word. So that all rows have an even number of entries, the last unit of each, which is none,
    has one entry, the empty one, in the rows that need it.
    """

    entries: Integers
    widths: Integers
    ends: Integers


def _draft(prose: Prose, counts: Counts, streams: Streams) -> _Draft:
    """Draw the words of sentences, with the endings that they have when more units follow."""
    lexicon, rows = prose.lexicon, len(counts)
    own = _words_of_units(counts)
    odd = own.sum(axis=1, keepdims=True, dtype=np.int64) & 1
    widths = np.concatenate([own, odd], axis=1)
    unit_ends = np.cumsum(widths).reshape(widths.shape)
    in_sentences = np.concatenate([counts.reshape(rows, -1), odd.astype(np.uint16)], axis=1)
    lengths = in_sentences[in_sentences > 0].astype(np.int64)
    ends = np.cumsum(lengths)
    lanes = streams.each(widths.sum(axis=1) >> 1).view(np.uint32)
    entries = ((lanes * np.uint64(lexicon.size)) >> np.uint64(32)).view(np.int64)
    if prose.capitalised:
        entries[ends - lengths] += lexicon.capital
    entries[ends - 1] += lexicon.next_ending
    entries[unit_ends[:, :-1] - 1] += lexicon.next_ending
    entries[unit_ends[odd[:, 0] > 0, -1] - 1] = lexicon.nothing
    return _Draft(entries, widths, unit_ends)


def _words_of_units(counts: Counts) -> Counts:
    """Return the words of each unit, which is faster by columns than along rows so short."""
    return reduce(np.add, (counts[:, :, sentence] for sentence in range(counts.shape[2])))


def _rows_of(taken: pa.Array, ends: Integers) -> pa.Array:
    """Return rows of text, each of the words up to its end: the bytes stay where they are."""
    offsets = np.frombuffer(taken.buffers()[1], dtype=np.int32)[np.concatenate([[0], ends])]
    return pa.StringArray.from_buffers(len(ends), pa.py_buffer(offsets), taken.buffers()[2])


def _chunks(rows: Integers, words_a_row: float) -> list[Integers]:
    """Return rows a few at a time, so that what is made of them stays near the processor."""
    step = max(1, int(_CHUNK_WORDS / words_a_row))
    return [rows[start : start + step] for start in range(0, len(rows), step)]


# --- one unit -------------------------------------------------------------------------------------------------------


def unit_source(prose: Prose) -> Source:
    """Return the source of texts of one unit, a sentence or a paragraph. Raises CheckError for one that is too long."""
    longest = prose.sentences.most * prose.words.most * prose.lexicon.longest
    if longest > LONGEST_TEXT:
        raise CheckError(f"the text can get {longest} bytes long, {LONGEST_TEXT} are allowed")

    def draw_texts(draw: Draw, given: Given) -> pa.Array:
        shapes, words = draw.at("shape").streams(), draw.at("words").streams()

        def units_of(rows: Integers) -> pa.Array:
            counts = prose.counts(shapes.of(rows), 1, lambda argument: given(argument)[rows])
            return _units(prose, counts, words.of(rows))

        return pa.concat_arrays(list(map(units_of, _chunks(np.arange(draw.rows), prose.words_a_unit))))

    return Source(text(longest), draw_texts)


def _units(prose: Prose, counts: Counts, words: Streams) -> pa.Array:
    draft = _draft(prose, counts, words)
    draft.entries[draft.ends[:, 0] - 1] += prose.lexicon.next_ending
    return _rows_of(prose.lexicon.entries.take(pa.array(draft.entries)), draft.ends[:, 0])


# --- as many units as fit -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Limit:
    """Fewer than `characters` together, those of the `separator` between units included."""

    characters: int
    separator: int

    @property
    def with_separator(self) -> int:
        """Return the limit for units that are counted with the separator after each, the last one's too."""
        return self.characters + self.separator


def texts_source(prose: Prose, limit: Limit) -> Source:
    """Return the source of texts of as many units as stay below the limit, and of at least one.

    Faker's rule: units are made until they reach the limit and the last is left out; where that was the only one, it
    starts again. Raises CheckError where that would take long.
    """
    longest = int(limit.characters * prose.lexicon.widest)
    if longest > LONGEST_TEXT:
        most = int(LONGEST_TEXT / prose.lexicon.widest)
        raise CheckError(
            f"the text can get {longest} bytes long, {LONGEST_TEXT} are allowed", hint=f"{most} characters fit"
        )
    first_try = _Try(_units_to_try(prose, limit), limit.characters / prose.characters_a_word)
    return Source(text(longest), lambda draw, _given: _texts(prose, limit, first_try, draw))


@dataclass(frozen=True, slots=True)
class _Try:
    """How many units a row's text is looked for in, and how many words are probably enough for it."""

    units: int
    enough: float


def _texts(prose: Prose, limit: Limit, attempt: _Try, draw: Draw) -> pa.Array:
    """Return every row's text: what so many units do not decide is tried again with more, from the first one on."""
    shapes, words = draw.at("shape").streams(), draw.at("words").streams()
    waiting, parts, order = np.arange(draw.rows), [], []
    while waiting.size:
        undecided = []
        for rows in _chunks(waiting, limit.characters / prose.characters_a_word + prose.words_a_unit):
            made, decided = _tried(prose, limit, attempt, shapes.of(rows), words.of(rows))
            parts.append(made)
            order.append(rows[decided])
            undecided.append(rows[~decided])
        waiting, attempt = np.concatenate(undecided), _Try(2 * attempt.units, math.inf)
    return pa.concat_arrays(parts).take(pa.array(np.argsort(np.concatenate(order))))


def _tried(prose: Prose, limit: Limit, attempt: _Try, shapes: Streams, words: Streams) -> tuple[pa.Array, Booleans]:
    """Return the texts of the rows that an attempt decides, and which they are."""
    counts = prose.counts(shapes, attempt.units, _no_operand)
    draft = _draft(prose, counts * _wanted(counts, attempt.enough)[:, :, None], words)
    kept, decided = _kept(_sizes(draft, prose.lexicon), limit)
    return _selected(prose, draft, kept & decided[:, None], decided), decided


def _no_operand(argument: Any) -> Any:
    """Return an argument that is the same in every row."""
    return argument


def _wanted(counts: Counts, words: float) -> Booleans:
    """Tell which units a row probably needs: those before which it has fewer words, not counting too long ones."""
    own = _words_of_units(counts)
    counted = own * np.maximum.accumulate(own < words, axis=1)
    before = np.cumsum(counted, axis=1) - counted
    wanted: Booleans = before < words
    return wanted


def _sizes(draft: _Draft, lexicon: Lexicon) -> Integers:
    """Return how many characters each unit has, the separator after it included."""
    before = np.concatenate([[0], np.cumsum(lexicon.characters[draft.entries])])
    ends = draft.ends[:, :-1]
    sizes: Integers = before[ends] - before[ends - draft.widths[:, :-1]]
    return sizes


def _kept(sizes: Integers, limit: Limit) -> tuple[Booleans, Booleans]:
    """Return which units are kept of each row, and in which rows there were enough units to know."""
    begun = np.maximum.accumulate(sizes < limit.with_separator, axis=1)
    together = np.cumsum(sizes * begun, axis=1)
    return begun & (together < limit.with_separator), together[:, -1] >= limit.with_separator


def _selected(prose: Prose, draft: _Draft, kept: Booleans, rows: Booleans) -> pa.Array:
    """Return the text that the kept units of these rows make."""
    lexicon, entries = prose.lexicon, draft.entries
    numbers = np.flatnonzero(rows)
    last = (kept.shape[1] - 1 - np.argmax(kept[:, ::-1], axis=1))[numbers]
    entries[draft.ends[numbers, last] - 1] += lexicon.next_ending
    if not prose.capitalised:
        first = np.argmax(kept, axis=1)[numbers]
        entries[(draft.ends - draft.widths)[numbers, first]] += lexicon.capital
    flags = np.concatenate([kept, np.zeros_like(rows)[:, None]], axis=1)
    mask = np.repeat(flags.ravel(), draft.widths.ravel())
    ends = np.cumsum((draft.widths * flags).sum(axis=1)[numbers])
    return _rows_of(lexicon.entries.take(pa.array(entries[mask])), ends)


def _units_to_try(prose: Prose, limit: Limit) -> int:
    """Return how many units decide most rows: those before one that is short enough, and those that reach the limit."""
    unit_characters = prose.words_a_unit * prose.characters_a_word
    chance = 1.0 if limit.characters > _SPACIOUS * unit_characters else _chance(prose, limit)
    if chance < _LEAST_CHANCE:
        raise CheckError(f"hardly any sentence of these words is shorter than {limit.characters} characters")
    return math.ceil(1 / chance + _RESERVE * limit.characters / unit_characters)


def _chance(prose: Prose, limit: Limit) -> float:
    """Return how likely a unit stays below the limit."""
    lexicon, below = prose.lexicon, limit.with_separator
    words = np.bincount(lexicon.characters[: lexicon.size]) / lexicon.size
    sentences = np.concatenate([np.zeros(lexicon.growth(1)), _sums(words, prose.words.table, below)])
    units = _sums(sentences, prose.sentences.table, below)
    return float(units[: below - lexicon.growth(2)].sum())


def _sums(one: Floats, counts: Counts, below: int) -> Floats:
    """Return how likely each sum is, from 0 to `below` - 1, of so many numbers that are distributed as `one` says."""
    sums, power = np.zeros(below), np.ones(1)
    for share in (np.bincount(counts) / len(counts))[1:]:
        power = np.convolve(power, one)[:below]
        sums[: len(power)] += share * power
    return sums
