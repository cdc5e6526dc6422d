"""Python's operations on texts, done to values that may be random: `%`, `format`, slices, `join`, `upper`, ..."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from string import Formatter
from typing import Any

from generation.engine.providers.grammar import Filled, Text, Words
from generation.engine.providers.reader import characters, rewriting
from generation.engine.providers.reader.draws import Own
from generation.engine.providers.reader.outcomes import (
    Joined,
    Listed,
    NotUnderstood,
    Random,
    Reading,
    Unlisted,
    grammar_of,
    is_random,
    joined,
    mapped,
    split,
)

_MOST_WRITTEN = 4096  # numbers that are written one by one
_DIRECTIVE = re.compile(r"%([-0 +#]*)(\d*)([sdxX%])")
_WHOLE = re.compile(r"(?:0(\d+))?d?")
_PADDINGS = frozenset({"zfill", "rjust", "ljust"})
_BY_CHARACTER = frozenset({"upper", "lower", "replace", "translate", "strip", "lstrip", "rstrip"})


def is_text(value: Any) -> bool:
    """Tell whether a value is a text in every row."""
    if isinstance(value, Listed):
        return not isinstance(value.values, range) and all(isinstance(one, str) for one in value.values)
    return isinstance(value, str | Unlisted | Joined)


def formatted(value: Any, spec: str = "") -> Any:
    """Return what `format(value, spec)` yields."""
    if spec in {"", "s"} and is_text(value):
        return value
    many = isinstance(value, Listed) and isinstance(value.values, range) and len(value.values) > _MOST_WRITTEN
    if many and (whole := _WHOLE.fullmatch(spec)):
        return Unlisted(value.variables, rewriting.written(value.values, int(whole[1] or 0)))
    return mapped(lambda one: format(one, spec), value)


def directed(template: str, values: Any) -> Any:
    """Return what `template % values` yields."""
    left = list(values) if isinstance(values, tuple) else [values]
    pieces: list[Any] = []
    end = 0
    for found in _DIRECTIVE.finditer(template):
        pieces += [template[end : found.start()], "%" if found[3] == "%" else _directive(found, left.pop(0))]
        end = found.end()
    if left or "%" in template[end:] or any("%" in piece for piece in pieces[::2]):
        raise NotUnderstood("a template of another kind")
    return joined([*pieces, template[end:]])


def _directive(found: re.Match[str], value: Any) -> Any:
    flags, width, kind = found.groups()
    if kind == "s" and not flags + width:
        return formatted(value)
    if kind == "d" and flags in {"", "0"} and not is_text(value):
        return formatted(value, f"{flags if width else ''}{width}d")
    return mapped(lambda one: found[0] % one, value)


def filled(template: str, positional: list[Any], named: dict[str, Any]) -> Any:
    """Return what `template.format(...)` yields."""
    pieces: list[Any] = []
    count = 0
    for fixed, field, spec, conversion in Formatter().parse(template):
        pieces.append(fixed)
        if field is None:
            continue
        if conversion or "{" in (spec or ""):
            raise NotUnderstood("a field of another kind")
        pieces.append(formatted(named[field] if field in named else positional[int(field or count)], spec or ""))
        count += 1
    return joined(pieces)


def separated(separator: str, items: list[Any]) -> Any:
    """Return what `separator.join(items)` yields."""
    return joined(part for place, item in enumerate(items) for part in (separator if place else "", item))


def length(value: Joined | Unlisted) -> int:
    """Return how many characters a text has in every row."""
    parts = value.parts if isinstance(value, Joined) else (value,)
    return sum(_width(part) for part in parts)


def _width(part: Any) -> int:
    widths = {len(part)} if isinstance(part, str) else set(map(len, _same_places(part)))
    if len(widths) > 1:
        raise split(part.variables)
    return widths.pop()


def _same_places(part: Listed | Unlisted) -> Iterable[str]:
    """Return texts as long as those that a part may be."""
    match part.text if isinstance(part, Unlisted) else part:
        case Listed(values=values) | Words(values=values) | Filled(patterns=Words(values=values)):
            return values
        case _:
            raise split(part.variables)


def part_of(value: Random, place: int | slice) -> Any:
    """Return what `value[place]` yields of a text."""
    if isinstance(value, Unlisted):
        return placed(value, lambda text: text[place])
    if isinstance(value, Listed):
        return mapped(lambda text: text[place], value)
    if isinstance(place, int):
        place = slice(place, place + 1 or None)
    if place.step is None and (place.start or 0) >= 0 and (place.stop is None or place.stop >= 0):
        return _between(value, place.start or 0, place.stop)
    wanted = range(length(value))[place]
    return joined(_between(value, at, at + 1) for at in wanted)


def _between(value: Joined, start: int, stop: int | None) -> Any:
    """Return a slice of a text that is counted from its beginning."""
    kept: list[Any] = []
    for part in value.parts:
        if stop is not None and stop <= 0:
            break
        kept.append(_sliced(part, slice(max(0, start), stop)))
        if start > 0 or stop is not None:
            width = _least(part) if _is_enough(part, start, stop) else _width(part)
            start, stop = start - width, None if stop is None else stop - width
    return joined(kept)


def _is_enough(part: Any, start: int, stop: int | None) -> bool:
    """Tell whether a part is long enough in every row for a slice that begins and ends in it, or goes on to the end."""
    return start <= _least(part) and (stop is None or stop <= _least(part))


def _sliced(part: Any, place: slice) -> Any:
    return part[place] if isinstance(part, str) else part_of(part, place)


def _least(part: Any) -> int:
    return len(part) if isinstance(part, str) else min(map(len, _same_places(part)))


def placed(text: Unlisted, change: Callable[[str], str]) -> Any:
    """Return a text changed by what looks at places alone."""
    try:
        return Unlisted(text.variables, rewriting.placed(text.text, change))
    except NotUnderstood:
        raise split(text.variables) from None


def _padded(text: Joined | Unlisted, pad: Callable[[str], str]) -> Any:
    if isinstance(text, Unlisted):
        return placed(text, pad)
    blank = "x" * length(text)
    before, after = pad(blank).split(blank) if blank else (pad(blank), "")
    return joined([before, text, after])


def changed(reading: Reading, text: Any, change: Callable[[str], str]) -> Any:
    """Return a text changed by a pure function."""
    if isinstance(text, str | Listed):
        return mapped(change, text)
    of = grammar_of(text)
    return reading.unlisted(characters.translated(of, change), text)


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text that is split, of which only the first piece is known."""

    reading: Reading
    whole: Unlisted | Joined
    separator: str

    def piece(self, place: int) -> Any:
        """Return the first piece, or that at another place after a fork."""
        if place == 0:
            return self.first()
        raise split(self.whole.variables)

    def first(self) -> Any:
        """Return the first piece."""
        of: Text = rewriting.before(grammar_of(self.whole), self.separator)
        return self.reading.unlisted(of, self.whole)


