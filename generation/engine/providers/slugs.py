"""What Faker does to names before they stand in an address: Latin letters, no signs, the first of several words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from faker.decode import unidecode
from faker.utils.text import slugify

from generation.engine.providers.grammar import Filled, Mixture, Other, Text, Words
from generation.engine.providers.grammar import Sequence as Parts

Change = Callable[[str], str]


def to_ascii(value: str, replacements: Sequence[tuple[str, str]] = ()) -> str:
    """Return a text in ASCII: by a locale's own replacements of letters, then by those that Faker has for all."""
    for letter, replacement in replacements:
        value = value.replace(letter, replacement)
    return str(unidecode(value))


def slug(value: str, *, dots: bool = False, unicode: bool = False) -> str:
    """Return a part of a slug: in lower case, without signs, with hyphens for spaces, also for those at its ends."""
    return slugify(f"x{value}x", allow_dots=dots, allow_unicode=unicode)[1:-1]


def is_listed(of: Text) -> bool:
    """Tell whether all words that a text is made of are known beforehand."""
    match of:
        case Words() | Filled():
            return True
        case Other():
            return False
        case Mixture(options=parts) | Parts(parts=parts):
            return all(map(is_listed, parts))


@dataclass(frozen=True, slots=True)
class _Start:
    """A text's beginning, with its share of all texts; `left` is how many words more it may have."""

    share: float
    parts: tuple[Text, ...]
    left: int


def first_words(of: Text, count: int) -> Text:
    """Return the first `count` words of a listed text, without the spaces between them."""
    starts = _starts(of, count)
    return Mixture(tuple(Parts(start.parts) for start in starts), tuple(start.share for start in starts))


def _starts(of: Text, left: int) -> list[_Start]:
    match of:
        case Words():
            return [_Start(share, (words,), rest) for share, words, rest in _cut(of, left)]
        case Filled(patterns=patterns):
            return [_Start(share, (replace(of, patterns=cut),), rest) for share, cut, rest in _cut(patterns, left)]
        case Mixture(options=options, weights=weights):
            shares = weights or (1.0,) * len(options)
            return [
                replace(start, share=start.share * share / sum(shares))
                for option, share in zip(options, shares, strict=True)
                for start in _starts(option, left)
            ]
        case Parts(parts=parts):
            starts = [_Start(1.0, (), left)]
            for part in parts:
                starts = [longer for start in starts for longer in _continued(start, part)]
            return starts
        case Other():
            raise TypeError("the words are not known beforehand")


def _continued(start: _Start, part: Text) -> list[_Start]:
    if not start.left:
        return [start]
    return [
        _Start(start.share * after.share, (*start.parts, *after.parts), after.left)
        for after in _starts(part, start.left)
    ]


def _cut(words: Words, left: int) -> list[tuple[float, Words, int]]:
    """Return words up to their space number `left`, by how many spaces are still to come, with their shares."""
    if not any(" " in value for value in words.values):
        return [(1.0, words, left)]
    weights = words.weights or (1.0,) * len(words.values)
    groups: dict[int, dict[str, float]] = {}
    for value, weight in zip(words.values, weights, strict=True):
        pieces = value.split(" ")
        group = groups.setdefault(max(0, left - len(pieces) + 1), {})
        kept = "".join(pieces[:left])
        group[kept] = group.get(kept, 0.0) + weight
    return [
        (sum(group.values()) / sum(weights), Words(tuple(group), tuple(group.values())), rest)
        for rest, group in groups.items()
    ]
