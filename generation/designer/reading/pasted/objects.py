"""JSON: a schema of it, a list of fields, or example records; and what only looks like JSON."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeGuard

from generation.designer.reading.limit import Limits
from generation.designer.reading.limits import read_limits
from generation.designer.reading.notes import TYPE_OF
from generation.designer.reading.pasted.document import Document
from generation.designer.reading.pasted.examples import limits_of
from generation.designer.reading.tables import joined
from generation.designer.reading.wished import WishedColumn
from generation.engine import DataType

_FEWEST = 2
_MOST_DEPTH = 4
_OBJECT = dict[str, Any]
_KINDS = {
    "email": "email",
    "uri": "url",
    "url": "url",
    "uuid": "uuid",
    "ipv4": "ip address",
    "hostname": "domain name",
    "phone": "phone",
}
_MOMENTS = {"date": DataType.DATE, "date-time": DataType.DATETIME, "time": DataType.TIME}
_LOOSE = re.compile(
    r"[\"'`]?(?P<name>[A-Za-z_]\w*)[\"'`]?\s*:\s*(?P<value>\"[^\"]*\"|'[^']*'|-?\d+(?:\.\d+)?|true|false|null"
    r"|True|False|None|\[[^\[\]]*\]|[A-Za-z]\w*(?=\s*[,}\n]))"
)
_LOOSE_OBJECT = re.compile(r"\{[^{}]*[\"'`]?[A-Za-z_]\w*[\"'`]?\s*:[^{}]*\}")


def read_objects(text: str) -> Document | None:
    """Read the JSON in a text."""
    start = next((place for place, sign in enumerate(text) if sign in "{[" and _opens(text, place)), None)
    if start is None:
        return None
    try:
        document, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return _read_loosely(text)
    columns = joined(_read_any(document))
    if len(columns) < _FEWEST:
        return None
    return Document(before=text[:start], columns=columns, after=text[end:])


def _opens(text: str, place: int) -> bool:
    return re.match(r"[\[{]\s*(?:\{\s*)?[\"'`]?\w+[\"'`]?\s*:", text[place : place + 80]) is not None


def _read_loosely(text: str) -> Document | None:
    """Read pairs in braces that are not quite JSON: single quotes, comments, a comma too many."""
    match = _LOOSE_OBJECT.search(text)
    pairs = {found["name"]: _value(found["value"]) for found in _LOOSE.finditer(match[0])} if match else {}
    if match is None or len(pairs) < _FEWEST:
        return None
    return Document(before=text[: match.start()], columns=tuple(_read_record([pairs])), after=text[match.end() :])


def _value(written: str) -> Any:
    if written[0] in "\"'":
        return written[1:-1]
    try:
        return json.loads({"True": "true", "False": "false", "None": "null"}.get(written, written).replace("'", '"'))
    except ValueError:
        return written


def _read_any(document: Any) -> Iterator[WishedColumn]:
    if _is_schema(document):
        yield from _read_schema(document)
    elif fields := _fields(document):
        yield from fields
    elif records := _records(document):
        yield from _read_record(records)
    elif isinstance(document, dict):
        for name, inner in document.items():
            if isinstance(inner, list | dict):
                yield from (replace(column, table=column.table or name) for column in _read_any(inner))


def _is_schema(document: Any) -> TypeGuard[_OBJECT]:
    return isinstance(document, dict) and (
        isinstance(document.get("properties"), dict) or _is_schema(document.get("items"))
    )


def _read_schema(schema: Mapping[str, Any], depth: int = 0, table: str = "") -> Iterator[WishedColumn]:
    if not isinstance(schema.get("properties"), dict):
        schema = schema["items"]
    stated = schema.get("required")
    required = stated if isinstance(stated, list) else []
    table = table or str(schema.get("title") or "")
    for name, body in schema["properties"].items():
        inner = body.get("items") if isinstance(body, dict) and _is_schema(body.get("items")) else body
        if _is_schema(inner) and depth < _MOST_DEPTH:
            yield from _read_schema(inner, depth + 1, name)
        elif isinstance(body, dict):
            limits = _of_property(body)
            limits = replace(limits, missing=0.0) if name in required else limits
            yield WishedColumn(phrase=name, said=name, limits=limits, typed=True, table=table)


def _of_property(body: Mapping[str, Any]) -> Limits:
    stated = body.get("type")
    kind = next((one for one in stated if one != "null"), "") if isinstance(stated, list) else str(stated or "")
    form = str(body.get("format", ""))
    limits = Limits(data_type=_MOMENTS.get(form) or _type(kind), kind=_KINDS.get(form, ""))
    if kind == "array":
        limits = replace(limits, several=(_int(body.get("minItems")) or 1, _int(body.get("maxItems")) or 3))
    limits = replace(limits, low=_end(body, "minimum", 1), high=_end(body, "maximum", -1))
    limits = replace(limits, shortest=_int(body.get("minLength")), longest=_int(body.get("maxLength")))
    limits = replace(limits, multiple_of=_number(body.get("multipleOf")), unique=body.get("uniqueItems") is True)
    if isinstance(values := body.get("enum"), list):
        limits = replace(limits, values=tuple(str(value) for value in values if value is not None))
    if isinstance(pattern := body.get("pattern"), str):
        limits = limits.combined(replace(read_limits(pattern)[1], data_type=None))
    if isinstance(about := body.get("description"), str):
        limits = read_limits(f": {about}")[1].combined(limits)
        limits = replace(limits, about=about[:200])
    return limits


def _type(kind: str) -> DataType | None:
    return TYPE_OF.get("float" if kind == "number" else kind.lower())


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _int(value: object) -> int | None:
    return int(value) if isinstance(value, int) and 0 <= value <= 1000 else None  # noqa: PLR2004 - longer is no limit


def _end(body: Mapping[str, Any], name: str, step: int) -> float | None:
    """Return an end of a range; one that is excluded moves inwards by one."""
    inside = _number(body.get(name))
    outside = _number(body.get(f"exclusive{name.title()}"))
    return inside if outside is None else outside + step


def _fields(document: Any) -> list[WishedColumn]:
    """Read `[{"name": "age", "type": "integer"}]`, alone or below a key such as `columns`."""
    if isinstance(document, dict):
        lists = (document.get(name) for name in ("columns", "fields", "attributes", "features", "schema", "variables"))
        document = next((one for one in lists if isinstance(one, list)), None)
    if not isinstance(document, list) or not document:
        return []
    if all(isinstance(one, str) for one in document):
        return [WishedColumn(phrase=one, said=one, typed=True) for one in document]
    if not all(isinstance(one, dict) and isinstance(one.get("name"), str) and len(one) > 1 for one in document):
        return []
    if not any({"type", "description", "mode", "dtype", "format", "data_type"} & one.keys() for one in document):
        return []
    return [
        WishedColumn(
            phrase=one["name"], said=one["name"], limits=_of_property({"type": one.get("dtype"), **one}), typed=True
        )
        for one in document
    ]


def _records(document: Any) -> list[_OBJECT]:
    if isinstance(document, list):
        return [one for one in document if isinstance(one, dict)]
    plain = isinstance(document, dict) and any(not isinstance(value, dict | list) for value in document.values())
    return [document] if plain and isinstance(document, dict) else []


def _read_record(records: Sequence[Mapping[str, Any]], table: str = "", depth: int = 0) -> Iterator[WishedColumn]:
    names = dict.fromkeys(name for record in records for name in record)
    for name in names:
        cells = [record[name] for record in records if record.get(name) is not None]
        inner = [cell for cell in cells if isinstance(cell, dict)]
        inner += [one for cell in cells if isinstance(cell, list) for one in cell if isinstance(one, dict)]
        if inner and depth < _MOST_DEPTH:
            yield from _read_record(inner, name, depth + 1)
        else:
            limits, seen = _of_cells(cells)
            yield WishedColumn(phrase=name, said=name, limits=limits, typed=True, table=table, seen=seen)


def _of_cells(cells: Sequence[Any]) -> tuple[Limits, tuple[str, ...]]:
    """Return what the cells under one name say: an example each, or a type or an explanation in words."""
    if any(isinstance(cell, list) for cell in cells):
        return Limits(several=(1, 3)), ()
    texts = tuple("true" if cell is True else "false" if cell is False else str(cell) for cell in cells)
    if len(cells) == 1 and isinstance(cells[0], str):
        limits = read_limits(f": {cells[0]}")[1]
        word = cells[0].lower().split("(")[0].strip()
        if word in TYPE_OF or word in _KINDS or (limits.say_something and limits.example is None and " " in cells[0]):
            return replace(limits, kind=_KINDS.get(word, "")), ()
    limits = limits_of(texts)
    if limits.data_type in {DataType.INTEGER, DataType.FLOAT} and isinstance(cells[0], str):
        limits = Limits(data_type=DataType.STRING)
    return limits, texts
