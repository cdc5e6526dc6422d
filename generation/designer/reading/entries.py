"""Lines that name a column each, in a text that may have sections: bullets, or definitions such as `age: 18 to 80`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile, groupby

from generation.designer.reading.items import is_pair
from generation.designer.reading.words import DASHES, ENGLISH, any_of, singular, word_set, words

_FEWEST_BULLETS = 2  # one dash is no list
_FEWEST_DEFINITIONS = 3  # one pair may be a heading
_LONGEST_HEADLINE = 7  # words
_LONGEST_NAME = 7
_LONGEST_ASIDE = 5

_BULLET = re.compile(rf"^\s*(?:[*•·▪◦+{DASHES}]|\d{{1,2}}[.)]|[a-z]\))\s+(?:\[[ x]?\]\s+)?(?=\S)")
_DEFINITION = re.compile(
    r"^\s*[`\"*_]*(?P<name>[A-Za-z]\w*(?:[ ./&-]{1,2}\w+){0,4}?)[`\"*_]*"
    rf"(?:\s*\([^()]*\)|\s*\[[^\[\]]*\])?[`\"*]*\s*(?::(?!\s*$)|\s[{DASHES}]\s|\s?[-=]+>\s|\s=\s)\s*\S"
)
RULES = (
    r"(?:\w+ ){0,2}(?:rules|notes|constraints|requirements|quality|conditions|relationships|relations|assumptions"
    r"|important|correlations|dependencies|distributions|logic|restrictions|expectations|guidelines)"
)
NO_THING = re.compile(  # what tells about the dataset as a whole
    rf"{any_of('project, purpose, grain, goal, goals, context, audience, task, topic, output, output format, format')}"
    rf"|{any_of('rows?, records?, (?:row|record) count, number of (?:rows|records), size, dataset(?: name)?, table')}"
    rf"|{any_of('use case, domain, background, subject, to, from, re, hi, hello, note, notes, example, examples, ps')}"
    rf"|{any_of('(?:the )?(?:following )?(?:columns?|fields?|attributes?|features?|variables?)(?: needed)?, schema')}"
    rf"|{RULES}",
    re.IGNORECASE,
)
_DEMANDS = re.compile(  # "No field shall be empty", but not "Age is between 18 and 80"
    rf"(?:{any_of('the, no, each, every, all, it, there, please')}\b.*|\w+_\w+|\w+ \w+ \w+ .*)"
    r" (?:shall|must|should|will|may|can|cannot|has to|have to|is|are|ha(?:s|ve)) ",
    re.IGNORECASE,
)
_ALIGNED = re.compile(
    r"^[ \t]*(\w+)(?:[ ]{2,}|\t+)([a-zA-Z]+(?:\([\d, ]+\))?)(?:[ ]{2,}|\t+|(?<=\)) )(\S.*)$", re.MULTILINE
)
_ASIDES = word_set(ENGLISH["asides"])
_NAMED = word_set("column field attribute feature variable schema property header structure following")


@dataclass(frozen=True, slots=True)
class Entries:
    """The items that lines of a text name, what stands before the first of them, and what else follows."""

    before: str
    items: tuple[str, ...]
    after: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that names something; `depth` is how far it is set in, `aside` whether its section names no columns."""

    place: int
    depth: int
    item: str
    aside: bool


def bulleted(text: str, *, anywhere: bool = False) -> Entries | None:
    """Find the bullets that name columns; what stands deeper than a bullet belongs to it.

    Those of sections such as "Rules" count only when they may stand `anywhere`.
    """
    lines = text.splitlines()
    found = list(_sectioned(lines, _BULLET))
    found = found if anywhere else _without_asides(found)
    if len(found) < _FEWEST_BULLETS:
        return None
    return _entries(lines, found, tuple(_folded(found)))


