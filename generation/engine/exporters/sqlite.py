"""A database file of SQLite with one table, which is written to the disk, handed on and removed.

Its columns are those that the statements in SQL make of a dataset: dates, datetimes and times are texts in SQLite's own
form, truths are 0 and 1, decimals are floats. A column whose values do not repeat has an index that says so.
"""

import os
from collections.abc import Iterator
from contextlib import closing
from errno import ENOSPC
from itertools import chain
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from generation.engine.exporters import describing
from generation.engine.exporters.constraints import Constraint, constraints
from generation.engine.exporters.dialects import DIALECTS
from generation.engine.exporters.output import About, Output
from generation.engine.spelling import spelled

if TYPE_CHECKING:
    from sqlite3 import Connection

_CHUNK_BYTES = 2**20
_SQL = DIALECTS["sqlite"]
# What would otherwise depend on how the library was built; and nobody needs a file that is not complete.
_MANNER = (
    "page_size = 4096",
    "secure_delete = ON",
    "encoding = 'UTF-8'",
    "auto_vacuum = NONE",
    "journal_mode = OFF",
    "synchronous = OFF",
    "cache_size = -16000",
)
_PAGE_BYTES, _HEADER_BYTES = 4096, 100
_TREE_HEADS = {2: 12, 5: 12, 10: 8, 13: 8}  # bytes at the head of a page, by its kind, which is its first byte
# Where the file tells how often it was changed, and at which of these changes by which version.
_CHANGES, _VALID_FOR, _VERSION = slice(24, 28), slice(92, 96), slice(96, 100)
_ONCE, _SOME_VERSION = (1).to_bytes(4), (3_037_000).to_bytes(4)
_LARGEST_EXACT = 2**53


def to_sqlite(batches: Iterator[pa.RecordBatch], output: Output) -> Iterator[bytes]:
    """Yield the file once it is complete. Raises OSError where there is no room for it."""
    descriptor, name = mkstemp(prefix="sqlite-")
    with open(descriptor, "rb") as file:  # noqa: PTH123  # it has no path any more when it is read
        _fill(Path(name), batches, output)
        yield _alike(file.read(_CHUNK_BYTES), first=True)
        while chunk := file.read(_CHUNK_BYTES):
            yield _alike(chunk)


def _alike(chunk: bytes, *, first: bool = False) -> bytes:
    """Return pages as every version of SQLite would write them: nothing in their gaps, nobody's name at the head."""
    pages = bytearray(chunk)
    for page in range(0, len(pages), _PAGE_BYTES):
        start = page + _HEADER_BYTES if first and not page else page
        if head := _TREE_HEADS.get(pages[start]):  # else it is the rest of a long row
            gap = start + head + 2 * int.from_bytes(pages[start + 3 : start + 5])
            stop = page + int.from_bytes(pages[start + 5 : start + 7])
            pages[gap:stop] = bytes(max(0, stop - gap))
    if first:
        pages[_CHANGES] = pages[_VALID_FOR] = _ONCE
        pages[_VERSION] = _SOME_VERSION
    return bytes(pages)


def _fill(path: Path, batches: Iterator[pa.RecordBatch], output: Output) -> None:
    import sqlite3  # noqa: PLC0415  # who makes no such file need not wait for it

    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            _begin(database, path)
            _write(database, batches, output)
            database.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise OSError(ENOSPC, f"{os.strerror(ENOSPC)}: {error}") from error


def _begin(database: "Connection", path: Path) -> None:
    """Open the file, and take it out of its folder: so nothing is left of it, even when the process is killed."""
    try:
        for setting in _MANNER:
            database.execute(f"PRAGMA {setting}")
        database.execute("BEGIN IMMEDIATE")
    finally:
        path.unlink()


def _write(database: "Connection", batches: Iterator[pa.RecordBatch], output: Output) -> None:
    """Write the table, and then the indexes, which so need not be kept in order while it grows."""
    first = next(batches)
    table, names = _table(output.about), [_SQL.quoted(name) for name in _SQL.names(first.schema.names)]
    known = constraints(output.about.schema) if output.about else {}
    facts = [known.get(name, Constraint()) for name in first.schema.names]
    declared = ", ".join(map(_declared, names, first.schema.types, facts))
    database.execute(f"CREATE TABLE {table} ({declared})")
    insert = f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})"  # noqa: S608  # the name is quoted
    for batch in chain([first], batches):
        database.executemany(insert, zip(*map(_values, batch.columns), strict=True))
    for number, (name, of, fact) in enumerate(zip(names, first.schema.types, facts, strict=True), start=1):
        if fact.is_unique and (fact.is_exact or not pa.types.is_decimal(of)):  # two long decimals may be one float
            database.execute(f"CREATE UNIQUE INDEX unique_{number} ON {table} ({name})")


def _table(about: About | None) -> str:
    name = describing.name(about)
    return _SQL.quoted(f"data_{name}" if _SQL.reserved and name.startswith(_SQL.reserved) else name)


def _declared(name: str, of: pa.DataType, known: Constraint) -> str:
    return f"{name} {_SQL.types[describing.data_type(of)]}{' NOT NULL' if known.is_complete else ''}"


def _values(column: pa.Array) -> list[Any]:
    """Return cells as SQLite stores them, None where one is missing."""
    if pa.types.is_boolean(column.type):
        column = column.cast(pa.int8())
    elif pa.types.is_decimal(column.type):
        return _floats(column)
    elif pa.types.is_temporal(column.type):
        column = spelled(column)
    values: list[Any] = column.to_pylist()
    return values


def _floats(decimals: pa.Array) -> list[float | None]:
    """Return the nearest floats: a quotient of two numbers that floats hold exactly is one, others are read."""
    units = np.frombuffer(decimals.buffers()[1], np.int64)[2 * decimals.offset :: 2][: len(decimals)]
    missing = decimals.is_null().to_numpy(zero_copy_only=False)
    units = np.where(missing, 0, units)
    if len(units) and np.abs(units).max() >= _LARGEST_EXACT:
        return [None if text is None else float(text) for text in spelled(decimals).to_pylist()]
    values: list[float | None] = pa.array(units / 10.0**decimals.type.scale, mask=missing).to_pylist()
    return values
