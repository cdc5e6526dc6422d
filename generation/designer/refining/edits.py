"""An instruction, read as edits: what to drop, add, rename, move, to speak another language, or to keep to a limit."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

from generation.designer.reading import NOTHING, any_of, key, read, read_statement
from generation.designer.refining.additions import as_listed, is_column
from generation.designer.refining.edit import (
    ADDING,
    Add,
    AddAbout,
    Drop,
    Edit,
    Limit,
    Move,
    Rename,
    Round,
    Scale,
    Scatter,
)
from generation.engine import DataType

Reader: TypeAlias = Callable[[str], Edit | None]

_DROPPING = "drop, remove, delete, get rid of, leave out, take out, exclude, omit, eliminate, without, no more"
_MOVING = "move, put, place, bring, make"
_OTHERS = "rename, call, set, change, let, turn, convert, limit, restrict, keep, use, switch to, double, halve, triple"
_MORE = "increase, raise, decrease, reduce, lower, cut, round, only, no, replace, fill, deduplicate, dedupe"
_VERB = re.compile(rf"{any_of(f'{_DROPPING}, {ADDING}, {_MOVING}, {_OTHERS}, {_MORE}')}\b", re.IGNORECASE)
_POLITE = re.compile(
    r"^(?:(?:please|then|and|also|now|next|finally|can you|could you|i want you to|i'd like you to|just)\s+)+",
    re.IGNORECASE,
)
_PARTING = re.compile(r"(\s*[;\n]\s*|\s*\.(?:\s+|$)|\s*,\s*(?:and\s+|then\s+)*|\s+and\s+(?:then\s+)?)", re.IGNORECASE)
_LISTING = re.compile(
    r"\b(?:with|of|that is|which is|being) (?:either|only|(?:the )?values?:?|one of|categories)\b", re.IGNORECASE
)
_COLUMN_WORD = r"(?:\s+(?:columns?|fields?|variables?|attributes?))"
_NUMBER_WORDS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "a few": 3, "some": 3}
_USUAL_COUNT, _MOST = 3, 20

_DUPLICATES = re.compile(
    rf"(?:{any_of(_DROPPING)}|no)\s+(?:the\s+|any\s+|all\s+)*(?:duplicate[ds]?|repeat(?:ed|s)?)(?:\s+(?:values?|rows?))?"
    r"\s*(?:in|from|of|for)?\s*(?P<what>.+)|(?:deduplicate|dedupe)\s+(?P<other>.+)",
    re.IGNORECASE,
)
_NO_LESS = re.compile(
    r"(?:no|without|not any)\s+(?P<what>.+?)\s+(?:(?P<least>below|under|less than|lower than|smaller than|before)"
    r"|(?:above|over|more than|greater than|higher than|larger than|beyond|after))\s+(?P<bound>[\d.,]+)(?P<unit>.*)",
    re.IGNORECASE,
)
_FILLED = re.compile(
    rf"(?:{any_of(_DROPPING)}|no|fill(?: in)?)\s+(?:the\s+|any\s+|all\s+)*(?:missing|nulls?|empty|blanks?|nans?)"
    r"(?:\s+(?:values?|cells?))?\s*(?:in|from|of|for)?\s*(?P<what>.+)",
    re.IGNORECASE,
)
_SOME = r"(?:(?:about|around|roughly|some|a few)\s+)*(?:(?P<share>\d+(?:\.\d+)?)\s*(?:%|percent)\s+(?:of\s+)?)?"
_PUTTING = rf"(?:{any_of(f'{ADDING}, introduce, inject, put, have, make, create')}\s+)?"
_EMPTIED = re.compile(
    rf"{_PUTTING}{_SOME}(?:missing|nulls?|empty|blanks?|nans?)(?:\s+(?:values?|cells?|data|entries))?"
    r"\s+(?:to|in|into|for|on)\s+(?P<what>.+)",
    re.IGNORECASE,
)
_SCATTERED = re.compile(
    rf"{_PUTTING}{_SOME}(?:extreme\s+|strong\s+)?outliers?(?:\s+values?)?\s+(?:to|in|into|for|on|among)\s+(?P<what>.+)",
    re.IGNORECASE,
)
_USUAL_MISSING, _USUAL_OUTLIERS = 5.0, 2.0  # percent
_DROP = re.compile(rf"{any_of(_DROPPING)}\s+(?P<what>.+?){_COLUMN_WORD}?", re.IGNORECASE)
_ADD_ABOUT = re.compile(
    rf"{any_of(ADDING)}\s+(?P<count>\d{{1,3}}|{'|'.join(_NUMBER_WORDS)})?\s*(?:more|additional|extra|new|other|further)?"
    r"\s*(?:columns?|fields?)\s+(?:about|on|for|related to|regarding|covering|describing|that describe)\s+(?P<what>.+)",
    re.IGNORECASE,
)
_ADD = re.compile(
    rf"{any_of(ADDING)}\s+(?:(?:an?|the|another|one more|second(?!s)|new|extra|additional|two|three|\d{{1,2}})\s+)*"
    r"(?:(?:columns?|fields?)\s*(?:called|named|for|:)?\s+)?(?P<what>.+)",
    re.IGNORECASE,
)
_TYPED_COLUMN = re.compile(
    r"^(?P<type>boolean|integer|float|decimal|string|text|date|datetime)\s+(?:(?:called|named)\s+)?"
    r"(?P<name>(?!(?:between|from|before|after|since|until|in|of|for|with|that|to)\b)\w+)(?:\s+with)?(?P<rest>.*)$",
    re.IGNORECASE,
)
_RENAME = re.compile(
    r"(?:rename|change the name of|retitle)\s+(?P<what>.+?)\s+(?:to|as|into|->|=>)\s+(?P<name>.+)"
    r"|(?P<what2>.+?)\s+(?:should be|is to be)\s+(?:called|named|renamed to)\s+(?P<name2>.+)",
    re.IGNORECASE,
)
_MOVE = re.compile(
    rf"{any_of(_MOVING)}\s+(?P<what>.+?)\s+(?:(?:to|at|in|be|as)\s+)*(?:the\s+)?(?:very\s+)?"
    r"(?:(?P<first>first|front|start|beginning|top)|(?P<last>last|end|bottom)"
    r"|(?P<side>before|in front of|after|behind)\s+(?P<beside>.+?))(?:\s+(?:column|position|place))?",
    re.IGNORECASE,
)
_SETTING = re.compile(
    rf"^(?:{any_of('make, set, change, let, turn, limit, restrict, keep, use, put, have, only, the')}\s+)+",
    re.IGNORECASE,
)
_TYPES = {
    DataType.INTEGER: "integers?, whole numbers?, ints?, whole",
    DataType.FLOAT: "floats?, real numbers?, decimal numbers?",
    DataType.DECIMAL: "decimals?",
    DataType.STRING: "strings?, texts?",
    DataType.BOOLEAN: "booleans?, true/false",
    DataType.DATE: "dates?",
    DataType.DATETIME: "datetimes?, timestamps?",
}
_TYPE = re.compile(
    r"(?:make|turn|convert|change|cast|set|store|use)?\s*(?P<what>(?:(?!\b(?:before|after|between|than|by)\b).)+?)\s+"
    r"(?:(?:an?|into|to|be|as|should|must|is|are)\s+)*"
    rf"(?:{'|'.join(f'(?P<{data_type}>{any_of(words)})' for data_type, words in _TYPES.items())})"
    r"(?:\s+(?:values?|numbers?|type|only))?",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?P<verb>increase|raise|decrease|reduce|lower|cut)\s+(?P<what>.+?)\s+by\s+(?P<percent>\d+(?:\.\d+)?)\s*(?:%|percent)",
    re.IGNORECASE,
)
_TIMES = re.compile(r"(?P<verb>double|halve|triple)\s+(?P<what>.+)", re.IGNORECASE)
_ROUND = re.compile(
    r"round\s+(?P<what>.+?)(?:\s+to\s+(?:(?P<digits>\d)\s+(?:decimals?|digits?|places?|decimal places?)"
    r"|(?:the nearest )?(?:whole|integer)s?(?: numbers?)?))?",
    re.IGNORECASE,
)
_FACTORS = {"double": 2.0, "halve": 0.5, "triple": 3.0}
_ONLY_YEAR = re.compile(r"only\s+(?P<year>(?:19|20)\d\d)\s+(?P<what>.+)", re.IGNORECASE)
_TO_VALUES = re.compile(
    r"(?:make|set|change|let|limit|restrict|use)?\s*(?:the\s+)?(?:values?\s+of\s+)?(?P<what>[\w .-]+?)\s*"
    r"(?::|=|\s(?:to|should be|must be|is|are|be|with values?|one of|only|with))\s*(?P<rest>.+)",
    re.IGNORECASE,
)
_SHARE_FIRST = re.compile(r"(?P<what>[A-Za-z_][\w ]*?)\s+(?P<rest>\d+(?:\.\d+)?\s*%.+)", re.IGNORECASE)
_ARTICLES = re.compile(r"^(?:the|a|an|all|every|each|any|my|our|its)\s+", re.IGNORECASE)


def read_edits(instruction: str, names: frozenset[str]) -> Iterator[Edit | str]:
    """Yield the edits of an instruction, and as a text what is none; `names` are words of the schema's columns."""
    for clause in _clauses(instruction, names):
        yield next((edit for reader in _READERS if (edit := reader(clause))), clause)


