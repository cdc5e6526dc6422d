"""What Faker's code does to the characters of a text: small letters, other alphabets, slugs.

A function is done to the parts of a text if it is found to work character by character: it is tried on every
character that the text may have, on every pair of neighbours, and at both ends. Otherwise it is done to whole words if
it is found to do the same to the characters where they meet.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from itertools import pairwise, product

from generation.engine.providers.grammar import Filled, Mixture, Sequence, Text, Words, literal
from generation.engine.providers.reader.outcomes import NotUnderstood
from generation.engine.providers.reader.rewriting import spelled

_LETTER = "a"  # put around what is tried
Characters = frozenset[str]


@dataclass(frozen=True, slots=True)
class Spelling:
    """The characters of a text: all, those that it may begin and end with, its pairs of neighbours."""

    characters: Characters = frozenset()
    firsts: Characters = frozenset()
    lasts: Characters = frozenset()
    pairs: frozenset[tuple[str, str]] = frozenset()
    may_be_empty: bool = True

    def then(self, other: "Spelling") -> "Spelling":
        """Return the spelling of this text with the other after it."""
        return Spelling(
            self.characters | other.characters,
            self.firsts | other.firsts if self.may_be_empty else self.firsts,
            other.lasts | self.lasts if other.may_be_empty else other.lasts,
            self.pairs | other.pairs | frozenset(product(self.lasts, other.firsts)),
            self.may_be_empty and other.may_be_empty,
        )

    def filled(self, marks: Mapping[str, str]) -> "Spelling":
        """Return the spelling with other characters for the marks."""
        pairs = (product(marks.get(left, left), marks.get(right, right)) for left, right in self.pairs)
        return Spelling(
            _filled(self.characters, marks),
            _filled(self.firsts, marks),
            _filled(self.lasts, marks),
            frozenset(pair for filled in pairs for pair in filled),
            self.may_be_empty,
        )


def _filled(characters: Iterable[str], marks: Mapping[str, str]) -> Characters:
    return frozenset(filled for character in characters for filled in marks.get(character, character))


def spelling(of: Text) -> Spelling:
    """Return what is known of a text's characters. Raises NotUnderstood."""
    match of:
        case Words():
            return _of_words(of)
        case Filled(patterns=patterns, marks=marks):
            return _of_words(patterns).filled(marks)
        case Sequence(parts=parts):
            return reduce(Spelling.then, map(spelling, parts), Spelling())
        case Mixture(options=options):
            return _either(list(map(spelling, options)))
        case _:
            raise NotUnderstood("a text that is not known")


@lru_cache(maxsize=256)
def _of_words(words: Words) -> Spelling:
    values = [value for value in words.values if value]
    return Spelling(
        frozenset().union(*values),
        frozenset(value[0] for value in values),
        frozenset(value[-1] for value in values),
        frozenset(pair for value in values for pair in pairwise(value)),
        len(values) < len(words.values),
    )


def _either(options: list[Spelling]) -> Spelling:
    return Spelling(
        frozenset().union(*(option.characters for option in options)),
        frozenset().union(*(option.firsts for option in options)),
        frozenset().union(*(option.lasts for option in options)),
        frozenset().union(*(option.pairs for option in options)),
        any(option.may_be_empty for option in options),
    )


def translated(of: Text, change: Callable[[str], str]) -> Text:
    """Return a text changed by a pure function. Raises NotUnderstood unless that can be done to its parts."""
    try:
        return _by_character(of, change)
    except NotUnderstood:
        return _ByWord(change).of(of, opens=True, closes=True)


def _by_character(of: Text, change: Callable[[str], str]) -> Text:
    known, around = spelling(of), change(_LETTER)
    table = {character: _image(change, character, around) for character in sorted(known.characters)}
    tried = (
        *((f"{_LETTER}{a}{b}{_LETTER}", f"{around}{table[a]}{table[b]}{around}") for a, b in known.pairs),
        *((f"{first}{_LETTER}", f"{table[first]}{around}") for first in known.firsts),
        *((f"{_LETTER}{last}", f"{around}{table[last]}") for last in known.lasts),
    )
    if any(change(before) != after for before, after in tried):
        raise NotUnderstood("a change that looks at several characters")
    if all(character == image for character, image in table.items()):
        return of
    return _Translation(str.maketrans(table)).of(of)


def _image(change: Callable[[str], str], character: str, around: str) -> str:
    """Return what becomes of a character between letters."""
    made = change(f"{_LETTER}{character}{_LETTER}")
    if not made.startswith(around) or not made.endswith(around) or len(made) < 2 * len(around):
        raise NotUnderstood("a change that looks at several characters")
    return made[len(around) : len(made) - len(around)]


