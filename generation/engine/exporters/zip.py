"""An archive of everything about a dataset: the data, and for people and for programs what they mean."""

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import chain

import pyarrow as pa

from generation.engine.exporters import describing
from generation.engine.exporters.archive import Archive
from generation.engine.exporters.croissant import croissant
from generation.engine.exporters.csv import to_csv
from generation.engine.exporters.datapackage import data_package
from generation.engine.exporters.output import Output
from generation.engine.schema import Column

_DATA, _SUMS = "data.csv", "SHA256SUMS"


def to_zip(batches: Iterator[pa.RecordBatch], output: Output) -> Iterator[bytes]:
    """Yield the archive: first the data, as csv writes them, because all else tells of them."""
    first = next(batches)
    archive, passing = Archive(), _Passing()
    data = passing.of(to_csv(chain([first], batches), Output(about=output.about)))
    yield from archive.stream(_DATA, data, of_any_size=True)
    sums = [f"{passing.sha256}  {_DATA}\n"]
    for name, text in _companions(describing.columns(first.schema, output.about), output, passing):
        sums.append(f"{sha256(text.encode()).hexdigest()}  {name}\n")
        yield archive.add(name, text.encode())
    yield archive.add(_SUMS, "".join(sums).encode())
    yield archive.close()


class _Passing:
    """Counts the bytes that pass through, and hashes them."""

    def __init__(self) -> None:
        self.size = 0
        self._hash = sha256()

    def of(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the chunks."""
        for chunk in chunks:
            self.size += len(chunk)
            self._hash.update(chunk)
            yield chunk

    @property
    def sha256(self) -> str:
        """Return the digest of all that has passed, in hexadecimal."""
        return self._hash.hexdigest()


def _companions(columns: tuple[Column, ...], output: Output, data: _Passing) -> Iterator[tuple[str, str]]:
    """Yield the other files, each with its name."""
    about = output.about
    yield "README.md", describing.dictionary(columns, about)
    if about is not None:
        yield "schema.json", _json({"locale": about.schema.locale, "schema": about.schema.to_json()})
    yield "datapackage.json", _json(data_package(columns, about, file=_DATA, size=data.size, sha256=data.sha256))
    yield "croissant.json", _json(croissant(columns, about, file=_DATA, size=data.size, sha256=data.sha256))


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
