"""Columns of texts as the bytes that they are: which cells hold some character, others in their place, all in one."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.spelling import Integers

Flags = npt.NDArray[np.bool_]


def offsets_of(texts: pa.Array) -> npt.NDArray[np.int32]:
    """Return where each text begins, and where the last one ends."""
    if not len(texts):
        return np.zeros(1, dtype=np.int32)
    return np.frombuffer(texts.buffers()[1], dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]


def data_of(texts: pa.Array) -> npt.NDArray[np.uint8]:
    """Return the bytes of all texts, one after the other."""
    if texts.buffers()[2] is None:
        return np.zeros(0, dtype=np.uint8)
    offsets = offsets_of(texts)
    return np.frombuffer(texts.buffers()[2], dtype=np.uint8)[offsets[0] : offsets[-1]]


def is_empty(texts: pa.Array) -> Flags:
    """Tell of each cell whether it is an empty text or missing."""
    offsets = offsets_of(texts)
    empty = np.equal(offsets[1:], offsets[:-1])
    return empty | texts.is_null().to_numpy(zero_copy_only=False) if texts.null_count else empty


def holding(texts: pa.Array, pieces: tuple[bytes, ...]) -> Flags:
    """Tell of each text whether it holds one of these pieces, which are whole characters; a missing one holds none."""
    raw = data_of(texts).tobytes()
    found = np.zeros(len(texts), dtype=np.bool_)
    for piece in pieces:
        if piece in raw:  # which is many times faster than looking row by row
            found |= _holding(texts, piece)
    return found & texts.is_valid().to_numpy(zero_copy_only=False) if texts.null_count else found


def _holding(texts: pa.Array, piece: bytes) -> Flags:
    if len(piece) > 1:
        return np.asarray(pc.fill_null(pc.match_substring(texts, piece.decode()), False))  # noqa: FBT003  # Arrow's own
    data, offsets = data_of(texts), offsets_of(texts)
    places = np.flatnonzero(data == piece[0])
    found = np.zeros(len(texts), dtype=np.bool_)
    found[np.searchsorted(offsets, places + offsets[0], side="right") - 1] = True
    return found


def replaced(texts: pa.Array, rows: Integers, replacements: pa.Array) -> pa.Array:
    """Return the texts with others in these rows."""
    places = np.arange(len(texts))
    places[rows] = len(texts) + np.arange(len(rows))
    return pa.concat_arrays([texts, replacements]).take(pa.array(places))


def joined(texts: pa.Array, between: str) -> memoryview:
    """Return all texts as one, with this between each two of them; there is at least one."""
    together = pa.ListArray.from_arrays(pa.array([0, len(texts)], pa.int32()), texts)
    return data_of(pc.binary_join(together, between)).data
