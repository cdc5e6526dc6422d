"""What was found in the columns of a schema while it is edited."""

from generation.designer.checking.recognising import Recognised, recognise
from generation.designer.composing.mentions import Mentions
from generation.designer.offline.understanding import Understanding
from generation.engine import Column


class Seen:
    """What was seen in the columns that were looked at last: of many edits few find others."""

    def __init__(self) -> None:
        self._columns: tuple[Column, ...] = ()
        self._understood: Understanding | None = None
        self._recognised: Recognised | None = None
        self._mentions: Mentions | None = None

    def recognised(self, columns: tuple[Column, ...], understood: Understanding) -> Recognised:
        """Return what the columns hold."""
        if self._recognised is None or self._columns != columns or self._understood is not understood:
            self._columns, self._understood = columns, understood
            self._recognised, self._mentions = recognise(columns, understood), None
        return self._recognised

    def mentions(self, columns: tuple[Column, ...], understood: Understanding) -> Mentions:
        """Return what finds the columns in a text."""
        choices = self.recognised(columns, understood).choices
        self._mentions = self._mentions or Mentions(choices, understood.lexicon.catalog)
        return self._mentions
