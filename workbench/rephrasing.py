"""What helps with a part of a sentence that was not understood: what it may have meant, and how to say it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from generation.designer import not_known
from generation.engine import DataType
from generation.fields import MIN_DESCRIPTION
from generation.recipes import Recipe
from presenting.kinds import NUMBERS
from presenting.shown import Preview
from workbench.adding import Offer, found
from workbench.showing import ShownDataset

_MOST_AIDS = 20  # parts that something is found for; of a long sentence there may be hundreds, each as long as it
_OFFERS, _PER_WORD, _SHORTEST_WORD = 3, 2, 4
_FEWEST, _MOST_SORTS = 2, 8
_MOMENTS = frozenset({DataType.DATE, DataType.DATETIME})
_STRANGE = re.compile("“(.+?)” is not ")  # in the catalog, or known
_HOLE = "\x00"  # no sentence has one: a database would not take it
_GAPS = tuple(
    (re.compile(pattern, re.IGNORECASE), filled)
    for pattern, filled in (
        (r"\(\s*\x00\s*\)", ""),
        (r"\b(with|having|including)\s+\x00\s*(?:,|and\b)", r"\1"),
        (
            r",?(?:\s*\b(?:and|or|plus|with|without|including|in|of|for|from|by|about|on)\s+)+\x00(?=\s*(?:[,.;:)]|$))",
            "",
        ),
        (r"\b(?:in|of|for|from|by|about|on|with|without)\s+\x00(?:\s*(?:,|and)\s*(?=with))?", ""),
        (r"\x00", ""),
        (r"\s+", " "),
        (r"\s+(?=[,.;:)])", ""),
        (r",(?:\s*,)+", ","),
        (r"([.;:])\s*[,.;]+", r"\1"),
    )
)


@dataclass(frozen=True, slots=True)
class Saying:
    """A way to say something that is understood, with an example about the dataset's own columns."""

    name: str | Promise
    example: str


@dataclass(frozen=True, slots=True)
class Aid:
    """A part that was not understood. `without` is the sentence without it, blank where that cannot be said.

    `column` is the one that was made of words, for nothing is known of the part.
    """

    text: str
    offers: tuple[Offer, ...]
    without: str
    column: str = ""

    @property
    def first(self) -> str:
        """Return what has to be said before a field is added in its place."""
        return f"drop {self.column}, " if self.column else ""


def aids(shown: ShownDataset) -> tuple[Aid, ...]:
    """Return what helps with each part of the sentence that was not understood; not with those of the last change."""
    parts = (*_with_nothing(shown), *_with_words(shown))
    helped = (_aid(shown, text, column) for text, column in parts[:_MOST_AIDS])
    return (*helped, *(Aid(text, (), "", column) for text, column in parts[_MOST_AIDS:]))


def _aid(shown: ShownDataset, text: str, column: str) -> Aid:
    return Aid(text, _near(text, shown.recipe), without(_sentence(shown), text), column)


def _with_nothing(shown: ShownDataset) -> Iterator[tuple[str, str]]:
    """Yield the parts that nothing was done with, with no column."""
    return ((text, "") for text in shown.recipe.entry.not_understood if text not in shown.unheard)


def _with_words(shown: ShownDataset) -> Iterator[tuple[str, str]]:
    """Yield the parts of which nothing is known, with the columns that were made of words and are still there."""
    names = {_plain(column.name): column.name for column in shown.recipe.entry.schema.columns}
    for text in not_known(shown.recipe.entry.assumptions):
        if name := names.get(_plain(text)):
            yield text, name


def assumed(shown: ShownDataset) -> tuple[str, ...]:
    """Return the guesses that were made, but for those that there is help with, and those that came to nothing."""
    as_many = f"The sentence speaks of {shown.recipe.rows:,} rows;"  # and so many are shown
    texts = shown.recipe.entry.assumptions
    return tuple(text for text in texts if not not_known([text]) and not text.startswith(as_many))


