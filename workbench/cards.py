"""The columns of a dataset as cards: what each holds, how its values are spread, and how it is made."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from generation.engine import Column, DataType
from generation.recipes import Recipe
from presenting.kinds import KINDS
from presenting.posted import PREFIX, Fault, Row, percent
from presenting.shown import ColumnPreview, Preview
from schemas_cache.entries import Entry
from workbench.columns import STEP, Bond, Edited
from workbench.showing import preview_of

ORIGINS: Mapping[str, Promise] = {
    "stated": _("you named it"),
    "inferred": _("follows from what you said"),
    "template": _("usual for the subject"),
}
_LINE = 44  # characters of an expression that are sure to fit into a line of its field
_MOST_LINES = 8
_FEW = 60  # columns
_TYPES = frozenset(map(str, DataType))


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A column, as it was typed; `was` is its name in the schema that is being edited, "" for one that is new.

    `short` is what there is to see of it, if it runs; `faults` tells by field what is wrong; `place` counts from 1.
    """

    row: Row
    place: int
    was: str = ""
    origin: Promise | str = ""
    short: ColumnPreview | None = None
    faults: Mapping[str, Fault] = field(default_factory=dict)
    bond: Bond | None = None

    @property
    def prefix(self) -> str:
        """Return how the names of its fields begin."""
        return f"{PREFIX}-{self.row.number}"

    @property
    def order(self) -> str:
        """Return the number that orders the cards."""
        return str(self.place * STEP) if self.place else ""

    @property
    def kind(self) -> Promise | str:
        """Return what its values are in plain words."""
        return KINDS[DataType(self.row.data_type)] if self.row.data_type in _TYPES else ""

    @property
    def options(self) -> SafeString:
        """Return the kinds to choose from."""
        chosen = self.row.data_type if self.row.data_type in _TYPES else ""
        return _options(chosen, get_language() or "", is_new=not self.was)

    @property
    def lines(self) -> int:
        """Return how many lines the expression takes."""
        return min(_MOST_LINES, sum(1 + len(line) // _LINE for line in self.row.expression.splitlines() or [""]))

    @property
    def together(self) -> str:
        """Return the numbers of the columns that can be removed together with it."""
        return ",".join(map(str, self.bond.numbers)) if self.bond else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """All cards; `shown` is the dataset that they make. `is_typed`: they are not what is kept."""

    cards: tuple[Card, ...]
    shown: Preview
    whole: tuple[Fault, ...] = ()
    is_typed: bool = False

    @property
    def blank(self) -> Card:
        """Return a card for a column to come."""
        number = max((card.row.number for card in self.cards), default=-1) + 1
        row = _row(number, Column(name="", expression="", data_type=DataType.STRING))
        return Card(row=replace(row, data_type=""), place=0)

    @property
    def total(self) -> int:
        """Return how many rows the form has."""
        return self.blank.row.number + 1

    @property
    def are_few(self) -> bool:
        """Tell whether all of them are shown at once, and their rows sent along while somebody types."""
        return len(self.cards) <= _FEW

    @property
    def said(self) -> str:
        """Return in words what keeps the cards from being applied, or nothing."""
        if any(card.bond for card in self.cards):
            return gettext("A column cannot go alone: others are made of it.")
        failing = sum(1 for card in self.cards if card.faults)
        if not failing:
            return ""
        said = ngettext("%(count)d column has a mistake.", "%(count)d columns have a mistake.", failing)
        return said % {"count": failing}


def cards_of(entry: Entry, shown: Preview) -> Cards:
    """Return the cards of a schema as it is."""
    columns = entry.schema.columns
    rows = tuple(_row(number, column) for number, column in enumerate(columns))
    places = {column.name: number for number, column in enumerate(columns)}
    edited = Edited(schema=entry.schema, rows=rows, places=places).told(shown.problems)
    return _cards(edited, entry, shown)


def typed_cards(edited: Edited, recipe: Recipe) -> Cards:
    """Return the cards as they were typed, with what a dataset of them would be like."""
    shown = _look(edited, recipe)
    return replace(_cards(edited.told(shown.problems), recipe.entry, shown), is_typed=True)


def _look(edited: Edited, recipe: Recipe) -> Preview:
    if edited.schema is None:
        return Preview()
    return preview_of(replace(recipe, entry=replace(recipe.entry, schema=edited.schema)))


def _cards(edited: Edited, entry: Entry, shown: Preview) -> Cards:
    names = {number: name for name, number in edited.places.items()}
    previews = {column.name: column for column in shown.columns}
    faults = _by_row(edited.faults)
    olds = dict(enumerate(column.name for column in entry.schema.columns))
    cards = tuple(
        Card(
            row=row,
            place=place,
            was=olds.get(row.number, ""),
            origin=ORIGINS.get(entry.origins.get(olds.get(row.number, ""), ""), ""),
            short=previews.get(names.get(row.number, "")),
            faults=faults.get(row.number, {}),
            bond=edited.bonds.get(row.number),
        )
        for place, row in enumerate(edited.rows, 1)
    )
    return Cards(cards=cards, shown=shown, whole=edited.whole)


def _by_row(faults: tuple[Fault, ...]) -> dict[int, dict[str, Fault]]:
    """Return what is wrong by row and field, of a field the first."""
    found: dict[int, dict[str, Fault]] = {}
    for fault in faults:
        found.setdefault(fault.row, {}).setdefault(fault.field, fault)
    return found


def _row(number: int, column: Column) -> Row:
    return Row(
        number=number,
        order=(number + 1) * STEP,
        name=column.name,
        expression=column.expression,
        data_type=str(column.data_type),
        description=column.description,
        missing=percent(column.null_rate),
        unique=column.unique,
    )


@cache
def _options(chosen: str, _language: str, *, is_new: bool) -> SafeString:
    """Return the kinds as options, once for each language."""
    kinds = [(str(kind), str(words)) for kind, words in KINDS.items()]
    untold = [("", gettext("as the expression says"))] if is_new else []
    selected = SafeString(" selected")
    options = ((kind, selected if kind == chosen else "", words) for kind, words in (*untold, *kinds))
    return format_html_join("", '<option value="{}"{}>{}</option>', options)
