"""Batches of any cells, for properties that hold for every file."""

from decimal import Decimal
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

NASTY = st.sampled_from(
    ["", " ", " x ", '"', '""', ",", "\r", "\n", "\r\n", "a\r\nb", '",\r\n"', "'", ";", "\t", "\\", "\\N", "\ufeff", "#", "=1+1",
     "NA", "null", "NaN", "None", "true", "1e5", "007", "1.0", "-", "2024-01-01", "é", "日本", "😀", "\x1f", "\x7f", "\u2028", "\x85"]
)  # fmt: skip
TEXTS = NASTY | st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
SECONDS = st.datetimes().map(lambda at: at.replace(microsecond=0))
DECIMALS: dict[pa.DataType, st.SearchStrategy[Any]] = {
    pa.decimal128(18, scale): st.integers(1 - 10**18, 10**18 - 1).map(
        lambda units, scale=scale: Decimal(units).scaleb(-scale)  # type: ignore[misc]  # bound early, on purpose
    )
    for scale in (0, 2, 9)
}
CELLS: dict[pa.DataType, st.SearchStrategy[Any]] = {
    pa.string(): TEXTS,
    pa.int64(): st.integers(-(2**63), 2**63 - 1) | st.integers(-9, 9),
    pa.float64(): st.floats(allow_nan=False, allow_infinity=False) | st.integers(-99, 99).map(float),
    pa.bool_(): st.booleans(),
    pa.date32(): st.dates(),
    pa.timestamp("s"): SECONDS,
    pa.time32("s"): st.times().map(lambda at: at.replace(microsecond=0)),
    **DECIMALS,
}


@st.composite
def batches(
    draw: st.DrawFn, *, cells: dict[pa.DataType, st.SearchStrategy[Any]] = CELLS, least: int = 1
) -> pa.RecordBatch:
    """Draw a batch of `least` to five columns, some cells missing, that may be a slice of another one."""
    types = draw(st.lists(st.sampled_from(list(cells)), min_size=least, max_size=5))
    rows = draw(st.integers(1, 8))
    columns = [draw(st.lists(st.none() | cells[of], min_size=rows, max_size=rows)) for of in types]
    names = [f"{of} {place}" for place, of in enumerate(types)]
    arrays = [pa.array(column, of) for column, of in zip(columns, types, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, names).slice(draw(st.integers(0, rows - 1)))


def rows_of(batch: pa.RecordBatch) -> list[list[Any]]:
    """Return the cells of each row."""
    return [list(row) for row in zip(*(column.to_pylist() for column in batch.columns), strict=True)]
