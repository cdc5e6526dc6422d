"""What a file tells of its columns and of how it came to be, in words that people and programs read."""

import re
from collections.abc import Iterator

import pyarrow as pa

from generation.engine.exporters.output import About
from generation.engine.schema import Column, DataType

UNNAMED = "dataset"
_LONGEST_HEADING = 100
HEADINGS = ("Column", "Type", "Description", "Missing", "Unique", "Made by")
_TYPES = {
    pa.int64(): DataType.INTEGER,
    pa.float64(): DataType.FLOAT,
    pa.bool_(): DataType.BOOLEAN,
    pa.date32(): DataType.DATE,
    pa.timestamp("s"): DataType.DATETIME,
    pa.time32("s"): DataType.TIME,
}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def columns(stored: pa.Schema, about: About | None) -> tuple[Column, ...]:
    """Return the columns of a file, in their order; those of which nothing is known have a name and a type."""
    if about is not None:
        return about.schema.columns
    return tuple(Column(name=field.name, expression="", data_type=data_type(field.type)) for field in stored)


def data_type(stored: pa.DataType) -> DataType:
    """Return what a column holds that is stored so."""
    return DataType.DECIMAL if pa.types.is_decimal(stored) else _TYPES.get(stored, DataType.STRING)


def name(about: About | None) -> str:
    """Return what the dataset is called, in a-z, 0-9 and _."""
    return about.name if about else UNNAMED


def title(about: About | None) -> str:
    """Return what the dataset is about, in a line."""
    return " ".join(about.title.split()) if about and about.title.strip() else name(about)


def facts(about: About | None) -> Iterator[tuple[str, str]]:
    """Yield what one needs to know to make the same rows again, each with its name."""
    if about is None:
        return
    yield "Rows", str(about.rows)
    if about.start:
        yield "First row", str(about.start)
    yield "Seed", str(about.seed)
    yield "Reference date", about.as_of.isoformat()
    yield "Locale", about.schema.locale
    if about.designed_by:
        yield "Designed by", about.designed_by
    if about.link:
        yield "Permanent link", about.link


def told(about: About | None) -> str:
    """Return the facts in a line."""
    return "; ".join(f"{label}: {fact}" for label, fact in facts(about))


def entry(column: Column) -> tuple[str, ...]:
    """Return a column's row of the data dictionary, a text for each of HEADINGS."""
    missing = f"{column.null_rate:.4%}".rstrip("0%").rstrip(".") + " %" if column.null_rate else ""
    unique = "yes" if column.unique else ""
    return (column.name, column.data_type.value, column.description, missing, unique, column.expression)


def dictionary(described: tuple[Column, ...], about: About | None) -> str:
    """Return the data dictionary in Markdown: what the dataset is, a row for each column, how to make it again."""
    lines = [*_heading(about), "", _row(HEADINGS), _row("---" for _ in HEADINGS)]
    lines += [_row(_cells(column)) for column in described]
    made = [f"- {label}: {_plain(fact)}" for label, fact in facts(about)]
    return "\n".join([*lines, *(["", "## How it was made", "", *made] if made else []), ""])


def _heading(about: About | None) -> list[str]:
    """Return the title as a heading, or below one if it is too long for that."""
    shown = _plain(title(about))
    return [f"# {shown}"] if len(shown) <= _LONGEST_HEADING else [f"# {_plain(name(about))}", "", shown]


def _cells(column: Column) -> Iterator[str]:
    *texts, expression = entry(column)
    yield from map(_plain, texts)
    yield _code(expression)


def _row(cells: Iterator[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """Return a text as Markdown that shows it as it is, in one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _code(text: str) -> str:
    """Return a text as a piece of code in a table, where a bar has to be guarded even there."""
    shown = " ".join(text.split()).replace("|", "\\|")
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    space = " " if longest else ""
    return f"{fence}{space}{shown}{space}{fence}" if shown else ""
