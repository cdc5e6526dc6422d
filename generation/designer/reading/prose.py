"""Columns that running text names: the list after a word such as `with`, and those that further sentences add."""

import re
from dataclasses import dataclass, replace

from generation.designer.reading.items import outside, split_items
from generation.designer.reading.laid import Layout
from generation.designer.reading.rows import is_count
from generation.designer.reading.sentences import sentences
from generation.designer.reading.words import any_of

FEWEST_NAMES = 3  # without a word that announces them
COLUMNS = "col(?:u|o)m?n?s?, cols?, fields?, attributes?, features?, variables?"
BESIDES_NAME = re.compile(r"\([^)]*\)|\[[^\]]*\]|\bbetween .*|\d\S*")

_LONGEST_NAME = 6  # words
_LONGEST_PIECE = 9
_MOST_INTRODUCERS = 8

_TELLS = "shows?, records?, captures?, lists?, stores?, describes?, reports?, logs?, measures?, holds?, gives?, tells?"
_LEADS = (
    f"{COLUMNS}, include[sd]?, including, contain(?:s|ing)?, with, having, has, have, consist(?:s|ing) of,"
    "compris(?:es|ing), featuring, cover(?:s|ing), track(?:s|ing)?, such as, namely, showing, where,"
    rf"(?:that|which) {any_of(_TELLS)}, (?:data|results|statistics|stats|figures|counts) by"
)
_WEAK = re.compile(rf"(?:that|which) {any_of(_TELLS)}|\w+ by\b", re.IGNORECASE)  # "data that shows trends" names none
_FOLLOWS = (
    f"{COLUMNS}, (?:each|every) \\w+ (?:has|have|contains"
    f"|includes), the, following, these, for, of, like, such as, (?:information|details|data) (?:on|about|of)"
)
_WANTED = "(?:,? (?:that )?(?:i|we) (?:want|need|require|would like)(?: to have)?| needed| required)?"
INTRODUCER = re.compile(
    rf"\b(?:{any_of(COLUMNS)}{_WANTED} (?:are|(?:should|must|will|shall) be)|{any_of(_LEADS)})\s+"
    rf"(?:{any_of(_FOLLOWS)}\s+)*",
    re.IGNORECASE,
)
LISTING = re.compile(rf"\b{any_of('with, including, containing, having, include[sd]?, contains?')}\b", re.IGNORECASE)
_NO_NAME = re.compile(r"\b(?:data|dataset|table of|list of|csv|spreadsheet|time series|\d+(?= [a-z]))\b", re.IGNORECASE)
_FROM = re.compile(r"\w+ (?:from|in|across|for|of) ", re.IGNORECASE)
_VALUES = re.compile(r"\b(?:categor|typ|kind|option|valu|class)[a-z]*s\s+(?:such as|like|including)\s+$", re.IGNORECASE)
_BOTH = re.compile(r"both\s", re.IGNORECASE)  # "include both male and female names" names no columns

