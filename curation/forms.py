"""A schema as a form: what is said of the whole, and a row for each column."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import inf
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.http import QueryDict

from curation.posted import read_posted
from curation.previews import Problem, problems_of
from generation.engine import (
    DEFAULT_LOCALE,
    MAX_COLUMNS,
    MAX_DESCRIPTION_CHARACTERS,
    MAX_EXPRESSION_CHARACTERS,
    Column,
    DatasetSchema,
    DataType,
    SchemaError,
    available_locales,
)
from generation.fields import MAX_DESCRIPTION, MIN_DESCRIPTION
from schemas_cache.entries import Entry
from schemas_cache.services import canonical_description

COMPILE_SECONDS = 3.0  # for a schema that is to be saved; a preview has less
MAX_DOMAIN = 100  # characters
PREFIX = "columns"
ORIGINS = {
    "stated": "stated in the description",
    "inferred": "inferred from the description",
    "template": "usual for the subject",
}
STEP = 10  # between the numbers that order the rows, so that others fit in between
_MOST_ROWS = 2 * MAX_COLUMNS  # of a form, those that are marked as removed included
_LINE = 60  # characters of an expression that are sure to fit into a line of its field
_MOST_LINES = 12
_NO_SHARE = "The share of missing cells is a number from 0 to 100, such as 2.5."
_SAYING = frozenset(
    {"name", "expression", "description", "missing", "unique"}
)  # fields that make a row more than blank


def _percent(rate: float) -> str:
    """Return a share as the percentage that reads back as exactly this share."""
    return format((Decimal(repr(rate)) * 100).normalize(), "f")


def _lines(text: str) -> str:
    """Return the text with the line ends that Python writes: a browser sends those of the network."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _length(what: str, most: int) -> MaxLengthValidator:
    """Check a length without cutting what is pasted, as a maxlength in the page does."""
    return MaxLengthValidator(most, f"{what} has %(show_value)d characters; {most} are allowed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong, and where: `id` is that of the field in the page, empty when it is no one field's."""

    id: str
    where: str
    message: str


class ColumnForm(forms.Form):
    """A row: one column. `known` tells by its lines what a text was before it passed through a browser.

    `problem` is why the column does not run, once that is known; `origins` tells by name why a column is there.
    """

    name = forms.CharField(
        strip=False,
        error_messages={"required": "A column needs a name."},
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    expression = forms.CharField(
        strip=False,
        error_messages={"required": "Write how the column's values are made, such as fake.name()."},
        validators=[_length("The expression", MAX_EXPRESSION_CHARACTERS)],
        widget=forms.Textarea({"rows": 1, "spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}),
    )
    data_type = forms.ChoiceField(
        label="Data type", choices=[(str(kind), str(kind)) for kind in DataType], initial=str(DataType.STRING)
    )
    description = forms.CharField(
        strip=False,
        required=False,
        validators=[_length("The description", MAX_DESCRIPTION_CHARACTERS)],
        widget=forms.Textarea({"rows": 1}),
    )
    missing = forms.DecimalField(
        label="Missing, in percent",
        required=False,
        validators=[MinValueValidator(0, _NO_SHARE), MaxValueValidator(100, _NO_SHARE)],
        error_messages={"invalid": _NO_SHARE},
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )
    unique = forms.BooleanField(required=False)

    def __init__(self, *args: Any, known: Mapping[str, str], origins: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = known
        self._origins = origins
        self.problem: Problem | None = None
        for name in ("expression", "description"):
            self.fields[name].widget.attrs["rows"] = _height(str(self[name].value() or ""))

    def has_changed(self) -> bool:
        """Tell whether the row says anything: its place and its type alone are none to be kept."""
        return not _SAYING.isdisjoint(self.changed_data)

    def clean_name(self) -> str:
        """Return the name without blanks around it, unless it had them before."""
        name = self._written("name")
        name = name if name in self._known else name.strip()
        try:
            DatasetSchema.from_json(DatasetSchema((_named(name),)).to_json_list())
        except SchemaError as error:
            raise ValidationError(f"{error.message[:1].upper()}{error.message[1:]}.") from error
        return name

    def clean_expression(self) -> str:
        """Return the expression as it was typed."""
        return self._as_before(self._written("expression"))

    def clean_description(self) -> str:
        """Return the description as it was typed."""
        return self._as_before(str(self.cleaned_data["description"]))

    def column(self) -> Column:
        """Return the column that a valid row says."""
        said = self.cleaned_data
        return Column(
            name=said["name"],
            expression=said["expression"],
            data_type=DataType(said["data_type"]),
            description=said["description"],
            null_rate=float((said["missing"] or Decimal()) / 100),
            unique=said["unique"],
        )

    @property
    def origin(self) -> str:
        """Return why a column of this name is there, if that is known."""
        return ORIGINS.get(self._origins.get(str(self["name"].value()), ""), "")

    def place(self) -> float:
        """Return the number that was given to the row, or one above all where there is none."""
        try:
            return int(self["ORDER"].value())
        except (TypeError, ValueError):
            return inf

    def is_removed(self) -> bool:
        """Tell whether the row is marked to be removed."""
        return bool(self["DELETE"].value())

    def point_out(self, problem: Problem) -> None:
        """Let the problem stand at the expression, unless there is none to run."""
        if "expression" not in self.errors:
            self.problem = problem
            self.add_error("expression", problem.message)

    def _written(self, field: str) -> str:
        """Return what was typed, unless it is blank."""
        text = str(self.cleaned_data[field])
        if not text.strip():
            raise ValidationError(self.fields[field].error_messages["required"])
        return text

    def _as_before(self, text: str) -> str:
        return self._known.get(_lines(text), _lines(text))


def _named(name: str) -> Column:
    return Column(name=name, expression="0", data_type=DataType.INTEGER)


def _height(text: str) -> int:
    return min(_MOST_LINES, sum(1 + len(line) // _LINE for line in text.splitlines() or [""]))


class ColumnRows(forms.BaseFormSet):  # type: ignore[type-arg]  # takes no parameters when it runs
    """The rows, ordered by the numbers in them; those that say nothing are none."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "too_many_forms": f"The form has more than {_MOST_ROWS} rows; save some of them first."
    }

    def add_fields(self, form: ColumnForm, index: int | None) -> None:
        """Give the rows that are there numbers with room in between."""
        super().add_fields(form, index)
        form.fields["ORDER"].label = "Place"
        form.fields["DELETE"].label = "Remove"
        if index is not None and index < self.initial_form_count():
            form.fields["ORDER"].initial = (index + 1) * STEP

    def clean(self) -> None:
        """Check the names against each other, and how many columns there are."""
        for row in self.forms:
            if row.is_removed():
                row.errors.clear()
        seen: set[str] = set()
        for row in self.kept():
            name = row.cleaned_data.get("name")
            if name in seen:
                row.add_error("name", "Another column has this name already.")
            elif name is not None:
                seen.add(name)
        if len(self.kept()) > MAX_COLUMNS:
            raise ValidationError(f"A schema has {MAX_COLUMNS} columns at most; this one has {len(self.kept())}.")

    def kept(self) -> list[ColumnForm]:
        """Return the rows of the columns that there are to be, in their order."""
        blank = [row for row in self.forms[self.initial_form_count() :] if not row.has_changed()]
        return [row for row in self.shown() if row not in blank and not row.is_removed()]

    def shown(self) -> list[ColumnForm]:
        """Return all rows, in the order that their numbers say."""
        return sorted(self.forms, key=ColumnForm.place)


_Columns = cast(
    type[ColumnRows],
    forms.formset_factory(
        ColumnForm,
        formset=ColumnRows,
        extra=1,
        can_order=True,
        can_delete=True,
        max_num=MAX_COLUMNS,
        absolute_max=_MOST_ROWS,
    ),
)


def with_room(data: QueryDict, *, more: bool) -> QueryDict:
    """Return what was posted with one row more, if `more` are wanted or all are filled, so that one is always blank."""
    data = data.copy()
    rows = SchemaForm(data).columns
    count = rows.total_form_count()
    is_full = all(row.has_changed() or row.is_removed() for row in rows.forms[rows.initial_form_count() :])
    if (more or is_full) and count < _MOST_ROWS and rows.management_form.is_valid():
        data[f"{PREFIX}-TOTAL_FORMS"] = str(count + 1)
    return data


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
        self.columns = _Columns(
            data,
            prefix=PREFIX,
            initial=[_row(column) for column in entry.schema.columns] if entry else None,
            form_kwargs={
                "known": _known(entry.schema) if entry else {},
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
        rows = [fault for place, row in enumerate(self.columns.shown(), 1) for fault in _faults(row, f"Column {place}")]
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


def _faults(form: forms.Form, place: str = "") -> list[Fault]:
    return [
        Fault(id=field.auto_id, where=f"{place}, {field.label}".removeprefix(", "), message=str(message))
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


def _row(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "expression": column.expression,
        "data_type": str(column.data_type),
        "description": column.description,
        "missing": _percent(column.null_rate),
        "unique": column.unique,
    }


def _known(schema: DatasetSchema) -> dict[str, str]:
    texts = (text for column in schema.columns for text in (column.name, column.expression, column.description))
    return {_lines(text): text for text in texts}
