"""Where in a text the columns are named, in whatever form: a list after a colon, bullets, a header line, a sentence."""

import re
from itertools import islice

from generation.designer.reading.entries import RULES, bulleted, defined
from generation.designer.reading.items import is_pair, outside, split, split_items
from generation.designer.reading.laid import Layout
from generation.designer.reading.prose import (
    BESIDES_NAME,
    COLUMNS,
    COMMAND,
    FEWEST_NAMES,
    INTRODUCER,
    LISTING,
    count_names,
    lay_out_prose,
    with_added,
)
from generation.designer.reading.sentences import first_sentence, sentences
from generation.designer.reading.words import DASHES, any_of

_FEWEST_LINES = 2  # one dash is no list, one pair may be a heading
_FEWEST_BARS = 2  # one may stand between two values
_FEWEST_MARKS = 3  # in running text a dash may be just that

_INLINE_BULLET = re.compile(rf"(?:^|(?<=\s))[*•{DASHES}](?=\s+[\w\"`*])")
_INLINE_NUMBER = re.compile(r"(?:^|(?<=[\s:]))\d{1,2}[.)](?=\s+[A-Za-z\"`])")

_HEADED = re.compile(
    r"(?P<heading>[A-Za-z][A-Za-z ]{1,60}):\s+"
    r"(?=[`\"]?[A-Za-z]\w*(?:_\w+|[a-z][A-Z]\w*)[`\"]?\s*[,;]|[`\"]?\w+[`\"]?:\s)"
)
_FIRST_BULLET = re.compile(rf":\s*(?:[*•{DASHES}]|\d{{1,2}}[.)])\s")
_MARKS = (
    f"{COLUMNS}, properties, headers?, includes?, including, contains?, containing, following, follows, such as,"
    "namely, with, have, has, schema, structure, details?"
)
_MARKER = re.compile(rf"\b{any_of(_MARKS)}\b[^.:;,\n]{{0,60}}(?::|(?<=s)\s?=)(?=\s|\S*,)", re.IGNORECASE)
_COLON = re.compile(r":(?=\s|\w+,)")
_NAMED_LATER = re.compile(r"\b(?:columns|fields)\s+(?:are\s+|named\s+)?\w+\s*,", re.IGNORECASE)
_FARTHEST_COLON = 300
_MOST_COLONS = 6

