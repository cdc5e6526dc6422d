"""What a column can hold, as a list to add from: found by words, for a dataset or for none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from generation.designer import Field, fields_of, find_fields
from generation.fields import MAX_SEARCH
from generation.links import page_link
from generation.recipes import Recipe
from presenting.kinds import KINDS

_SHOWN = 12
_SHORTEST, _LONGEST = 2, 100  # characters of what is added in somebody's own words


class Search(forms.Form):
    """Some words, and the dataset that a column is to be added to."""

    q = forms.CharField(
        label=_("What should the column hold?"),
        required=False,
        widget=forms.TextInput(
            {
                "type": "search",
                "dir": "auto",
                "autocomplete": "off",
                "spellcheck": "false",
                "enterkeyhint": "search",
                "maxlength": MAX_SEARCH,
                "placeholder": _("price, date of birth, blood type"),
            }
        ),
    )
    to = forms.RegexField("^[0-9a-f]{64}$", required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="fields_%s")

    @property
    def words(self) -> str:
        """Return what is looked for; of a long text its beginning."""
        return str(self.cleaned_data.get("q", ""))[:MAX_SEARCH]


@dataclass(frozen=True, slots=True)
class Offer:
    """A field that can be had; `held` is the column that is of that kind already, if there is one."""

    field: Field
    kind: str | Promise
    held: str

    @property
    def instruction(self) -> str:
        """Return what to say to have it."""
        return f"add {'another ' if self.held else ''}{self.field.phrase}"


@dataclass(frozen=True, slots=True)
class Found:
    """What some words find; `recipe` is the dataset that it can be added to, `own` the words if they can be, too."""

    words: str
    offers: tuple[Offer, ...]
    recipe: Recipe | None
    own: str

    @property
    def query(self) -> str:
        """Return what the dataset's address says after the question mark."""
        return page_link(self.recipe).partition("?")[2] if self.recipe else ""


def found(words: str, recipe: Recipe | None, *, limit: int = _SHOWN) -> Found:
    """Return what some words find, the likest first; without words what is usual."""
    held = _held(recipe) if recipe else {}
    fields = find_fields(words, limit=limit if words else limit + len(held), **_where(recipe))
    offers = tuple(Offer(field, KINDS[field.data_type], held.get(field.name, "")) for field in fields)
    if not words:
        offers = tuple(offer for offer in offers if not offer.held)[:limit]
    return Found(words, offers, recipe, _own(words, offers))


def _held(recipe: Recipe) -> dict[str, str]:
    names = [column.name for column in recipe.entry.schema.columns]
    return fields_of(names, description=recipe.entry.description, locale=recipe.entry.schema.locale)


def _where(recipe: Recipe | None) -> dict[str, Any]:
    return {"description": recipe.entry.description, "locale": recipe.entry.schema.locale} if recipe else {}


def _own(words: str, offers: tuple[Offer, ...]) -> str:
    """Return the words if they may be a column's that is not in the list."""
    said = " ".join(words.split())
    listed = {offer.field.phrase for offer in offers}
    plain = any(sign.isalnum() for sign in said)
    return said if plain and _SHORTEST <= len(said) <= _LONGEST and said.lower() not in listed else ""
