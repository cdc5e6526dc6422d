"""What Faker's code does to a text, done to the words, patterns and formats that the text is made of.

Each function refuses a text to which it cannot do exactly that.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from math import fsum

from generation.engine.providers.grammar import Filled, Mixture, Sequence, Text, Words, literal
from generation.engine.providers.reader.outcomes import NotUnderstood

TOKEN = re.compile(r"\{\{\s*(\w+)(:\s*\w+?)?\s*\}\}")


def substituted(of: Text, mark: str, by: Text) -> Text:
    """Return a text with each `mark` in it replaced by a text, drawn anew for each."""
    match of:
        case Words(values=values, weights=weights):
            if not any(mark in value for value in values):
                return of
            if alphabet := _alphabet(by):
                return Filled(of, {mark: alphabet})
            return Mixture(tuple(_filled(value, mark, by) for value in values), weights)
        case Filled(patterns=patterns, marks=marks):
            if not any(mark in value for value in (*patterns.values, *marks.values())):
                return of
            if any(mark in characters for characters in marks.values()):
                raise NotUnderstood("marks in marks")
            return of if mark in marks else _with_mark(of, mark, by)
        case _:
            return _inside(of, lambda part: substituted(part, mark, by))


def _alphabet(of: Text) -> str:
    """Return the characters that a text is one of, all different, equally likely and of ASCII, or nothing."""
    if not isinstance(of, Words) or of.weights is not None or len(set(of.values)) < len(of.values):
        return ""
    return "".join(of.values) if all(len(value) == 1 and value.isascii() for value in of.values) else ""


def _with_mark(of: Filled, mark: str, by: Text) -> Text:
    alphabet = _alphabet(by)
    return Filled(of.patterns, {**of.marks, mark: alphabet}) if alphabet else spelled(of, {mark: by})


def spelled(of: Filled, more: Mapping[str, Text]) -> Text:
    """Return patterns as sequences of characters, with more marks than a pattern may have."""
    by = {**{mark: Words(tuple(alphabet)) for mark, alphabet in of.marks.items()}, **more}
    options = (Sequence(tuple(by.get(c) or literal(c) for c in value)) for value in of.patterns.values)
    return Mixture(tuple(options), of.patterns.weights)


def _filled(value: str, mark: str, by: Text) -> Text:
    pieces = value.split(mark)
    between = [part for piece in pieces for part in (by, literal(piece))][1:]
    return Sequence(tuple(part for part in between if part is by or part is not literal("")))


def parsed(of: Text, token: Callable[[str], Text]) -> Text:
    """Return a text with each `{{token}}` in it replaced by the token's text."""
    match of:
        case Words(values=values, weights=weights):
            if not any("{{" in value for value in values):
                return of
            return Mixture(tuple(_template(value, literal, token) for value in values), weights)
        case Filled(patterns=patterns, marks=marks):
            if any("{" in characters or "}" in characters for characters in marks.values()):
                raise NotUnderstood("marks that make tokens")
            if not any("{{" in value for value in patterns.values):
                return of
            options = (_template(value, lambda v: Filled(literal(v), marks), token) for value in patterns.values)
            return Mixture(tuple(options), patterns.weights)
        case _:
            return _inside(of, lambda part: parsed(part, token))


def _template(template: str, fixed: Callable[[str], Text], token: Callable[[str], Text]) -> Text:
    parts: list[Text] = []
    end = 0
    for found in TOKEN.finditer(template):
        if found[2]:
            raise NotUnderstood("a token with arguments")
        parts += [fixed(template[end : found.start()])] if found.start() > end else []
        parts.append(token(found[1]))
        end = found.end()
    parts += [fixed(template[end:])] if end < len(template) or not parts else []
    return parts[0] if len(parts) == 1 else Sequence(tuple(parts))


def placed(of: Text, change: Callable[[str], str]) -> Text:
    """Return a text changed by what does not look at the characters, only at their places: a slice, a padding."""
    match of:
        case Words(values=values):
            return replace(of, values=tuple(map(change, values)))
        case Filled(patterns=patterns):
            return replace(of, patterns=replace(patterns, values=tuple(map(change, patterns.values))))
        case Mixture(options=options):
            return replace(of, options=tuple(placed(option, change) for option in options))
        case _:
            raise NotUnderstood("places in a sequence")


