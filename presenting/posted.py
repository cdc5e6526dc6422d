"""The rows of a form that is still being typed: what can be read of them is, and what cannot is named.

An instructor's form that is to be saved is read by curation.forms, which refuses it as a whole; that takes ten times
as long.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from math import inf

from django.utils.translation import gettext as _

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
from schemas_cache.checking import Problem
from schemas_cache.keys import is_storable

PREFIX = "columns"
MOST_ROWS = 2 * MAX_COLUMNS  # of a form, those that are marked as removed included
_NO_EXPRESSION = ""  # which does not run, and neither does what uses the column
_TYPES = frozenset(map(str, DataType))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row as it was typed; `number` is the one in the names of its fields, which count from 0.

    A data type that is blank is nobody's choice: a text is shown.
    """

    number: int
    order: float
    name: str
    expression: str
    data_type: str
    description: str
    missing: str
    unique: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a field of a row; `column` is the name that the row says, if that is one.

    `excerpt` is as a problem's. `is_english`: the words are the engine's.
    """

    row: int
    field: str
    message: str
    hint: str = ""
    excerpt: str = ""
    column: str | None = None
    is_english: bool = False

    @property
    def problem(self) -> Problem:
        """Return it as a problem of the schema, in which rows without a name are known by their numbers."""
        row = "" if self.column is not None else _("row %(number)d: ") % {"number": self.row + 1}
        return Problem(column=self.column, message=f"{row}{self.message}", hint=self.hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """The schema that rows say, and what is wrong with them; a column that is wrong may stand in it all the same.

    The schema is None where no row says a column. `rows` are those that say something and are not to be removed, in
    their order; `places` tells by name which of them a column of the schema is, by its number. `whole` is what is wrong
    with no row of its own.
    """

    schema: DatasetSchema | None
    rows: tuple[Row, ...] = ()
    places: Mapping[str, int]
    faults: tuple[Fault, ...] = ()
    whole: tuple[Problem, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return everything that is wrong."""
        return (*self.whole, *(fault.problem for fault in self.faults))


def read_posted(data: Mapping[str, str]) -> Posted:
    """Return what a form's fields say, in the order of its rows."""
    rows, columns, places = read_rows(data), dict[str, Column](), dict[str, int]()
    faults: list[Fault] = []
    whole: list[Problem] = []
    for row in rows:
        if fault := _misnamed(row, columns):
            faults.append(fault)
        elif len(columns) == MAX_COLUMNS:
            most = _("a schema has %(count)d columns at most") % {"count": MAX_COLUMNS}
            whole.append(Problem(column=None, message=most))
            break
        else:
            faults += _faults(row)
            columns[row.name], places[row.name] = _column(row), row.number
    locale = data.get("locale") or DEFAULT_LOCALE
    if locale not in available_locales():
        whole.insert(0, Problem(column=None, message=f"there is no locale {locale:.40}"))
        columns = {}
    schema = DatasetSchema(tuple(columns.values()), locale=locale) if columns else None
    return Posted(schema=schema, rows=rows, places=places, faults=tuple(faults), whole=tuple(whole))


def read_rows(data: Mapping[str, str]) -> tuple[Row, ...]:
    """Return the rows that say something and are not to be removed, in their order."""
    count = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    numbers = range(min(int(count), MOST_ROWS) if count.isdecimal() and len(count) < len(str(MOST_ROWS)) + 1 else 0)
    rows = (_row(data, number) for number in numbers if not data.get(f"{PREFIX}-{number}-DELETE"))
    return tuple(sorted((row for row in rows if row.name or row.expression.strip()), key=lambda row: row.order))


def _row(data: Mapping[str, str], number: int) -> Row:
    def said(field: str) -> str:
        return data.get(f"{PREFIX}-{number}-{field}", "")

    order = said("ORDER").strip()
    return Row(
        number=number,
        order=_place(order),
        name=said("name").strip(),
        expression=unix_lines(said("expression")),
        data_type=said("data_type"),
        description=unix_lines(said("description")),
        missing=said("missing").strip(),
        unique=bool(said("unique")),
    )


def unix_lines(text: str) -> str:
    """Return the text with the line ends that Python writes: a browser sends those of the network."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def percent(rate: float) -> str:
    """Return a share as the percentage that reads back as exactly this share."""
    return format((Decimal(repr(rate)) * 100).normalize(), "f")


def _place(order: str) -> float:
    try:
        return int(order)
    except ValueError:  # which thousands of digits raise as well
        return inf


def _misnamed(row: Row, others: Mapping[str, Column]) -> Fault | None:
    """Return why a row's name is none, or None."""
    if not row.name:
        return Fault(row=row.number, field="name", message=_("the column has no name"))
    if row.name in others:
        taken = _("another column has the name %(name)s already") % {"name": f"{row.name:.40}"}
        return Fault(row=row.number, field="name", message=taken)
    try:
        DatasetSchema.from_json([{"name": row.name, "faker_method": "0"}])
    except SchemaError as error:
        return Fault(row=row.number, field="name", message=error.message, is_english=True)
    return None


def _faults(row: Row) -> Iterator[Fault]:
    def fault(field: str, message: str, hint: str = "") -> Fault:
        return Fault(row=row.number, field=field, message=message, hint=hint, column=row.name)

    if not row.expression.strip():
        yield fault("expression", _("write how its values are made"), _("such as fake.name()"))
    elif len(row.expression) > MAX_EXPRESSION_CHARACTERS:
        counted = {"count": len(row.expression), "most": MAX_EXPRESSION_CHARACTERS}
        yield fault("expression", _("the expression has %(count)d characters, %(most)d are allowed") % counted)
    if row.data_type and row.data_type not in _TYPES:
        yield fault("data_type", _("this is no data type"), _("a text is shown"))
    if _share(row.missing) is None:
        yield fault("missing", _("the share of missing cells is a number from 0 to 100"), _("none are"))
    if len(row.description) > MAX_DESCRIPTION_CHARACTERS:
        counted = {"count": len(row.description), "most": MAX_DESCRIPTION_CHARACTERS}
        yield fault("description", _("the description has %(count)d characters, %(most)d are allowed") % counted)
    elif not is_storable(row.description):
        yield fault("description", _("the description holds a character that cannot be stored"))


def _column(row: Row) -> Column:
    return Column(
        name=row.name,
        expression=row.expression if len(row.expression) <= MAX_EXPRESSION_CHARACTERS else _NO_EXPRESSION,
        data_type=DataType(row.data_type) if row.data_type in _TYPES else DataType.STRING,
        description=row.description,
        null_rate=_share(row.missing) or 0.0,
        unique=row.unique,
    )


def _share(percent: str) -> float | None:
    try:
        share = Decimal(percent or "0") / 100
    except DecimalException:  # no number, or one that is too large to be divided
        return None
    return float(share) if share.is_finite() and 0 <= share <= 1 else None
