"""A text, split into its sentences."""

import re

from generation.designer.reading.items import outside
from generation.designer.reading.words import any_of

_SAYS = (
    "is, are, should, must, depends?, increases?, decreases?, less, greater, more, higher, after, before, have, has,"
    "only"
)
_SENTENCE_END = re.compile(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\betc)(?<!\b[A-Z])[.!?](?=\s+[\"'(]?[A-Z]|\s+\w+_\w"
    r"|\s+[a-z]+(?: [a-z]+){0,2},\s|\s*$)|\n\s*\n"
    rf"|(?<=[a-z0-9)%][a-z0-9)%])\.(?=\s+(?:[a-z_]+\s+){{1,5}}{any_of(_SAYS)}\b"  # in small letters, as people type
    r"|\s+\d+(?:\.\d+)?\s?%)"
)


def first_sentence(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the first sentence, which may not end inside brackets, and those after it."""
    free = outside(text)
    match = next((end for end in _SENTENCE_END.finditer(text) if end.start() in free), None)
    return (text[: match.start()], sentences(text[match.end() :])) if match else (text, ())


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text."""
    return tuple(piece for part in _SENTENCE_END.split(text) if (piece := " ".join(part.split()).strip(" .;")))
