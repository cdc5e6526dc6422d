"""The methods of texts."""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.errors import CheckError
from generation.engine.expressions.functions.table import NONE, apply, attribute, function, known, method, value_of
from generation.engine.expressions.functions.writing import WIDEST, each, to_text
from generation.engine.expressions.nodes import Constant, Kernel, Term
from generation.engine.kinds import BOOLEAN, LONGEST_TEXT, Kind, Type, Value, integer, many_of, text

TEXT = Kind.TEXT
_LARGEST_INDEX = 2**31 - 1
_MOST_DECOMPOSED = 3  # bytes a byte in a decomposed form

_SAME_LENGTH: dict[str, Kernel] = {
    "upper": lambda texts: pc.utf8_upper(pc.replace_substring(texts, "ß", "SS")),
    "lower": pc.utf8_lower,
    "title": pc.utf8_title,
    "capitalize": pc.utf8_capitalize,
    "swapcase": pc.utf8_swapcase,
    "casefold": lambda texts: pc.replace_substring(pc.utf8_lower(texts), "ß", "ss"),
}
_TESTS: dict[str, Kernel] = {
    "isdigit": pc.utf8_is_digit, "isalpha": pc.utf8_is_alpha, "isalnum": pc.utf8_is_alnum, "isupper": pc.utf8_is_upper,
    "islower": pc.utf8_is_lower, "isnumeric": pc.utf8_is_numeric, "isspace": pc.utf8_is_space,
}  # fmt: skip
_TRIMS: dict[str, tuple[Kernel, Kernel]] = {
    "strip": (pc.utf8_trim_whitespace, pc.utf8_trim),
    "lstrip": (pc.utf8_ltrim_whitespace, pc.utf8_ltrim),
    "rstrip": (pc.utf8_rtrim_whitespace, pc.utf8_rtrim),
}


def _centred(texts: Value, width: int, fill: str) -> Value:
    """Centre as Python does, which has its own view of where an odd place goes."""
    return each(texts, lambda cell: cell.center(width, fill), pa.string())


_PADS: dict[str, Kernel] = {"ljust": pc.utf8_rpad, "rjust": pc.utf8_lpad, "center": _centred}


def _enter_same_length(name: str, kernel: Kernel) -> None:
    @method((TEXT, name))
    def change(value: Term) -> Term:
        return apply(kernel, text(value.type.longest), value)


def _enter_test(name: str, kernel: Kernel) -> None:
    @method((TEXT, name))
    def test(value: Term) -> Term:
        return apply(kernel, BOOLEAN, value)


def _enter_trim(name: str, blank: Kernel, characters: Kernel) -> None:
    @method((TEXT, name))
    def trim(value: Term, chars: Term = NONE) -> Term:
        if isinstance(chars, Constant) and chars.value is None:
            return apply(blank, text(value.type.longest), value)
        unwanted = value_of(chars, "the characters to strip", str)
        return apply(lambda texts: characters(texts, unwanted), text(value.type.longest), value)


def _enter_pad(name: str, kernel: Kernel) -> None:
    @method((TEXT, name))
    def pad(value: Term, width: Term, fillchar: Term = known(" ")) -> Term:
        return _padded(
            kernel, value, value_of(width, "the width", int), value_of(fillchar, "the character to fill with", str)
        )


def _padded(kernel: Kernel, value: Term, width: int, fill: str) -> Term:
    if not 0 <= width <= WIDEST or len(fill) != 1:
        raise CheckError(f"a width is 0 to {WIDEST}, and what fills it is one character")
    of = text(max(value.type.longest, width * len(fill.encode())))
    return apply(lambda texts: kernel(texts, width, fill), of, value)


def _enter_all() -> None:
    for name, kernel in _SAME_LENGTH.items():
        _enter_same_length(name, kernel)
    for name, kernel in _TESTS.items():
        _enter_test(name, kernel)
    for name, (blank, characters) in _TRIMS.items():
        _enter_trim(name, blank, characters)
    for name, kernel in _PADS.items():
        _enter_pad(name, kernel)


_enter_all()


@method((TEXT, "zfill"))
def zfill(value: Term, width: Term) -> Term:
    """Pad with zeros on the left."""
    return _padded(_zero_filled, value, value_of(width, "the width", int), "0")


def _zero_filled(texts: Value, width: int, fill: str) -> Value:
    """Pad on the left, but behind a sign."""
    signed = pc.match_substring_regex(texts, "^[+-]")
    behind = pc.utf8_lpad(pc.utf8_slice_codeunits(texts, 1), max(0, width - 1), fill)
    padded = pc.binary_join_element_wise(pc.utf8_slice_codeunits(texts, 0, 1), behind, "")
    return pc.if_else(signed, padded, pc.utf8_lpad(texts, width, fill))


@method((TEXT, "replace"))
def replace(value: Term, old: Term, new: Term, count: Term = known(-1)) -> Term:
    """Replace a text by another, the first `count` times or always."""
    before, after = value_of(old, "the text to replace", str), value_of(new, "the replacement", str)
    most = value_of(count, "how often is replaced", int)
    if not before:
        raise CheckError("the text to replace is empty")
    if most == 0:
        return value
    most = _reachable(most)
    longest = value.type.longest
    times = longest // len(before.encode())
    of = text(longest + times * max(0, len(after.encode()) - len(before.encode())))
    return apply(
        lambda texts: pc.replace_substring(texts, before, after, max_replacements=most if most > 0 else None), of, value
    )


