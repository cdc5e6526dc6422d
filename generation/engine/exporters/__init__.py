"""Batches to bytes, a file per format."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pyarrow as pa

from generation.engine.errors import EngineError, PlanError
from generation.engine.exporters.csv import to_csv
from generation.engine.exporters.output import About, OptionError, Options, Output

__all__ = ["FORMATS", "About", "Format", "OptionError", "Options", "check_export", "export"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A file format: how its files end, what HTTP calls it, and what writes it.

    `options` are those that it takes. A file may be written in parts that begin at multiples of `group_rows` and whose
    bytes, one after the other, are those of the whole; None: it cannot be. `most_rows` is what it can hold, or None.
    `is_compressed`: nothing is won by compressing it again.
    """

    extension: str
    content_type: str
    write: Callable[[Iterator[pa.RecordBatch], Output], Iterator[bytes]]
    options: frozenset[str] = frozenset()
    group_rows: int | None = 1
    most_rows: int | None = None
    is_compressed: bool = False


_CSV_OPTIONS = frozenset({"csv_safe", "delimiter", "header", "missing", "decimal_comma", "date_format"})

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "csv": Format(extension="csv", content_type="text/csv; charset=utf-8", write=to_csv, options=_CSV_OPTIONS),
    }
)


def check_export(format_name: str, *, rows: int, options: Options | None = None) -> None:
    """Refuse what no file of a format can be, before any row is made.

    Raises EngineError for an unknown format, OptionError for an option that it does not take, and PlanError for more
    rows than it holds, which says how many would do.
    """
    if format_name not in FORMATS:
        raise EngineError(f"there is no format {format_name!r:.40}", hint=f"there is {', '.join(FORMATS)}")
    of = FORMATS[format_name]
    for option in (options or Options()).chosen:
        if option not in of.options:
            takes = ", ".join(sorted(of.options)) or "none"
            raise OptionError(f"{format_name} has no option {option}", option=option, hint=f"it has {takes}")
    if of.most_rows is not None and rows > of.most_rows:
        raise PlanError(
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
