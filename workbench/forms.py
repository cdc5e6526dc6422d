"""What people fill in."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from generation.designer import read_rows
from generation.engine import DIALECTS, FORMATS, Options
from generation.fields import (
    DEFAULT_FORMAT,
    DEFAULT_ROWS,
    FIRST_YEAR,
    LAST_YEAR,
    MAX_DESCRIPTION,
    MAX_INSTRUCTION,
    MIN_DESCRIPTION,
    MIN_INSTRUCTION,
)
from generation.recipes import Recipe
from generation.serializers import MAX_REVISION, MAX_SEED
from generation.services import DatasetWish, SchemaWish
from schemas_cache.errors import TextUnfit
from schemas_cache.services import canonical_description
from workbench.formats import OFFERED, choices, label
from workbench.locales import locale_choices

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_SENTENCE = {
    "rows": 2,
    "dir": "auto",
    "enterkeyhint": "go",
    "placeholder": _("online shop orders with customer, product, price, order date and 5% missing ratings"),
}
_INSTRUCTION = {
    "dir": "auto",
    "enterkeyhint": "go",
    "placeholder": _("make prices skewed, add a discount column, 8% missing ratings"),
}
_OPTIONS_KEPT = 32
_DAYS = _("The address names a day (as_of) that is none. Leave it out to count from today.")
_REVISIONS = _("The address names a revision that is none. Leave it out to see the current one.")


class Sentence(forms.CharField):
    """A sentence. White space around it, and repeated within it, does not count towards the least length.

    Nothing is cut, by the browser neither: who pasted too much is told so. `short` says how to say more.
    """

    def __init__(self, least: int, most: int, *, short: "StrOrPromise", **kwargs: Any) -> None:
        self.least = least
        self.most = most
        self.short = short
        super().__init__(strip=False, error_messages={"required": short}, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text with the line ends that it had before a form sent it."""
        return (super().to_python(value) or "").replace("\r\n", "\n")

    def validate(self, value: str) -> None:
        """Refuse what is too short to say anything, too long to read, and what no database takes."""
        super().validate(value)
        try:
            length = len(canonical_description(value))
        except TextUnfit as error:
            raise ValidationError(_("There is a character in it that cannot be stored. Type the text anew.")) from error
        if length < self.least:
            raise ValidationError(self.short)
        if len(value) > self.most:
            said = _("That has %(length)s characters, and %(most)s are read. Leave out what matters least.")
            raise ValidationError(said, params={"length": intcomma(len(value)), "most": intcomma(self.most)})


