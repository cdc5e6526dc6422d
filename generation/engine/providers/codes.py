"""Codes written as patterns: `numerify`, `lexify`, `bothify`, `hexify`, and random letters."""

from collections.abc import Mapping
from typing import Annotated

import pyarrow as pa

from generation.engine.errors import CheckError
from generation.engine.kinds import Kind, text
from generation.engine.providers.arguments import Flag, Whole
from generation.engine.providers.arguments import Words as Characters
from generation.engine.providers.composing import source_of
from generation.engine.providers.digits import ragged
from generation.engine.providers.grammar import Sequence, Words, characters, literal, text_of
from generation.engine.providers.patterns import DIGITS, LETTERS, MARKS, Pattern, pattern
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Source
from generation.engine.randomness import Draw

LONGEST_PATTERN = 200
HEXADECIMAL = "0123456789abcdef"
_MOST_DIGITS = 18  # of an integer of 64 bits
_GAPS = {  # a character half of the time, and nothing the other half
    mark: Words(("", *digits), (float(len(digits)), *[1.0] * len(digits)))
    for mark, digits in (("!", DIGITS), ("@", DIGITS[1:]))
}

Template = Annotated[str, Characters(LONGEST_PATTERN)]
Letters = Annotated[str, Characters(LONGEST_PATTERN, shortest=1)]


@provides("fake.numerify")
def numerify(_locale: str, text: Template = "###") -> Source:
    """Return the text with `#` replaced by a digit, `%` one from 1, `$` from 2, `!` one or none, `@` from 1 or none."""
    return _filled(text, MARKS)


@provides("fake.lexify")
def lexify(_locale: str, text: Template = "????", letters: Letters = LETTERS) -> Source:
    """Return the text with each `?` replaced by one of the letters."""
    return pattern(text, {"?": _ascii(letters)}).source()


@provides("fake.bothify")
def bothify(_locale: str, text: Template = "## ??", letters: Letters = LETTERS) -> Source:
    """Return the text with the marks of `numerify` replaced, and `?` by one of the letters."""
    return _filled(text, MARKS | {"?": _ascii(letters)})


@provides("fake.hexify")
def hexify(_locale: str, text: Template = "^^^^", upper: Annotated[bool, Flag()] = False) -> Source:
    """Return the text with each `^` replaced by a hexadecimal digit."""
    return pattern(text, {"^": HEXADECIMAL.upper() if upper else HEXADECIMAL}).source()


def _filled(template: str, marks: Mapping[str, str]) -> Source:
    if set(template) & set(_GAPS):
        signs = _GAPS | {mark: characters(alphabet) for mark, alphabet in marks.items()}
        return source_of(Sequence(tuple(signs.get(sign) or literal(sign) for sign in template)))
    spells_integer = template[:1] == "%" and set(template) <= {"#", "%"} and len(template) <= _MOST_DIGITS
    return pattern(template, dict(marks)).source(Kind.INTEGER if spells_integer else None)


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
    letters = Pattern([LETTERS] * max_chars)
    if least == max_chars:
        return Pattern([*prefix, *[LETTERS] * max_chars, *suffix]).source()
    of = text(max_chars)
    several = Source(of, lambda draw, _given: _cut(letters, least, draw))
    return source_of(Sequence((literal(prefix), text_of(several), literal(suffix))))


def _cut(letters: Pattern, least: int, draw: Draw) -> pa.Array:
    lengths = draw.at("length").integers(len(letters.template) - least + 1) + least
    return ragged(letters.matrix(draw), lengths)
