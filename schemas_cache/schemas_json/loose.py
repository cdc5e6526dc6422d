"""What other programs write a little differently, as it is meant here; each change is noted."""

from collections.abc import Mapping
from typing import Any

from generation.engine import DataType
from schemas_cache.keys import HASH

COLUMN_KEYS = frozenset({"name", "faker_method", "data_type", "description", "null_rate", "unique"})
_SHOWN = 60  # characters of a key or a value in a note

# Every word that another program is known to have for a type of data.
_TYPES: Mapping[str, DataType] = {
    synonym: data_type
    for data_type, synonyms in {
        DataType.STRING: "str text varchar char character nvarchar email url uuid category categorical enum object",
        DataType.INTEGER: "int int32 int64 bigint smallint tinyint long short serial",
        DataType.FLOAT: "number double real float32 float64",
        DataType.DECIMAL: "numeric money currency",
        DataType.BOOLEAN: "bool bit",
        DataType.DATE: "day",
        DataType.DATETIME: "timestamp timestamptz datetime64 date-time date_time",
        DataType.TIME: "timeofday time_of_day",
    }.items()
    for synonym in (*synonyms.split(), data_type.value)
}


def known_part(body: Mapping[str, Any], allowed: frozenset[str], notes: list[str], *, of: str) -> dict[str, Any]:
    """Return what is known and says something; null is the same as nothing."""
    notes += [f"{of} has no key {key!r:.{_SHOWN}}: it is left out" for key in sorted(body.keys() - allowed)]
    return {key: value for key, value in body.items() if key in allowed and value is not None}


def columns(schema: Any, notes: list[str]) -> Any:
    """Return a schema, an object or a list of columns, with types and keys as they are called here."""
    if isinstance(schema, Mapping):
        return {name: _column(body, notes, COLUMN_KEYS - {"name"}) for name, body in schema.items()}
    if isinstance(schema, list):
        return [_column(body, notes, COLUMN_KEYS) for body in schema]
    return schema


def full_hash(text: Any) -> str | None:
    """Return a hash in lower case; None for what is none, or a part of one."""
    if not isinstance(text, str):
        return None
    lowered = text.strip().lower()
    return lowered if HASH.fullmatch(lowered) else None


def _column(body: Any, notes: list[str], allowed: frozenset[str]) -> Any:
    if not isinstance(body, Mapping):
        return body
    column = known_part(body, allowed, notes, of="a column")
    named = column.get("data_type")
    meant = _TYPES.get(named.strip().lower()) if isinstance(named, str) else None
    if meant is None or meant == named:
        return column
    notes.append(f"the data_type {named!r:.{_SHOWN}} is taken as {meant}")
    return column | {"data_type": meant.value}
