"""What databases call types, how they quote, and which names they take."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.exporters.cells import Flags, data_of, holding, offsets_of, replaced
from generation.engine.exporters.describing import data_type
from generation.engine.exporters.names import ascii_folded
from generation.engine.exporters.records import Cells
from generation.engine.schema import DataType
from generation.engine.spelling import spelled

_NUMBERS_AND_TRUTHS = frozenset({DataType.INTEGER, DataType.FLOAT, DataType.DECIMAL, DataType.BOOLEAN})
_LONGEST_OF_MYSQL, _LONGEST_OF_POSTGRESQL = 64, 63  # characters, bytes
_SYSTEM_COLUMNS = frozenset({"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a database is spoken to.

    `quote` stands around names. `types` may have a place for the digits after the point. `texts` makes literals of
    texts. `truths` are the literals of false and true, where they are not words. `fit` makes a name one that a column
    can have; names are the same where `fold` makes them so, and `taken` are not free. A column that may not repeat can
    be declared so for texts of `longest_key` bytes, which are then of the type `key_type`, if there is one.
    `begin`, `before_rows` and `end` stand at the head of a file, before its rows and at its end. No table's name begins
    with `reserved`.
    """

    quote: str
    types: Mapping[DataType, str]
    texts: Callable[[pa.Array], Cells]
    truths: tuple[str, str] = ("false", "true")
    fit: Callable[[str], str] = str
    fold: Callable[[str], str] = str
    taken: frozenset[str] = frozenset()
    longest_key: int
    key_type: str = ""
    has_decimals: bool = True
    begin: str
    before_rows: str = ""
    of_table: str = ""
    reserved: str | None = None
    end: str

    def quoted(self, name: str) -> str:
        """Return a name as it is written."""
        return f"{self.quote}{name.replace(self.quote, self.quote * 2)}{self.quote}"

    def names(self, names: Sequence[str]) -> list[str]:
        """Return names that columns can have beside each other: most are as they were, some have a number behind."""
        fitting = [self.fit(name) or "column" for name in names]
        seen = {self.fold(name) for name in self.taken}
        taken = seen | {self.fold(name) for name in fitting}
        given: list[str] = []
        for name in fitting:
            given.append(self._numbered(name, taken) if self.fold(name) in seen else name)
            seen.add(self.fold(given[-1]))
            taken |= seen
        return given

    def _numbered(self, name: str, taken: set[str]) -> str:
        endings = (f"_{number}" for number in count(2))
        return next(numbered for ending in endings if self.fold(numbered := self._ended(name, ending)) not in taken)

    def _ended(self, name: str, ending: str) -> str:
        """Return a name with this ending, shorter where it would not fit."""
        while not (ended := self.fit(name + ending)).endswith(ending):
            name = name[:-1]
        return ended

    def literals(self, column: pa.Array) -> Cells:
        """Return a column's cells as they stand in a statement."""
        of = data_type(column.type)
        if of is DataType.STRING:
            return self.texts(column)
        if of is DataType.BOOLEAN:
            return Cells(pc.if_else(column, self.truths[1], self.truths[0]))
        return Cells(spelled(column), "" if of in _NUMBERS_AND_TRUTHS else "'")


def _doubled(texts: pa.Array) -> pa.Array:
    """Return the texts with each quote written twice."""
    return pc.replace_substring(texts, "'", "''") if b"'" in data_of(texts).tobytes() else texts


def _with_others(texts: pa.Array, special: Flags, write: Callable[[pa.Array], pa.Array]) -> Cells:
    """Return the texts in quotes, but for the special ones, which are written as whole literals of another form."""
    plain = Cells(_doubled(texts), "'")
    rows = np.flatnonzero(special)
    if not len(rows):
        return plain
    return Cells(replaced(plain.without_quote, rows, write(texts.take(pa.array(rows)))))


def _of_postgresql(texts: pa.Array) -> Cells:
    """Write line ends as escapes: programs that read statements by lines change them."""
    return _with_others(texts, holding(texts, (b"\n", b"\r")), _escape_strings)


def _escape_strings(texts: pa.Array) -> pa.Array:
    for character, escape in (("\\", r"\\"), ("'", "''"), ("\n", r"\n"), ("\r", r"\r")):
        texts = pc.replace_substring(texts, character, escape)
    return pc.binary_join_element_wise("E'", texts, "'", "")