class _Translation:
    """Translates each vocabulary of a text once, however often it stands in it."""

    def __init__(self, codes: dict[int, str]) -> None:
        self._codes = codes
        self._words: dict[Words, Words] = {}

    def of(self, text: Text) -> Text:
        """Return a text translated."""
        match text:
            case Words():
                if text not in self._words:
                    self._words[text] = replace(
                        text, values=tuple(value.translate(self._codes) for value in text.values)
                    )
                return self._words[text]
            case Filled():
                return self._of_patterns(text)
            case Sequence(parts=parts):
                return Sequence(tuple(map(self.of, parts)))
            case Mixture(options=options):
                return replace(text, options=tuple(map(self.of, options)))
            case _:
                raise NotUnderstood("a text that is not known")

    def _of_patterns(self, filled: Filled) -> Text:
        images = [self._codes[ord(character)] for alphabet in filled.marks.values() for character in alphabet]
        if not all(len(image) == 1 and image.isascii() for image in images):
            return self.of(spelled(filled, {}))
        fixed = {code: image for code, image in self._codes.items() if chr(code) not in filled.marks}
        values = tuple(value.translate(fixed) for value in filled.patterns.values)
        marks = {mark: alphabet.translate(self._codes) for mark, alphabet in filled.marks.items()}
        return Filled(replace(filled.patterns, values=values), marks)


class _ByWord:
    """Changes words as wholes, where only what stands at their ends may meet what is beside them."""

    def __init__(self, change: Callable[[str], str]) -> None:
        self._change = change
        self._around = change(_LETTER)

    def of(self, text: Text, *, opens: bool, closes: bool) -> Text:
        """Return a text changed; it may open the whole text, and close it."""
        match text:
            case Words(values=values):
                return replace(text, values=tuple(self._word(value, opens, closes) for value in values))
            case Mixture(options=options):
                return replace(text, options=tuple(self.of(option, opens=opens, closes=closes) for option in options))
            case Sequence(parts=parts):
                return self._sequence(parts, opens, closes)
            case _:
                return _by_character(text, self._change)

    def _word(self, value: str, opens: bool, closes: bool) -> str:
        before, after = ("" if opens else _LETTER), ("" if closes else _LETTER)
        made = self._change(f"{before}{value}{after}")
        start, end = len(self._around) * (not opens), len(made) - len(self._around) * (not closes)
        if made != f"{self._around if before else ''}{made[start:end]}{self._around if after else ''}":
            raise NotUnderstood("a change that looks at several characters")
        if (opens is not closes) and not made[start:end]:
            raise NotUnderstood("an end that vanishes")
        return made[start:end]

    def _sequence(self, parts: tuple[Text, ...], opens: bool, closes: bool) -> Text:
        for left, right in pairwise(map(spelling, parts)):
            if (
                left.may_be_empty
                or right.may_be_empty
                or not all(map(self._is_joint, product(left.lasts, right.firsts)))
            ):
                raise NotUnderstood("a change that looks at several characters")
        last = len(parts) - 1
        return Sequence(
            tuple(
                self.of(part, opens=opens and place == 0, closes=closes and place == last)
                for place, part in enumerate(parts)
            )
        )

    def _is_joint(self, pair: tuple[str, str]) -> bool:
        left, right = (_image(self._change, character, self._around) for character in pair)
        return self._change(f"{_LETTER}{''.join(pair)}{_LETTER}") == f"{self._around}{left}{right}{self._around}"


def capitalised(of: Text) -> Text:
    """Return a text with a great letter first and small ones after it."""
    match of:
        case Words(values=values):
            return replace(of, values=tuple(map(str.capitalize, values)))
        case Sequence(parts=(Words() as first, *rest)) if spelling(first).may_be_empty:
            return _capitalised_after(first, Sequence(tuple(rest)))
        case Sequence(parts=(first, *rest)):
            return Sequence((capitalised(first), translated(Sequence(tuple(rest)), str.lower)))
        case Mixture(options=options):
            return replace(of, options=tuple(map(capitalised, options)))
        case _:
            raise NotUnderstood("great letters in patterns")


def _capitalised_after(first: Words, rest: Sequence) -> Text:
    """Return words that may be empty and what is after them, capitalised."""
    weights = first.weights or (1.0,) * len(first.values)
    options = (
        Sequence((literal(value.capitalize()), translated(rest, str.lower))) if value else capitalised(rest)
        for value in first.values
    )
    return Mixture(tuple(options), weights)
