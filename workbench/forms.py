"""What people fill in."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from generation.engine import FORMATS, available_locales
from generation.fields import (
    DEFAULT_FORMAT,
    DEFAULT_ROWS,
    MAX_DESCRIPTION,
    MAX_INSTRUCTION,
    MIN_DESCRIPTION,
    MIN_INSTRUCTION,
)
from generation.serializers import MAX_SEED
from generation.services import DatasetWish, SchemaWish
from schemas_cache.errors import TextUnfit
from schemas_cache.services import canonical_description

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


class Sentence(forms.CharField):
    """A sentence. White space around it, and repeated within it, does not count towards the least length."""

    def __init__(self, least: int, most: int, **kwargs: Any) -> None:
        self.least = least
        super().__init__(max_length=most, strip=False, **kwargs)

    def validate(self, value: str) -> None:
        """Refuse what is too short to say anything, and what no database takes."""
        super().validate(value)
        try:
            length = len(canonical_description(value))
        except TextUnfit as error:
            raise ValidationError("The text holds a character that cannot be stored.") from error
        if length < self.least:
            raise ValidationError(f"Say a little more: {self.least} characters at least.")


class WishForm(forms.Form):
    """A sentence, and how much of what."""

    description = Sentence(MIN_DESCRIPTION, MAX_DESCRIPTION, widget=forms.Textarea(_SENTENCE))
    rows = forms.IntegerField(min_value=1, required=False)
    format = forms.ChoiceField(choices=[(name, name.upper()) for name in FORMATS], required=False)
    seed = forms.IntegerField(min_value=0, max_value=MAX_SEED, required=False)
    locale = forms.ChoiceField(
        choices=[("", "as the sentence says"), *((name, name) for name in sorted(available_locales()))], required=False
    )

    def clean_rows(self) -> int:
        """Return how many rows are wanted."""
        rows = self.cleaned_data["rows"]
        if rows is not None and rows > settings.MAX_ROWS:
            raise ValidationError(f"At most {settings.MAX_ROWS} rows are made here.")
        return cast(int, rows or min(DEFAULT_ROWS, settings.MAX_ROWS))

    def wish(self) -> DatasetWish:
        """Return which dataset is wanted."""
        asked = self.cleaned_data
        return DatasetWish(
            schema=SchemaWish(description=asked["description"], locale=asked["locale"] or None),
            rows=asked["rows"],
            format=asked["format"] or DEFAULT_FORMAT,
            seed=asked["seed"],
        )


class RefineForm(forms.Form):
    """What is to be changed, in words."""

    instruction = Sentence(MIN_INSTRUCTION, MAX_INSTRUCTION, widget=forms.TextInput(_INSTRUCTION))
