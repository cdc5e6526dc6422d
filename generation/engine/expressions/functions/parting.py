"""Texts taken apart and put together: split, partition, join, and patterns that are replaced."""

import re
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.errors import CheckError
from generation.engine.expressions.functions.table import FOREIGN, NONE, apply, function, known, method, value_of
from generation.engine.expressions.functions.texts import reachable
from generation.engine.expressions.nodes import Constant, Term
from generation.engine.kinds import Kind, Type, Value, list_of, many_of, text

TEXT = Kind.TEXT


@method((TEXT, "split"))
def split(value: Term, sep: Term = NONE, maxsplit: Term = known(-1)) -> Term:
    """Return the parts between separators, or between white space."""
    return _split(value, sep, maxsplit, reverse=False)


@method((TEXT, "rsplit"))
def rsplit(value: Term, sep: Term = NONE, maxsplit: Term = known(-1)) -> Term:
    """Return the parts between separators, counted from the end when `maxsplit` bounds them."""
    return _split(value, sep, maxsplit, reverse=True)


def _split(value: Term, sep: Term, maxsplit: Term, *, reverse: bool) -> Term:
    most = reachable(value_of(maxsplit, "how often is split", int))
    limit = most if most >= 0 else None
    of = _parts(value)
    if isinstance(sep, Constant) and sep.value is None:
        return apply(lambda texts: _words(texts, limit, reverse=reverse), of, value)
    separator = value_of(sep, "the separator", str)
    if not separator:
        raise CheckError("the separator is empty")
    return apply(lambda texts: pc.split_pattern(texts, separator, max_splits=limit, reverse=reverse), of, value)


def _parts(value: Term) -> Type:
    return many_of(text(value.type.longest), value.type.longest, value.type.longest + 1)


def _words(texts: Value, limit: int | None, *, reverse: bool) -> Value:
    """Split at white space; a blank text has no parts, where Arrow finds an empty one."""
    trimmed = pc.utf8_trim_whitespace(texts)
    parts = pc.utf8_split_whitespace(trimmed, max_splits=limit, reverse=reverse)
    return _none_where(pc.equal(trimmed, ""), parts)


def _none_where(blank: Value, parts: Value) -> Value:
    """Return lists of which some are emptied."""
    if not pc.any(blank).as_py():
        return parts
    return pc.if_else(blank, pa.array([[]] * len(parts), parts.type), parts)


@method((TEXT, "splitlines"))
def splitlines(value: Term) -> Term:
    """Return the lines of a text."""

    def kernel(texts: Value) -> Value:
        lines = pc.split_pattern_regex(pc.replace_substring_regex(texts, "(\r\n|[\n\r])$", ""), "\r\n|[\n\r]")
        return _none_where(pc.equal(texts, ""), lines)

    return apply(kernel, _parts(value), value)


def _enter_partition(name: str, take_apart: Callable[[str, str], tuple[str, str, str]]) -> None:
    @method((TEXT, name))
    def partition(value: Term, sep: Term) -> Term:
        separator = value_of(sep, "the separator", str)
        if not separator:
            raise CheckError("the separator is empty")

        def kernel(texts: Value) -> Value:
            rows = [(None,) * 3 if cell is None else take_apart(cell, separator) for cell in texts.to_pylist()]
            return tuple(pa.array([row[place] for row in rows], pa.string()) for place in range(3))

        whole, between = text(value.type.longest), text(len(separator.encode()))
        return apply(kernel, list_of([whole, between, whole]), value)


_enter_partition("partition", str.partition)
_enter_partition("rpartition", str.rpartition)


@method((TEXT, "join"))
def join(separator: Term, items: Term) -> Term:
    """Return a list's texts with the separator between them."""
    between = value_of(separator, "the separator", str)
    if items.type.kind is TEXT:
        raise CheckError("join needs a list of texts")
    if items.type.kind is not Kind.LIST:
        raise CheckError(f"join needs a list of texts, not {items.type}")
    if items.type.items is None:
        return _join_by_row(items, between)
    if any(item.kind is not TEXT for item in items.type.items):
        raise CheckError("join needs a list of texts", hint="str(...) makes a text of each")
    longest = sum(item.longest for item in items.type.items) + len(between.encode()) * len(items.type.items)
    if not items.type.items:
        return known("")
    return apply(lambda values: pc.binary_join_element_wise(*values, between), text(longest), items)


def _join_by_row(items: Term, between: str) -> Term:
    if items.type.item is None or items.type.item.kind is not TEXT:
        raise CheckError("join needs a list of texts")
    longest = items.type.longest + int(items.type.high or 0) * len(between.encode())
    return apply(lambda lists: pc.binary_join(lists, between), text(longest), items)


# --- patterns -------------------------------------------------------------------------------------------------------

_LONGEST_PATTERN = 100
_UNCLEAR = re.compile(r"\{[^}]*\d{3}|\[\[|--|&&|~~|\|\|")  # hundreds of times, or what Python warns of
_CLASSES = {"d": r"\p{Nd}", "w": r"\pL\pN_", "s": r"\s\v\pZ"}  # Python's are Unicode's, RE2's are ASCII's
_PART = re.compile(r"\\(.)|(\[)|(\])", re.DOTALL)
_REFERENCE = re.compile(r"\\[1-9]")


@function("re.sub")
def substitute(pattern: Term, repl: Term, string: Term, count: Term = known(0)) -> Term:
    """Replace what matches a pattern, in time that grows with the text alone: RE2 does it, which never looks back."""
    written, after = value_of(pattern, "the pattern", str), value_of(repl, "the replacement", str)
    most = value_of(count, "how often is replaced", int)
    if string.type.kind is not TEXT:
        raise CheckError(f"re.sub works on a text, not {string.type}")
    matched = _checked(written, after)
    longest, references = string.type.longest, len(_REFERENCE.findall(after))
    of = text(longest * (1 + references) + (longest + 1) * len(after.encode()))
    return apply(
        lambda texts: pc.replace_substring_regex(texts, matched, after, max_replacements=most or None), of, string
    )


def _checked(pattern: str, replacement: str) -> str:
    """Return a pattern as RE2 writes it. Raises CheckError for one that means something else there than in Python."""
    hint = "for example re.sub('[^0-9]', '', phone)"
    if len(pattern) > _LONGEST_PATTERN or _UNCLEAR.search(pattern):
        raise CheckError(
            f"a pattern is plain, has {_LONGEST_PATTERN} characters and repeats 99 times at most", hint=hint
        )
    try:
        if re.search(pattern, ""):
            raise CheckError("the pattern matches nothing at all", hint=hint)
        matched = _unicode(pattern)
        pc.replace_substring_regex(pa.array([""]), matched, replacement)
    except (re.error, RecursionError, OverflowError, *FOREIGN) as error:
        raise CheckError(f"{pattern!r:.60} is no pattern of the language", hint=hint) from error
    return matched


def _unicode(pattern: str) -> str:
    """Return a pattern whose classes are Unicode's. Raises CheckError for what has no such form."""
    inside = False

    def replaced(match: re.Match[str]) -> str:
        nonlocal inside
        letter = match[1]
        if letter is None:
            inside = match[2] is not None
        elif letter in "bBAZ" or (inside and letter in "DWS"):
            raise CheckError(f"\\{letter} is not part of the language's patterns here")
        elif letter.lower() in _CLASSES:
            negated = "^" if letter.isupper() else ""
            return _CLASSES[letter] if inside else f"[{negated}{_CLASSES[letter.lower()]}]"
        return match[0]

    return _PART.sub(replaced, pattern)