_HAVE = "have, has, include, includes, contain, contains, come with, comes with, carry, carries"
_MUST = "should, must, will, shall, can, also, always, needs? to, has to, have to"
_THEN = "and, then, next, finally, also, additionally, furthermore, moreover, besides, in addition, lastly, plus, so"
_ADDS = re.compile(
    rf"(?:{any_of(_THEN)}[,\s]+)*(?:"
    r"(?:for (?:each|every) \w+(?: \w+)?,? )?(?:(?:i|we)(?:'d| would)? (?:also |then |even |further )*"
    r"(?:want|need|like|require)s? (?:to (?:have|see|know|include|store|track) )?"
    r"(?=the |an? )"
    r"|(?:please )?(?:also )?(?:include|add|provide|give|list|record|note)\s+(?:me )?)"
    r"|there (?:should|must|needs to|has to) (?:also )?be\s+"
    rf"|(?:each|every) (?:\w+ ){{1,3}}?(?:{any_of(_MUST)} )*(?:{any_of(_HAVE)}|{any_of(_TELLS)})\s+"
    rf"|(?:it|they|the (?:\w+ )?(?:data|dataset|table|csv|file|rows?|records?)) (?:{any_of(_MUST)} )+"
    rf"(?:{any_of(_HAVE)}|{any_of(_TELLS)})\s+"
    rf")(?:(?:the following|these|the)\s+)?(?:{any_of(COLUMNS)}\s+(?:for|with|like|such as|-)?\s*)?",
    re.IGNORECASE,
)
_REASON = re.compile(r",?\s(?:because|since there|as there|so that|in order to)\s[^,]*", re.IGNORECASE)
_NO_COLUMN = re.compile(
    r"\b(?:missing|nulls?|outliers?|nois[ey]|duplicates?|realistic|seasonal\w*|trends?|patterns?|correlat\w*|rows"
    r"|records|values|distribut\w*|variety|mix|mixture|edge cases?|errors?|data|dataset|file|csv|imbalanced?"
    r"|relationships?|diversity|examples|samples|cases|anomalies|variation|randomness|more|fewer|at least|at most"
    r"|different|exactly|only|no|not|unique|with|including|containing|columns|fields|list of|table|set of)\b",
    re.IGNORECASE,
)
_COMMA_WHICH = re.compile(r",\s(?=(?:which|who|whose)\s)")
_ASKS = re.compile(
    r"(?:(?:and|also|please|then|finally|plus|in addition),? )*(?:add|include|there (?:should|must) (?:also )?be an? )",
    re.IGNORECASE,
)
_TOLD = re.compile(r",?\s(?:that|which|who|where|for example|for instance|such as)\s[^()]*$", re.IGNORECASE)
_NAMED_COLUMN = re.compile(r"\b(?:column|field|variable|feature)\b", re.IGNORECASE)

_GROUPED = re.compile(
    r"(?P<what>[A-Za-z][\w ]*?)(?<!ed)(?<!sold)(?<!made)(?<!paid)(?<!taken)(?<!given)(?<!written) (?:broken down )?by"
    r" (?:the )?(?P<group>[a-z]+(?: [a-z]+)?)"
)

