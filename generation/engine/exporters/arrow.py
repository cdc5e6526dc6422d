"""An Arrow IPC stream: what Arrow's libraries hand to each other, with the columns' own types.

Its messages are those of record batches of fixed numbers of rows, so that parts of it join.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from generation.engine.exporters.cells import data_of, offsets_of
from generation.engine.exporters.groups import regrouped
from generation.engine.exporters.metadata import described_schema
from generation.engine.exporters.output import Output

GROUP_ROWS = 2**16
_END = b"\xff\xff\xff\xff\x00\x00\x00\x00"  # no more messages


def to_arrow(batches: Iterator[pa.RecordBatch], output: Output) -> Iterator[bytes]:
    """Yield the schema, a message for each group of rows, and the end."""
    begun = not output.is_first
    for group in regrouped(batches, GROUP_ROWS):
        head = b"" if begun else described_schema(group.schema, output.about).serialize().to_pybytes()
        begun = True
        yield head + (_message(group) if len(group) else b"")
    if output.is_last:
        yield _END


def _message(group: pa.RecordBatch) -> bytes:
    exact = [_exact(column) for column in group.columns]
    message: bytes = pa.RecordBatch.from_arrays(exact, names=group.schema.names).serialize().to_pybytes()
    return message


def _exact(cells: pa.Array) -> pa.Array:
    """Return the same cells in memory that holds nothing else: zeros where one is missing, and no byte too many.

    What lies there otherwise depends on how the cells came to be, and would be written along.
    """
    valid = cells.is_valid().to_numpy(zero_copy_only=False) if cells.null_count else None
    validity = None if valid is None else _bits(valid)
    if pa.types.is_string(cells.type):
        return pa.Array.from_buffers(cells.type, len(cells), [validity, *_texts(cells)])
    if pa.types.is_boolean(cells.type):
        truths = _bits(cells.fill_null(False).to_numpy(zero_copy_only=False))  # noqa: FBT003  # the value is what fills
        return pa.Array.from_buffers(cells.type, len(cells), [validity, truths])
    return pa.Array.from_buffers(cells.type, len(cells), [validity, _words(cells, valid)])


def _bits(truths: npt.NDArray[np.bool_]) -> pa.Buffer:
    return pa.py_buffer(np.packbits(truths, bitorder="little"))


def _texts(cells: pa.Array) -> tuple[pa.Buffer, pa.Buffer]:
    """Return where each text ends, and the bytes of all."""
    filled = cells.fill_null("") if cells.null_count else cells
    ends = offsets_of(filled)
    return pa.py_buffer(ends - ends[0]), pa.py_buffer(data_of(filled))


def _words(cells: pa.Array, valid: npt.NDArray[np.bool_] | None) -> pa.Buffer:
    """Return the bytes of cells that all have equally many."""
    width = cells.type.byte_width
    words = np.frombuffer(cells.buffers()[1], np.uint8)[cells.offset * width : (cells.offset + len(cells)) * width]
    if valid is None:
        return pa.py_buffer(words)
    return pa.py_buffer(np.where(valid[:, None], words.reshape(-1, width), np.uint8(0)))
