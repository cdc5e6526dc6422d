"""Batches to bytes, a file per format."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pyarrow as pa

from generation.engine.errors import EngineError
from generation.engine.exporters.csv import to_csv


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: how its files end, what HTTP calls it, and what writes it."""

    extension: str
    content_type: str
    write: Callable[[Iterator[pa.RecordBatch]], Iterator[bytes]]


FORMATS: Mapping[str, Format] = MappingProxyType({"csv": Format("csv", "text/csv; charset=utf-8", to_csv)})


def export(batches: Iterator[pa.RecordBatch], format_name: str) -> Iterator[bytes]:
    """Return a dataset's bytes in a format, made batch by batch. Raises EngineError for an unknown format."""
    if format_name not in FORMATS:
        raise EngineError(f"there is no format {format_name!r:.40}", hint=f"there is {', '.join(FORMATS)}")
    return FORMATS[format_name].write(batches)
