"""The schema document: the columns of a dataset, as people and designers write them down."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from reprlib import Repr
from typing import Any, Self

from generation.engine.errors import SchemaError

MAX_COLUMNS = 200
MAX_NAME_CHARACTERS = 100
MAX_EXPRESSION_CHARACTERS = 4000
MAX_DESCRIPTION_CHARACTERS = 1000
DEFAULT_LOCALE = "en_US"

EXPRESSION_KEY = "faker_method"  # the word on the wire for an expression; read and written in this module alone
_LONGEST_SHOWN, _LARGEST_SHOWN = 120, 10**40  # of a value in a message
_KEYS = (EXPRESSION_KEY, "data_type", "description", "null_rate", "unique")
_UNFIT_TEXT = re.compile(r"[\x00\ud800-\udfff]")
_UNFIT_NAME = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class DataType(StrEnum):
    """What a column holds."""

    STRING = "string"
    INTEGER = "integer"
    FLOAT = "float"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: `null_rate` is the share of missing cells (0 to 1), `unique` forbids a value to occur twice."""

    name: str
    expression: str
    data_type: DataType
    description: str = ""
    null_rate: float = 0.0
    unique: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the column's entry in the document, without its name and without what says nothing."""
        document: dict[str, Any] = {EXPRESSION_KEY: self.expression, "data_type": self.data_type.value}
        if self.description:
            document["description"] = self.description
        if self.null_rate:
            document["null_rate"] = self.null_rate
        if self.unique:
            document["unique"] = True
        return document


@dataclass(frozen=True, slots=True)
class DatasetSchema:
    """The columns of a dataset, in their order, and the locale that `fake` speaks."""

    columns: tuple[Column, ...]
    locale: str = field(default=DEFAULT_LOCALE, kw_only=True)

    @classmethod
    def from_json(cls, document: Any, *, locale: str | None = None) -> Self:
        """Read the wire form: an object `name -> column`, or a list of columns that carry their `name`.

        Raises SchemaError, which names the column, for anything that is not such a document.
        """
        columns = tuple(_read_column(name, body) for name, body in _named_bodies(document))
        names = [column.name for column in columns]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise SchemaError("two columns have this name", column=twice)
        return cls(columns, locale=_read_locale(locale))

    def to_json(self) -> dict[str, dict[str, Any]]:
        """Return the wire form as an object `name -> column`, in the columns' order."""
        return {column.name: column.to_json() for column in self.columns}

    def to_json_list(self) -> list[dict[str, Any]]:
        """Return the wire form as a list of columns that carry their `name`: for stores that lose the order of keys."""
        return [{"name": column.name, **column.to_json()} for column in self.columns]


@cache
def available_locales() -> frozenset[str]:
    """Return the names of the locales that `fake` speaks, such as `en_US`."""
    from faker.config import AVAILABLE_LOCALES  # noqa: PLC0415 - looks through all of Faker's folders

    deprecated = {"fr_QC"}  # Faker warns of it: fr_CA is meant
    return frozenset(locale for locale in AVAILABLE_LOCALES if "_" in locale) - deprecated


class _Short(Repr):
    """Shows a value in a few words, however large it is and whatever it holds."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel, self.maxstring = 2, _LONGEST_SHOWN

    def repr_int(self, x: int, level: int) -> str:
        """Leave large numbers out: Python refuses to write those of thousands of digits."""
        return super().repr_int(x, level) if abs(x) < _LARGEST_SHOWN else f"a number above {_LARGEST_SHOWN:.0e}"


def _shown(value: Any) -> str:
    return _Short().repr(value)[:_LONGEST_SHOWN]


def _read_locale(locale: str | None) -> str:
    if locale is None:
        return DEFAULT_LOCALE
    if not isinstance(locale, str):
        raise SchemaError(f"a locale is a text, not {_shown(locale)}")
    if locale not in available_locales():
        same_language = sorted(name for name in available_locales() if name[:2] == locale[:2])
        raise SchemaError(
            f"there is no locale {_shown(locale)}",
            hint=f"for example {', '.join(same_language[:5])}" if same_language else "for example en_US or de_DE",
        )
    return locale


def _named_bodies(document: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(document, Mapping):
        pairs = list(document.items())
    elif isinstance(document, list) and all(isinstance(item, Mapping) and "name" in item for item in document):
        pairs = [(item["name"], {key: item[key] for key in item if key != "name"}) for item in document]
    else:
        raise SchemaError("a schema is an object of columns, or a list of columns that each have a name")
    if not 1 <= len(pairs) <= MAX_COLUMNS:
        raise SchemaError(f"a schema has 1 to {MAX_COLUMNS} columns, this one has {len(pairs)}")
    return pairs


def _read_column(name: Any, body: Any) -> Column:
    if not isinstance(name, str) or not name.strip() or len(name) > MAX_NAME_CHARACTERS or _UNFIT_NAME.search(name):
        raise SchemaError(
            f"a column's name is a printable text of 1 to {MAX_NAME_CHARACTERS} characters, not {_shown(name)}"
        )
    if not isinstance(body, Mapping):
        raise SchemaError(f"a column is an object with the keys {', '.join(_KEYS)}", column=name)
    if unknown := sorted(_shown(key) for key in body.keys() - set(_KEYS)):
        raise SchemaError(f"a column has no key {unknown[0]}", column=name, hint=f"its keys are {', '.join(_KEYS)}")
    return Column(
        name=name,
        expression=_read_text(body, EXPRESSION_KEY, name, longest=MAX_EXPRESSION_CHARACTERS, required=True),
        data_type=_read_data_type(body.get("data_type", DataType.STRING), name),
        description=_read_text(body, "description", name, longest=MAX_DESCRIPTION_CHARACTERS),
        null_rate=_read_null_rate(body.get("null_rate", 0.0), name),
        unique=_read_flag(body.get("unique", False), name),
    )


def _read_text(body: Mapping[str, Any], key: str, column: str, *, longest: int, required: bool = False) -> str:
    text = body.get(key, "")
    if not isinstance(text, str):
        raise SchemaError(f"{key} is a text, not {_shown(text)}", column=column)
    if len(text) > longest:
        raise SchemaError(f"{key} has {len(text)} characters, {longest} are allowed", column=column)
    if required and not text.strip():
        raise SchemaError(f"{key} is missing", column=column)
    if _UNFIT_TEXT.search(text):
        raise SchemaError(f"{key} has a character that no file can hold", column=column)
    return text


def _read_data_type(value: Any, column: str) -> DataType:
    if isinstance(value, str) and value in tuple(DataType):  # `in DataType` raises for a text before Python 3.12
        return DataType(value)
    raise SchemaError(
        f"there is no data_type {_shown(value)}", column=column, hint=f"it is one of {', '.join(DataType)}"
    )


def _read_null_rate(value: Any, column: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise SchemaError(f"null_rate is a number from 0 to 1, not {_shown(value)}", column=column)
    return float(value)


def _read_flag(value: Any, column: str) -> bool:
    if not isinstance(value, bool):
        raise SchemaError(f"unique is true or false, not {_shown(value)}", column=column)
    return value
