"""What people write, read without knowing what it is about: which columns they name, and what they say about each."""

from generation.designer.reading.formulas import read_terms
from generation.designer.reading.languages import languages
from generation.designer.reading.limit import NOTHING, Limits, Step
from generation.designer.reading.wish import Statement, Wish, read, read_statement
from generation.designer.reading.wished import WishedColumn
from generation.designer.reading.words import (
    abbreviated,
    any_of,
    is_common,
    is_filler,
    key,
    singular,
    snake,
    word_set,
    words,
)

__all__ = [
    "NOTHING",
    "Limits",
    "Statement",
    "Step",
    "Wish",
    "WishedColumn",
    "abbreviated",
    "any_of",
    "is_common",
    "is_filler",
    "key",
    "languages",
    "read",
    "read_statement",
    "read_terms",
    "singular",
    "snake",
    "word_set",
    "words",
]
