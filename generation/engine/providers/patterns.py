"""Texts by pattern (`###-??`) and random identifiers: bytes are laid out as a matrix, a row a text."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

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
    return _listed(np.frombuffer(alphabet.encode("ascii"), dtype=np.uint8), width).view(stored).ravel()


def _listed(letters: Bytes, width: int) -> Bytes:
    """Return all texts of so many of these letters, in order: a row a text."""
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
    return Source(of, lambda draw, _given: texts(_uuid_matrix(draw)))


_UUID = np.dtype(
    {"names": [*"abcdefgh"], "formats": ["u4"] * 8, "offsets": [0, 4, 9, 14, 19, 24, 28, 32], "itemsize": 36}
)


def _uuid_matrix(draw: Draw) -> Bytes:
    """Return a UUID a row: eight times four digits, two of which tell the version and the variant."""
    first, second = draw.at(0).words(), draw.at(1).words()
    lanes = [(word >> np.uint64(shift)) & np.uint64(0xFFFF) for word in (first, second) for shift in range(0, 64, 16)]
    lanes[3] = lanes[3] & np.uint64(0x0FFF) | np.uint64(0x4000)
    lanes[4] = lanes[4] & np.uint64(0x3FFF) | np.uint64(0x8000)
    matrix = np.full((draw.rows, 36), ord("-"), dtype=np.uint8)
    for name, lane in zip(_UUID.names or (), lanes, strict=True):
        matrix.view(_UUID)[:, 0][name] = _hex_quads().take(lane.view(np.int64))
    return matrix


@cache
def _hex_quads() -> npt.NDArray[np.uint32]:
    """Return all texts of four hexadecimal digits, each as one number."""
    digits = np.frombuffer(_HEX.encode(), dtype=np.uint8)
    return _listed(digits, 4).view(np.uint32).ravel()


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