def defined(text: str) -> Entries | None:
    """Find the lines that name a column and tell something about it."""
    lines = text.splitlines()
    found = _without_asides(list(_sectioned(lines, _DEFINITION)))
    found = list(dropwhile(lambda line: _tells_of_dataset(line.item), found))
    found = [line for line in found if not _states_rules(line.item)]
    if len(found) < _FEWEST_DEFINITIONS or len(found) * 2 < found[-1].place - found[0].place:
        return None
    return _entries(lines, found, tuple(line.item for line in found))


def aligned_spelled_out(text: str) -> str:
    """Return a text whose lines such as `age   int   18 to 80` are written as `age: int; 18 to 80`."""
    enough = len(_ALIGNED.findall(text)) >= _FEWEST_DEFINITIONS
    return _ALIGNED.sub(r"\1: \2; \3", text) if enough else text


def _tells_of_dataset(line: str) -> bool:
    match = _DEFINITION.match(line)
    return match is not None and NO_THING.fullmatch(match["name"]) is not None


def _states_rules(line: str) -> bool:
    """Tell `Notes: no gaps; no negative prices.` from a column that is called `notes`."""
    match = _DEFINITION.match(line)
    ruling = match is not None and re.fullmatch(RULES, match["name"], re.IGNORECASE) is not None
    return ruling and (";" in line or line.endswith(".") or len(line.split()) > _LONGEST_NAME)


def _entries(lines: list[str], found: list[_Line], items: tuple[str, ...]) -> Entries:
    first, places = found[0].place, {line.place for line in found}
    after = "\n".join(
        f"{_BULLET.sub('', line)}\n" if _BULLET.match(line) else line
        for place, line in enumerate(lines)
        if place > first and place not in places
    )
    return Entries(" ".join(lines[:first]), items, after)


def _sectioned(lines: list[str], form: re.Pattern[str]) -> Iterator[_Line]:
    """Yield the lines of a form; a headline, which may be of this form too, tells what the lines below it are."""
    aside = False
    for place, line in enumerate(lines):
        matched = form.match(line) is not None
        if matched:
            yield _Line(place, len(line) - len(line.lstrip()), _BULLET.sub("", line).strip(), aside)
        said = {singular(word) for word in words(line)}
        if not _NAMED.isdisjoint(said) and _is_headline(line) and (not matched or line.rstrip().endswith(":")):
            aside = False
        elif not matched and _is_headline(line):
            aside = not _ASIDES.isdisjoint(said) and len(line.split()) <= _LONGEST_ASIDE


def _is_headline(line: str) -> bool:
    text = line.strip(" \t#*_=-")
    return bool(text) and (
        text.endswith(":") or (len(text.split()) <= _LONGEST_HEADLINE and not text.endswith((".", ",", ";")))
    )


def _without_asides(found: list[_Line]) -> list[_Line]:
    """Leave out the lines of sections such as "Rules", and sentences between names."""
    return [line for line in found if not line.aside and not _is_prose(line.item)]


def _is_prose(item: str) -> bool:
    if is_pair(item):
        return False
    long = len(re.split(r"[(\[,]", item)[0].split()) > _LONGEST_NAME
    return long or (item.endswith((".", ":")) and _DEMANDS.match(item) is not None)


def _folded(found: list[_Line]) -> Iterator[str]:
    """Yield the bullets with those below them: `status` with `active` and `closed` is `status: active, closed`."""
    top = min(line.depth for line in found)
    parent = ""
    for deeper, group in groupby(found, key=lambda line: line.depth > top):
        items = [line.item for line in group]
        if not deeper:
            yield from items[:-1]
            parent = items[-1]
            continue
        if any(map(is_pair, items)) or any("(" in item for item in items):
            yield from items  # the bullet above is but a headline
        else:
            yield _with_values(parent, items)
        parent = ""
    if parent:
        yield parent


def _with_values(parent: str, items: list[str]) -> str:
    sign = "" if parent.endswith(":") else ";" if is_pair(parent) else ":"
    return f"{parent}{sign} {', '.join(items)}"