def is_dropping(instruction: str) -> bool:
    """Tell whether an instruction asks for anything to go."""
    return bool(re.search(rf"\b{any_of(_DROPPING)}\b", instruction, re.IGNORECASE))


def _clauses(instruction: str, names: frozenset[str]) -> Iterator[str]:
    """Part an instruction where something new begins; "drop a, b" is two clauses, "status: 80% a, 20% b" is one."""
    clauses: list[str] = []
    verb = ""
    for gap, text in _pieces(instruction):
        piece = _POLITE.sub("", text.strip())
        if not piece:
            continue
        begins = _VERB.match(piece)
        if begins or not clauses or _says_something(piece, names):
            verb = begins[0] if begins else ""
            clauses.append(piece)
        elif _is_listed(verb) and not _LISTING.search(clauses[-1]) and not piece[0].isdigit() and "%" not in piece:
            clauses.append(f"{verb} {piece}")
        elif _adds_nothing(clauses[-1], gap + piece):
            verb = ""
            clauses.append(piece)
        else:
            clauses[-1] += gap + piece
    yield from clauses


def _adds_nothing(clause: str, more: str) -> bool:
    """Tell whether a clause that is understood says the same with and without what follows."""
    alone, both = (replace(read_statement(_SETTING.sub("", text)).limits, about="") for text in (clause, clause + more))
    return alone.say_something and alone == both


