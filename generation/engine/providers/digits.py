"""Numbers written as texts: their digits as a matrix of bytes, a row a number, and the checks that are made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from generation.engine.providers.patterns import DIGITS, Bytes, combinations, texts
from generation.engine.randomness import Integers

_GROUP = 4  # digits that are written at once


@cache
def _groups() -> npt.NDArray[np.uint32]:
    """Return the texts of 0000 to 9999, each as one number of 32 bits."""
    return combinations(np.frombuffer(DIGITS.encode(), dtype=np.uint8), _GROUP).view(np.uint32).ravel()


def digits(numbers: Integers, width: int) -> Bytes:
    """Return the last `width` decimal digits of each number, which is at least 0, in ASCII."""
    places = -(-width // _GROUP)
    matrix = np.empty((len(numbers), places), dtype=np.uint32)
    for place in reversed(range(places)):
        numbers, group = np.divmod(numbers, 10**_GROUP)
        matrix[:, place] = _groups()[group]
    return matrix.view(np.uint8)[:, places * _GROUP - width :]


def bytes_of(cells: pa.Array) -> Bytes:
    """Return texts of one length as a matrix, a row a text."""
    ends = np.frombuffer(cells.buffers()[1], dtype=np.int32)[cells.offset : cells.offset + len(cells) + 1]
    return np.frombuffer(cells.buffers()[2], dtype=np.uint8)[ends[0] : ends[-1]].reshape(len(cells), -1)


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


def luhn(body: Bytes) -> Integers:
    """Return the digit that makes a number's sum, every second digit from the right doubled, a multiple of ten."""
    backwards = body[:, ::-1]
    total = weighed(backwards[:, ::2], [1] * -(-body.shape[1] // 2), DOUBLED)
    return -(total + weighed(backwards[:, 1::2], [1] * (body.shape[1] // 2))) % 10


def ended(matrix: Bytes, remainders: Integers, signs: str = DIGITS) -> Bytes:
    """Return each row with one more character: of `signs`, the one that its remainder says."""
    last = np.frombuffer(signs.encode(), dtype=np.uint8)[remainders]
    return np.concatenate([matrix, last[:, None]], axis=1)


def ragged(matrix: Bytes, lengths: Integers, *, right: bool = False) -> pa.Array:
    """Return the first bytes of each row, as many as its length says, or the last ones, as texts."""
    width = matrix.shape[1]
    places = np.arange(width)
    kept = places >= width - lengths[:, None] if right else places < lengths[:, None]
    return joined([Spellings(matrix, kept)])


@dataclass(frozen=True, slots=True)
class Spellings:
    """Texts of ASCII as rows of a matrix, padded to one width; `kept` tells which bytes are theirs."""

    matrix: Bytes
    kept: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, spelled: Sequence[str]) -> "Spellings":
        """Lay out texts."""
        width = max(map(len, spelled))
        matrix = np.frombuffer("".join(text.ljust(width) for text in spelled).encode(), dtype=np.uint8)
        kept = np.arange(width) < np.array([len(text) for text in spelled])[:, None]
        return cls(matrix.reshape(len(spelled), width), kept)

    def at(self, indices: npt.NDArray[np.integer]) -> "Spellings":
        """Return the texts with these numbers."""
        return Spellings(self.matrix.take(indices, axis=0), self.kept.take(indices, axis=0))


def joined(columns: Sequence[Spellings]) -> pa.Array:
    """Return the texts of each row, one column after the other, as one text."""
    matrix = np.concatenate([column.matrix for column in columns], axis=1)
    kept = np.concatenate([column.kept for column in columns], axis=1)
    offsets = np.zeros(len(matrix) + 1, dtype=np.int32)
    np.cumsum(np.einsum("ij->i", kept.view(np.uint8), dtype=np.uint16), out=offsets[1:])
    data = matrix.ravel().compress(kept.ravel())
    return pa.StringArray.from_buffers(len(matrix), pa.py_buffer(offsets), pa.py_buffer(data))


def laid_out(matrix: Bytes, layout: str) -> pa.Array:
    """Return the texts of a layout such as `###-##-####`, with a row's characters in the places of `#`."""
    template = np.frombuffer(layout.encode(), dtype=np.uint8)
    result = np.tile(template, (len(matrix), 1))
    result[:, np.flatnonzero(template == ord("#"))] = matrix
    return texts(result)