_BRACKETS = re.compile(r"(?P<heading>[^()\n]{3,100}?)\s*\((?P<inside>(?:[^()]|\([^()]*\))+)\)(?P<rest>.*)", re.DOTALL)
_DASH = re.compile(rf"(?P<heading>[^,\n]{{3,90}}?)(?:\s(?:[{DASHES}]|[-=]+>)\s|;\s)(?P<list>.+)", re.DOTALL)
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_ARRAY = re.compile(
    rf"(?P<heading>.*?\b(?:{any_of(COLUMNS)}|headers?|names|schema)\s*[=:(]*\s*)\[\s*"
    rf"(?P<inside>(?:(?:{_QUOTED.pattern})[\s,]*){{2,}})\](?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_RULES_FOLLOW = re.compile(rf"(?:\n\s*|\.\s+)(?=(?:{RULES}|note):)", re.IGNORECASE)
_RULE = re.compile(r"[-=_*~]{3,}")
_IDENTIFIER = re.compile(r"[A-Za-z]*(?:_|[a-z][A-Z]|[A-Z]{2})\w*")
_ONE_PAIR = re.compile(r"[`\"*]*\w+(?: \w+){0,2}[`\"*]*\s*(?:\([^()]*\))?\s*:\s+\S")
_ENDED = re.compile(r"[.!?:]$")

_NEXT_PAIR = re.compile(r"[,;\n]\s*[\w ]{1,40}:\s")
_NAME = re.compile(r"[A-Za-z_]\w{0,60}")
_SPACED_NAME = re.compile(r"[A-Za-z_]\w*(?:[ ./-]{1,3}[\w%#]+){0,5}(?: ?\([\w%/$° .]{1,20}\))?")


def lay_out(text: str) -> Layout:
    """Find the columns in a text."""
    text = _without_bars(text)
    for form in (
        _line_by_line,
        _array,
        _inline_bullets,
        _headed,
        _pairs,
        _marked,
        _in_brackets,
        _after_dash,
        _lines,
        _header_line,
    ):
        if layout := form(text):
            return with_added(layout)
    return lay_out_prose(text)


def _without_bars(text: str) -> str:
    """Return a text with commas for the bars of `a | b | c`."""
    bars = {place for place in outside(text) if text.startswith(" | ", place)}
    if len(bars) < _FEWEST_BARS:
        return text
    return "".join("," if place - 1 in bars else "" if place in bars else sign for place, sign in enumerate(text))


def _line_by_line(text: str) -> Layout | None:
    """Read bullets, or lines such as `age: 18 to 80` and `city - where they live`."""
    found = bulleted(text) or defined(text) or bulleted(text, anywhere=True)
    return Layout(found.before, found.items, sentences(found.after), listed=True) if found else None


def _array(text: str) -> Layout | None:
    """Read `columns=["id", "price"]`, as people write it in programs."""
    match = _ARRAY.fullmatch(text)
    if match is None:
        return None
    items = tuple(name for pair in _QUOTED.findall(match["inside"]) for name in pair if name)
    return Layout(match["heading"], items, sentences(match["rest"]), listed=True)


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


def _headed(text: str) -> Layout | None:
    """Read `orders: order_id: TEXT, total: REAL`, where the first colon ends a heading."""
    match = _HEADED.match(text)
    return _listed(match["heading"], text[match.end() :]) if match else None


def _pairs(text: str) -> Layout | None:
    """Read `name: explanation, age: explanation`, without any heading."""
    if _MARKER.search(f"{text.partition(':')[0]}: "):
        return None
    if said := _said_one_by_one(text):
        return Layout("", said, (), listed=True)
    pieces = split(text)
    pairs = sum(is_pair(piece) for piece in pieces)
    fewest = 1 if text.count(";") >= _FEWEST_LINES else max(_FEWEST_LINES, len(pieces) // 2 + 1)
    heading = pairs == 1 and _IDENTIFIER.match(pieces[0].partition(":")[2].strip())
    if pairs < fewest or heading or not is_pair(pieces[0]):
        return None
    return _listed("", text)


def _said_one_by_one(text: str) -> tuple[str, ...]:
    """Return `id: integer. name: string. age: 18-80.` as the items that full stops part."""
    pieces = tuple(piece.strip() for piece in re.split(r"\.\s+|\.$", text) if piece.strip())
    return pieces if len(pieces) >= FEWEST_NAMES and all(map(_ONE_PAIR.match, pieces)) else ()


def _marked(text: str) -> Layout | None:
    """Read what follows `fields:`, or another colon that a list follows."""
    match = _MARKER.search(text) or next(
        (colon for colon in islice(_COLON.finditer(text), _MOST_COLONS) if _leads_to_list(text, colon)),
        None,
    )
    if match is None or not text[match.end() :].strip():
        return None
    if not _MARKER.match(text, match.start()) and _NAMED_LATER.search(text, match.end()):
        return None
    return _listed(text[: match.end() - 1], text[match.end() :])


def _in_brackets(text: str) -> Layout | None:
    """Read `User profiles (name, email, age)`."""
    match = _BRACKETS.match(text)
    if not match or INTRODUCER.search(match["heading"]) or "," in match["heading"]:
        return None
    items = split_items(match["inside"])
    return Layout(match["heading"], items, sentences(match["rest"]), listed=True) if _are_names(items) else None


def _after_dash(text: str) -> Layout | None:
    """Read `customers.csv - id, name, email`."""
    match = _DASH.match(text)
    if not match or (LISTING.search(match["heading"]) and not _IDENTIFIER.match(match["list"])):
        return None
    inside, rest = first_sentence(match["list"])
    items = split_items(inside)
    return Layout(match["heading"], items, rest, listed=True) if _are_names(items) else None


def _lines(text: str) -> Layout | None:
    """Read names that stand on a line each."""
    lines = [line.strip() for line in text.splitlines() if not _RULE.fullmatch(line.strip())]
    named = [bool(line) and _are_names((line,), fewest=1) and not _ENDED.search(line) for line in lines]
    start = next((place for place in range(len(lines)) if all(named[place : place + FEWEST_NAMES])), len(lines))
    if start + FEWEST_NAMES > len(lines) or "," in BESIDES_NAME.sub("", lines[start]):
        return None
    start += re.fullmatch(any_of(COLUMNS), lines[start], re.IGNORECASE) is not None
    start += start == 0 and COMMAND.match(lines[0])[0].strip() != ""  # type: ignore[index]  # it matches any text
    end = next((place for place in range(start, len(lines)) if not named[place]), len(lines))
    return Layout(" ".join(lines[:start]), tuple(lines[start:end]), sentences("\n".join(lines[end:])), listed=True)


def _are_names(items: tuple[str, ...], fewest: int = FEWEST_NAMES) -> bool:
    return len(items) >= fewest and count_names(items) == len(items)


def _leads_to_list(text: str, colon: re.Match[str]) -> bool:
    before = re.split(r"[.!?]\s", text[: colon.start()])[-1]
    if colon.start() > _FARTHEST_COLON or colon.start() not in outside(text):
        return False
    items = split(first_sentence(text[colon.end() :])[0])
    if re.search(r",\s", before):
        return len(items) >= FEWEST_NAMES and count_names(tuple(items)) == len(items) > len(before.split(","))
    return len(items) > 1 or bool(_IDENTIFIER.fullmatch(text[colon.end() :].strip()))


def _header_line(text: str) -> Layout | None:
    line, _, after = text.strip().partition("\n")
    line = re.sub(r"\"\s+\"", '","', line)
    delimiter = "," if "," in line else "|"
    names = [name.strip(" \"'") for name in line.strip("|").split(delimiter)]
    name_of = (
        _NAME if ", " in line and '"' not in line else _SPACED_NAME
    )  # who puts no spaces after commas pasted a header
    if len(names) < FEWEST_NAMES or not all(name_of.fullmatch(name) for name in names):
        return None
    return Layout("", tuple(names), sentences(after), listed=True)


def _listed(heading: str, body: str) -> Layout:
    body, *after = _RULES_FOLLOW.split(body.strip(), maxsplit=1)
    inside, rest = _end_of_list(body)
    return Layout(heading, split_items(inside), (*rest, *sentences(" ".join(after))), listed=True)


def _end_of_list(body: str) -> tuple[str, tuple[str, ...]]:
    """Return the list and the sentences after it; in a list of pairs an explanation may hold sentences of its own."""
    pairs = [match.start() for match in _NEXT_PAIR.finditer(body)]
    start = pairs[-1] + 1 if pairs else 0
    last, rest = first_sentence(body[start:])
    return body[:start] + last, rest
