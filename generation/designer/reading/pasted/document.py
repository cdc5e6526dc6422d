"""What a pasted document says."""

from dataclasses import dataclass
from typing import Protocol

from generation.designer.reading.wished import WishedColumn


@dataclass(frozen=True, slots=True)
class Document:
    """The columns that a pasted document names, and the text around it.

    `tables` are the names of its tables. `rules` are conditions that it states about several columns.
    """

    before: str
    columns: tuple[WishedColumn, ...]
    after: str = ""
    tables: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


class Reader(Protocol):
    """Finds documents of one kind in a text."""

    def __call__(self, text: str) -> Document | None:
        """Return the document that a text holds, if it is of this kind."""
