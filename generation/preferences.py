"""What a client would rather have: formats by Accept, codings by Accept-Encoding (RFC 9110, 12.4 and 12.5)."""

import re
from collections.abc import Iterable, Iterator, Mapping

from generation.engine import FORMATS

CODINGS = ("zstd", "gzip")  # among equally good ones the first

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*+"')  # of which nothing matters here
_QUALITY = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")
_USUAL_NAMES: Mapping[str, str] = {"x-gzip": "gzip"}  # RFC 9110, 8.4.1.3
# What formats are called besides their own names, for want of one that all agree on.
_OTHER_TYPES: Mapping[str, frozenset[str]] = {
    "csv": frozenset({"application/csv"}),
    "tsv": frozenset({"text/tsv"}),
    "jsonl": frozenset(
        {
            "application/jsonl",
            "application/jsonlines",
            "application/json-lines",
            "application/x-jsonlines",
            "application/x-ndjson",
            "application/ndjson",
        }
    ),
    "parquet": frozenset({"application/vnd.apache.parquet", "application/x-parquet", "application/parquet"}),
    "arrow": frozenset({"application/vnd.apache.arrow.stream"}),
    "sql": frozenset({"application/sql", "application/x-sql", "text/x-sql"}),
    "sqlite": frozenset({"application/vnd.sqlite3", "application/x-sqlite3"}),
    "zip": frozenset({"application/x-zip-compressed"}),
}


def preferred_format(accept: str, formats: Iterable[str] = FORMATS) -> str | None:
    """Return the format that Accept asks for, or None where none is as good as any other, or it names none there is.

    Among equally good ones it is the first.
    """
    wanted = dict(_qualities(accept))
    best, best_quality = None, 0.0
    for name in formats:
        quality = _quality_of(name, wanted)
        if quality > best_quality:
            best, best_quality = name, quality
    return best


def preferred_coding(accept_encoding: str) -> str:
    """Return the content coding that Accept-Encoding asks for, one of CODINGS, or nothing for none at all.

    A coding is taken only by its name: that anything goes is said by clients that decode nothing.
    """
    wanted = {_USUAL_NAMES.get(name, name): quality for name, quality in _qualities(accept_encoding)}
    best = max(CODINGS, key=lambda coding: wanted.get(coding, 0.0))
    quality = wanted.get(best, 0.0)
    return best if quality > 0 and quality >= wanted.get("identity", 0.0) else ""


def _quality_of(format_: str, wanted: Mapping[str, float]) -> float:
    """Return how good a format is: what names it most exactly says so. A range of types is of those that are sent."""
    own = FORMATS[format_].content_type.partition(";")[0].strip().lower()
    if named := [wanted[type_] for type_ in {own, *_OTHER_TYPES.get(format_, ())} if type_ in wanted]:
        return max(named)
    return next((wanted[range_] for range_ in (f"{own.partition('/')[0]}/*", "*/*") if range_ in wanted), 0.0)


def _qualities(header: str) -> Iterator[tuple[str, float]]:
    """Yield what a list names, in lower case, and how good it is; what is malformed is left out."""
    for element in _QUOTED.sub("", header).split(","):
        name, *parameters = (part.strip().lower() for part in element.split(";"))
        said = [parameter[2:].strip() for parameter in parameters if parameter.startswith("q=")]
        if name and all(_QUALITY.fullmatch(quality) for quality in said):
            yield name, float(said[0]) if said else 1.0
