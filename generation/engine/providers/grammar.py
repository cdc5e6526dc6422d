"""Texts made of parts: what Faker's formats, vocabularies and number patterns have in common.

A text is one of a few Words, a Filled pattern, a Sequence of texts, a Mixture of texts, or whatever another Source
draws. It is drawn by `composing.source_of`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

import pyarrow as pa

from generation.engine.kinds import full
from generation.engine.providers.source import Given, Source
from generation.engine.randomness import Draw

_KEPT = 4096  # literals, and alphabets: some come from requests


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """One of these texts, each as likely as its weight says; all are equally likely without weights."""

    values: tuple[str, ...]
    weights: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """One of these patterns, with each mark in it replaced by one of the ASCII characters that the mark stands for."""

    patterns: Words
    marks: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Sequence:
    """These texts one after the other, each drawn by itself."""

    parts: tuple["Text", ...]


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """One of these texts, each as likely as its weight says; all are equally likely without weights."""

    options: tuple["Text", ...]
    weights: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Other:
    """What a source of texts draws that has no such structure."""

    source: Source


Text: TypeAlias = Words | Filled | Sequence | Mixture | Other


@lru_cache(maxsize=_KEPT)
def literal(value: str) -> Words:
    """Return the text that is always this one."""
    return Words((value,))


@lru_cache(maxsize=_KEPT)
def characters(alphabet: str) -> Words:
    """Return the text that is one of these characters."""
    return Words(tuple(alphabet))


def text_of(source: Source) -> Text:
    """Return what a source of texts is made of."""
    return source.text if source.text is not None else Other(source)


def changed(of: Text, change: Callable[[str], str]) -> Text:
    """Return a text with each of its parts changed: for what does to a whole text what it does to its parts."""
    match of:
        case Words(values=values):
            return replace(of, values=tuple(map(change, values)))
        case Filled(patterns=patterns, marks=marks):
            kept = {mark: change(alphabet) for mark, alphabet in marks.items()}
            return Filled(Words(tuple(map(change, patterns.values)), patterns.weights), kept)
        case Sequence(parts=parts):
            return Sequence(tuple(changed(part, change) for part in parts))
        case Mixture(options=options):
            return replace(of, options=tuple(changed(option, change) for option in options))
        case Other(source=source):
            return Other(_changed_by_row(source, change))


def _changed_by_row(source: Source, change: Callable[[str], str]) -> Source:
    def draw_changed(draw: Draw, given: Given) -> pa.Array:
        return pa.array(map(change, full(source.draw(draw, given), draw.rows).to_pylist()), pa.string())

    return Source(source.type, draw_changed, calls=source.calls)


def longest(of: Text) -> int:
    """Return the most bytes that a text takes in UTF-8."""
    match of:
        case Words(values=values) | Filled(patterns=Words(values=values)):
            return max(map(len, values if all(map(str.isascii, values)) else [value.encode() for value in values]))
        case Sequence(parts=parts):
            return sum(map(longest, parts))
        case Mixture(options=options):
            return max(map(longest, options))
        case Other(source=source):
            return source.type.longest
