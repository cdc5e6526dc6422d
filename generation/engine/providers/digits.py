"""Numbers written as texts: their digits as a matrix of bytes, a row a number, and the checks that are made of them."""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import pyarrow as pa

from generation.engine.providers.patterns import DIGITS, Bytes
from generation.engine.randomness import Integers

_GROUP = 4  # digits that are written at once


@cache
def _groups() -> Bytes:
    """Return the texts of 0000 to 9999, each as one number of 32 bits."""
    return np.frombuffer("".join(f"{number:04d}" for number in range(10**_GROUP)).encode(), dtype=np.uint32)


def digits(numbers: Integers, width: int) -> Bytes:
    """Return the last `width` decimal digits of each number, which is at least 0, in ASCII."""
    places = -(-width // _GROUP)
    matrix = np.empty((len(numbers), places), dtype=np.uint32)
    for place in reversed(range(places)):
        numbers, group = np.divmod(numbers, 10**_GROUP)
        matrix[:, place] = _groups()[group]
    return matrix.view(np.uint8)[:, places * _GROUP - width :]


def values(worth: Mapping[str, int]) -> Integers:
    """Return a table of what each byte is worth: a digit its value, other characters what is told, or nothing."""
    table = np.zeros(256, dtype=np.int64)
    for character, value in ({digit: int(digit) for digit in DIGITS} | dict(worth)).items():
        table[ord(character)] = value
    return table


PLAIN = values({})
DOUBLED = values({digit: sum(divmod(2 * int(digit), 10)) for digit in DIGITS})  # the sum of the digits of its double


def weighed(matrix: Bytes, weights: Sequence[int], worth: Integers = PLAIN) -> Integers:
    """Return the sum of what the characters of each row are worth, each times the weight of its place."""
    total = np.zeros(len(matrix), dtype=np.int64)
    for place, weight in enumerate(weights):
        total += (worth * weight)[matrix[:, place]]
    return total


def ended(matrix: Bytes, remainders: Integers, signs: str = DIGITS) -> Bytes:
    """Return each row with one more character: of `signs`, the one that its remainder says."""
    last = np.frombuffer(signs.encode(), dtype=np.uint8)[remainders]
    return np.concatenate([matrix, last[:, None]], axis=1)


def ragged(matrix: Bytes, lengths: Integers, *, right: bool = False) -> pa.Array:
    """Return the first bytes of each row, as many as its length says, or the last ones, as texts."""
    rows, width = matrix.shape
    places = np.arange(width)
    kept = places >= width - lengths[:, None] if right else places < lengths[:, None]
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(matrix[kept]))