_PLEASE = (
    r"please, (?:can|could) you, kindly, hi, hello, e\.g\., (?:i|we) (?:need|want|would like), i'd like, help me, to"
)
_MAKE = (
    "generate, create, make, give, build, produce, provide, synthesi[sz]e, simulate, mock, fake, show, list, write,"
    "prepare, design, get, need, want"
)
COMMAND = re.compile(
    r"^\s*(?:(?:use|using) [A-Za-z]+ (?:to|and)\s+"
    r"|write (?:me )?(?:an? )?(?:\w+ )?(?:script|code|program) (?:to|that|which)\s+)?"
    rf"(?:{any_of(_PLEASE)}[,\s]+)*(?:{any_of(_MAKE)}\s+)?(?:(?:me|us)\s+)?(?:(?:a|an|the|some)\s+)?",
    re.IGNORECASE,
)
_TO_DO = "analy[sz]e, train, test, practi[sc]e, learn, study, build, predict, support, help, use, be"
_AIMS = (
    rf"for (?!(?:sale|rent|hire|each|the last|every)\b), so that\s, in order to\s, to {any_of(_TO_DO)}\b,"
    r"working (?:in|for|at)\s,"
    r"suitable\s, useful\s, used (?:for|to|in|by|as)\s, based on\s,"
    r"in (?:a|an|csv|json|the(?! (?:last|past|next|previous|range"
    r"|format|form|year|month)))\b(?! [\d/:]+ ?(?:split|ratio|range|format|mix)), at (?:a|an)\b,"
    r"from (?:a|an|the)\s(?!to\b)"
)
_PURPOSE = re.compile(rf"\s(?:(?<!,\s)(?<!\band\s)who\s|{any_of(_AIMS)}).*$", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Named:
    """The items that a sentence names, and where in it what introduces them starts."""

    start: int
    items: tuple[str, ...]

    @property
    def count(self) -> int:
        return count_names(self.items)


def lay_out_prose(text: str) -> Layout:
    """Take the longest list that follows a word such as `with`, and the columns that other sentences add."""
    parts = sentences(text) or (text,)
    added = {place: named for place, part in enumerate(parts) if (named := _added(part, first=place == 0))}
    found = [
        *added.items(),
        *((place, named) for place, part in enumerate(parts) if place not in added for named in _candidates(part)),
    ]
    if not found or _is_aside(found, added):
        return Layout(parts[0], (), parts[1:], listed=False)
    place, best = max(found, key=lambda candidate: candidate[1].count)
    lists = dict(sorted({**added, place: best}.items()))
    items = tuple(part for named in lists.values() for item in named.items for part in _grouped(item))
    rest = tuple(part for at, part in enumerate(parts) if at not in lists)
    heading = " ".join(_beside(parts[at], named) for at, named in lists.items())
    identifiers = sum("_" in item for item in items)
    return Layout(heading, items, rest, listed=identifiers * 2 > len(items))


def _is_aside(found: list[tuple[int, _Named]], added: dict[int, _Named]) -> bool:
    """Tell whether nothing but one thing was added, to no list: "It should contain enough detail"."""
    lone = len(found) == len(added) == 1 and len(found[0][1].items) == 1
    return lone and not _NAMED_COLUMN.search(found[0][1].items[0])


def _grouped(item: str) -> tuple[str, ...]:
    """Return "sales by region" as `sales` and `region`; what is "approved by" somebody is one thing."""
    match = _GROUPED.fullmatch(item)
    return (match["what"], match["group"]) if match else (item,)


def with_added(layout: Layout) -> Layout:
    """Add to a list what a sentence after it asks for: "Also add a bonus column"."""
    added = {part: named.items for part in layout.rest if _ASKS.match(part) and (named := _added(part, first=False))}
    if not added:
        return layout
    rest = tuple(part for part in layout.rest if part not in added)
    return replace(layout, items=(*layout.items, *(item for items in added.values() for item in items)), rest=rest)


def _beside(sentence: str, named: _Named) -> str:
    """Return what a sentence says before its list and after it."""
    last = sentence.rfind(named.items[-1])
    after = sentence[last + len(named.items[-1]) :] if last >= 0 else ""
    return f"{sentence[: named.start]} {after}"


def _added(sentence: str, *, first: bool) -> _Named | None:
    """Read "There should also be a column for the city": every item names a column, or none does."""
    match = _ADDS.match(sentence)
    if match is None:
        return None
    said = _REASON.sub("", _COMMA_WHICH.sub(" ", sentence[match.end() :]))
    items = split_items(said if _NAMED_COLUMN.search(said) else _PURPOSE.sub("", said))
    plain = tuple(BESIDES_NAME.sub("", _TOLD.sub("", item)) for item in items)
    wanted = all(_NAMED_COLUMN.search(item) or not _NO_COLUMN.search(item) for item in plain)
    alone = first and len(items) < FEWEST_NAMES
    short = all(_NAMED_COLUMN.search(item) for item in items) or count_names(plain) == len(items)
    return _Named(match.start(), items) if items and wanted and short and not alone else None


def _candidates(sentence: str) -> list[_Named]:
    """Return lists that a sentence may hold."""
    introduced = list(INTRODUCER.finditer(sentence))[:_MOST_INTRODUCERS]
    free = outside(sentence)
    starts = [(it.start(), it.end()) for it in introduced if it.start() in free and _names_columns(sentence, it)]
    lists = [_Named(start, split_items(_PURPOSE.sub("", sentence[end:]))) for start, end in starts]
    found = [named for named in lists if named.count >= (FEWEST_NAMES if _WEAK.match(sentence, named.start) else 1)]
    loose = split_items(_PURPOSE.sub("", COMMAND.sub("", sentence)))
    aside = loose and _NO_NAME.search(loose[0]) and not is_count(loose[0])
    names = 0 if aside else count_names(loose)
    enough = 1 if loose and _FROM.match(loose[0]) else names - 1  # "customers from Germany, France and Spain with ..."
    led = any(named.count > 1 and named.count >= enough for named in found)
    return found if names < FEWEST_NAMES or led else [*found, _Named(0, loose)]


def _names_columns(sentence: str, introducer: re.Match[str]) -> bool:
    return not (_BOTH.match(sentence, introducer.end()) or _VALUES.search(sentence[: introducer.end()]))


def count_names(items: tuple[str, ...]) -> int:
    """Return how many of the items look like names of columns; none if one of them looks like prose."""
    lengths = [len(BESIDES_NAME.sub("", item).split()) for item in items]
    if any(length > _LONGEST_PIECE for length in lengths):
        return 0
    return sum(1 <= length <= _LONGEST_NAME for length in lengths)
