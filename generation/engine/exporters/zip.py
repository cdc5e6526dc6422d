"""An archive of everything about a dataset: the data, and for people and for programs what they mean."""

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import chain

import numpy as np
import pyarrow as pa

from generation.engine.exporters import describing
from generation.engine.exporters.archive import Archive
from generation.engine.exporters.cells import Flags, is_empty
from generation.engine.exporters.croissant import croissant
from generation.engine.exporters.csv import to_csv
from generation.engine.exporters.datapackage import DataFile, data_package
from generation.engine.exporters.output import About, Output
from generation.engine.exporters.readme import readme
from generation.engine.schema import Column

_DATA, _SUMS = "data.csv", "SHA256SUMS"


def to_zip(batches: Iterator[pa.RecordBatch], output: Output) -> Iterator[bytes]:
    """Yield the archive: first the data, as csv writes them, because all else tells of them."""
    first = next(batches)
    archive, passing = Archive(), _Passing()
    data = to_csv(passing.rows(chain([first], batches)), Output(about=output.about))
    yield from archive.stream(_DATA, passing.bytes(data), of_any_size=True)
    sums = [f"{passing.file.sha256}  {_DATA}\n"]
    columns = describing.columns(first.schema, output.about)
    for name, text in _companions(columns, output.about, passing.file):
        sums.append(f"{sha256(text.encode()).hexdigest()}  {name}\n")
        yield archive.add(name, text.encode())
    yield archive.add(_SUMS, "".join(sums).encode())
    yield archive.close()


class _Passing:
    """Takes note of the data that pass through."""

    def __init__(self) -> None:
        self._size = 0
        self._hash = sha256()
        self._has_blank_rows = False

    def rows(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the batches."""
        for batch in batches:
            self._has_blank_rows |= _has_blank_rows(batch)
            yield batch

    def bytes(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the chunks."""
        for chunk in chunks:
            self._size += len(chunk)
            self._hash.update(chunk)
            yield chunk

    @property
    def file(self) -> DataFile:
        """Return what has passed."""
        return DataFile(name=_DATA, size=self._size, sha256=self._hash.hexdigest(), has_blank_rows=self._has_blank_rows)


def _has_blank_rows(batch: pa.RecordBatch) -> bool:
    blank = np.ones(len(batch), dtype=np.bool_)
    for column in batch.columns:
        blank &= _is_blank(column)
        if not blank.any():
            return False
    return True


def _is_blank(column: pa.Array) -> Flags:
    """Tell which cells Frictionless takes for missing ones: empty texts too."""
    if pa.types.is_string(column.type):
        return is_empty(column)
    return np.asarray(column.is_null().to_numpy(zero_copy_only=False))


def _companions(columns: tuple[Column, ...], about: About | None, data: DataFile) -> Iterator[tuple[str, str]]:
    """Yield the other files, each with its name: first that which people read first."""
    described = {}
    if about is not None:
        described["schema.json"] = _json({"locale": about.schema.locale, "schema": about.schema.to_json()})
    described["datapackage.json"] = _json(data_package(columns, about, data))
    described["croissant.json"] = _json(croissant(columns, about, data))
    yield "README.md", readme(columns, about, [_DATA, *described, _SUMS])
    yield from described.items()


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
