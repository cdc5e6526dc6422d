r"""Tab-separated values in UTF-8: CSV with tabs, so that values with tabs, quotes or line ends stand in quotes."""

from collections.abc import Iterator

import pyarrow as pa

from generation.engine.exporters.csv import separated
from generation.engine.exporters.output import Output


def to_tsv(batches: Iterator[pa.RecordBatch], output: Output) -> Iterator[bytes]:
    """Yield the header, and the lines of each batch."""
    return separated(batches, output, "\t")
