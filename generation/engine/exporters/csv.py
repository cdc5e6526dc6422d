r"""Comma-separated values (RFC 4180), in UTF-8, with a header line and `\n` line ends.

A missing cell is empty and an empty text is `""`; in a dataset of one column a missing cell is `""` too, because
readers skip empty lines. Values are quoted only where they must be.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.exporters.output import Output
from generation.engine.spelling import Integers, spelled

_SPECIAL = b'",\r\n'


def to_csv(batches: Iterator[pa.RecordBatch], output: Output) -> Iterator[bytes]:
    """Yield the header, and the lines of each batch."""
    headed = not (output.is_first and output.options.header)
    for batch in batches:
        lines = _lines(batch)
        yield lines if headed else _header(batch.schema.names) + lines
        headed = True


def _header(names: list[str]) -> bytes:
    return ",".join(_quoted(pa.array(names)).to_pylist()).encode() + b"\n"


def _lines(batch: pa.RecordBatch) -> bytes:
    columns = [_field(column) for column in batch.columns]
    return _joined(columns, missing='""' if batch.num_columns == 1 else "")


def _field(column: pa.Array) -> pa.Array:
    return _quoted(column) if pa.types.is_string(column.type) else spelled(column)


def _joined(columns: list[pa.Array], missing: str) -> bytes:
    """Return the lines as bytes, each with its line end."""
    if not len(columns[0]):
        return b""
    lines = pc.binary_join_element_wise(*columns, ",", null_handling="replace", null_replacement=missing)
    together = pa.ListArray.from_arrays(pa.array([0, len(lines)], pa.int32()), lines)
    return b"".join((_data(pc.binary_join(together, "\n")).data, b"\n"))


def _offsets(texts: pa.Array) -> npt.NDArray[np.int32]:
    return np.frombuffer(texts.buffers()[1], dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]


def _data(texts: pa.Array) -> npt.NDArray[np.uint8]:
    """Return the bytes of all texts, one after the other."""
    if texts.buffers()[2] is None:
        return np.zeros(0, dtype=np.uint8)
    offsets = _offsets(texts)
    return np.frombuffer(texts.buffers()[2], dtype=np.uint8)[offsets[0] : offsets[-1]]


def _quoted(texts: pa.Array) -> pa.Array:
    """Return the texts with quotes around those that need them: the empty ones, and those with a special character."""
    if not len(texts):
        return texts
    data, offsets = _data(texts), _offsets(texts)
    needs = offsets[1:] == offsets[:-1]
    raw = data.tobytes()
    for character in _SPECIAL:
        if character in raw:  # which is many times faster than looking row by row
            found = np.flatnonzero(data == character)
            needs[np.searchsorted(offsets, found + offsets[0], side="right") - 1] = True
    rows = np.flatnonzero(needs)
    if not len(rows):
        return texts
    inside = texts.take(pa.array(rows))
    if b'"' in raw:
        inside = pc.replace_substring(inside, '"', '""')
    return _replaced(texts, rows, pc.binary_join_element_wise('"', inside, '"', ""))


def _replaced(texts: pa.Array, rows: Integers, replacements: pa.Array) -> pa.Array:
    places = np.arange(len(texts))
    places[rows] = len(texts) + np.arange(len(rows))
    return pa.concat_arrays([texts, replacements]).take(pa.array(places))
