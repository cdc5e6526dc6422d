"""SQL: a table is made and filled, in one transaction, by statements of many rows each.

The statements begin at the same rows whatever the batches and parts are.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.exporters import describing
from generation.engine.exporters.cells import data_of, offsets_of
from generation.engine.exporters.constraints import Constraint, constraints
from generation.engine.exporters.describing import data_type
from generation.engine.exporters.dialects import DIALECTS, Dialect
from generation.engine.exporters.output import About, Output
from generation.engine.exporters.records import records
from generation.engine.schema import DataType

GROUP_ROWS = 1000
_STATEMENT_ROWS = (1000, 500, 200, 100, 50, 20, 10)  # divide GROUP_ROWS
_STATEMENT_BYTES = 8 * 2**20  # what servers accept is twice as much at least
_LONGEST_TEXT = 4096


def to_sql(batches: Iterator[pa.RecordBatch], output: Output) -> Iterator[bytes]:
    """Yield what makes the table, the statements that fill it, and what ends the transaction."""
    dialect = DIALECTS[output.options.dialect]
    is_headed, rows = not output.is_first, 0
    for batch in batches:
        table = _Table(dialect, batch.schema, output.about)
        yield b"".join(((b"" if is_headed else table.head.encode()), *table.statements(batch, rows)))
        is_headed, rows = True, rows + batch.num_rows
    yield ((";\n" if rows else "") + (dialect.end if output.is_last else "")).encode()


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of a database, and its columns, the names of which are those that the database takes."""

    dialect: Dialect
    schema: pa.Schema
    about: About | None

    @property
    def name(self) -> str:
        name = describing.name(self.about)
        is_free = self.dialect.reserved is None or not name.startswith(self.dialect.reserved)
        return self.dialect.quoted(name if is_free else f"data_{name}")

    @property
    def columns(self) -> list[str]:
        return [self.dialect.quoted(name) for name in self.dialect.names(self.schema.names)]

    @property
    def head(self) -> str:
        """Return what is written before the rows."""
        known = constraints(self.about.schema) if self.about else {}
        lines = [
            f"  {name} {self._declared(field.type, known.get(field.name, Constraint()))}"
            for name, field in zip(self.columns, self.schema, strict=True)
        ]
        made = ",\n".join(lines)
        return (
            f"{self.dialect.begin}{self._comment}CREATE TABLE {self.name} (\n{made}\n){self.dialect.of_table};\n"
            f"{self.dialect.before_rows}"
        )

    @property
    def _comment(self) -> str:
        if self.about is None:
            return ""
        facts = (f"-- {label}: {' '.join(fact.split())}\n" for label, fact in describing.facts(self.about))
        return f"-- {describing.title(self.about)}\n{''.join(facts)}"

    def _declared(self, of: pa.DataType, known: Constraint) -> str:
        """Return a column's type, and what is known of all its cells."""
        dialect, holds = self.dialect, data_type(of)
        written = dialect.types[holds].format(scale=of.scale if holds is DataType.DECIMAL else 0)
        is_key = known.is_unique and known.longest <= dialect.longest_key
        if holds is DataType.DECIMAL and not dialect.has_decimals:
            is_key = known.is_unique and known.is_exact
        if holds is DataType.STRING and is_key and dialect.key_type:
            written = dialect.key_type.format(longest=known.longest)
        return f"{written}{' NOT NULL' if known.is_complete else ''}{' UNIQUE' if is_key else ''}"

    def statements(self, batch: pa.RecordBatch, rows: int) -> Iterator[bytes | memoryview]:
        """Yield the statements of a batch, the last of which is not ended; so many `rows` were written before."""
        columns = [self.dialect.literals(column) for column in batch.columns]
        lines = records(["(", *[", "] * (len(columns) - 1)], columns, ")", missing="NULL")
        length = self.rows_of_a_statement
        starts = [0, *range(-rows % length or length, len(lines), length)] if len(lines) else []
        together = pc.binary_join(pa.ListArray.from_arrays(pa.array([*starts, len(lines)], pa.int32()), lines), ",\n")
        data, offsets = data_of(together).data, offsets_of(together)
        insert = f"INSERT INTO {self.name} ({', '.join(self.columns)}) VALUES\n".encode()
        for i, row in enumerate(rows + start for start in starts):
            yield b",\n" if row % length else (b";\n" if row else b"") + insert
            yield data[offsets[i] : offsets[i + 1]]

    @property
    def rows_of_a_statement(self) -> int:
        """Return how many rows of the longest texts a server surely accepts at once."""
        texts = max(1, sum(pa.types.is_string(of) for of in self.schema.types))
        return next(
            (rows for rows in _STATEMENT_ROWS if rows * texts * _LONGEST_TEXT <= _STATEMENT_BYTES), _STATEMENT_ROWS[-1]
        )
