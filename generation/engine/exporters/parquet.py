"""Parquet, by columns: compressed by zstd, in row groups of fixed numbers of rows.

Decimals are stored as integers with a scale, which all readers take and which are the smallest. A part of a dataset is
a file of its own; the parts join to the file that the whole is.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import pyarrow as pa

from generation.engine.exporters.groups import regrouped
from generation.engine.exporters.metadata import described_schema
from generation.engine.exporters.output import About, Output
from generation.engine.exporters.sink import Sink

GROUP_ROWS = 2**17  # many enough to be read fast, few enough to be held in memory
_STORED = {pa.timestamp("s"): pa.timestamp("ms"), pa.time32("s"): pa.time32("ms")}  # Parquet counts no whole seconds


def to_parquet(batches: Iterator[pa.RecordBatch], output: Output) -> Iterator[bytes]:
    """Yield a row group at a time, and the footer; each part is a whole file."""
    return _written(regrouped(batches, GROUP_ROWS), output.about)


def join_parquet(parts: Iterable[Any], output: Output) -> Iterator[bytes]:
    """Yield the file of a dataset whose parts, in their order, are these files: paths, or open ones that can be sought.

    Its bytes are those of the file that is written in one piece.
    """
    return _written(_groups(parts), output.about)


def _groups(parts: Iterable[Any]) -> Iterator[pa.RecordBatch]:
    from pyarrow import parquet  # noqa: PLC0415  # who makes no such file need not wait for it

    for part in parts:
        with parquet.ParquetFile(part) as opened:
            for number in range(opened.num_row_groups):
                yield _one_batch(opened.read_row_group(number))


def _one_batch(table: pa.Table) -> pa.RecordBatch:
    batches = table.combine_chunks().to_batches()
    return batches[0] if batches else table.schema.empty_table().to_batches()[0]


def _written(groups: Iterator[pa.RecordBatch], about: About | None) -> Iterator[bytes]:
    from pyarrow import parquet  # noqa: PLC0415  # as above

    first = next(groups)
    schema, sink = described_schema(_stored(first.schema), about), Sink()
    with parquet.ParquetWriter(sink, schema, compression="zstd", store_decimal_as_integer=True) as writer:
        for group in chain([first], groups):
            writer.write_table(_table(group, schema), row_group_size=max(1, len(group)))
            yield sink.take()
    yield sink.take()


def _stored(schema: pa.Schema) -> pa.Schema:
    return pa.schema([(field.name, _STORED.get(field.type, field.type)) for field in schema])


def _table(group: pa.RecordBatch, schema: pa.Schema) -> pa.Table:
    cells = [column.cast(field.type) for column, field in zip(group.columns, schema, strict=True)]
    return pa.Table.from_batches([pa.RecordBatch.from_arrays(cells, schema=schema)])
