"""A description, read."""

import re
import unicodedata
from dataclasses import dataclass, replace

from generation.designer.reading.layout import lay_out
from generation.designer.reading.limit import NOTHING, Limits
from generation.designer.reading.limits import read_limits, read_limits_in_sentence
from generation.designer.reading.words import DASHES, PUNCTUATION, any_of, key, words

_MOST_CHARACTERS = 4000
_MOST_COLUMNS = 100
_LONGEST_NAME = 8  # words
_LONGEST_STATEMENT = 400
_LONGEST_HEADING = 1000

_ROW_WORDS = "rows?, records?, examples?, entries, samples?, observations?, lines?, data ?points?"
_ROWS = re.compile(rf"\b(\d[\d,]*)\s+(?:[a-z-]+\s+){{0,3}}{any_of(_ROW_WORDS)}\b", re.IGNORECASE)
_NO_COLUMN = re.compile(
    rf"(?:and\s+)?(?:\d[\d,]*\s+(?:columns?|fields?|{any_of(_ROW_WORDS)})|etc\.?|so on|more|others?)", re.IGNORECASE
)
_NAME_AND_ABOUT = re.compile(
    r"[`\"'*]*(?P<name>\w[\w ./-]{0,60}?)[`\"'*]*\s*(?P<typed>\([^()]{0,80}\))?"
    rf"\s*(?::(?!\d\d)|\s[{DASHES}]\s|=)\s*(?P<about>.+)",
    re.DOTALL,
)
_NAME_AND_NOTE = re.compile(r"(?P<name>[^(\[]*)(?P<about>[(\[].*)", re.DOTALL)
_BEFORE_NAME = (
    "and, or, also, with, the, a, an, their, each, some, about, including, include, plus, as well as, what, which"
)
_AFTER_NAME = (
    "should, must, will, can, be, is, are, with, in, of, from, and, or, the, a, for, range, ranging, as, to, integer,"
    "float, values?, where, between, on"
)
_DANGLING = re.compile(rf"^{any_of(_BEFORE_NAME)}\s+|\s+{any_of(_AFTER_NAME)}$", re.IGNORECASE)
_CLAUSES = "matching, corresponding to, associated with, belonging to, that, which, who, whose, where, based on"
_CLAUSE = re.compile(rf"\s{any_of(_CLAUSES)}\s.*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class WishedColumn:
    """A column as it was named, and what was said about it.

    `said` is the whole item as it was written, `typed` tells that the name was written as an identifier.
    """

    phrase: str
    said: str = ""
    limits: Limits = NOTHING
    typed: bool = False

    @property
    def key(self) -> str:
        """Return what the phrase has in common with others that mean the same."""
        return key(self.phrase)


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
    text asks for, `unread` what did not look like a column.
    """

    text: str
    heading: str
    columns: tuple[WishedColumn, ...] = ()
    listed: bool = False
    statements: tuple[Statement, ...] = ()
    rows: int | None = None
    unread: tuple[str, ...] = ()


def read(description: str) -> Wish:
    """Read a description, whatever it is: what is not understood is kept as such."""
    text = _clean(description)
    layout = lay_out(text)
    columns: list[WishedColumn] = []
    unread: list[str] = []
    for item in layout.items:
        if _NO_COLUMN.fullmatch(item.strip()):
            continue
        column = read_column(item) if len(columns) < _MOST_COLUMNS else None
        if column is None:
            unread.append(item)
        else:
            columns.append(column)
    return Wish(
        text=text,
        heading=" ".join(layout.heading.split())[:_LONGEST_HEADING],
        columns=tuple(columns),
        listed=layout.listed,
        statements=tuple(read_statement(sentence) for sentence in layout.rest),
        rows=_read_rows(text),
        unread=tuple(unread),
    )


def _clean(description: str) -> str:
    text = unicodedata.normalize("NFC", description[:_MOST_CHARACTERS]).replace("\t", " ").replace("\x00", " ")
    return re.sub(r" {2,}", " ", text).strip()


def _read_rows(text: str) -> int | None:
    match = _ROWS.search(text)
    return min(int(match[1].replace(",", "")[:9] or 0), 10**9) if match else None


def read_column(item: str) -> WishedColumn | None:
    """Read one item of a list, such as `age (18-80)`, `status: one of a, b` or "about 5% missing emails"."""
    item = " ".join(item.split())
    name, about = _name_and_about(item)
    rest, limits = read_limits(about)
    if name:
        name, own = read_limits(name)
        limits = own.combined(limits)
        limits = replace(limits, about=_explanation(rest))
    else:
        name = rest
    clause = _CLAUSE.search(name)
    if clause and not limits.about:
        limits = replace(limits, about=clause[0].strip()[:200])
    phrase = _strip(_CLAUSE.sub("", name))
    if not words(phrase) or len(words(phrase)) > _LONGEST_NAME:
        return None
    return WishedColumn(
        phrase=phrase, said=item, limits=limits, typed=bool(re.fullmatch(r"\w*(?:_|[a-z][A-Z])\w*", phrase))
    )


def _name_and_about(item: str) -> tuple[str, str]:
    if match := _NAME_AND_ABOUT.fullmatch(item):
        return match["name"], f"{match['typed'] or ''} : {match['about']}"
    if (match := _NAME_AND_NOTE.fullmatch(item)) and words(match["name"]):
        return match["name"], match["about"]
    return "", item


def _explanation(rest: str) -> str:
    text = rest.strip(PUNCTUATION)
    return text[:1].upper() + text[1:200] if len(words(text)) > 1 else ""


def _strip(phrase: str) -> str:
    phrase = phrase.strip(PUNCTUATION)
    while (shorter := _DANGLING.sub("", phrase).strip(PUNCTUATION)) != phrase:
        phrase = shorter
    return phrase


def read_statement(sentence: str) -> Statement:
    """Read a sentence that names no columns of its own."""
    rest, limits = read_limits_in_sentence(sentence[:_LONGEST_STATEMENT])
    return Statement(text=sentence, words=key(rest), limits=limits)
