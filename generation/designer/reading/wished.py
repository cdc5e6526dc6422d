"""What was named as a column."""

from dataclasses import dataclass

from generation.designer.reading.limit import NOTHING, Limits
from generation.designer.reading.words import key


@dataclass(frozen=True, slots=True, kw_only=True)
class WishedColumn:
    """A column as it was named, and what was said about it.

    `said` is the whole item as it was written, `typed` tells that the name was written as an identifier. `table` is the
    table that it was named in, where there are several. `seen` are examples of its cells, which bind nothing.
    """

    phrase: str
    said: str = ""
    limits: Limits = NOTHING
    typed: bool = False
    table: str = ""
    seen: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Return what the phrase has in common with others that mean the same."""
        return key(self.phrase)
