"""Where in a text the columns are named, in whatever form: a list after a colon, bullets, a header line, a sentence."""

import re
from dataclasses import dataclass
from itertools import islice

from generation.designer.reading.entries import bulleted, defined
from generation.designer.reading.items import is_pair, split, split_items
from generation.designer.reading.rows import is_count
from generation.designer.reading.sentences import first_sentence, sentences
from generation.designer.reading.words import DASHES, any_of

_FEWEST_LINES = 2  # one dash is no list, one pair may be a heading
_FEWEST_MARKS = 3  # in running text a dash may be just that
_FEWEST_NAMES = 3  # without a word that announces them
_LONGEST_NAME = 6  # words
_LONGEST_PIECE = 9

_INLINE_BULLET = re.compile(rf"(?:^|(?<=\s))[*•{DASHES}](?=\s+[\w\"`*])")
_INLINE_NUMBER = re.compile(r"(?:^|(?<=[\s:]))\d{1,2}[.)](?=\s+[A-Za-z\"`])")

_FIRST_BULLET = re.compile(rf":\s*(?:[*•{DASHES}]|\d{{1,2}}[.)])\s")
_COLUMNS = "col(?:u|o)m?n?s?, cols?, fields?, attributes?, features?, variables?"
_MARKS = (
    f"{_COLUMNS}, properties, headers?, includes?, including, contains?, containing, following, follows, such as,"
    "namely, with, have, has, schema, structure, details?"
)
_MARKER = re.compile(rf"\b{any_of(_MARKS)}\b[^.:;,\n]{{0,60}}(?::|(?<=s)\s?=)(?=\s|\S*,)", re.IGNORECASE)
_COLON = re.compile(r":(?=\s|\w+,)")
_NAMED_LATER = re.compile(r"\b(?:columns|fields)\s+(?:are\s+|named\s+)?\w+\s*,", re.IGNORECASE)
_FARTHEST_COLON = 300
_MOST_COLONS = 6

_LEADS = (
    f"{_COLUMNS}, include[sd]?, including, contain(?:s|ing)?, with, having, has, have, consist(?:s|ing) of,"
    "compris(?:es|ing), featuring, cover(?:s|ing), track(?:s|ing)?, such as, namely, showing, where"
)
_FOLLOWS = (
    f"{_COLUMNS}, (?:each|every) (?:row|record|one|item|entry) (?:has|have|contains"
    f"|includes), the, following, these, for, of, like, such as, (?:information|details|data) (?:on|about|of)"
)
_INTRODUCER = re.compile(rf"\b{any_of(_LEADS)}\s+(?:{any_of(_FOLLOWS)}\s+)*", re.IGNORECASE)
_LISTING = re.compile(rf"\b{any_of('with, including, containing, having, include[sd]?, contains?')}\b", re.IGNORECASE)
_NO_NAME = re.compile(r"\b(?:data|dataset|table of|list of|csv|spreadsheet|time series|\d+)\b", re.IGNORECASE)
_MOST_INTRODUCERS = 8
_VALUES = re.compile(r"\b(?:categor|typ|kind|option|valu|class)[a-z]*s\s+(?:such as|like|including)\s+$", re.IGNORECASE)
_BOTH = re.compile(r"both\s", re.IGNORECASE)  # "include both male and female names" names no columns

_PLEASE = (
    r"please, (?:can|could) you, kindly, hi, hello, e\.g\., (?:i|we) (?:need|want|would like), i'd like, help me, to"
)
_MAKE = (
    "generate, create, make, give, build, produce, provide, synthesi[sz]e, simulate, mock, fake, show, list, write,"
    "prepare, design, get, need, want"
)
_COMMAND = re.compile(
    r"^\s*(?:(?:use|using) [A-Za-z]+ (?:to|and)\s+"
    r"|write (?:me )?(?:an? )?(?:\w+ )?(?:script|code|program) (?:to|that|which)\s+)?"
    rf"(?:{any_of(_PLEASE)}[,\s]+)*(?:{any_of(_MAKE)}\s+)?(?:(?:me|us)\s+)?(?:(?:a|an|the|some)\s+)?",
    re.IGNORECASE,
)
_TO_DO = "analy[sz]e, train, test, practi[sc]e, learn, study, build, predict, support, help, use, be"
_AIMS = (
    rf"for (?!(?:each|the last|every)\b), so that\s, in order to\s, to {any_of(_TO_DO)}\b, working (?:in|for|at)\s,"
    r"who\s,"
    r"suitable\s, useful\s, used\s, based on\s, in (?:a|an|csv|json|the(?! (?:last|past|next|previous|range"
    r"|format|form|year|month)))\b, at (?:a|an)\b, from (?:a|an|the)\s"
)
_PURPOSE = re.compile(rf"\s{any_of(_AIMS)}.*$", re.IGNORECASE | re.DOTALL)

