"""Texts by pattern, such as `###-??`: bytes are laid out as a matrix, a row a text."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from generation.engine.kinds import Kind, text
from generation.engine.providers.source import Source, numbered
from generation.engine.randomness import Draw, Integers

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
_LARGEST_SIZE = 2**62
_FEW_CHARACTERS = 16

Bytes = npt.NDArray[np.uint8]
Booleans = npt.NDArray[np.bool_]


def texts(matrix: Bytes) -> pa.Array:
    """Return the rows of a matrix of UTF-8 bytes as texts of one length."""
    rows, width = matrix.shape
    offsets = pa.array(
        np.arange(0, (rows + 1) * width, width, dtype=np.int32) if width else np.zeros(rows + 1, np.int32)
    )
    return pa.StringArray.from_buffers(rows, offsets.buffers()[1], pa.py_buffer(np.ascontiguousarray(matrix)))


class Pattern:
    """A text in which some places are filled with one of a set of characters each."""

    def __init__(self, characters: list[str]) -> None:
        """Take, for each place, the ASCII characters that it may hold; a place of one character is copied as it is."""
        self.template = "".join(choice if len(choice) == 1 else choice[0] for choice in characters).encode()
        self.places: list[tuple[int, Bytes]] = []
        position = 0
        for choice in characters:
            if len(choice) > 1:
                self.places.append((position, np.frombuffer(choice.encode(), dtype=np.uint8)))
            position += 1 if len(choice) > 1 else len(choice.encode())
        self.size = 1
        for _, alphabet in self.places:
            self.size *= len(alphabet)

    def source(self, spells: Kind | None = None) -> Source:
        """Return the source of the pattern's texts.

        It is numbered unless there are more than 2**62 of them, or a place has a character twice.
        """
        of = text(len(self.template), spells)
        if self.size > _LARGEST_SIZE:
            return Source(of, lambda draw, _given: texts(self.matrix(draw)))
        source = numbered(of, self.size, self.at)
        if any(len(np.unique(alphabet)) < len(alphabet) for _, alphabet in self.places):
            return replace(source, size=None, at=None)  # some of the texts are the same
        return source

    def at(self, indices: Integers) -> pa.Array:
        """Return the texts with these numbers: the last place turns fastest."""
        matrix = self._blank(len(indices))
        for position, alphabet in reversed(self.places):
            indices, digits = np.divmod(indices, len(alphabet))
            matrix[:, position] = alphabet[digits]
        return texts(matrix)

    def matrix(self, draw: Draw) -> Bytes:
        """Return a random text a row, each place from words of its own."""
        matrix = self._blank(draw.rows)
        for number, (position, alphabet) in enumerate(self.places):
            matrix[:, position] = alphabet[draw.at(number).integers(len(alphabet))]
        return matrix

    def _blank(self, rows: int) -> Bytes:
        return np.tile(np.frombuffer(self.template, dtype=np.uint8), (rows, 1))


MARKS = {"#": DIGITS, "%": DIGITS[1:], "$": DIGITS[2:]}


def pattern(template: str, marks: dict[str, str]) -> Pattern:
    """Return the pattern in which each mark stands for one of its characters."""
    return Pattern([marks.get(character, character) for character in template])


def runs_joined(texts: pa.Array, width: int) -> pa.Array:
    """Return texts each of which is `width` neighbours of these, one after the other; `texts` has no offset."""
    ends = np.frombuffer(texts.buffers()[1], dtype=np.int32)[: len(texts) + 1 : width]
    return pa.StringArray.from_buffers(len(ends) - 1, pa.py_buffer(np.ascontiguousarray(ends)), texts.buffers()[2])


def fill(texts: pa.Array, marks: Mapping[str, str], used: Mapping[str, Booleans], draw: Draw) -> pa.Array:
    """Return texts with each mark in them replaced by one of its characters, all of ASCII, equally likely.

    `used` says of each mark, in a matrix with a row for each text, which of a multiple of four characters the text
    needs. `texts` has no offset.
    """
    ends = np.frombuffer(texts.buffers()[1], dtype=np.int32)[: len(texts) + 1]
    data = np.frombuffer(texts.buffers()[2], dtype=np.uint8)[: ends[-1]].copy()
    places = {mark: np.flatnonzero(data == ord(mark)) for mark in used}
    for mark, needed in used.items():
        data[places[mark]] = _characters(marks[mark], needed.shape[1], draw.at(mark))[needed]
    return pa.StringArray.from_buffers(len(texts), texts.buffers()[1], pa.py_buffer(data))


def _characters(alphabet: str, count: int, draw: Draw) -> Bytes:
    """Return so many characters, a multiple of four, for each row, as a matrix."""
    table = _fillings(alphabet)
    lanes = np.stack(draw.tickets(count // table.dtype.itemsize), axis=1)
    chosen = table.take(((lanes * np.uint64(len(table))) >> np.uint64(32)).view(np.int64))
    return chosen.view(np.uint8)


@cache
def _fillings(alphabet: str) -> npt.NDArray[Any]:
    """Return all texts of four of these characters, or of two if there are many, each as one number."""
    width, stored = (4, np.uint32) if len(alphabet) <= _FEW_CHARACTERS else (2, np.uint16)
    return combinations(np.frombuffer(alphabet.encode("ascii"), dtype=np.uint8), width).view(stored).ravel()


def combinations(letters: Bytes, width: int) -> Bytes:
    """Return all texts of so many of these letters, in order: a row a text."""
    return np.stack(np.meshgrid(*[letters] * width, indexing="ij"), axis=-1).reshape(-1, width)