@method((TEXT, "split"))
def split(value: Term, sep: Term = NONE, maxsplit: Term = known(-1)) -> Term:
    """Return the parts between separators, or between white space."""
    most = _reachable(value_of(maxsplit, "how often is split", int))
    limit = most if most >= 0 else None
    of = many_of(text(value.type.longest), value.type.longest, value.type.longest + 1)
    if isinstance(sep, Constant) and sep.value is None:
        return apply(
            lambda texts: pc.utf8_split_whitespace(pc.utf8_trim_whitespace(texts), max_splits=limit),
            of,
            value,
        )
    separator = value_of(sep, "the separator", str)
    if not separator:
        raise CheckError("the separator is empty")
    return apply(lambda texts: pc.split_pattern(texts, separator, max_splits=limit), of, value)


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


def _affix_test(kernel: Kernel) -> Callable[[Term, Term], Term]:
    def test(value: Term, affix: Term) -> Term:
        wanted = value_of(affix, "the text to look for", str)
        return apply(lambda texts: kernel(texts, wanted), BOOLEAN, value)

    return test


method((TEXT, "startswith"))(_affix_test(pc.starts_with))
method((TEXT, "endswith"))(_affix_test(pc.ends_with))


@method((TEXT, "removeprefix"))
def removeprefix(value: Term, prefix: Term) -> Term:
    """Drop a text from the beginning where it stands there."""
    wanted = value_of(prefix, "the prefix", str)
    size = len(wanted)
    return apply(
        lambda texts: pc.if_else(pc.starts_with(texts, wanted), pc.utf8_slice_codeunits(texts, size), texts),
        value.type,
        value,
    )


@method((TEXT, "removesuffix"))
def removesuffix(value: Term, suffix: Term) -> Term:
    """Drop a text from the end where it stands there."""
    wanted = value_of(suffix, "the suffix", str)
    if not wanted:
        return value
    size = -len(wanted)
    return apply(
        lambda texts: pc.if_else(pc.ends_with(texts, wanted), pc.utf8_slice_codeunits(texts, 0, size), texts),
        value.type,
        value,
    )


@method((TEXT, "count"))
def count(value: Term, part: Term) -> Term:
    """Return how often a text stands in another."""
    wanted = value_of(part, "the text to count", str)
    if not wanted:
        raise CheckError("the text to count is empty")
    return apply(
        lambda texts: pc.cast(pc.count_substring(texts, wanted), pa.int64()), integer(0, value.type.longest + 1), value
    )


@method((TEXT, "find"))
def find(value: Term, part: Term) -> Term:
    """Return where a text begins in another; -1 where it does not stand there."""
    wanted = value_of(part, "the text to find", str)
    return apply(
        lambda texts: each(texts, lambda cell: cell.find(wanted), pa.int64()), integer(-1, value.type.longest), value
    )


@attribute((Kind.UUID, "hex"))
def uuid_hex(value: Term) -> Term:
    """Return a UUID's 32 digits."""
    return apply(lambda texts: pc.replace_substring(texts, "-", ""), text(32), to_text(value))


def slice_text(value: Term, lower: int | None, upper: int | None, step: int | None) -> Term:
    """Return `value[lower:upper:step]`."""
    start, stop = _reachable(lower or 0), _LARGEST_INDEX if upper is None else _reachable(upper)
    if step == -1 and lower is None and upper is None:
        return apply(pc.utf8_reverse, text(value.type.longest), value)
    if step not in {None, 1}:
        raise CheckError("a text is sliced forward, one character after the other")
    of = text(value.type.longest)
    if 0 <= start <= stop < _LARGEST_INDEX:
        of = text(min(value.type.longest, 4 * (stop - start)))
    return apply(lambda texts: pc.utf8_slice_codeunits(texts, start, stop), of, value)


def _reachable(place: int) -> int:
    """Return a place in a text, or the next one to it that a text can have."""
    return max(-LONGEST_TEXT, min(LONGEST_TEXT, place))


def character(value: Term, place: int) -> Term:
    """Return `value[place]`; missing where the text is shorter."""
    place = _reachable(place)
    stop = place + 1 if place != -1 else _LARGEST_INDEX

    def kernel(texts: Value) -> Value:
        cut = pc.utf8_slice_codeunits(texts, place, stop)
        return pc.if_else(pc.equal(cut, ""), pa.scalar(None, pa.string()), cut)

    return apply(kernel, text(min(4, value.type.longest)), value)


# --- characters without their accents: unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() -------


@function("unicodedata.normalize")
def normalize(form: Term, value: Term) -> Term:
    """Return a text in a Unicode normal form."""
    name = value_of(form, "the normal form", str)
    if name not in {"NFC", "NFD", "NFKC", "NFKD"} or value.type.kind is not TEXT:
        raise CheckError("normalize needs a normal form, such as 'NFKD', and a text")
    return apply(lambda texts: pc.utf8_normalize(texts, name), text(_MOST_DECOMPOSED * value.type.longest), value)


@method((TEXT, "encode"))
def encode(value: Term, encoding: Term, errors: Term) -> Term:
    """Return the ASCII characters of a text; `'ascii', 'ignore'` is the only way."""
    if (value_of(encoding, "the encoding", str), value_of(errors, "the way of errors", str)) != ("ascii", "ignore"):
        raise CheckError("a text is encoded as .encode('ascii', 'ignore')")
    of = Type(Kind.BYTES, longest=value.type.longest)
    return apply(lambda texts: pc.replace_substring_regex(texts, r"[^\x00-\x7f]", ""), of, value)


@method((Kind.BYTES, "decode"))
def decode(value: Term) -> Term:
    """Return ASCII bytes as text."""
    return apply(lambda texts: texts, text(value.type.longest), value)