def _pieces(instruction: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces with the gap before each; nothing is parted within brackets or quotes."""
    kept: list[str] = []
    hidden = re.sub(r"\([^()]*\)|\[[^\[\]]*\]|\"[^\"]*\"|“[^”]*”", lambda match: _hide(match[0], kept), instruction)
    parts = ["", *_PARTING.split(hidden)]
    for gap, piece in zip(parts[::2], parts[1::2], strict=False):
        yield gap, re.sub(r"\x00(\d+)\x00", lambda match: kept[int(match[1])], piece)


def _hide(text: str, kept: list[str]) -> str:
    kept.append(text)
    return f"\x00{len(kept) - 1}\x00"


def _is_listed(verb: str) -> bool:
    return bool(re.fullmatch(any_of(f"{_DROPPING}, {ADDING}"), verb, re.IGNORECASE))


def _says_something(piece: str, names: frozenset[str]) -> bool:
    """Tell whether a piece speaks of a column and what it is to keep to."""
    return bool(set(key(piece).split()) & names) and (
        read_statement(piece).limits.say_something or bool(_TYPE.fullmatch(piece) or _TO_VALUES.fullmatch(piece))
    )


def _duplicates(text: str) -> Edit | None:
    match = _DUPLICATES.fullmatch(text)
    what = match and (match["what"] or match["other"])
    return Limit(text=text, what=_plain(what), limits=replace(NOTHING, unique=True)) if what else None


def _filled(text: str) -> Edit | None:
    match = _FILLED.fullmatch(text)
    return Limit(text=text, what=_plain(match["what"]), limits=replace(NOTHING, missing=0.0)) if match else None


def _bounded(text: str) -> Edit | None:
    """Read "no ratings below 2" as ratings of 2 at least."""
    match = _NO_LESS.fullmatch(text)
    if match is None:
        return None
    edit = _limited(f"{match['what']} at {'least' if match['least'] else 'most'} {match['bound']}{match['unit']}")
    return replace(edit, text=text) if edit else None


def _emptied(text: str) -> Edit | None:
    match = _EMPTIED.fullmatch(text)
    if match is None:
        return None
    missing = min(float(match["share"] or _USUAL_MISSING) / 100, 1.0)
    return Limit(text=text, what=_plain(match["what"]), limits=replace(NOTHING, missing=missing))


def _scattered(text: str) -> Edit | None:
    match = _SCATTERED.fullmatch(text)
    if match is None:
        return None
    share = min(float(match["share"] or _USUAL_OUTLIERS) / 100, 1.0)
    return Scatter(text=text, what=_plain(match["what"]), share=share)


def _drop(text: str) -> Edit | None:
    match = _DROP.fullmatch(text)
    return Drop(text=text, what=_plain(match["what"])) if match else None


def _add_about(text: str) -> Edit | None:
    match = _ADD_ABOUT.fullmatch(text)
    if match is None:
        return None
    count = (match["count"] or "").lower()
    number = int(count) if count.isdecimal() else _NUMBER_WORDS.get(count, _USUAL_COUNT)
    return AddAbout(text=text, what=_plain(match["what"]), count=min(number, _MOST))


def _add(text: str) -> Edit | None:
    match = _ADD.fullmatch(text)
    if match is None:
        return None
    what = re.sub(rf"{_COLUMN_WORD}(?=\W|$)", "", match["what"], flags=re.IGNORECASE)
    if not is_column(what):
        return None
    what = as_listed(what)
    return Add(text=text, what=_TYPED_COLUMN.sub(r"\g<name> (\g<type>, \g<rest>)", what))


def _rename(text: str) -> Edit | None:
    match = _RENAME.fullmatch(text)
    if match is None:
        return None
    name = (match["name"] or match["name2"]).strip(" .\"'`“”")
    return Rename(text=text, what=_plain(match["what"] or match["what2"]), name=name)


def _move(text: str) -> Edit | None:
    match = _MOVE.fullmatch(text)
    if match is None:
        return None
    if match["side"] and match[0].lower().startswith("make"):  # "make the end after the start" speaks of the values
        return None
    side = "after" if (match["side"] or "").lower() in {"after", "behind"} else "before"
    where = "first" if match["first"] else "last" if match["last"] else side
    return Move(text=text, what=_plain(match["what"]), where=where, beside=_plain(match["beside"] or ""))


def _rounded(text: str) -> Edit | None:
    match = _ROUND.fullmatch(text)
    if match is None:
        return None
    return Round(text=text, what=_plain(match["what"]), digits=int(match["digits"] or 0))


def _scale(text: str) -> Edit | None:
    if match := _TIMES.fullmatch(text):
        return Scale(text=text, what=_plain(match["what"]), factor=_FACTORS[match["verb"].lower()])
    if match := _BY.fullmatch(text):
        sign = 1 if match["verb"].lower() in {"increase", "raise"} else -1
        return Scale(text=text, what=_plain(match["what"]), factor=max(0.0, 1 + sign * float(match["percent"]) / 100))
    return None


def _only_year(text: str) -> Edit | None:
    match = _ONLY_YEAR.fullmatch(text)
    if match is None:
        return None
    limits = replace(NOTHING, since=f"{match['year']}-01-01", until=f"{match['year']}-12-31")
    return Limit(text=text, what=_plain(match["what"]), limits=limits)


def _typed(text: str) -> Edit | None:
    match = _TYPE.fullmatch(text)
    if match is None:
        return None
    data_type = next(data_type for data_type in _TYPES if match[data_type.value])
    return Limit(text=text, what=_plain(match["what"]), limits=replace(NOTHING, data_type=data_type))


def _limited(text: str) -> Edit | None:
    statement = read_statement(_SETTING.sub("", text))
    if statement.limits.say_something:
        what = re.sub(r"\s+(?:to|at|be)$", "", statement.words)
        return Limit(text=text, what=what, limits=replace(statement.limits, about=""))
    for pattern in (_TO_VALUES, _SHARE_FIRST):
        if match := pattern.fullmatch(text):
            columns = read(f"columns: id, {match['what'].strip()} ({match['rest']})").columns
            if len(columns) > 1 and columns[1].limits.say_something:
                return Limit(text=text, what=_plain(match["what"]), limits=replace(columns[1].limits, about=""))
    return None


def _plain(phrase: str) -> str:
    phrase = phrase.strip(" .\"'`“”")
    while (shorter := _ARTICLES.sub("", phrase)) != phrase:
        phrase = shorter
    return re.sub(rf"{_COLUMN_WORD}$", "", re.sub(r"^(?:columns?|fields?)\s+", "", phrase, flags=re.IGNORECASE))


_READERS: tuple[Reader, ...] = (
    *(_duplicates, _filled, _bounded, _emptied, _scattered, _drop, _add_about, _add, _rename, _move),
    *(_rounded, _scale, _only_year, _typed, _limited),
)
