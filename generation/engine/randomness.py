"""Random numbers that depend on the seed, the place that draws and the row, and on nothing else.

Every place in a schema that draws has a key, made from the seed and the place's own name. Row `i` of that place is
word `i` of a counter-based generator (Philox, Salmon et al. 2011) under that key, so that any window of rows can be
drawn alone. What needs a varying number of words for a value (real Faker) draws in blocks of BLOCK_ROWS rows,
each with a generator of its own.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import local
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from generation.engine.errors import PlanError

Words: TypeAlias = npt.NDArray[np.uint64]
Integers: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]

VERSION = b"1"  # part of every key: what changes the draws raises it
BLOCK_ROWS = 128
LARGEST_SEED = 2**63 - 1
_WORDS_PER_COUNT = 4
_SHUFFLED = 4096  # so many numbers are shuffled outright
_GAMMA = np.uint64(0x9E3779B97F4A7C15)  # the step of SplitMix64


@dataclass(frozen=True, slots=True)
class Draw:
    """The rows from `start` on, `rows` of them, as one place sees them; `as_of` is what `today` means.

    Rows that do not follow each other are `picked`: their distances from `start`, in order, the first of which is 0.
    """

    key: bytes
    start: int
    rows: int
    as_of: date
    picked: Integers | None = None

    @classmethod
    def at_seed(cls, seed: int, *, start: int, rows: int, as_of: date) -> "Draw":
        """Return the root of all places under a seed from 0 to 2**63 - 1."""
        key = hashlib.blake2b(VERSION, key=seed.to_bytes(8, "little"), digest_size=16).digest()
        return cls(key, start, rows, as_of)

    def at(self, place: str | int) -> "Draw":
        """Return the place with this name inside this one; its draws are independent of all others."""
        key = hashlib.blake2b(str(place).encode(), key=self.key, digest_size=16).digest()
        return Draw(key, self.start, self.rows, self.as_of, self.picked)

    def of(self, places: Integers) -> "Draw":
        """Return some of the rows alone: those at these places, which are in order and count from 0."""
        return Draw(self.key, self.start + int(places[0]), len(places), self.as_of, places - places[0])

    def numbers(self) -> Integers:
        """Return the number of each row."""
        return self.start + (np.arange(self.rows) if self.picked is None else self.picked)

    def words(self) -> Words:
        """Return one random word of 64 bits a row."""
        if self.picked is not None:
            return self._unpicked().words()[self.picked]
        count, skip = divmod(self.start, _WORDS_PER_COUNT)
        words = _philox(self.key, count).random_raw(self.rows + skip)
        return np.asarray(words[skip:], dtype=np.uint64)

    def tickets(self, count: int) -> list[Words]:
        """Return `count` times one random number of 32 bits a row: two from each word."""
        words = [self.at(number).words() for number in range((count + 1) // 2)]
        halves = [half for word in words for half in (word >> np.uint64(32), word & np.uint64(0xFFFFFFFF))]
        return halves[:count]

    def uniform(self) -> Floats:
        """Return one float a row, from 0 (included) to 1 (not included), on the grid of 2**-53."""
        return (self.words() >> np.uint64(11)) * np.float64(1.0 / (1 << 53))

    def inside(self) -> Floats:
        """Return one float a row between 0 and 1, neither included: for logarithms and quantiles."""
        return ((self.words() >> np.uint64(12)) + np.float64(0.5)) * np.float64(1.0 / (1 << 52))

    def integers(self, count: int) -> Integers:
        """Return one integer a row from 0 to `count` - 1, equally likely to within 2**-32; `count` is at most 2**63."""
        words = self.words()
        if count <= 1 << 16:
            return (((words >> np.uint64(32)) * np.uint64(count)) >> np.uint64(32)).view(np.int64)
        return _multiply_high(words, count).view(np.int64)

    def distinct(self, count: int) -> Integers:
        """Return one integer a row from 0 to `count` - 1, none of them twice in the whole dataset.

        Raises PlanError for rows from `count` on, which do not exist. A few numbers are shuffled; of many, a
        permutation is walked by a Feistel network over the next even power of two, and walked again from what lies
        outside (Black and Rogaway 2002).
        """
        numbers = self.numbers()
        if numbers[-1] >= count:
            raise PlanError(f"there are {count} different values, {numbers[-1] + 1} are asked")
        if count <= _SHUFFLED:
            order: Integers = np.argsort(_philox(self.key, 0).random_raw(count), kind="stable")
            return order[numbers]
        half = max(1, (max(2, count) - 1).bit_length() + 1 >> 1)
        result = _feistel(numbers.view(np.uint64), half, self._round_keys())
        while (outside := result >= np.uint64(count)).any():
            result[outside] = _feistel(result[outside], half, self._round_keys())
        return result.view(np.int64)

    def blocks(self, make: Callable[[int, int], list[Any]], arrow_type: pa.DataType) -> pa.Array:
        """Return what `make(seed, rows)` yields for the blocks that these rows lie in, cut to the rows.

        Its first values must be the same whatever `rows` is, so that the last block need not be made to its end. Picked
        rows are made alone, each as a block of its own.
        """
        if self.picked is not None:
            seeds = (self.at(f"row {number}").key for number in self.numbers().tolist())
            return pa.array([make(int.from_bytes(seed, "little"), 1)[0] for seed in seeds], arrow_type)
        first, last = self.start // BLOCK_ROWS, (self.start + self.rows - 1) // BLOCK_ROWS
        values: list[Any] = []
        for block in range(first, last + 1):
            rows = min(BLOCK_ROWS, self.start + self.rows - block * BLOCK_ROWS)
            values += make(int.from_bytes(self.at(block).key, "little"), rows)
        skip = self.start - first * BLOCK_ROWS
        return pa.array(values[skip : skip + self.rows], arrow_type)

    def streams(self) -> "Streams":
        """Return a stream of random words for each row."""
        return Streams(self.words())

    def _unpicked(self) -> "Draw":
        """Return all rows from the first to the last of those that are picked."""
        return Draw(
            self.key, self.start, int(self.picked[-1]) + 1 if self.picked is not None else self.rows, self.as_of
        )

    def _round_keys(self) -> list[np.uint64]:
        digest = hashlib.blake2b(b"rounds", key=self.key, digest_size=32).digest()
        return [np.uint64(int.from_bytes(digest[i : i + 8], "little")) for i in range(0, 32, 8)]


@dataclass(frozen=True, slots=True)
class Streams:
    """A stream of random words for each row, for values that need more words in one row than in another.

    Word `i` of a row's stream is what SplitMix64 (Steele et al. 2014) yields at step `i` from the row's own seed.
    """

    seeds: Words

    def of(self, rows: Integers | slice) -> "Streams":
        """Return the streams of some of the rows."""
        return Streams(self.seeds[rows])

    def first(self, count: int) -> Words:
        """Return the first `count` words of every stream, a row of the matrix each."""
        return mix(self.seeds[:, None] + _GAMMA * np.arange(1, count + 1, dtype=np.uint64))

    def each(self, counts: Integers) -> Words:
        """Return the first words of every stream, as many as its count says, all rows' one after the other."""
        before = (np.cumsum(counts) - counts).astype(np.uint64)
        steps = np.arange(1, int(counts.sum()) + 1, dtype=np.uint64)
        return mix(np.repeat(self.seeds - _GAMMA * before, counts) + _GAMMA * steps)


