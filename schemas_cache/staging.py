"""Entries of a file that are good, waiting in a temporary file as the rows that they become.

They are put there one by one, outside any transaction; and are taken out fast, so that the transaction is short.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import Any, Self

from schemas_cache.models import Revision, Schema
from schemas_cache.schemas_json.reading import ReadEntry
from schemas_cache.schemas_json.stream import Place
from schemas_cache.tables import rows_of

_IN_MEMORY = 1_000_000  # bytes; more of them go to the disk
_LEFT_OUT = frozenset({"id", "merged_into_id", "schema_id"})

_Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Staged:
    """A schema and its revisions, the current one last, as the fields of their rows."""

    place: Place
    schema: _Fields
    revisions: list[_Fields]
    merged_into: str

    @property
    def hash(self) -> str:
        """Return the hash that names the schema in links."""
        hash_: str = self.schema["hash"]
        return hash_

    @property
    def key(self) -> str:
        """Return what its description must hash to."""
        key: str = self.schema["description_key"]
        return key

    @property
    def current(self) -> _Fields:
        """Return the fields of the current revision."""
        return self.revisions[-1]


class Stage:
    """The temporary file, gone when the block is left."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - it is closed on leaving the block
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def put(self, place: Place, entry: ReadEntry) -> None:
        """Add a schema with its revisions."""
        schema, revisions = rows_of(entry.key, entry.revisions)
        line = [
            [place.entry, place.key, place.line],
            _fields(schema),
            [_fields(revision) for revision in revisions],
            entry.current.merged_into,
        ]
        self._file.write(json.dumps(line, default=datetime.isoformat).encode() + b"\n")
        self.count += 1

    def batches(self, size: int) -> Iterator[list[Staged]]:
        """Yield all that was put, in its order, so many at a time."""
        self._file.seek(0)
        lines = iter(self._file)
        while batch := [_staged(line) for line in islice(lines, size)]:
            yield batch


def _fields(row: Schema | Revision) -> _Fields:
    return {name: value for name, value in vars(row).items() if not name.startswith("_") and name not in _LEFT_OUT}


def _staged(line: bytes) -> Staged:
    (entry, key, number), schema, revisions, merged_into = json.loads(line)
    return Staged(Place(entry=entry, key=key, line=number), schema, revisions, merged_into)
