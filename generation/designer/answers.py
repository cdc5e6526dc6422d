"""A model's text, read as a schema: kindly about its dress, strictly about its content."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from generation import engine
from generation.engine import DatasetSchema, EngineError, SchemaError, available_locales

TRIAL_ROWS = 20
_MOST_MISTAKES = 12
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
    """A schema that has been compiled and tried on a few rows, and what the model said about it."""

    schema: DatasetSchema
    domain: str
    assumptions: tuple[str, ...]


class AnswerUnfit(Exception):  # not an error yet: the model may mend it
    """The answer is no schema that runs. `mistakes` tell the model why, each in a few lines."""

    def __init__(self, *mistakes: str) -> None:
        super().__init__(f"{len(mistakes)} mistakes")  # not which: they quote what was asked for
        self.mistakes = mistakes


def read_answer(text: str, locale: str | None) -> Answer:
    """Read, compile and try the answer; a `locale` that was asked for goes before the model's. Raises AnswerUnfit."""
    document = _first_object(text)
    columns = _columns(document.get("columns"))
    chosen = locale or _locale(document.get("locale"))
    schema = _schema(columns, chosen)
    _try(schema)
    return Answer(
        schema=schema,
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
    if not isinstance(column[_WIRE_EXPRESSION], str):
        raise AnswerUnfit(f'- column "{body.get("name")}": "expression" is missing or not a text')
    if isinstance(name := column.get("name"), str):
        column["name"] = name.strip()
    if "description" in column:
        column["description"] = _line(column["description"], _LONGEST_DESCRIPTION)
    if isinstance(data_type := column.get("data_type"), str):
        column["data_type"] = _DATA_TYPES.get(data_type.lower(), data_type.lower())
    return column


def _schema(columns: list[dict[str, Any]], locale: str | None) -> DatasetSchema:
    mistakes: list[str] = []
    for column in columns:
        try:
            DatasetSchema.from_json([column])
        except SchemaError as error:
            mistakes.append(_mistake(error))
    if mistakes:
        raise AnswerUnfit(*mistakes[:_MOST_MISTAKES])
    try:
        return DatasetSchema.from_json(columns, locale=locale)
    except SchemaError as error:
        raise AnswerUnfit(_mistake(error)) from None  # a column's name may quote the description


def _try(schema: DatasetSchema) -> None:
    """Compile the schema and make a few rows. A column that fails is emptied, so that the next one comes to light."""
    mistakes: list[str] = []
    while len(mistakes) < _MOST_MISTAKES:
        try:
            for _ in engine.run_plan(engine.compile_plan(schema), rows=TRIAL_ROWS, seed=0):
                pass
        except EngineError as error:
            mistakes.append(_mistake(error))
            emptied = _emptied(schema, error.column)
            if emptied == schema:
                break
            schema = emptied
        else:
            break
    if mistakes:
        raise AnswerUnfit(*mistakes)


def _emptied(schema: DatasetSchema, name: str | None) -> DatasetSchema:
    return replace(
        schema,
        columns=tuple(
            replace(column, expression="None", unique=False) if column.name == name else column
            for column in schema.columns
        ),
    )


def _mistake(error: EngineError) -> str:
    where = f'column "{error.column}": ' if error.column else ""
    hint = f" ({error.hint})" if error.hint else ""
    excerpt = f"\n{error.excerpt}" if error.excerpt else ""
    return f"- {where}{error.message}{hint}{excerpt}"


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
