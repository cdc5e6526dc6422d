"""Texts by pattern (`###-??`) and random identifiers: bytes are laid out as a matrix, a row a text."""

import math
from collections.abc import Mapping
from functools import cache
from typing import Annotated

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from generation.engine.errors import CheckError
from generation.engine.kinds import UUID, Kind, Type, text
from generation.engine.providers.arguments import Flag, Whole, Words
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Source
from generation.engine.randomness import Draw, Integers

LONGEST_PATTERN = 200
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
_HEX = "0123456789abcdef"
_LARGEST_SIZE = 2**62
_MOST_DIGITS = 18  # of an integer of 64 bits

Bytes = npt.NDArray[np.uint8]


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
        """Return the source of the pattern's texts; it is numbered unless there are more than 2**62 of them."""
        of = text(len(self.template), spells)
        if self.size > _LARGEST_SIZE:
            return Source(of, lambda draw, _given: self.draw(draw))
        return Source(of, lambda draw, _given: self.at(draw.integers(self.size)), self.size, self.at)

    def at(self, indices: Integers) -> pa.Array:
        """Return the texts with these numbers: the last place turns fastest."""
        matrix = self._matrix(len(indices))
        for position, alphabet in reversed(self.places):
            indices, digits = np.divmod(indices, len(alphabet))
            matrix[:, position] = alphabet[digits]
        return texts(matrix)

    def draw(self, draw: Draw) -> pa.Array:
        """Return a random text a row, each place from words of its own."""
        matrix = self._matrix(draw.rows)
        for number, (position, alphabet) in enumerate(self.places):
            matrix[:, position] = alphabet[draw.at(number).integers(len(alphabet))]
        return texts(matrix)

    def _matrix(self, rows: int) -> Bytes:
        return np.tile(np.frombuffer(self.template, dtype=np.uint8), (rows, 1))


MARKS = {"#": DIGITS, "%": DIGITS[1:], "$": DIGITS[2:], "!": DIGITS + " ", "@": DIGITS[1:] + " "}


def pattern(template: str, marks: dict[str, str]) -> Pattern:
    """Return the pattern in which each mark stands for one of its characters."""
    return Pattern([marks.get(character, character) for character in template])


def numerified(template: str) -> Source:
    """Return `numerify`'s texts: `#` a digit, `%` not 0, `$` from 2 on, `!` a digit or nothing, `@` likewise but 0."""
    if "!" in template or "@" in template:
        return _with_gaps(pattern(template, MARKS))
    spells = (
        Kind.INTEGER if template[:1] == "%" and set(template) <= {"#", "%"} and len(template) <= _MOST_DIGITS else None
    )
    return pattern(template, MARKS).source(spells)


def _with_gaps(made: Pattern) -> Source:
    """Return a pattern's texts without the blanks that stand for nothing."""
    gaps = [position for position, alphabet in made.places if ord(" ") in alphabet]

    def draw_texts(draw: Draw) -> pa.Array:
        rows = made.draw(draw).to_pylist()
        return pa.array(
            ["".join(c for i, c in enumerate(row) if i not in gaps or c != " ") for row in rows], pa.string()
        )

    return Source(text(len(made.template)), lambda draw, _given: draw_texts(draw))


_LANES_A_WORD = 2
_MOST_FILLINGS = 1 << 16  # of a lane of 32 bits


