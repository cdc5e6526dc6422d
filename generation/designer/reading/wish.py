"""A description, read."""

import re
import unicodedata
from dataclasses import dataclass, replace

from generation.designer.reading.columns import read_column
from generation.designer.reading.entries import aligned_spelled_out
from generation.designer.reading.fractions import in_percent
from generation.designer.reading.laid import Layout
from generation.designer.reading.languages import language_of
from generation.designer.reading.layout import lay_out
from generation.designer.reading.limit import Limits
from generation.designer.reading.limits import read_limits_in_sentence
from generation.designer.reading.pasted import Document, find_document
from generation.designer.reading.rows import is_count, read_rows
from generation.designer.reading.sentences import sentences
from generation.designer.reading.tables import NamedTable, find_tables, joined
from generation.designer.reading.wished import WishedColumn
from generation.designer.reading.words import key

_MOST_CHARACTERS = 4000
_MOST_COLUMNS = 100
_LONGEST_STATEMENT = 400
_LONGEST_HEADING = 1000
_LINE_END = re.compile(r"</(?:li|tr|p|div|h\d|ul|ol)>|<br ?/?>", re.IGNORECASE)
_CELL_END = re.compile(r"</t[hd]>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_WITH = re.compile(r"\bw/\s?(?=\w)", re.IGNORECASE)
_THANKS = re.compile(
    r"[.,;!]?\s*\b(?:many thanks|thanks|thank you|thx|cheers|kind regards|best regards)\b[^.:\n]{0,60}[.!:)]*\s*$",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^(?:\w+ )?(?:rules?|constraints?|notes?|requirements?|conditions?|logic)\s*:\s*", re.IGNORECASE)
_NUMBERED = re.compile(r"(.*?)[ _]?\d{1,3}")
_AGED = re.compile(r"(?<=[,;] )aged (?=\d)")
_AGES = re.compile(
    r"\s*,?\s*\b(?:(?:aged|between the ages of|from the age of|of ages?)\s+(?:from |between )?"
    r"(\d{1,3})\s?(?:-|\u2013|to|and|until)\s?(\d{1,3})(?: years?(?: old)?)?"
    r"|(?:between|from) (\d{1,3}) (?:and|to) (\d{1,3}) years (?:old|of age))"
    r"(?![\w%])(?! (?:months?|weeks?|days?|hours?)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something said outside the list of columns, such as "about 10% of the emails are missing".

    `words` is what is left of it when the limits are taken away, as a key.
    """

    text: str
    words: str
    limits: Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A description, read.

    `listed` tells that exactly these columns are wanted. `heading` is what leads to them, `rows` how many rows the
    text asks for, `unread` what did not look like a column. `tables` are the names of several tables, which become one.
    `language` is a code such as `de`.
    """

    text: str
    heading: str
    columns: tuple[WishedColumn, ...] = ()
    listed: bool = False
    statements: tuple[Statement, ...] = ()
    rows: int | None = None
    unread: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    language: str = "en"


def read(description: str) -> Wish:
    """Read a description, whatever it is: what is not understood is kept as such."""
    text = unicodedata.normalize("NFC", description[:_MOST_CHARACTERS]).replace("\x00", " ").strip()
    if document := find_document(text):
        return _from_document(document)
    text = in_percent(_THANKS.sub("", _WITH.sub("with ", _without_tags(text))))
    text = _AGED.sub("age ", re.sub(r"[ \t]{2,}|\t", " ", aligned_spelled_out(text)))
    if found := find_tables(text):
        return _from_tables(text, *found)
    if language := language_of(text):
        wish = _from_layout(text, lay_out(language.led_in_english(text)))
        return replace(wish, heading=language.named_in_english(wish.heading), language=language.code)
    return _from_layout(text, lay_out(text))


def _without_tags(text: str) -> str:
    """Return a text without the tags of HTML; what they set apart stays apart."""
    if "</" not in text:
        return text
    return _TAG.sub(" ", _CELL_END.sub(", ", _LINE_END.sub("\n", text))).strip(" ,\n")


def _from_document(document: Document) -> Wish:
    heading, *before = (*sentences(document.before), "")
    named = " ".join(document.tables)
    names = ", ".join(column.phrase for column in document.columns)
    return Wish(
        text=f"{document.before} {named}: {names}. {document.after}",
        heading=f"{heading} {named}".strip()[:_LONGEST_HEADING],
        columns=document.columns[:_MOST_COLUMNS],
        listed=True,
        statements=tuple(
            read_statement(sentence) for sentence in (*before, *document.rules, *sentences(document.after)) if sentence
        ),
        rows=read_rows(f"{document.before} . {document.after}"),
        tables=document.tables if len(document.tables) > 1 else (),
    )


def _from_tables(text: str, before: str, tables: tuple[NamedTable, ...]) -> Wish:
    items = [(table.name, item) for table in tables for item in table.items if not is_count(item)]
    columns = [
        replace(column, table=name) for name, item in items[:_MOST_COLUMNS] if (column := read_column(item)) is not None
    ]
    heading, *rest = (*sentences(before), "")
    return Wish(
        text=text,
        heading=f"{heading} {' '.join(table.name for table in tables)}"[:_LONGEST_HEADING],
        columns=joined(columns),
        listed=True,
        statements=tuple(read_statement(sentence) for sentence in rest if sentence),
        rows=read_rows(before),
        tables=tuple(table.name for table in tables),
    )


def _from_layout(text: str, layout: Layout) -> Wish:
    columns: list[WishedColumn] = []
    unread: list[str] = []
    for item in layout.items:
        if is_count(item) or (item.lower() == "data" and not layout.listed):
            continue
        column = read_column(item) if len(columns) < _MOST_COLUMNS else None
        if column is None:
            unread.append(item)
        else:
            columns.append(column)
    heading, aged = _without_ages(" ".join(layout.heading.split()))
    said = [sentence for text in layout.rest for sentence in _said_apart(text)]
    if not columns or any("age" in key(column.phrase).split() for column in columns):
        said += [aged] if aged else []
    elif aged and (column := read_column(aged)):
        columns.append(column)
    return Wish(
        text=text,
        heading=heading[:_LONGEST_HEADING],
        columns=tuple(_share_limits(columns)),
        listed=layout.listed,
        statements=tuple(map(read_statement, said)),
        rows=read_rows(text),
        unread=tuple(unread),
    )


def _without_ages(heading: str) -> tuple[str, str]:
    """Return what leads to a list without the ages of which it speaks, as in "people aged 18-25", and these."""
    match = _AGES.search(heading)
    if match is None:
        return heading, ""
    low, high = (bound for bound in match.groups() if bound)
    return f"{heading[: match.start()]}{heading[match.end() :]}".strip(), f"age between {low} and {high}"


def _said_apart(text: str) -> list[str]:
    """Return the parts of a sentence that semicolons separate, without what leads to them: "Rules: a > b; c < 5"."""
    parts = re.split(r";\s+", _LEAD.sub("", text))
    return [part for part in parts if part.strip()]


def _share_limits(columns: list[WishedColumn]) -> list[WishedColumn]:
    """Give `x1` and `x2` the limits of `x3` in "x1, x2, x3 between -1 and 1"."""
    shared = list(columns)
    for place in range(len(shared) - 2, -1, -1):
        first, second = shared[place], shared[place + 1]
        stems = [match[1] for one in (first, second) if (match := _NUMBERED.fullmatch(one.phrase))]
        if len(stems) == 2 and stems[0] == stems[1] and not first.limits.say_something:  # noqa: PLR2004
            shared[place] = replace(first, limits=second.limits)
    return shared


def read_statement(sentence: str) -> Statement:
    """Read a sentence that names no columns of its own."""
    rest, limits = read_limits_in_sentence(sentence[:_LONGEST_STATEMENT])
    return Statement(text=sentence, words=key(rest), limits=limits)
