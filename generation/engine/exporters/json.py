r"""JSON: an array of records, one a line; and JSON lines, a record a line. UTF-8; a missing cell is null.

Numbers keep all their digits. Dates and times are texts of ISO 8601, `2024-02-29T13:05:00`. What some readers take for
the end of a line is escaped, so that a record is a line for all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.exporters.cells import data_of, holding, joined, replaced
from generation.engine.exporters.output import Output
from generation.engine.exporters.records import Cells, records
from generation.engine.spelling import spelled

_PIECE_BYTES = 16 * 2**20
_ESCAPES = {
    "\\": "\\\\",  # first: the others are made of it
    '"': '\\"',
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
} | {chr(code): f"\\u{code:04x}" for code in (*range(32), 0x7F, 0x85, 0x2028, 0x2029) if chr(code) not in "\b\f\n\r\t"}
_SPACE = 0x20
_SPECIAL = tuple(character.encode() for character in _ESCAPES if ord(character) > _SPACE)


def to_json(batches: Iterator[pa.RecordBatch], output: Output) -> Iterator[bytes]:
    """Yield the array's beginning, its records, and its end."""
    before = "[\n" if output.is_first else ",\n"
    for piece in _pieces(batches):
        if len(piece):
            yield b"".join((before.encode(), joined(piece, ",\n")))
            before = ",\n"
    if output.is_last:
        yield b"[\n]\n" if before == "[\n" else b"\n]\n"


def to_jsonl(batches: Iterator[pa.RecordBatch], output: Output) -> Iterator[bytes]:  # noqa: ARG001  # as all writers
    """Yield the records of each batch; of no rows, nothing, which is a chunk too."""
    for piece in _pieces(batches):
        yield b"".join((joined(piece, "\n"), b"\n")) if len(piece) else b""


def _pieces(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Array]:
    """Yield the records of some rows at a time: the names in each may be longer than the values."""
    for batch in batches:
        record = _Record.of(batch.schema)
        rows = max(1, _PIECE_BYTES // record.size)
        for start in range(0, batch.num_rows or 1, rows):
            yield record.written(batch.slice(start, rows))


@dataclass(frozen=True, slots=True)
class _Record:
    """What stands before each value of a record."""

    keys: tuple[str, ...]

    @classmethod
    def of(cls, schema: pa.Schema) -> Self:
        return cls(tuple(f"{'{' if not i else ','}{_text(name)}:" for i, name in enumerate(schema.names)))

    @property
    def size(self) -> int:
        """Return the bytes of a record without its values, roughly."""
        return sum(len(key.encode()) for key in self.keys) + 1

    def written(self, batch: pa.RecordBatch) -> pa.Array:
        return records(self.keys, [_cells(column) for column in batch.columns], "}", missing="null")


def _cells(column: pa.Array) -> Cells:
    texts = _escaped(column) if pa.types.is_string(column.type) else _spelled(column)
    return Cells(texts, '"' if _is_text(column.type) else "")


def _is_text(of: pa.DataType) -> bool:
    return not (
        pa.types.is_boolean(of) or pa.types.is_integer(of) or pa.types.is_floating(of) or pa.types.is_decimal(of)
    )


def _spelled(column: pa.Array) -> pa.Array:
    texts = spelled(column)
    return pc.binary_replace_slice(texts, 10, 11, "T") if pa.types.is_timestamp(column.type) else texts


def _escaped(texts: pa.Array) -> pa.Array:
    """Return the texts as they stand between quotes."""
    data = data_of(texts)
    controls = tuple(bytes([code]) for code in np.unique(data[data < _SPACE]))
    rows = np.flatnonzero(holding(texts, (*controls, *_SPECIAL)))
    if not len(rows):
        return texts
    inside = texts.take(pa.array(rows))
    raw = data_of(inside).tobytes()
    for character, escape in _ESCAPES.items():
        if character.encode() in raw:
            inside = pc.replace_substring(inside, character, escape)
    return replaced(texts, rows, inside)


def _text(text: str) -> str:
    return f'"{_escaped(pa.array([text]))[0].as_py()}"'