class _LocaleChoice(forms.Select):
    """A choice among many, of which a template would take a millisecond for every few."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002 - Django's
        """Return the choice as HTML."""
        given = self.build_attrs(self.attrs, attrs) | {"name": name}
        said = format_html_join("", ' {}="{}"', given.items())
        return format_html("<select{}>{}</select>", said, _options(get_language() or "", str(value or "")))


@lru_cache(maxsize=_OPTIONS_KEPT)
def _options(_: str, chosen: str) -> SafeString:
    """Return the locales to choose among in the active language, which the first argument names for the cache."""
    lines = ((code, " selected" if code == chosen else "", text) for code, text in _locales())
    return format_html_join("", '<option value="{}"{}>{}</option>', lines)


def _locales() -> list[tuple[str, str]]:
    return [("", gettext("as the sentence says")), *locale_choices()]


def _number(label: Any, least: int, most: int | None = None, **attrs: Any) -> forms.IntegerField:
    """Return the field of a whole number, which may be left empty."""
    widget = forms.NumberInput({"inputmode": "numeric", **attrs})
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=False, widget=widget)


def most_rows() -> int:
    """Return how many rows can be made here: at once, or as a job."""
    return max(settings.MAX_ROWS, settings.JOB_MAX_ROWS)


def _rows_wanted() -> str:
    """Return what to do where too many rows are asked for, or none."""
    said = gettext("From 1 to %(most)s rows can be made here.")
    return said % {"most": intcomma(most_rows())}


def _seeds() -> str:
    """Return what to do about a seed that is none."""
    return gettext("A seed is a whole number from 0 to %(most)s.") % {"most": MAX_SEED}


class _RowsForm(forms.Form):
    """How many rows, of which seed."""

    rows = _number(_("Rows"), 1)
    seed = _number(_("Seed"), 0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rows"].widget.attrs["max"] = most_rows()
        for name, said in (("rows", _rows_wanted()), ("seed", _seeds())):
            self.fields[name].error_messages = {"invalid": said, "min_value": said}

    def clean_rows(self) -> int | None:
        """Refuse more rows than are made here."""
        rows: int | None = self.cleaned_data["rows"]
        if rows is not None and rows > most_rows():
            raise ValidationError(_rows_wanted())
        return rows

    def clean_seed(self) -> int | None:
        """Refuse a seed that is too large."""
        seed: int | None = self.cleaned_data["seed"]
        if seed is not None and seed > MAX_SEED:
            raise ValidationError(_seeds())
        return seed


class WishForm(_RowsForm):
    """A sentence, and how much of what. What is left empty is decided here."""

    description = Sentence(
        MIN_DESCRIPTION,
        MAX_DESCRIPTION,
        label=_("What data do you need?"),
        short=_(
            "Say a little more: what each row is, and which columns it has, such as "
            "“weather by day with city and temperature”."
        ),
        widget=forms.Textarea(_SENTENCE),
    )
    format = forms.ChoiceField(label=_("Format"), choices=choices, required=False)
    locale = forms.ChoiceField(
        label=_("Names and places"),
        choices=_locales,
        required=False,
        widget=_LocaleChoice,
        error_messages={"invalid_choice": _("Choose a language and country from the list.")},
    )
    field_order = ("description", "rows", "format", "seed", "locale")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rows"].widget.attrs["placeholder"] = min(DEFAULT_ROWS, settings.MAX_ROWS)
        self.fields["seed"].widget.attrs["placeholder"] = gettext("a new one")

    def clean(self) -> dict[str, Any]:
        """Refuse more rows than a file in the format holds."""
        asked: dict[str, Any] = super().clean() or self.cleaned_data
        most = self._most_in_a_file()
        if (asked.get("rows") or 0) > most:
            said = _("A file in the format %(format)s holds %(most)s rows. Choose another format, or fewer rows.")
            params = {"format": label(asked["format"]), "most": intcomma(most)}
            self.add_error("rows", ValidationError(said, params=params))
        return asked

    def _most_in_a_file(self) -> int:
        most = FORMATS[self.cleaned_data.get("format") or DEFAULT_FORMAT].most_rows
        return most_rows() if most is None else min(most, most_rows())

    def wish(self) -> DatasetWish:
        """Return which dataset is wanted: as many rows as the sentence says, where it says so and nothing else does."""
        asked = self.cleaned_data
        said = read_rows(asked["description"]) or min(DEFAULT_ROWS, settings.MAX_ROWS)
        return DatasetWish(
            schema=SchemaWish(description=asked["description"], locale=asked["locale"] or None),
            rows=asked["rows"] or min(said, self._most_in_a_file()),
            format=asked["format"] or DEFAULT_FORMAT,
            seed=asked["seed"],
        )


class ControlsForm(_RowsForm):
    """Which rows of a dataset are looked at; the day and the revision are not for typing, but stay in the address."""

    format = forms.ChoiceField(label=_("Format"), choices=choices, required=False)
    as_of = forms.DateField(
        required=False,
        widget=forms.HiddenInput,
        input_formats=["%Y-%m-%d"],
        validators=[MinValueValidator(date(FIRST_YEAR, 1, 1)), MaxValueValidator(date(LAST_YEAR, 12, 31))],
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _DAYS),
    )
    revision = forms.IntegerField(
        required=False,
        widget=forms.HiddenInput,
        min_value=1,
        max_value=MAX_REVISION,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _REVISIONS),
    )
    csv_safe = forms.BooleanField(required=False, widget=forms.HiddenInput)
    decimal_comma = forms.BooleanField(required=False, widget=forms.HiddenInput)
    dialect = forms.ChoiceField(choices=[(name, name) for name in DIALECTS], required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="controls_%s", **kwargs)

    def options(self) -> Options:
        """Return how the file is to be written, as far as that is said and can be."""
        said = {name: self.cleaned_data.get(name) for name in OFFERED}
        return Options(**{name: value for name, value in said.items() if value})

    @classmethod
    def of(cls, recipe: Recipe) -> "ControlsForm":
        """Return the form that says what is shown."""
        return cls(
            initial={
                "rows": recipe.rows,
                "seed": recipe.seed,
                "format": recipe.format,
                "as_of": recipe.as_of.isoformat(),
                "revision": recipe.entry.revision,
                **recipe.options.chosen,
            }
        )


class RefineForm(forms.Form):
    """What is to be changed, in words."""

    instruction = Sentence(
        MIN_INSTRUCTION,
        MAX_INSTRUCTION,
        label=_("Change it in words"),
        short=_("Say what is to change, such as “add a city column” or “make prices skewed”."),
        widget=forms.TextInput(_INSTRUCTION),
    )
