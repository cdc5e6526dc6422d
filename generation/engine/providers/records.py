"""Records that Faker lists whole, such as a currency's code and name: a row chooses one, a place is a column."""

from collections.abc import Sequence

import pyarrow as pa

from generation.engine.kinds import text
from generation.engine.providers.source import Source, listed


def choose_record(records: Sequence[Sequence[str]]) -> Source:
    """Return a source of one of the records, equally likely; all have the same number of texts."""
    return listed([_place(column) for column in zip(*records, strict=True)])


def _place(cells: Sequence[str]) -> Source:
    """Return one place of the records; all places choose by the same numbers, so that they belong together."""
    column = pa.array(cells, pa.string())
    of = text(max(len(cell.encode()) for cell in cells))
    return Source(of, lambda draw, _given: column.take(pa.array(draw.integers(len(cells)))))
