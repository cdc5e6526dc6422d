"""Rows in groups whose borders depend on the rows alone, for the formats whose bytes tell where a group ends."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.spelling import Integers

MOST_BYTES = 64 * 2**20  # of the cells of a group, in memory
_CELL_BYTES = 8


def regrouped(batches: Iterator[pa.RecordBatch], rows: int) -> Iterator[pa.RecordBatch]:
    """Yield the rows of all batches in groups, at least one, whatever the batches are.

    A group ends at each multiple of `rows`, counted from the first, and before the row with which it would be larger
    than MOST_BYTES. So no group is too large for the memory, and a part that begins at such a multiple has the groups
    of the whole.
    """
    grouping, any_group = _Grouping(rows), False
    for batch in batches:
        for group in grouping.add(batch):
            any_group = True
            yield group
    if grouping.is_open or not any_group:
        yield grouping.close()


class _Grouping:
    """The group that is being filled: its pieces, their bytes, and the rows since the last multiple."""

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self._place = 0
        self._bytes = 0
        self._pieces: list[pa.RecordBatch] = []

    @property
    def is_open(self) -> bool:
        """Tell whether it has rows."""
        return any(len(piece) for piece in self._pieces)

    def add(self, batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        """Fill in a batch, and yield the groups that are complete by that."""
        ends, start = _ends(batch), 0
        if not len(batch):
            self._pieces.append(batch)  # which tells what the columns are
        while start < len(batch):
            stop = self._stop(ends, start)
            self._pieces.append(batch.slice(start, stop - start))
            self._bytes += int(ends[stop] - ends[start])
            self._place, start = self._place + stop - start, stop
            if stop < len(batch) or self._place == self._rows:
                yield self.close()

    def _stop(self, ends: Integers, start: int) -> int:
        """Return up to which row of a batch, from `start` on, the group goes: a group of no rows takes any row."""
        fitting = int(np.searchsorted(ends, ends[start] + MOST_BYTES - self._bytes, side="right")) - 1
        least = start if self.is_open else start + 1
        return min(max(fitting, least), start + self._rows - self._place, len(ends) - 1)

    def close(self) -> pa.RecordBatch:
        """Return the group, and begin another."""
        group = pa.concat_batches(self._pieces)
        self._pieces, self._bytes, self._place = [], 0, self._place % self._rows
        return group


def _ends(batch: pa.RecordBatch) -> Integers:
    """Return how many bytes the rows before each row have, and last those of all."""
    sizes = np.full(len(batch), _CELL_BYTES * batch.num_columns, dtype=np.int64)
    for column in batch.columns:
        if pa.types.is_string(column.type):
            sizes += pc.binary_length(column).fill_null(0).to_numpy()
    return np.concatenate(([0], np.cumsum(sizes)))
