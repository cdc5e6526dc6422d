"""A model's text, read as a schema: kindly about its dress, strictly about its content."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generation.designer.checking.trying import Fault, fault
from generation.engine import DatasetSchema, SchemaError, available_locales

_MOST_ASSUMPTIONS = 20
_LONGEST_ASSUMPTION = 300
_LONGEST_DESCRIPTION = 500
_LONGEST_DOMAIN = 40
_MOST_OPENINGS = 20  # how many braces in a chatty answer are tried as the beginning of its object
_WIRE_EXPRESSION = "faker_method"  # models that have read such schemas write it too
_COLUMN_KEYS = ("name", "data_type", "description", "null_rate", "unique")
_DATA_TYPES = {  # what models write in place of the wire's words
    "int": "integer",
    "number": "float",
    "double": "float",
    "str": "string",
    "text": "string",
    "bool": "boolean",
    "timestamp": "datetime",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A schema as the model wrote it, not yet tried, and what the model said about it.

    `faults` are those of columns that no schema can have; they are empty in it.
    """

    schema: DatasetSchema
    faults: tuple[Fault, ...]
    domain: str
    assumptions: tuple[str, ...]


class AnswerUnfit(Exception):  # not an error yet: the model may mend it
    """The answer is no schema. `mistakes` tell the model why, each in a few lines."""

    def __init__(self, *mistakes: str) -> None:
        super().__init__(f"{len(mistakes)} mistakes")  # not which: they quote what was asked for
        self.mistakes = mistakes


def read_answer(text: str, locale: str | None) -> Answer:
    """Read the answer; a `locale` that was asked for goes before the model's. Raises AnswerUnfit."""
    document = _first_object(text)
    read = [_readable(column) for column in _columns(document.get("columns"))]
    return Answer(
        schema=_schema([column for column, _ in read], locale or _locale(document.get("locale"))),
        faults=tuple(fault for _, fault in read if fault),
        domain=_line(document.get("domain"), _LONGEST_DOMAIN) or "general",
        assumptions=_assumptions(document.get("assumptions")),
    )


def _first_object(text: str) -> dict[str, Any]:
    """Return the first JSON object of a text, whatever stands around it: prose, fences, a model's thoughts."""
    text = text.rpartition("</think>")[2]
    decoder = json.JSONDecoder(object_pairs_hook=_without_doubles, parse_constant=_no_number)
    start = text.find("{")
    for _ in range(_MOST_OPENINGS):
        if start < 0:
            break
        try:
            document, _end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            start = text.find("{", start + 1)
        else:
            return _storable(dict(document))
    raise AnswerUnfit("The answer is not one complete JSON object.")


def _storable(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document if its texts can be stored: JSON can write a NUL, and half of a character."""
    text = json.dumps(document, ensure_ascii=False)
    if "\\u0000" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise AnswerUnfit("A text has a sign that no text has.")
    return document


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) < len(pairs):
        raise AnswerUnfit("A key occurs twice in an object.")
    return document


def _no_number(word: str) -> Any:
    raise AnswerUnfit(f"{word} is not a number.")


def _columns(value: Any) -> list[dict[str, Any]]:
    """Return the columns as the engine reads them, from a list or, since models like it, an object by name."""
    if isinstance(value, Mapping):
        value = [{"name": name, **body} for name, body in value.items() if isinstance(body, Mapping)]
    if not isinstance(value, list) or not value or not all(isinstance(item, Mapping) for item in value):
        raise AnswerUnfit('The answer has no "columns": a list of objects, each with name, expression and data_type.')
    return [_column(item) for item in value]


def _column(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a column in the engine's words. Keys that it does not know say nothing to anybody and are dropped."""
    column = {key: body[key] for key in _COLUMN_KEYS if body.get(key) is not None}
    column[_WIRE_EXPRESSION] = body.get("expression", body.get(_WIRE_EXPRESSION))
    if isinstance(name := column.get("name"), str):
        column["name"] = name.strip()
    if "description" in column:
        column["description"] = _line(column["description"], _LONGEST_DESCRIPTION)
    if isinstance(data_type := column.get("data_type"), str):
        column["data_type"] = _DATA_TYPES.get(data_type.lower(), data_type.lower())
    return column


def _readable(column: dict[str, Any]) -> tuple[dict[str, Any], Fault | None]:
    """Return the column if a schema can have it, else an empty one of its name and what is wrong."""
    try:
        DatasetSchema.from_json([column])
    except SchemaError as error:
        return {"name": column.get("name"), _WIRE_EXPRESSION: "None"}, fault(error)
    return column, None


def _schema(columns: list[dict[str, Any]], locale: str | None) -> DatasetSchema:
    try:
        return DatasetSchema.from_json(columns, locale=locale)
    except SchemaError as error:
        where = f'column "{error.column}": ' if error.column else ""
        raise AnswerUnfit(f"- {where}{error.message}") from None  # a column's name may quote the description


def _locale(value: Any) -> str | None:
    """Return the model's locale if there is one of this name, which models also write as de-DE."""
    name = value.replace("-", "_") if isinstance(value, str) else ""
    return name if name in available_locales() else None


def _assumptions(value: Any) -> tuple[str, ...]:
    texts = value if isinstance(value, list) else []
    return tuple(filter(None, (_line(text, _LONGEST_ASSUMPTION) for text in texts[:_MOST_ASSUMPTIONS])))


def _line(value: Any, longest: int) -> str:
    """Return a text as one printable line; what is no text says nothing."""
    words = value.split() if isinstance(value, str) else []
    return "".join(sign for sign in " ".join(words) if sign.isprintable())[:longest]
