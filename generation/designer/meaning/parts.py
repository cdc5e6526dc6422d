"""Wishes for several kinds of things at once, such as "patients, doctors and appointments": parts of one row."""

import re
from collections.abc import Mapping
from itertools import zip_longest

from generation.designer.catalog import Part
from generation.designer.meaning.lexicon import Lexicon
from generation.designer.reading import Wish, WishedColumn, key, singular, words

_FEWEST_PARTS = 2
_MOST_COLUMNS = 15
_PARTED = re.compile(r",\s*(?:and\s+)?|\s+and\s+|\s*&\s*")


def part_of(column: WishedColumn, lexicon: Lexicon) -> Part | None:
    """Return what a plural such as `customers` adds to a row, where nothing is said of its values."""
    if column.limits.say_something or all(singular(word) == word for word in words(column.phrase)[-1:]):
        return None
    return lexicon.parts.get(column.key)


def named_parts(wish: Wish, lexicon: Lexicon) -> Mapping[str, Part]:
    """Return the parts that a wish names in place of columns, by its own words; none where it names columns too."""
    columns = wish.columns or tuple(WishedColumn(phrase=phrase) for phrase in _parts_of_heading(wish.heading))
    parts = {column.key: part for column in columns if (part := part_of(column, lexicon))}
    fewest = len(columns) if wish.listed else len(columns) / 2
    return parts if len(parts) >= max(_FEWEST_PARTS, fewest) else {}


def columns_of(parts: Mapping[str, Part]) -> tuple[str, ...]:
    """Return a key for each part and its most telling columns, as many of each as there is room for, part by part."""
    listed = [(f"{word} id", *part.columns) for word, part in parts.items()]
    ranks = zip_longest(*listed)
    ranked = dict.fromkeys(phrase for rank in ranks for phrase in rank if phrase)
    room = set(list(ranked)[:_MOST_COLUMNS])
    return tuple(dict.fromkeys(phrase for columns in listed for phrase in columns if phrase in room))


def _parts_of_heading(heading: str) -> list[str]:
    """Find "books" and "authors" in "a database of books and authors"."""
    pieces = [piece for piece in _PARTED.split(heading.strip(" .:")) if key(piece)]
    if len(pieces) < _FEWEST_PARTS:
        return []
    first, *others, last = (piece.split() for piece in pieces)
    return [first[-1], *(" ".join(other) for other in others), last[0]]
