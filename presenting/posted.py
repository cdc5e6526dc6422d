"""The rows of a form that is still being typed: what can be read of them is, and what cannot is named.

An instructor's form that is to be saved is read by curation.forms, which refuses it as a whole; that takes ten times
as long.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import inf

from generation.engine import (
    DEFAULT_LOCALE,
    MAX_COLUMNS,
    MAX_EXPRESSION_CHARACTERS,
    Column,
    DatasetSchema,
    DataType,
    SchemaError,
    available_locales,
)
from schemas_cache.checking import Problem

PREFIX = "columns"
MOST_ROWS = 2 * MAX_COLUMNS  # of a form, those that are marked as removed included
_NO_EXPRESSION = ""  # which does not run, and neither does what uses the column
_TYPES = frozenset(map(str, DataType))


@dataclass(frozen=True, slots=True)
class Posted:
    """The schema that rows say, and what is wrong with rows themselves; a column of these may stand in it all the same.

    The schema is None where no row says a column.
    """

    schema: DatasetSchema | None
    problems: tuple[Problem, ...]


def read_posted(data: Mapping[str, str]) -> Posted:
    """Return what a form's fields say, in the order of its rows."""
    columns: dict[str, Column] = {}
    problems: list[Problem] = []
    for row in _rows(data):
        if problem := _misnamed(row, columns):
            problems.append(problem)
        elif len(columns) == MAX_COLUMNS:
            problems.append(Problem(column=None, message=f"a schema has {MAX_COLUMNS} columns at most"))
            break
        else:
            problems += _problems(row)
            columns[row.name] = _column(row)
    locale = data.get("locale") or DEFAULT_LOCALE
    if locale not in available_locales():
        return Posted(None, (Problem(column=None, message=f"there is no locale {locale:.40}"), *problems))
    return Posted(DatasetSchema(tuple(columns.values()), locale=locale) if columns else None, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    order: float
    name: str
    expression: str
    data_type: str
    missing: str
    unique: bool


def _rows(data: Mapping[str, str]) -> list[_Row]:
    """Return the rows that say something and are not to be removed."""
    count = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    numbers = range(min(int(count), MOST_ROWS) if count.isdecimal() and len(count) < len(str(MOST_ROWS)) + 1 else 0)
    rows = (_row(data, number) for number in numbers if not data.get(f"{PREFIX}-{number}-DELETE"))
    return sorted((row for row in rows if row.name or row.expression.strip()), key=lambda row: row.order)


def _row(data: Mapping[str, str], number: int) -> _Row:
    def said(field: str) -> str:
        return data.get(f"{PREFIX}-{number}-{field}", "")

    order = said("ORDER").strip()
    return _Row(
        number=number + 1,
        order=_place(order),
        name=said("name").strip(),
        expression=said("expression").replace("\r\n", "\n"),
        data_type=said("data_type"),
        missing=said("missing").strip(),
        unique=bool(said("unique")),
    )


def _place(order: str) -> float:
    try:
        return int(order)
    except ValueError:  # which thousands of digits raise as well
        return inf


def _misnamed(row: _Row, others: Mapping[str, Column]) -> Problem | None:
    """Return why a row's name is none, or None."""
    if not row.name:
        return Problem(column=None, message=f"row {row.number}: the column has no name")
    if row.name in others:
        return Problem(column=None, message=f"row {row.number}: another column has the name {row.name:.40} already")
    try:
        DatasetSchema.from_json([{"name": row.name, "faker_method": "0"}])
    except SchemaError as error:
        return Problem(column=None, message=f"row {row.number}: {error.message}")
    return None


def _problems(row: _Row) -> Iterator[Problem]:
    if not row.expression.strip():
        yield Problem(column=row.name, message="write how its values are made", hint="such as fake.name()")
    elif len(row.expression) > MAX_EXPRESSION_CHARACTERS:
        allowed = f"{MAX_EXPRESSION_CHARACTERS} are allowed"
        yield Problem(column=row.name, message=f"the expression has {len(row.expression)} characters, {allowed}")
    if row.data_type not in _TYPES:
        yield Problem(column=row.name, message="this is no data type", hint="a text is shown")
    if _share(row.missing) is None:
        yield Problem(column=row.name, message="the share of missing cells is a number from 0 to 100", hint="none are")


def _column(row: _Row) -> Column:
    return Column(
        name=row.name,
        expression=row.expression if len(row.expression) <= MAX_EXPRESSION_CHARACTERS else _NO_EXPRESSION,
        data_type=DataType(row.data_type) if row.data_type in _TYPES else DataType.STRING,
        null_rate=_share(row.missing) or 0.0,
        unique=row.unique,
    )


def _share(percent: str) -> float | None:
    try:
        share = Decimal(percent or "0") / 100
    except InvalidOperation:
        return None
    return float(share) if share.is_finite() and 0 <= share <= 1 else None
