"""What pages know of file formats: what people call them, and how programs read them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from generation.engine import FORMATS, Options

_LABELS: Mapping[str, str] = MappingProxyType(
    {"jsonl": "JSON Lines", "parquet": "Parquet", "arrow": "Arrow", "xlsx": "Excel", "sqlite": "SQLite"}
)
_USUAL = Options()
OFFERED = ("csv_safe", "decimal_comma", "dialect")  # of the options; for the others there are links


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a program that reads a file from where it is; `id` is its element's in a page."""

    id: str
    program: str
    text: str


def label(name: str) -> str:
    """Return what people call a format."""
    return _LABELS.get(name, name.upper())


def choices() -> list[tuple[str, str]]:
    """Return the formats with what they are called, for a form."""
    return [(name, label(name)) for name in FORMATS]


def taken_by(format_name: str, options: Options) -> Options:
    """Return those of the options that a format takes."""
    untaken = options.chosen.keys() - FORMATS[format_name].options
    return replace(options, **{name: getattr(_USUAL, name) for name in untaken})


def lines(format_name: str, link: str, options: Options) -> Iterator[Line]:
    """Yield a line for each program that reads a format from an address.

    An address has nothing in it that means anything within quotes to Python.
    """
    for id_, (program, call) in _PROGRAMS.items():
        if reader := _READERS.get(format_name, {}).get(id_):
            arguments = "".join(_arguments(id_, format_name, options))
            yield Line(id=id_, program=program, text=call.format(reader, link, arguments))


def _arguments(program: str, format_name: str, options: Options) -> Iterator[str]:
    """Yield what a program is to be told of a file because it does not take it for granted."""
    if (program, format_name) == ("pandas", "jsonl"):
        yield ", lines=True"
    if format_name in _SEPARATED:
        separator, comma = _SAID[program]
        if delimiter := _delimiter(format_name, options):
            yield separator.format(delimiter)
        if options.decimal_comma:
            yield comma


def _delimiter(format_name: str, options: Options) -> str:
    """Return what stands between cells as Python writes it, or nothing where that is a comma."""
    if format_name == "tsv":
        return "\\t"
    return options.delimiter.replace("\t", "\\t") or (";" if options.decimal_comma else "")


_SEPARATED = ("csv", "tsv")
_PROGRAMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "pandas": ("pandas", 'pd.{}("{}"{})'),
        # Polars itself asks for pieces of a file by their bytes, which a file that is made just now does not have.
        "polars": ("Polars", 'from urllib.request import urlopen; pl.{}(urlopen("{}"){})'),
        "duckdb": ("DuckDB", "duckdb.sql(\"FROM {}('{}'{})\")"),
    }
)
_SAID: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "pandas": (', sep="{}"', ', decimal=","'),
        "polars": (', separator="{}"', ", decimal_comma=True"),
        "duckdb": (", delim='{}'", ", decimal_separator=','"),
    }
)
_READERS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "csv": {"pandas": "read_csv", "polars": "read_csv", "duckdb": "read_csv"},
        "tsv": {"pandas": "read_csv", "polars": "read_csv", "duckdb": "read_csv"},
        "json": {"pandas": "read_json", "polars": "read_json", "duckdb": "read_json"},
        "jsonl": {"pandas": "read_json", "polars": "read_ndjson", "duckdb": "read_ndjson"},
        "parquet": {"pandas": "read_parquet", "polars": "read_parquet", "duckdb": "read_parquet"},
        "arrow": {"polars": "read_ipc_stream"},
        "xlsx": {"pandas": "read_excel"},
    }
)