def before(of: Text, separator: str) -> Text:
    """Return what stands before the first separator of a text, or all of it."""
    return _merged([(weight, text) for weight, text, _ in _cut(of, separator)])


def _cut(of: Text, separator: str) -> list[tuple[float, Text, bool]]:
    """Return what a text begins with up to the separator: how likely, what, and whether the separator was there."""
    match of:
        case Words():
            return _cut_words(of, separator)
        case Filled(patterns=patterns, marks=marks):
            if any(separator in characters for characters in marks.values()) or separator in marks:
                raise NotUnderstood("separators in patterns")
            return [
                (w, Filled(part, marks), there)
                for w, part, there in _cut(patterns, separator)
                if isinstance(part, Words)
            ]
        case Mixture(options=options, weights=weights):
            shares = weights or (1.0,) * len(options)
            total = fsum(shares)
            return [
                (share / total * inner, text, there)
                for share, option in zip(shares, options, strict=True)
                for inner, text, there in _cut(option, separator)
            ]
        case Sequence(parts=parts):
            return _cut_sequence(parts, separator)
        case _:
            raise NotUnderstood("a text that cannot be cut")


def _cut_words(words: Words, separator: str) -> list[tuple[float, Text, bool]]:
    shares = words.weights or (1.0,) * len(words.values)
    ways: list[tuple[float, Text, bool]] = []
    for there in (False, True):
        own = [(v, share) for v, share in zip(words.values, shares, strict=True) if (separator in v) is there]
        if own:
            kept = Words(tuple(v.split(separator, 1)[0] for v, _ in own), _weights(share for _, share in own))
            is_whole = len(own) == len(shares) and not there
            ways.append((fsum(share for _, share in own) / fsum(shares), words if is_whole else kept, there))
    return ways


def _cut_sequence(parts: tuple[Text, ...], separator: str) -> list[tuple[float, Text, bool]]:
    if len(parts) == 1:
        return _cut(parts[0], separator)
    ways: list[tuple[float, Text, bool]] = []
    rest: list[tuple[float, Text, bool]] = []
    for share, text, there in _cut(parts[0], separator):
        if there:
            ways.append((share, text, True))
        else:
            rest = rest or _cut_sequence(parts[1:], separator)
            ways += [(share * inner, Sequence((text, more)), found) for inner, more, found in rest]
    return ways


def _merged(ways: list[tuple[float, Text]]) -> Text:
    return ways[0][1] if len(ways) == 1 else Mixture(tuple(text for _, text in ways), tuple(share for share, _ in ways))


def _weights(weights: Iterable[float]) -> tuple[float, ...] | None:
    listed = tuple(weights)
    return None if len(set(listed)) == 1 else listed


def _inside(of: Text, change: Callable[[Text], Text]) -> Text:
    """Return a text with the same done to all of its parts."""
    match of:
        case Sequence(parts=parts):
            return Sequence(tuple(map(change, parts)))
        case Mixture(options=options):
            return replace(of, options=tuple(map(change, options)))
        case _:
            raise NotUnderstood("a text that is not known")


def written(numbers: range, width: int = 0) -> Text:
    """Return the text that is one of these numbers, at least 0, written with at least so many digits."""
    if numbers.start < 0 or numbers.step != 1:
        raise NotUnderstood("numbers with gaps")
    patterns, weights = zip(*((p.zfill(width), float(w)) for p, w in _blocks(numbers.start, numbers.stop)), strict=True)
    return Filled(Words(patterns, weights if len(weights) > 1 else None), {"#": "0123456789"})


def _blocks(start: int, stop: int) -> Iterator[tuple[str, int]]:
    """Yield patterns such as `12##` that make the numbers from `start` to `stop` - 1, and how many each makes."""
    while start < stop:
        size = 1
        while start % (size * 10) == 0 and start + size * 10 <= stop and start > 0:
            size *= 10
        digits = str(start)
        kept = len(digits) - len(str(size)) + 1
        yield digits[:kept] + "#" * (len(digits) - kept), size
        start += size
