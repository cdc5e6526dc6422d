"""Batches to bytes, a file per format."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from generation.engine.errors import EngineError, OptionError, RowsError
from generation.engine.exporters import arrow, parquet, sqlite, xlsx
from generation.engine.exporters.checking import check_options
from generation.engine.exporters.csv import to_csv
from generation.engine.exporters.json import to_json, to_jsonl
from generation.engine.exporters.output import About, Options, Output
from generation.engine.exporters.sql import GROUP_ROWS as SQL_GROUP_ROWS
from generation.engine.exporters.sql import to_sql
from generation.engine.exporters.tsv import to_tsv
from generation.engine.exporters.zip import to_zip

__all__ = ["FORMATS", "About", "Format", "Options", "check_export", "export", "joined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A file format: how its files end, what HTTP calls it, and what writes it.

    `options` are those that it takes. A file may be written in parts that begin at multiples of `group_rows` and whose
    bytes, one after the other, are those of the whole; None: it cannot be. Where there is a `join`, each part is a file
    of its own, of which it makes the whole. `most_rows` is what it can hold, or None. `is_compressed`: nothing is won
    by compressing it again.
    """

    extension: str
    content_type: str
    write: Callable[[Iterator[pa.RecordBatch], Output], Iterator[bytes]]
    options: frozenset[str] = frozenset()
    group_rows: int | None = 1
    join: Callable[[Iterable[Any], Output], Iterator[bytes]] | None = None
    most_rows: int | None = None
    is_compressed: bool = False


_CSV_OPTIONS = frozenset({"csv_safe", "delimiter", "header", "missing", "decimal_comma", "date_format"})

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "csv": Format(extension="csv", content_type="text/csv; charset=utf-8", write=to_csv, options=_CSV_OPTIONS),
        "tsv": Format(
            extension="tsv",
            content_type="text/tab-separated-values; charset=utf-8",
            write=to_tsv,
            options=_CSV_OPTIONS - {"delimiter"},
        ),
        "json": Format(extension="json", content_type="application/json", write=to_json),
        "jsonl": Format(extension="jsonl", content_type="application/x-ndjson", write=to_jsonl),
        "sql": Format(
            extension="sql",
            content_type="application/sql; charset=utf-8",
            write=to_sql,
            options=frozenset({"dialect"}),
            group_rows=SQL_GROUP_ROWS,
        ),
        "parquet": Format(
            extension="parquet",
            content_type="application/vnd.apache.parquet",
            write=parquet.to_parquet,
            group_rows=parquet.GROUP_ROWS,
            join=parquet.join_parquet,
            is_compressed=True,
        ),
        "arrow": Format(
            extension="arrows",
            content_type="application/vnd.apache.arrow.stream",
            write=arrow.to_arrow,
            group_rows=arrow.GROUP_ROWS,
        ),
        "xlsx": Format(
            extension="xlsx",
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            write=xlsx.to_xlsx,
            options=frozenset({"header"}),
            group_rows=None,
            most_rows=xlsx.MOST_ROWS,
            is_compressed=True,
        ),
        "sqlite": Format(
            extension="sqlite", content_type="application/vnd.sqlite3", write=sqlite.to_sqlite, group_rows=None
        ),
        "zip": Format(
            extension="zip", content_type="application/zip", write=to_zip, group_rows=None, is_compressed=True
        ),
    }
)


def check_export(format_name: str, *, rows: int, options: Options | None = None) -> None:
    """Refuse what no file of a format can be, before any row is made.

    Raises EngineError for an unknown format, OptionError for an option that it does not take, and RowsError for more
    rows than it holds, which says how many would do.
    """
    if format_name not in FORMATS:
        raise EngineError(f"there is no format {format_name!r:.40}", hint=f"there is {', '.join(FORMATS)}")
    of = FORMATS[format_name]
    for option in (options or Options()).chosen:
        if option not in of.options:
            takes = ", ".join(sorted(of.options)) or "none"
            raise OptionError(f"{format_name} has no option {option}", option=option, hint=f"it has {takes}")
    check_options(options or Options())
    if of.most_rows is not None and rows > of.most_rows:
        raise RowsError(
            f"a file in the format {format_name} holds {of.most_rows} rows, {rows} are asked",
            hint="another format, such as csv or parquet, holds them",
        ).allowing(of.most_rows)


def export(  # noqa: PLR0913  # each names itself
    batches: Iterator[pa.RecordBatch],
    format_name: str,
    *,
    options: Options | None = None,
    about: About | None = None,
    is_first: bool = True,
    is_last: bool = True,
) -> Iterator[bytes]:
    """Return a dataset's bytes in a format, made batch by batch.

    A part of a file that is not the first has not what begins it, one that is not the last not what ends it. Raises
    EngineError for an unknown format.
    """
    check_export(format_name, rows=0, options=options)
    output = Output(options=options or Options(), about=about, is_first=is_first, is_last=is_last)
    return FORMATS[format_name].write(batches, output)


def joined(
    format_name: str, parts: Iterable[Any], *, options: Options | None = None, about: About | None = None
) -> Iterator[bytes]:
    """Return the bytes of the whole file, whose parts are whole files too, in their order: see Format.

    The parts are paths, or open files that can be sought; `about` is what the parts were written with. Raises
    EngineError for an unknown format, and for one whose parts are no files of their own.
    """
    check_export(format_name, rows=0, options=options)
    join = FORMATS[format_name].join
    if join is None:
        raise EngineError(f"the bytes of parts in the format {format_name}, one after the other, are the whole already")
    return join(parts, Output(options=options or Options(), about=about))
