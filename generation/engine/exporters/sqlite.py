"""A database file of SQLite with one table, which is written to the disk, handed on and removed.

Dates, datetimes and times are texts in SQLite's own form, truths are 0 and 1, decimals are floats: SQLite has no other.
A column whose values do not repeat has an index that says so. Columns that SQLite cannot tell apart are numbered.
"""

import os
from collections.abc import Iterator
from contextlib import closing
from errno import ENOSPC
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from generation.engine.exporters import describing
from generation.engine.exporters.names import told_apart
from generation.engine.exporters.output import Output
from generation.engine.schema import Column, DataType
from generation.engine.spelling import spelled

if TYPE_CHECKING:
    from sqlite3 import Connection

_CHUNK_BYTES = 2**20
_RESERVED = "sqlite_"
_TYPES = {
    DataType.STRING: "TEXT",
    DataType.INTEGER: "INTEGER",
    DataType.FLOAT: "REAL",
    DataType.DECIMAL: "REAL",
    DataType.BOOLEAN: "BOOLEAN",
    DataType.DATE: "DATE",
    DataType.DATETIME: "TIMESTAMP",
    DataType.TIME: "TIME",
}
# What would otherwise depend on how the library was built; and nobody needs a file that is not complete.
_MANNER = (
    "page_size = 4096",
    "encoding = 'UTF-8'",
    "auto_vacuum = NONE",
    "journal_mode = OFF",
    "synchronous = OFF",
    "cache_size = -16000",
)
# Where the file tells how often it was changed, and at which of these changes by which version: made alike.
_CHANGES, _VALID_FOR, _VERSION = slice(24, 28), slice(92, 96), slice(96, 100)
_ONCE, _SOME_VERSION = (1).to_bytes(4), (3_037_000).to_bytes(4)
_LARGEST_EXACT = 2**53


def to_sqlite(batches: Iterator[pa.RecordBatch], output: Output) -> Iterator[bytes]:
    """Yield the file once it is complete. Raises OSError where there is no room for it."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "database")
        _fill(path, batches, output)
        with path.open("rb") as file:
            yield _alike(file.read(_CHUNK_BYTES))
            while chunk := file.read(_CHUNK_BYTES):
                yield chunk


def _alike(start: bytes) -> bytes:
    """Return the start of a file without what tells who wrote it."""
    changed = bytearray(start)
    changed[_CHANGES] = changed[_VALID_FOR] = _ONCE
    changed[_VERSION] = _SOME_VERSION
    return bytes(changed)


def _fill(path: Path, batches: Iterator[pa.RecordBatch], output: Output) -> None:
    import sqlite3  # noqa: PLC0415  # who makes no such file need not wait for it

    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            for setting in _MANNER:
                database.execute(f"PRAGMA {setting}")
            database.execute("BEGIN")
            _write(database, batches, output)
            database.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise OSError(ENOSPC, f"{os.strerror(ENOSPC)}: {error}") from error


def _write(database: "Connection", batches: Iterator[pa.RecordBatch], output: Output) -> None:
    """Write the table, and then the indexes, which so take no time to keep in order."""
    table = _quoted(_table_name(describing.name(output.about)))
    described: list[tuple[str, Column]] = []
    for batch in batches:
        if not described:
            described = _described(batch.schema, output)
            declared = ", ".join(f"{name} {_TYPES[column.data_type]}" for name, column in described)
            database.execute(f"CREATE TABLE {table} ({declared})")
        places = ", ".join("?" * batch.num_columns)
        rows = zip(*(_values(column) for column in batch.columns), strict=True)
        database.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608  # the name is quoted
    for number, (name, column) in enumerate(described, start=1):
        if column.unique and column.data_type is not DataType.DECIMAL:  # two of 17 digits may be one float
            database.execute(f"CREATE UNIQUE INDEX unique_{number} ON {table} ({name})")


def _described(stored: pa.Schema, output: Output) -> list[tuple[str, Column]]:
    """Return the columns, each with its name in SQL."""
    names = map(_quoted, told_apart(stored.names))
    return list(zip(names, describing.columns(stored, output.about), strict=True))


def _table_name(name: str) -> str:
    return f"data_{name}" if name.startswith(_RESERVED) else name  # such names are SQLite's own


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


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
