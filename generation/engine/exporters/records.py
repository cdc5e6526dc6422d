"""Rows as texts: each cell in its place among words that are the same in every row."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True, slots=True)
class Cells:
    """A column's texts, and the quote that is to stand around each of them but the missing ones."""

    texts: pa.Array
    quote: str = ""

    @property
    def without_quote(self) -> pa.Array:
        """Return the texts with their quotes, which have become a part of them."""
        return pc.binary_join_element_wise(self.quote, self.texts, self.quote, "") if self.quote else self.texts


def records(before: Sequence[str], columns: Sequence[Cells], end: str, *, missing: str) -> pa.Array:
    """Return a text for each row: its cells, before each of which stands a text of its own, and the end.

    The quotes of columns that are complete join what stands between the cells, which spares a pass over them.
    """
    parts: list[pa.Array | str] = []
    open_quote = ""
    for text, column in zip(before, columns, strict=True):
        quote = "" if column.texts.null_count else column.quote
        parts += [f"{open_quote}{text}{quote}", column.texts if quote else column.without_quote]
        open_quote = quote
    parts.append(f"{open_quote}{end}")
    return pc.binary_join_element_wise(*parts, "", null_handling="replace", null_replacement=missing)