class _Generators(local):
    """One Philox a thread: setting its state is many times cheaper than making a new one."""

    def __init__(self) -> None:
        self.philox = np.random.Philox(0)


_generators = _Generators()


def _philox(key: bytes, count: int) -> np.random.Philox:
    """Return this thread's generator, set to a key and a count. Use it before the next call."""
    philox = _generators.philox
    philox.state = {
        "bit_generator": "Philox",
        "state": {
            "counter": np.array([count, 0, 0, 0], dtype=np.uint64),
            "key": np.frombuffer(key, dtype=np.uint64),
        },
        "buffer": np.zeros(_WORDS_PER_COUNT, dtype=np.uint64),
        "buffer_pos": _WORDS_PER_COUNT,
        "has_uint32": 0,
        "uinteger": 0,
    }
    return philox


def _multiply_high(words: Words, count: int) -> Words:
    """Return the high 64 bits of each word times `count`: words spread evenly over 0 to `count` - 1."""
    half, low = np.uint64(32), np.uint64(0xFFFFFFFF)
    high_word, low_word = words >> half, words & low
    high_count, low_count = np.uint64(count >> 32), np.uint64(count & 0xFFFFFFFF)
    middle = high_word * low_count + ((low_word * low_count) >> half)
    other = low_word * high_count + (middle & low)
    product: Words = high_word * high_count + (middle >> half) + (other >> half)
    return product


def _feistel(values: Words, half: int, keys: list[np.uint64]) -> Words:
    """Permute the numbers of 2 * `half` bits."""
    shift, mask = np.uint64(half), np.uint64((1 << half) - 1)
    left, right = values >> shift, values & mask
    for key in keys:
        left, right = right, left ^ (mix(right ^ key) & mask)
    return (left << shift) | right


def mix(values: Words) -> Words:
    """Mix the bits of each word (the finaliser of SplitMix64, Steele et al. 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
