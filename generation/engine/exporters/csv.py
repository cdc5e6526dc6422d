r"""Comma-separated values (RFC 4180), in UTF-8, with a header line and `\n` line ends.

A missing cell is empty and an empty text is `""`; in a dataset of one column a missing cell is `""` too, because
readers skip empty lines. Values are quoted only where they must be.
"""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

_NEEDS_QUOTES = r'[",\r\n]'


def to_csv(batches: Iterator[pa.RecordBatch]) -> Iterator[bytes]:
    """Yield the header, and the lines of each batch."""
    header = False
    for batch in batches:
        lines = _lines(batch)
        yield lines if header else _header(batch.schema.names) + lines
        header = True


def _header(names: list[str]) -> bytes:
    return _joined([_quoted(pa.array([name])) for name in names], missing="")


def _lines(batch: pa.RecordBatch) -> bytes:
    return _joined([_texts(column) for column in batch.columns], missing='""' if batch.num_columns == 1 else "")


def _joined(columns: list[pa.Array], missing: str) -> bytes:
    """Return the lines as bytes: they are the data of an Arrow array of lines that each end with a line end."""
    fields = pc.binary_join_element_wise(*columns, ",", null_handling="replace", null_replacement=missing)
    lines = pc.binary_join_element_wise(fields, "", "\n")
    _, offsets, data = lines.buffers()
    stop = pa.Array.from_buffers(pa.int32(), len(lines) + 1, [None, offsets])[-1].as_py() if len(lines) else 0
    return bytes(memoryview(data)[:stop]) if stop else b""


def _texts(column: pa.Array) -> pa.Array:
    if pa.types.is_string(column.type):
        return _quoted(column)
    if pa.types.is_boolean(column.type):
        return pc.if_else(column, "true", "false")
    if pa.types.is_floating(column.type):
        return _floats(column)
    return column.cast(pa.string())


def _quoted(column: pa.Array) -> pa.Array:
    needs = pc.or_(pc.match_substring_regex(column, _NEEDS_QUOTES), pc.equal(column, ""))
    if not pc.any(needs).as_py():
        return column
    doubled = pc.replace_substring(column, '"', '""')
    return pc.if_else(needs, pc.binary_join_element_wise('"', doubled, '"', ""), column)


def _floats(column: pa.Array) -> pa.Array:
    """Return floats as the shortest text that reads back equal; whole ones end with `.0`, so that they stay floats."""
    texts = column.cast(pa.string())
    if not pc.any(pc.equal(pc.floor(column), column)).as_py():
        return texts
    whole = pc.match_substring_regex(texts, "^-?[0-9]+$")
    return pc.if_else(whole, pc.binary_join_element_wise(texts, ".0", ""), texts)
