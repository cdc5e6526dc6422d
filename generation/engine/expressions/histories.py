"""Which values a place has had, so that none of them occurs twice.

Values are compared by 64 bits that are made of them, the same in every process. Two different values share their bits
once in many billions of rows; the later one is then taken for a repetition, which costs its row another draw.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.randomness import Integers, Words, mix

Truths: TypeAlias = npt.NDArray[np.bool_]

_WORD = 8  # bytes


@dataclass(slots=True)
class History:
    """What the rows from 0 to `settled` - 1 of a place have: the bits of their values, and which rows drew again.

    The row `repeats[i]` had to be drawn `attempts[i]` times more, until it had a value of its own; rows come in order.
    """

    settled: int = 0
    repeats: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    attempts: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    _seen: Words = field(default_factory=lambda: np.empty(0, dtype=np.uint64))
    _recent: Words = field(default_factory=lambda: np.empty(0, dtype=np.uint64))

    def __len__(self) -> int:
        return len(self._seen) + len(self._recent)

    def holds(self, bits: Words) -> Truths:
        """Tell for each value whether an earlier row has it."""
        return among(self._seen, bits) | among(self._recent, bits)

    def add(self, bits: Words, repeats: Integers, attempts: Integers, rows: int) -> None:
        """Take in the next rows: the bits of their values, in ascending order, and which of them drew again."""
        self.repeats = np.concatenate([self.repeats, self.settled + repeats])
        self.attempts = np.concatenate([self.attempts, attempts])
        self.settled += rows
        self._recent = _merged(self._recent, bits)
        if len(self._recent) > len(self._seen) // 8:  # so that what is large is copied seldom
            self._seen, self._recent = _merged(self._seen, self._recent), np.empty(0, dtype=np.uint64)

    def forget(self) -> None:
        """Drop the values: what is known of the rows is enough to make them again."""
        self._seen = self._recent = np.empty(0, dtype=np.uint64)

    def again(self, start: int, rows: int) -> dict[int, Integers]:
        """Return which of the rows from `start` on drew again, counted from there, by the attempt where each ended."""
        first, last = np.searchsorted(self.repeats, [start, start + rows])
        repeats, attempts = self.repeats[first:last] - start, self.attempts[first:last]
        return {attempt: repeats[attempts == attempt] for attempt in np.unique(attempts).tolist()}


def among(listed: Words, bits: Words) -> Truths:
    """Tell for each value whether it is in a sorted list."""
    if not len(listed):
        return np.zeros(len(bits), dtype=np.bool_)
    places = np.searchsorted(listed, bits)
    return np.asarray(listed[np.minimum(places, len(listed) - 1)] == bits)


def _merged(left: Words, right: Words) -> Words:
    return np.sort(np.concatenate([left, right]), kind="stable")  # which merges what is sorted already


def bits_of(cells: pa.Array) -> Words:
    """Return 64 bits for each cell, equal for equal cells; those of missing ones mean nothing."""
    if pa.types.is_string(cells.type):
        return _text_bits(cells)
    if pa.types.is_boolean(cells.type) or pa.types.is_date32(cells.type) or pa.types.is_time32(cells.type):
        cells = cells.cast(pa.int32()).cast(pa.int64())
    elif pa.types.is_temporal(cells.type):
        cells = cells.view(pa.int64())
    values = pc.fill_null(cells, 0).to_numpy(zero_copy_only=False)
    bits: Words = (values + values.dtype.type(0)).view(np.uint64)  # -0.0 + 0.0 is 0.0
    return bits


def present_in(cells: pa.Array) -> Truths:
    """Tell for each cell whether it is there."""
    return np.asarray(cells.is_valid().to_numpy(zero_copy_only=False))


def _text_bits(cells: pa.Array) -> Words:
    """Mix a text's bytes, eight at a time, into bits that begin as its length."""
    offsets = np.frombuffer(cells.buffers()[1], dtype=np.int32)[cells.offset : cells.offset + len(cells) + 1]
    starts, lengths = offsets[:-1].astype(np.int64), np.diff(offsets).astype(np.int64)
    words = _words_at_every_byte(cells.buffers()[2])
    bits = mix(lengths.astype(np.uint64))
    rows: Integers = np.flatnonzero(lengths)
    done = 0
    while len(rows):
        here = words[starts[rows] + done] & _MASKS[np.minimum(lengths[rows] - done, _WORD)]
        bits[rows] = mix(bits[rows] ^ here)
        done += _WORD
        rows = rows[lengths[rows] > done]
    return bits


_MASKS = np.array([(1 << 8 * count) - 1 for count in range(_WORD + 1)], dtype=np.uint64)


def _words_at_every_byte(data: pa.Buffer | None) -> Words:
    """Return the eight bytes from each byte on, as one number; after the end come zeros."""
    padded = np.concatenate([np.frombuffer(data or b"", dtype=np.uint8), np.zeros(_WORD, dtype=np.uint8)])
    return np.ndarray(shape=len(padded) - _WORD + 1, dtype="<u8", buffer=padded, strides=(1,))