_BRACKETS = re.compile(r"(?P<heading>[^()\n]{3,100}?)\s*\((?P<inside>(?:[^()]|\([^()]*\))+)\)(?P<rest>.*)", re.DOTALL)
_DASH = re.compile(rf"(?P<heading>[^,\n]{{3,90}}?)(?:\s(?:[{DASHES}]|[-=]+>)\s|;\s)(?P<list>.+)", re.DOTALL)
_IDENTIFIER = re.compile(r"[A-Za-z]*(?:_|[a-z][A-Z]|[A-Z]{2})\w*")
_ONE_PAIR = re.compile(r"[`\"*]*\w+(?: \w+){0,2}[`\"*]*\s*(?:\([^()]*\))?\s*:\s+\S")
_ENDED = re.compile(r"[.!?:]$")

_NEXT_PAIR = re.compile(r"[,;\n]\s*[\w ]{1,40}:\s")
_NAME = re.compile(r"[A-Za-z_]\w{0,60}")
_BESIDES_NAME = re.compile(r"\([^)]*\)|\[[^\]]*\]|\bbetween .*|\d\S*")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand: what leads to the columns, the items that name one each, and the sentences that follow.

    `listed` tells that the writer listed the columns rather than spoke of them.
    """

    heading: str
    items: tuple[str, ...]
    rest: tuple[str, ...]
    listed: bool


def lay_out(text: str) -> Layout:
    """Find the columns in a text."""
    for form in (_line_by_line, _inline_bullets, _pairs, _marked, _in_brackets, _after_dash, _lines, _header_line):
        if layout := form(text):
            return layout
    return _sentence(text)


def _line_by_line(text: str) -> Layout | None:
    """Read bullets, or lines such as `age: 18 to 80` and `city - where they live`."""
    found = bulleted(text) or defined(text) or bulleted(text, anywhere=True)
    return Layout(found.before, found.items, sentences(found.after), listed=True) if found else None


def _inline_bullets(text: str) -> Layout | None:
    """Read bullets whose line ends were lost: `fields: - name - age (18-80)`."""
    pairs = sum(is_pair(piece) for piece in split(text.partition(":")[2]))
    if pairs >= _FEWEST_LINES and not _FIRST_BULLET.search(text):
        return None
    for mark in (_INLINE_BULLET, _INLINE_NUMBER):
        heading, *pieces = mark.split(text)
        announced = heading.rstrip().endswith(":") and len(pieces) >= _FEWEST_LINES
        if announced or len(pieces) >= _FEWEST_MARKS:
            last, rest = first_sentence(pieces[-1])
            items = tuple(piece.strip(" ,;\n") for piece in (*pieces[:-1], last))
            return Layout(heading, items, rest, listed=True)
    return None


def _pairs(text: str) -> Layout | None:
    """Read `name: explanation, age: explanation`, without any heading."""
    if _MARKER.search(f"{text.partition(':')[0]}: "):
        return None
    if said := _said_one_by_one(text):
        return Layout("", said, (), listed=True)
    pieces = split(text)
    pairs = sum(is_pair(piece) for piece in pieces)
    fewest = 1 if text.count(";") >= _FEWEST_LINES else max(_FEWEST_LINES, len(pieces) // 2 + 1)
    if pairs < fewest or not is_pair(pieces[0]):
        return None
    return _listed("", text)


def _said_one_by_one(text: str) -> tuple[str, ...]:
    """Return `id: integer. name: string. age: 18-80.` as the items that full stops part."""
    pieces = tuple(piece.strip() for piece in re.split(r"\.\s+|\.$", text) if piece.strip())
    return pieces if len(pieces) >= _FEWEST_NAMES and all(map(_ONE_PAIR.match, pieces)) else ()


def _marked(text: str) -> Layout | None:
    """Read what follows `fields:`, or another colon that a list follows."""
    match = _MARKER.search(text) or next(
        (colon for colon in islice(_COLON.finditer(text), _MOST_COLONS) if _leads_to_list(text, colon)), None
    )
    if match is None or not text[match.end() :].strip():
        return None
    if not _MARKER.match(text, match.start()) and _NAMED_LATER.search(text, match.end()):
        return None
    return _listed(text[: match.end() - 1], text[match.end() :])


def _in_brackets(text: str) -> Layout | None:
    """Read `User profiles (name, email, age)`."""
    match = _BRACKETS.match(text)
    if not match or _INTRODUCER.search(match["heading"]) or "," in match["heading"]:
        return None
    items = split_items(match["inside"])
    return Layout(match["heading"], items, sentences(match["rest"]), listed=True) if _are_names(items) else None


def _after_dash(text: str) -> Layout | None:
    """Read `customers.csv - id, name, email`."""
    match = _DASH.match(text)
    if not match or _LISTING.search(match["heading"]):
        return None
    inside, rest = first_sentence(match["list"])
    items = split_items(inside)
    return Layout(match["heading"], items, rest, listed=True) if _are_names(items) else None


def _lines(text: str) -> Layout | None:
    """Read names that stand on a line each."""
    lines = [line.strip() for line in text.splitlines()]
    named = [bool(line) and _are_names((line,), fewest=1) and not _ENDED.search(line) for line in lines]
    start = next((place for place in range(len(lines)) if all(named[place : place + _FEWEST_NAMES])), len(lines))
    if start + _FEWEST_NAMES > len(lines) or "," in _BESIDES_NAME.sub("", lines[start]):
        return None
    start += start == 0 and _COMMAND.match(lines[0])[0].strip() != ""  # type: ignore[index]  # it matches any text
    end = next((place for place in range(start, len(lines)) if not named[place]), len(lines))
    return Layout(" ".join(lines[:start]), tuple(lines[start:end]), sentences("\n".join(lines[end:])), listed=True)


def _are_names(items: tuple[str, ...], fewest: int = _FEWEST_NAMES) -> bool:
    return len(items) >= fewest and _count_names(items) == len(items)


def _leads_to_list(text: str, colon: re.Match[str]) -> bool:
    before = re.split(r"[.!?]\s", text[: colon.start()])[-1]
    if colon.start() > _FARTHEST_COLON:
        return False
    items = split(first_sentence(text[colon.end() :])[0])
    if re.search(r",\s", before):
        return len(items) >= _FEWEST_NAMES and _count_names(tuple(items)) == len(items) > len(before.split(","))
    return len(items) > 1 or bool(_IDENTIFIER.fullmatch(text[colon.end() :].strip()))


def _header_line(text: str) -> Layout | None:
    line, _, after = text.strip().partition("\n")
    names = [name.strip(" \"'") for name in line.split(",")]
    if len(names) < _FEWEST_NAMES or not all(_NAME.fullmatch(name) for name in names):
        return None
    return Layout("", tuple(names), sentences(after), listed=True)


def _listed(heading: str, body: str) -> Layout:
    inside, rest = _end_of_list(body.strip())
    return Layout(heading, split_items(inside), rest, listed=True)


def _end_of_list(body: str) -> tuple[str, tuple[str, ...]]:
    """Return the list and the sentences after it; in a list of pairs an explanation may hold sentences of its own."""
    pairs = [match.start() for match in _NEXT_PAIR.finditer(body)]
    start = pairs[-1] + 1 if pairs else 0
    last, rest = first_sentence(body[start:])
    return body[:start] + last, rest


def _sentence(text: str) -> Layout:
    """Read a sentence: take the longest list that follows a word such as `with`, or else the list it starts with."""
    parts = sentences(text) or (text,)
    found = [(place, *candidate) for place, part in enumerate(parts) for candidate in _candidates(part)]
    if not found:
        return Layout(parts[0], (), parts[1:], listed=False)
    place, start, items = max(found, key=lambda candidate: _count_names(candidate[2]))
    last = parts[place].rfind(items[-1]) + len(items[-1])
    heading = f"{parts[place][:start]} {parts[place][last:]}"
    identifiers = sum("_" in item for item in items)
    return Layout(heading, items, (*parts[:place], *parts[place + 1 :]), listed=identifiers * 2 > len(items))


def _candidates(sentence: str) -> list[tuple[int, tuple[str, ...]]]:
    """Return lists that a sentence may hold, each with the place of what introduces it."""
    introduced = list(_INTRODUCER.finditer(sentence))[:_MOST_INTRODUCERS]
    starts = [(match.start(), match.end()) for match in introduced if _names_columns(sentence, match)]
    lists = [(start, split_items(_PURPOSE.sub("", sentence[end:]))) for start, end in starts]
    found = [(start, items) for start, items in lists if _count_names(items)]
    loose = split_items(_PURPOSE.sub("", _COMMAND.sub("", sentence)))
    aside = loose and _NO_NAME.search(loose[0]) and not is_count(loose[0])
    names = 0 if aside else _count_names(loose)
    led = any(_count_names(items) >= names - 1 for _, items in found)
    return found if names < _FEWEST_NAMES or led else [*found, (0, loose)]


def _names_columns(sentence: str, introducer: re.Match[str]) -> bool:
    return not (_BOTH.match(sentence, introducer.end()) or _VALUES.search(sentence[: introducer.end()]))


def _count_names(items: tuple[str, ...]) -> int:
    """Return how many of the items look like names of columns; none if one of them looks like prose."""
    lengths = [len(_BESIDES_NAME.sub("", item).split()) for item in items]
    if any(length > _LONGEST_PIECE for length in lengths):
        return 0
    return sum(1 <= length <= _LONGEST_NAME for length in lengths)
