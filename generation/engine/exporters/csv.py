r"""Comma-separated values (RFC 4180), in UTF-8, with a header line and `\n` line ends.

A missing cell is empty and an empty text is `""`; in a dataset of one column a missing cell is `""` too, because
readers skip empty lines. Values are quoted only where they must be: also those that would be taken for a missing cell.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.exporters.cells import data_of, holding, is_empty, joined, offsets_of, replaced
from generation.engine.exporters.output import FORMULA, Options, Output
from generation.engine.layouts import written
from generation.engine.spelling import spelled

_MAY_BEGIN = np.isin(np.arange(256), [*b"=+-@ \t\n\v\f\r", 0xC2, 0xE2, 0xEF])  # what FORMULA finds, by its first byte


def to_csv(batches: Iterator[pa.RecordBatch], output: Output) -> Iterator[bytes]:
    """Yield the header, and the lines of each batch."""
    usual = ";" if output.options.decimal_comma else ","
    return separated(batches, output, output.options.delimiter or usual)


def separated(batches: Iterator[pa.RecordBatch], output: Output, delimiter: str) -> Iterator[bytes]:
    """Yield the header, and the lines of each batch, with this between the cells."""
    manner = _Manner(output.options, delimiter)
    headed = not (output.is_first and output.options.header)
    for batch in batches:
        lines = manner.lines(batch)
        yield lines if headed else manner.header(batch.schema.names) + lines
        headed = True


@dataclass(frozen=True, slots=True)
class _Manner:
    """How cells become lines."""

    options: Options
    delimiter: str

    def header(self, names: list[str]) -> bytes:
        return self.delimiter.join(self._text(pa.array(names)).to_pylist()).encode() + b"\n"

    def lines(self, batch: pa.RecordBatch) -> bytes:
        """Return the lines as bytes, each with its line end."""
        if not batch.num_rows:
            return b""
        columns = [self._column(column) for column in batch.columns]
        missing = self.options.missing or ('""' if batch.num_columns == 1 else "")
        lines = pc.binary_join_element_wise(*columns, self.delimiter, null_handling="replace", null_replacement=missing)
        return b"".join((joined(lines, "\n"), b"\n"))

    def _column(self, column: pa.Array) -> pa.Array:
        if pa.types.is_string(column.type):
            return self._text(column)
        if self.options.date_format and (layout := self._layout(column.type)):
            return self._text(written(column, layout))
        texts = spelled(column)
        if self.options.decimal_comma and _has_point(column.type):
            texts = _with_comma(texts)
        return self._quoted(texts) if self.options.missing or self.options.decimal_comma else texts

    def _layout(self, of: pa.DataType) -> str:
        """Return how days are written where the type has any, else nothing."""
        if pa.types.is_timestamp(of):
            return f"{self.options.date_format} %H:%M:%S"
        return self.options.date_format if pa.types.is_date(of) else ""

    def _text(self, texts: pa.Array) -> pa.Array:
        return self._quoted(_guarded(texts) if self.options.csv_safe else texts)

    def _quoted(self, texts: pa.Array) -> pa.Array:
        """Return the texts with quotes around those that need them."""
        if not len(texts):
            return texts
        needs = is_empty(texts) | holding(texts, (b'"', b"\r", b"\n", self.delimiter.encode()))
        if self.options.missing:
            needs |= np.asarray(pc.fill_null(pc.equal(texts, self.options.missing), False))  # noqa: FBT003  # Arrow's
        rows = np.flatnonzero(needs)
        if not len(rows):
            return texts
        inside = texts.take(pa.array(rows))
        if b'"' in data_of(inside).tobytes():
            inside = pc.replace_substring(inside, '"', '""')
        return replaced(texts, rows, pc.binary_join_element_wise('"', inside, '"', ""))


def _has_point(of: pa.DataType) -> bool:
    return bool(pa.types.is_floating(of) or pa.types.is_decimal(of))


def _with_comma(numbers: pa.Array) -> pa.Array:
    return pc.replace_substring(numbers, ".", ",")


def _guarded(texts: pa.Array) -> pa.Array:
    """Return the texts with an apostrophe before those that spreadsheets take for formulas."""
    rows = np.flatnonzero(~is_empty(texts))
    rows = rows[_MAY_BEGIN[data_of(texts)[(offsets_of(texts)[:-1] - offsets_of(texts)[0])[rows]]]]
    found = pc.match_substring_regex(texts.take(pa.array(rows)), FORMULA)
    rows = rows[np.asarray(pc.fill_null(found, False), dtype=np.bool_)]  # noqa: FBT003  # Arrow's own
    if not len(rows):
        return texts
    return replaced(texts, rows, pc.binary_join_element_wise("'", texts.take(pa.array(rows)), ""))