def _of_mysql(texts: pa.Array) -> Cells:
    rows = np.flatnonzero(holding(texts, tuple(character.encode() for character in _MYSQL_ESCAPES)))
    if not len(rows):
        return Cells(texts, "'")
    inside = texts.take(pa.array(rows))
    for character, escape in _MYSQL_ESCAPES.items():
        inside = pc.replace_substring(inside, character, escape)
    return Cells(replaced(texts, rows, inside), "'")


_MYSQL_ESCAPES = {"\\": r"\\", "'": "''", "\n": r"\n", "\r": r"\r", "\x1a": r"\Z"}


def _of_sqlite(texts: pa.Array) -> Cells:
    """Write texts with a carriage return by their bytes: SQLite's own shell would drop it."""
    return _with_others(texts, holding(texts, (b"\r",)), _hexadecimal)


def _hexadecimal(texts: pa.Array) -> pa.Array:
    offsets = offsets_of(texts)
    places = pa.py_buffer((offsets - offsets[0]) * 2)
    digits = pa.py_buffer(data_of(texts).tobytes().hex().encode())
    hexadecimal = pa.Array.from_buffers(pa.string(), len(texts), [None, places, digits])
    return pc.binary_join_element_wise("CAST(X'", hexadecimal, "' AS TEXT)", "")


def _cut(name: str) -> str:
    """Return as many characters of a name as a name of PostgreSQL has bytes for."""
    return name.encode()[:_LONGEST_OF_POSTGRESQL].decode(errors="ignore")


def _plain(name: str) -> str:
    """Return a name of as many characters as MySQL takes, of its first plane of Unicode, with no last space."""
    shown = "".join(character if character <= "\uffff" else "_" for character in name)
    return shown[:_LONGEST_OF_MYSQL].rstrip()


DIALECTS: Mapping[str, Dialect] = MappingProxyType(
    {
        "postgresql": Dialect(
            quote='"',
            types={
                DataType.STRING: "text",
                DataType.INTEGER: "bigint",
                DataType.FLOAT: "double precision",
                DataType.DECIMAL: "numeric(18, {scale})",
                DataType.BOOLEAN: "boolean",
                DataType.DATE: "date",
                DataType.DATETIME: "timestamp",
                DataType.TIME: "time",
            },
            texts=_of_postgresql,
            fit=_cut,
            taken=_SYSTEM_COLUMNS,
            longest_key=2000,  # of some 2,700 that an index takes
            begin="BEGIN;\nSET LOCAL client_encoding = 'UTF8';\nSET LOCAL standard_conforming_strings = on;\n",
            end="COMMIT;\n",
        ),
        "mysql": Dialect(
            quote="`",
            types={
                DataType.STRING: "TEXT",
                DataType.INTEGER: "BIGINT",
                DataType.FLOAT: "DOUBLE",
                DataType.DECIMAL: "DECIMAL(18, {scale})",
                DataType.BOOLEAN: "BOOLEAN",
                DataType.DATE: "DATE",
                DataType.DATETIME: "DATETIME",
                DataType.TIME: "TIME",
            },
            texts=_of_mysql,
            fit=_plain,
            fold=str.casefold,
            longest_key=255,  # of 768 characters that an index takes, so that a row has room for some
            key_type="VARCHAR({longest})",
            begin="SET NAMES utf8mb4;\nSET @mode_before = @@SESSION.sql_mode;\n"
            "SET SESSION sql_mode = 'STRICT_ALL_TABLES';\n",
            before_rows="START TRANSACTION;\n",  # which a CREATE TABLE would end
            of_table=" DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin",  # where no two texts are the same that differ
            end="COMMIT;\nSET SESSION sql_mode = @mode_before;\n",
        ),
        "sqlite": Dialect(
            quote='"',
            types={
                DataType.STRING: "TEXT",
                DataType.INTEGER: "INTEGER",
                DataType.FLOAT: "REAL",
                DataType.DECIMAL: "REAL",
                DataType.BOOLEAN: "BOOLEAN",
                DataType.DATE: "DATE",
                DataType.DATETIME: "TIMESTAMP",
                DataType.TIME: "TEXT",
            },
            texts=_of_sqlite,
            truths=("0", "1"),
            fold=ascii_folded,
            longest_key=2**20,
            has_decimals=False,
            reserved="sqlite_",
            begin="BEGIN;\n",
            end="COMMIT;\n",
        ),
    }
)
