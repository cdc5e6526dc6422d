"""The columns of a schema as rows of a form."""

from collections.abc import Mapping
from decimal import Decimal
from math import inf
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator

from generation.engine import (
    MAX_COLUMNS,
    MAX_DESCRIPTION_CHARACTERS,
    MAX_EXPRESSION_CHARACTERS,
    Column,
    DatasetSchema,
    DataType,
    SchemaError,
)
from presenting.posted import MOST_ROWS, percent, unix_lines
from schemas_cache.checking import Problem

ORIGINS = {
    "stated": "stated in the description",
    "inferred": "inferred from the description",
    "template": "usual for the subject",
}
STEP = 10  # between the numbers that order the rows, so that others fit in between
_LINE = 60  # characters of an expression that are sure to fit into a line of its field
_MOST_LINES = 12
_NO_SHARE = "The share of missing cells is a number from 0 to 100, such as 2.5."
_SAYING = frozenset({"name", "expression", "description", "missing", "unique"})  # what makes a row more than blank


def _length(what: str, most: int) -> MaxLengthValidator:
    """Check a length without cutting what is pasted, as a maxlength in the page does."""
    return MaxLengthValidator(most, f"{what} has %(show_value)d characters; {most} are allowed.")


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
        widget=forms.Textarea({"rows": 1, "placeholder": "What it holds"}),
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
        return self._known.get(unix_lines(text), unix_lines(text))


def _named(name: str) -> Column:
    return Column(name=name, expression="0", data_type=DataType.INTEGER)


def _height(text: str) -> int:
    return min(_MOST_LINES, sum(1 + len(line) // _LINE for line in text.splitlines() or [""]))


class ColumnRows(forms.BaseFormSet):  # type: ignore[type-arg]  # takes no parameters when it runs
    """The rows, ordered by the numbers in them; those that say nothing are none."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "too_many_forms": f"The form has more than {MOST_ROWS} rows; save some of them first."
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


Columns = cast(
    type[ColumnRows],
    forms.formset_factory(
        ColumnForm,
        formset=ColumnRows,
        extra=1,
        can_order=True,
        can_delete=True,
        max_num=MAX_COLUMNS,
        absolute_max=MOST_ROWS,
    ),
)


def row_of(column: Column) -> dict[str, Any]:
    """Return what a row says of a column at first."""
    return {
        "name": column.name,
        "expression": column.expression,
        "data_type": str(column.data_type),
        "description": column.description,
        "missing": percent(column.null_rate),
        "unique": column.unique,
    }


def known_texts(schema: DatasetSchema) -> dict[str, str]:
    """Return all texts of the columns by what a browser leaves of their line ends."""
    texts = (text for column in schema.columns for text in (column.name, column.expression, column.description))
    return {unix_lines(text): text for text in texts}