def _split(reading: Reading, text: Joined | Unlisted, separator: str) -> Any:
    """Return the pieces of a text, all of them if every separator stands in what is constant."""
    if isinstance(text, Unlisted) or any(_may_have(part, separator) for part in text.parts):
        return Pieces(reading, text, separator)
    pieces: list[list[Any]] = [[]]
    for part in text.parts:
        first, *more = part.split(separator) if isinstance(part, str) else (part,)
        pieces[-1].append(first)
        pieces += [[piece] for piece in more]
    return Own(map(joined, pieces))


def _may_have(part: Any, searched: str) -> bool:
    if isinstance(part, Listed):
        return any(set(searched) & set(value) for value in part.values)
    return isinstance(part, Unlisted)


def replaced(text: Any, searched: str, by: Any, count: int = -1) -> Any:
    """Return what `text.replace(searched, by, count)` yields."""
    if isinstance(text, str):
        return separated(by, text.split(searched, count))
    if not isinstance(text, Joined) or any(_may_have(part, searched) for part in text.parts):
        raise split(text.variables)
    made: list[Any] = []
    for part in text.parts:
        pieces = part.split(searched, count) if isinstance(part, str) else [part]
        made.append(separated(by, pieces))
        count = count if count < 0 else count - len(pieces) + 1
    return joined(made)


def called(reading: Reading, text: Joined | Unlisted, name: str, positional: list[Any]) -> Any:
    """Return what a method of a text yields that is no list of words."""
    if any(map(is_random, positional)):
        raise split(text.variables)
    if name == "split" and len(positional) == 1:
        return _split(reading, text, positional[0])
    if name == "capitalize":
        return reading.unlisted(characters.capitalised(grammar_of(text)), text)
    if name in _PADDINGS:
        return _padded(text, lambda one: getattr(one, name)(*positional))
    if name in _BY_CHARACTER and not (name == "replace" and len(positional[0]) > 1):
        return changed(reading, text, lambda one: getattr(one, name)(*positional))
    raise split(text.variables)
