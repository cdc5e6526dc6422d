"""A schema as a form: what is said of the whole, and a row for each column."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from curation.rows import Columns, known_texts, row_of
from generation.engine import DEFAULT_LOCALE, DatasetSchema, available_locales
from generation.fields import MAX_DESCRIPTION, MAX_DOMAIN, MIN_DESCRIPTION
from presenting.posted import MOST_ROWS, PREFIX, read_posted
from presenting.previews import problems_of
from schemas_cache.entries import Entry
from schemas_cache.services import canonical_description

COMPILE_SECONDS = 3.0  # for a schema that is to be saved; a preview has less
_LONGEST_SHOWN = 60  # characters of a column's name where it only says which one is meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong, and where: `id` is that of the field in the page, empty when it is no one field's.

    `column` is the name of the column that `where` is a field of, or its place as long as it has no name.
    """

    id: str
    where: str
    message: str
    column: str = ""


class SchemaForm(forms.Form):
    """A schema, with its columns in the formset `columns`: that of an entry, or a new one for a description."""

    description = forms.CharField(
        strip=False,
        error_messages={"required": "Say what the dataset is about."},
        widget=forms.Textarea({"rows": 3}),
        help_text=f"{MIN_DESCRIPTION} to {MAX_DESCRIPTION} characters: what students will ask for.",
    )
    domain = forms.CharField(
        required=False,
        widget=forms.TextInput({"list": "domains", "autocomplete": "off"}),
        help_text="What it is about, in a word, such as sales.",
    )
    locale = forms.ChoiceField(required=False, help_text="The language and country of names and addresses.")
    curated = forms.BooleanField(
        required=False, show_hidden_initial=True, help_text="Reviewed: nothing automatic changes or drops it."
    )
    revision = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"), "The form does not say which revision it was made from. Open the page again."
        ),
    )

    def __init__(self, data: QueryDict | None = None, *, entry: Entry | None = None, may_curate: bool = True) -> None:
        super().__init__(data, initial=_initial(entry) if entry else None, use_required_attribute=False)
        self._entry = entry
        del self.fields["revision" if entry is None else "description"]
        self.fields["locale"] = self._locale_field()
        self.fields["curated"].disabled = not may_curate
        self.columns = Columns(
            data,
            prefix=PREFIX,
            initial=[row_of(column) for column in entry.schema.columns] if entry else None,
            form_kwargs={
                "known": known_texts(entry.schema) if entry else {},
                "origins": entry.origins if entry else {},
            },
        )

    def schema(self) -> DatasetSchema | None:
        """Return the schema that the rows say, or None when they are malformed or none; it need not run."""
        return self._schema

    def readable(self) -> DatasetSchema | None:
        """Return the schema without what is malformed in it, or None when there is nothing else."""
        return self.schema() or read_posted(cast(QueryDict, self.data)).schema

    def is_valid(self) -> bool:
        """Tell whether everything is as it must be, and the schema runs; what is wrong then stands at its field."""
        runs = self._runs  # in any case, so that all errors are shown at once
        return super().is_valid() and self.columns.is_valid() and runs

    def clean_description(self) -> str:
        """Return the description as the cache remembers it."""
        description = canonical_description(self.cleaned_data["description"])
        if not MIN_DESCRIPTION <= len(description) <= MAX_DESCRIPTION:
            raise ValidationError(f"A description has {MIN_DESCRIPTION} to {MAX_DESCRIPTION} characters.")
        return description

    def clean_domain(self) -> str:
        """Return the domain, which may be as long as it was."""
        domain = str(self.cleaned_data["domain"])
        if len(domain) > MAX_DOMAIN and domain != self.initial.get("domain"):
            raise ValidationError(f"A domain has {MAX_DOMAIN} characters at most.")
        return domain

    def faults(self) -> list[Fault]:
        """Return everything that is wrong, in the order in which the page shows it."""
        whole = [*self.non_field_errors(), *self.columns.non_form_errors()]
        hidden = [message for field in self.hidden_fields() for message in field.errors]
        rows = [
            replace(fault, column=_name(row) or f"Column {place}", where=fault.where.lower())
            for place, row in enumerate(self.columns.shown(), 1)
            for fault in _faults(row)
        ]
        return [*(Fault(id="", where="", message=str(message)) for message in [*hidden, *whole]), *_faults(self), *rows]

    def rebase(self, revision: int) -> None:
        """Let what was typed stand against another revision from now on."""
        data = cast(QueryDict, self.data).copy()
        data["revision"] = str(revision)
        self.data = data

    @cached_property
    def _schema(self) -> DatasetSchema | None:
        rows = self.columns.kept() if self.columns.is_valid() else []
        if not rows or "locale" in self.errors:
            return None
        return DatasetSchema(tuple(row.column() for row in rows), locale=self.cleaned_data["locale"] or DEFAULT_LOCALE)

    @cached_property
    def _runs(self) -> bool:
        schema = self.readable()
        rows = {row.cleaned_data.get("name"): row for row in self.columns.kept()}
        if None in rows or schema is None:  # others may use what has no name yet
            return self._lacks_columns()
        problems = problems_of(schema, seconds=COMPILE_SECONDS)
        for problem in problems:
            if problem.column is not None and problem.column in rows:
                rows[problem.column].point_out(problem)
            else:
                self.add_error(None, f"{problem.message} ({problem.hint})" if problem.hint else problem.message)
        return not problems

    def _lacks_columns(self) -> bool:
        """Tell whether it is no fault that there is no schema: the designer makes one for a new description."""
        if self._entry is not None and self.columns.is_valid() and not self.columns.kept():
            self.add_error(None, "A schema has one column at least.")
        return self._entry is None

    def _locale_field(self) -> forms.ChoiceField:
        """Return the field with the locales that there are, or were; for a new schema the description may say it."""
        field = forms.ChoiceField(required=False, help_text=self.fields["locale"].help_text)
        names = available_locales() | ({self._entry.schema.locale} if self._entry else set())
        unsaid = [] if self._entry else [("", f"as the description says, or {DEFAULT_LOCALE}")]
        field.choices = [*unsaid, *((name, name) for name in sorted(names))]
        return field


def with_room(data: QueryDict, *, more: bool) -> QueryDict:
    """Return what was posted with one row more, if `more` are wanted or all are filled, so that one is always blank."""
    data = data.copy()
    rows = SchemaForm(data).columns
    count = rows.total_form_count()
    is_full = all(row.has_changed() or row.is_removed() for row in rows.forms[rows.initial_form_count() :])
    if (more or is_full) and count < MOST_ROWS and rows.management_form.is_valid():
        data[f"{PREFIX}-TOTAL_FORMS"] = str(count + 1)
    return data


def _name(row: forms.Form) -> str:
    name = str(row["name"].value() or "").strip()
    return name if len(name) <= _LONGEST_SHOWN else f"{name[: _LONGEST_SHOWN - 1]}…"


def _faults(form: forms.Form) -> list[Fault]:
    return [
        Fault(id=field.auto_id, where=str(field.label), message=str(message))
        for field in form.visible_fields()
        for message in field.errors
    ]


def _initial(entry: Entry) -> dict[str, Any]:
    return {
        "domain": entry.domain,
        "locale": entry.schema.locale,
        "curated": entry.curated,
        "revision": entry.revision,
    }