def fill(texts: pa.Array, marks: Mapping[str, str], draw: Draw) -> pa.Array:
    """Return texts with each mark in them replaced by one of its characters, all of ASCII, equally likely."""
    ends = np.frombuffer(texts.buffers()[1], dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    data = np.frombuffer(texts.buffers()[2], dtype=np.uint8)[ends[0] : ends[-1]].copy()
    offsets = ends - ends[0]
    for mark, alphabet in marks.items():
        found = data == ord(mark)
        if found.any():
            before = np.concatenate([[0], np.cumsum(found)])[offsets]
            data[found] = _characters(alphabet, np.diff(before), draw.at(mark))
    return pa.StringArray.from_buffers(len(texts), pa.py_buffer(offsets), pa.py_buffer(data))


def _characters(alphabet: str, counts: Integers, draw: Draw) -> Bytes:
    """Return so many characters for each row, all rows' one after the other."""
    table = _fillings(alphabet)
    most = int(counts.max())
    lanes = -(-most // table.shape[1])
    words = [draw.at(number).words() for number in range(-(-lanes // _LANES_A_WORD))]
    halves = np.stack(words, axis=1).view(np.uint32)[:, :lanes].astype(np.uint64)
    chosen = table[(halves * np.uint64(len(table))) >> np.uint64(32)].reshape(draw.rows, -1)[:, :most]
    characters: Bytes = chosen[np.arange(most) < counts[:, None]]
    return characters


@cache
def _fillings(alphabet: str) -> Bytes:
    """Return all texts of so many of these characters as still are few: a row a text."""
    letters = np.frombuffer(alphabet.encode("ascii"), dtype=np.uint8)
    width = max(1, int(math.log(_MOST_FILLINGS, len(letters)))) if len(letters) > 1 else 1
    return np.stack(np.meshgrid(*[letters] * width, indexing="ij"), axis=-1).reshape(-1, width)


Template = Annotated[str, Words(LONGEST_PATTERN)]
Letters = Annotated[str, Words(LONGEST_PATTERN, shortest=1)]


@provides("fake.numerify")
def numerify(_locale: str, text: Template = "###") -> Source:
    """Return the text with `#` and `%` replaced by digits."""
    return numerified(text)


@provides("fake.lexify")
def lexify(_locale: str, text: Template = "????", letters: Letters = LETTERS) -> Source:
    """Return the text with each `?` replaced by one of the letters."""
    return pattern(text, {"?": _ascii(letters)}).source()


@provides("fake.bothify")
def bothify(_locale: str, text: Template = "## ??", letters: Letters = LETTERS) -> Source:
    """Return the text with `#` replaced by digits and `?` by letters."""
    marks = MARKS | {"?": _ascii(letters)}
    made = pattern(text, marks)
    return _with_gaps(made) if "!" in text or "@" in text else made.source()


@provides("fake.hexify")
def hexify(_locale: str, text: Template = "^^^^", upper: Annotated[bool, Flag()] = False) -> Source:
    """Return the text with each `^` replaced by a hexadecimal digit."""
    return pattern(text, {"^": _HEX.upper() if upper else _HEX}).source()


def _ascii(letters: str) -> str:
    if not letters.isascii():
        raise CheckError("letters are of the ASCII set", hint="fake.random_element(['ä', 'ö']) chooses from any others")
    return letters


@provides("fake.pystr")
def pystr(
    _locale: str,
    min_chars: Annotated[int | None, Whole(0, LONGEST_PATTERN)] = None,
    max_chars: Annotated[int, Whole(1, LONGEST_PATTERN)] = 20,
    prefix: Template = "",
    suffix: Template = "",
) -> Source:
    """Return letters, exactly `max_chars` of them or, when `min_chars` is said, at least that many."""
    least = max_chars if min_chars is None else min_chars
    if least > max_chars:
        raise CheckError(f"the least length, {least}, is above the greatest, {max_chars}")
    made = Pattern([LETTERS] * max_chars)
    before, after = prefix.encode(), suffix.encode()

    def draw_texts(draw: Draw) -> pa.Array:
        lengths = draw.at("length").integers(max_chars - least + 1) + least
        rows = made.draw(draw).to_pylist()
        return pa.array(
            [f"{prefix}{row[:n]}{suffix}" for row, n in zip(rows, lengths.tolist(), strict=True)], pa.string()
        )

    return Source(text(max_chars + len(before) + len(after)), lambda draw, _given: draw_texts(draw))


_HEX_PAIRS = np.frombuffer("".join(f"{byte:02x}" for byte in range(256)).encode(), dtype=np.uint16)


def _hex_matrix(draw: Draw, words: int) -> Bytes:
    """Return 16 random hexadecimal digits a word."""
    drawn = np.stack([draw.at(place).words() for place in range(words)], axis=1)
    return _HEX_PAIRS[drawn.view(np.uint8)].view(np.uint8)


@provides("fake.uuid4")
def uuid4(_locale: str) -> Source:
    """Return a random UUID (RFC 9562, version 4) as text."""
    return _uuids(text(36))


@provides("uuid.uuid4")
def uuid_object(_locale: str) -> Source:
    """Return a random UUID (RFC 9562, version 4)."""
    return _uuids(UUID)


def _uuids(of: Type) -> Source:

    def draw_texts(draw: Draw) -> pa.Array:
        digits = _hex_matrix(draw, 2)
        matrix = np.full((draw.rows, 36), ord("-"), dtype=np.uint8)
        for start, stop, shift in ((0, 8, 0), (8, 12, 1), (12, 16, 2), (16, 20, 3), (20, 32, 4)):
            matrix[:, start + shift : stop + shift] = digits[:, start:stop]
        matrix[:, 14] = ord("4")
        matrix[:, 19] = np.frombuffer(b"89ab", dtype=np.uint8)[draw.at("variant").integers(4)]
        return texts(matrix)

    return Source(of, lambda draw, _given: draw_texts(draw))


def _digest(words: int) -> Source:
    digits = 16 * words
    return Source(text(digits), lambda draw, _given: texts(_hex_matrix(draw, words)[:, :digits]))


@provides("fake.md5")
def md5(_locale: str) -> Source:
    """Return 32 hexadecimal digits."""
    return _digest(2)


@provides("fake.sha1")
def sha1(_locale: str) -> Source:
    """Return 40 hexadecimal digits."""
    return Source(text(40), lambda draw, _given: texts(_hex_matrix(draw, 3)[:, :40]))


@provides("fake.sha256")
def sha256(_locale: str) -> Source:
    """Return 64 hexadecimal digits."""
    return _digest(4)
