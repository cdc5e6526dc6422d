"""Several tables in one text, which become one joined table."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from generation.designer.reading.entries import NO_THING
from generation.designer.reading.items import split_items
from generation.designer.reading.wished import WishedColumn
from generation.designer.reading.words import singular, words

_FEWEST_TABLES = 2
_FEWEST_ITEMS = 2
_MOST_TABLES = 40
_LONGEST_NAME = 4  # words
_NAME = r"\**(?P<name>[A-Za-z]\w*(?: [A-Za-z]\w*){0,2}?)\**"
_TYPES = "(?i:str|text|varchar|char|int|bigint|smallint|float|double|decimal|numeric|bool|date|time|categor|uuid|enum)"
_NOUN = rf"(?:\s+(?i:table|entity|dataset|csv|sheet|file|collection))?(?:\s*\((?!{_TYPES})[^()]{{0,30}}\))?"
_COLON = re.compile(
    rf"(?:^|(?<=[.;\n]\s)|(?<=[.;\n])|(?<=[\w)]\s)(?=[A-Z][a-z]+\s?:)|(?<=[:]\s))[ \t]*(?:[-*•#]+\s+|\d{{1,2}}[.)]\s+)?"
    rf"(?:(?i:table|entity)\s*\d?\s*:?\s+|(?i:the)\s)?{_NAME}{_NOUN}\**\s*(?::|\s[-\u2013]\s|\s(?:with|has"
    rf"|having)\s+(?:columns?|fields?)?:?)\**\s*"
)
_CALL = re.compile(r"\b(?P<name>[A-Za-z]\w*)(?:\s(?i:table))?\s?\((?P<inside>[^()]*(?:\([^()]*\)[^()]*)*)\)")
_KEY = re.compile(
    r"(?:^|[\s_])id\b|[a-z]ID\b|[a-z]Id\b|^ID\b|[_ ](?:key|no|nr|number|code)\b|\b(?i:pk|fk)\b", re.IGNORECASE
)
_OF_EACH = re.compile(
    r"(?:^|[,;.]\s+|\band\s+|\bwhile\s+)(?:(?:each|every|an?) |(?=\w+s have ))(?P<name>\w+(?: \w+)?)"
    r" (?:should |must |will )?(?:has|have|contains?|includes?)\s+(?:(?:its|their) )?",
    re.IGNORECASE,
)
_NO_TABLE = re.compile(r"(?:row|record|entry|line|item|observation|one|column|table)s?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NamedTable:
    """A table as it was named, and the items that name its columns."""

    name: str
    items: tuple[str, ...]


def find_tables(text: str) -> tuple[str, tuple[NamedTable, ...]] | None:
    """Return what stands before the tables and the tables of `Employees: id, name. Departments: id, name`.

    Tables are told from lists of values by the keys that they hold.
    """
    if len(named := _of_each(text)) >= _FEWEST_TABLES:
        return text[: named[0][0]], tuple(table for _, table in named)
    for sections in (_of_lines(text), _after_colons(text), _in_brackets(text)):
        if sections and _are_tables([table for _, table in sections]):
            return text[: sections[0][0]], tuple(table for _, table in sections)
    return None


def _are_tables(found: list[NamedTable]) -> bool:
    with_keys = sum(any(_KEY.search(item) for item in table.items) for table in found)
    return len(found) >= _FEWEST_TABLES and with_keys >= _FEWEST_TABLES and with_keys * 2 >= len(found)


def _after_colons(text: str) -> list[tuple[int, NamedTable]]:
    found = islice(_COLON.finditer(text), _MOST_TABLES)
    heads = [head for head in found if not NO_THING.fullmatch(head["name"])]
    ends = [head.start() for head in heads[1:]] + [len(text)] * bool(heads)
    sections = [
        (head.start(), NamedTable(head["name"], _items(text[head.end() : end])))
        for head, end in zip(heads, ends, strict=True)
    ]
    return [section for section in sections if len(section[1].items) >= _FEWEST_ITEMS]


def _items(text: str) -> tuple[str, ...]:
    first = re.split(r"\.(?:\s|$)|\n\s*\n", text.strip(), maxsplit=1)[0]
    items = split_items(first)
    return items if all(len(re.sub(r"\([^)]*\)", "", item).split()) <= _LONGEST_NAME * 2 for item in items) else ()


def _of_each(text: str) -> list[tuple[int, NamedTable]]:
    """Read "each customer has a name and a city, each order has a date and an amount"."""
    heads = [head for head in islice(_OF_EACH.finditer(text), _MOST_TABLES) if not _NO_TABLE.fullmatch(head["name"])]
    if len({head["name"].lower() for head in heads}) != len(heads):
        return []
    ends = [head.start() for head in heads[1:]] + [len(text)] * bool(heads)
    return [
        (head.start(), NamedTable(head["name"], _items(text[head.end() : end])))
        for head, end in zip(heads, ends, strict=True)
    ]


def _in_brackets(text: str) -> list[tuple[int, NamedTable]]:
    calls = ((match.start(), NamedTable(match["name"], split_items(match["inside"]))) for match in _CALL.finditer(text))
    return [(start, table) for start, table in calls if len(table.items) >= _FEWEST_ITEMS]


_BULLET = re.compile(r"^\s*(?:[*•·+-]|\d{1,2}[.)])\s+(?=\S)")
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s")
_HEADLINE = re.compile(
    rf"^\s*(?P<mark>#+\s*|\d{{1,2}}[.)]\s*|[*-]\s+(?=\*\*))?(?P<noun>(?i:table"
    rf"|entity)\s*\d?\s*:?\s+)?{_NAME}{_NOUN}\s*(?P<end>:?\**:?)\s*$"
)


def _of_lines(text: str) -> list[tuple[int, NamedTable]]:
    """Read bullets below the names of tables."""
    found: list[tuple[int, str, list[str]]] = []
    place = 0
    lines = text.splitlines(keepends=True)
    for line, following in pairwise([*lines, ""]):
        if head := _headline(line, following):
            found.append((place, head, []))
        elif found and _BULLET.match(line):
            found[-1][2].append(_BULLET.sub("", line).strip())
        place += len(line)
    return [(start, NamedTable(head, tuple(items))) for start, head, items in found if len(items) >= _FEWEST_ITEMS]


def _headline(line: str, following: str) -> str:
    """Return the name of a table that bullets in the following line belong to."""
    match = _HEADLINE.match(line)
    if not match or not _BULLET.match(following):
        return ""
    marked = match["end"] or match["noun"] or (match["mark"] or "").startswith("#")
    return match["name"] if marked or (_NUMBERED.match(line) and not _NUMBERED.match(following)) else ""


def joined(columns: Iterable[WishedColumn]) -> tuple[WishedColumn, ...]:
    """Return the columns of one joined table.

    A name that several tables have is led by its table's name, but in the first table; a key that another table refers
    to is there once.
    """
    columns = tuple(columns)
    tables = {_thing(column.table) for column in columns}
    taken: dict[str, str] = {}
    kept = []
    for column in columns:
        apart = column if taken.get(column.key, column.table) == column.table else _led(column)
        shared = apart is not column and _KEY.search(column.phrase) and " " in column.key  # emp_no, in both
        refers = column.key.endswith(" id") and column.key.removesuffix(" id") in tables
        if apart.key not in taken and (apart is column or not (refers or shared)):
            taken[apart.key] = column.table
            kept.append(apart)
    return tuple(kept)


def _led(column: WishedColumn) -> WishedColumn:
    return replace(column, phrase=f"{_thing(column.table)} {column.phrase}".replace(" ", "_"), typed=True)


def _thing(table: str) -> str:
    """Return what a row of a table is: `Order Items` -> `order item`."""
    return " ".join(singular(word) for word in words(table))