def _sentence(shown: ShownDataset) -> str:
    """Return the sentence, if it is all that the dataset was made of."""
    return "" if shown.recipe.entry.refined_from else shown.recipe.entry.description


def without(sentence: str, part: str) -> str:
    """Return a sentence without a part of it; blank where the part is not in it, or nothing to speak of is left."""
    left, times = re.subn(rf"(?<!\w){re.escape(part)}(?!\w)", _HOLE, sentence, count=1, flags=re.IGNORECASE)
    if not part or not times:
        return ""
    for gap, filled in _GAPS:
        left = gap.sub(filled, left)
    left = left.strip(" ,;:")
    return left if len(left) >= MIN_DESCRIPTION else ""


def _near(text: str, recipe: Recipe) -> tuple[Offer, ...]:
    """Return the fields that a part may mean: by all its words, or else by each of them."""
    if whole := found(text, recipe, limit=_OFFERS).offers:
        return whole
    words = (word for word in re.findall(r"\w+", text) if len(word) >= _SHORTEST_WORD)
    offers = (offer for word in words for offer in found(word, recipe, limit=_PER_WORD).offers)
    return tuple({offer.field.name: offer for offer in offers}.values())[:_OFFERS]


def sayings(shown: ShownDataset) -> tuple[Saying, ...]:
    """Return the ways to say something, those for which the dataset has columns, best of all columns that are known."""
    strange = {_plain(match[1]) for text in shown.recipe.entry.assumptions if (match := _STRANGE.match(text))}
    names = [column.name for column in shown.preview.columns]
    known = [name for name in names if _plain(name) not in strange]
    return tuple(_sayings(shown.preview, known or names))


def _plain(phrase: str) -> str:
    return phrase.replace("_", " ").casefold()


def _sayings(preview: Preview, names: list[str]) -> Iterator[Saying]:
    if names:
        yield Saying(_("a column"), f"… with {', '.join(names[:_FEWEST])} and discount")
    numbers, moments = ([name for name in _named(preview, kinds) if name in names] for kinds in (NUMBERS, _MOMENTS))
    if ends := next(filter(None, (_ends(preview, name) for name in numbers)), None):
        yield Saying(_("a range"), ends)
    if names:
        yield Saying(
            _("a share"), next(filter(None, (_share(preview, name) for name in names)), f"8% missing {names[-1]}")
        )
    if len(moments) >= _FEWEST:
        yield Saying(_("a relation"), f"{moments[1]} is 1 to 9 days after {moments[0]}")
    elif len(numbers) >= _FEWEST:
        yield Saying(
            _("a relation"), f"{numbers[-1]} is higher when {numbers[0]} is over {_middle(preview, numbers[0])}"
        )


def _named(preview: Preview, kinds: frozenset[DataType]) -> list[str]:
    return [column.name for column in preview.columns if column.data_type in kinds]


def _cells(preview: Preview, name: str) -> list[str]:
    place = [column.name for column in preview.columns].index(name)
    return [cell for row in preview.rows if row and (cell := row[place]) is not None]


def _ends(preview: Preview, name: str) -> str:
    cells = sorted(_cells(preview, name), key=float)
    return f"{name} between {cells[0]} and {cells[-1]}" if cells and cells[0] != cells[-1] else ""


def _middle(preview: Preview, name: str) -> str:
    cells = sorted(_cells(preview, name), key=float)
    return cells[len(cells) // 2] if cells else "0"


def _share(preview: Preview, name: str) -> str:
    sorts = list(dict.fromkeys(_cells(preview, name)))
    is_text = name in _named(preview, frozenset({DataType.STRING}))
    if not is_text or not _FEWEST <= len(sorts) <= _MOST_SORTS or any("," in sort for sort in sorts):
        return ""
    return f"{name}: 70% {sorts[0]}, 30% {sorts[1]}"
