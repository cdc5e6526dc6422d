"""An edit: one thing that an instruction asks for."""

import re
from dataclasses import dataclass

from generation.designer.reading import Limits, any_of

ADDING = "add, include, insert, append, also add, i also need, i also want, plus"
_ADDING_VERB = re.compile(rf"^{any_of(ADDING)}\s+", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:an?|the)\s+(?!(?:second|additional|extra)\b)", re.IGNORECASE)
_AGAIN = re.compile(r"(?:(?:an)?other|one more|(?:a\s+)?second|(?:an?\s+)?(?:additional|extra))\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One part of an instruction; `text` is how it was written, `what` the phrase of the columns that it is about."""

    text: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop(Edit):
    """Columns that are to go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Add(Edit):
    """Columns to come, as a list of columns is written."""

    @property
    def phrases(self) -> tuple[str, ...]:
        """Return what may be meant as a whole: "new" is a part of "new cases", but not of "a new price"."""
        whole = _ARTICLE.sub("", _ADDING_VERB.sub("", self.text).strip(" .\"'`“”"))
        return (whole, _AGAIN.sub("", whole), self.what)

    @property
    def again(self) -> bool:
        """Tell whether a second column of a kind is asked for."""
        return bool(_AGAIN.match(self.phrases[0]))


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAbout(Edit):
    """So many columns to come that are about something."""

    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename(Edit):
    """A new name for a column."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Edit):
    """Another place for columns: first, last, or `before` or `after` the column of a phrase."""

    where: str
    beside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale(Edit):
    """Numbers to be multiplied."""

    factor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scatter(Edit):
    """A share of numbers to lie far from the others."""

    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Round(Edit):
    """Numbers to be rounded to so many digits after the point."""

    digits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Edit):
    """Something that columns have to keep to."""

    limits: Limits
