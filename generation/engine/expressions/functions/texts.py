"""The methods of texts."""

from collections.abc import Callable
from operator import methodcaller
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from faker.decode import unidecode as spelled

from generation.engine.errors import CheckError
from generation.engine.expressions.functions.comparison import any_of
from generation.engine.expressions.functions.table import (
    NONE,
    apply,
    attribute,
    function,
    known,
    limits,
    method,
    value_of,
)
from generation.engine.expressions.functions.writing import WIDEST, each, to_text
from generation.engine.expressions.nodes import Constant, Kernel, Term
from generation.engine.kinds import BOOLEAN, LONGEST_TEXT, Kind, Type, Value, full, integer, text

TEXT = Kind.TEXT
_LARGEST_INDEX = 2**31 - 1
_LAST_CHARACTER, _SURROGATES = 0x10FFFF, range(0xD800, 0xE000)
_MOST_DECOMPOSED = 3  # bytes a byte in a decomposed form
_MOST_SPELLED = 3  # letters a byte of what is spelled in ASCII, but for a few symbols, which are cut

# Outside these, Arrow's letters, cases and digits are not quite Python's: ß, Greek, ligatures, Roman numerals.
_PLAIN = (
    r"^[\x00-\x{a9}\x{ab}-\x{b1}\x{b4}\x{b6}-\x{b8}\x{bb}\x{bf}-\x{de}\x{e0}-\x{12f}\x{132}-\x{148}\x{14a}-\x{17e}"
    r"\x{400}-\x{481}]*$"
)
_CHANGES: dict[str, Kernel] = {
    "upper": pc.utf8_upper, "lower": pc.utf8_lower, "title": pc.utf8_title, "capitalize": pc.utf8_capitalize,
    "swapcase": pc.utf8_swapcase, "casefold": pc.utf8_lower,
}  # fmt: skip
_TESTS: dict[str, Kernel] = {
    "isdigit": pc.utf8_is_digit, "isalpha": pc.utf8_is_alpha, "isalnum": pc.utf8_is_alnum, "isupper": pc.utf8_is_upper,
    "islower": pc.utf8_is_lower, "isnumeric": pc.utf8_is_numeric, "isspace": pc.utf8_is_space,
}  # fmt: skip


def _as_python(kernel: Kernel, python: Callable[[str], Any], stored: pa.DataType) -> Kernel:
    """Return a kernel that leaves texts with characters that are not plain to Python itself."""

    def careful(texts: Value) -> Value:
        if pc.all(pc.string_is_ascii(texts)).as_py() is not False:
            return kernel(texts)
        plain = pc.match_substring_regex(texts, _PLAIN)
        others = each(pc.if_else(plain, pa.scalar(None, pa.string()), texts), python, stored)
        return pc.if_else(plain, kernel(texts), others)

    return careful


_TRIMS: dict[str, tuple[Kernel, Kernel]] = {
    "strip": (pc.utf8_trim_whitespace, pc.utf8_trim),
    "lstrip": (pc.utf8_ltrim_whitespace, pc.utf8_ltrim),
    "rstrip": (pc.utf8_rtrim_whitespace, pc.utf8_rtrim),
}


def _centred(texts: Value, width: int, fill: str) -> Value:
    """Centre as Python does, which has its own view of where an odd place goes."""
    return each(texts, lambda cell: cell.center(width, fill), pa.string())


_PADS: dict[str, Kernel] = {"ljust": pc.utf8_rpad, "rjust": pc.utf8_lpad, "center": _centred}


def _enter_change(name: str, kernel: Kernel) -> None:
    careful = _as_python(kernel, methodcaller(name), pa.string())

    @method((TEXT, name))
    def change(value: Term) -> Term:
        return apply(careful, text(value.type.longest), value)


def _enter_test(name: str, kernel: Kernel) -> None:
    careful = _as_python(kernel, methodcaller(name), pa.bool_())

    @method((TEXT, name))
    def test(value: Term) -> Term:
        return apply(careful, BOOLEAN, value)


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
    for name, kernel in _CHANGES.items():
        _enter_change(name, kernel)
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
    if not isinstance(new, Constant):
        return _replaced_by_row(value, old, new)
    before, after = value_of(old, "the text to replace", str), value_of(new, "the replacement", str)
    most = value_of(count, "how often is replaced", int)
    if not before:
        raise CheckError("the text to replace is empty")
    if most == 0:
        return value
    most = reachable(most)
    longest = value.type.longest
    times = longest // len(before.encode())
    of = text(longest + times * max(0, len(after.encode()) - len(before.encode())))
    return apply(
        lambda texts: pc.replace_substring(texts, before, after, max_replacements=most if most > 0 else None), of, value
    )


def _replaced_by_row(value: Term, old: Term, new: Term) -> Term:
    """Replace a text by another that differs by row."""
    before = value_of(old, "the text to replace", str)
    if not before or new.type.kind is not TEXT:
        raise CheckError("a text that is not empty is replaced by a text")

    def kernel(texts: Value, others: Value) -> Value:
        pairs = zip(full(texts, len(others)).to_pylist(), others.to_pylist(), strict=True)
        return pa.array([None if None in pair else pair[0].replace(before, pair[1]) for pair in pairs], pa.string())

    times = value.type.longest // len(before.encode())
    return apply(kernel, text(value.type.longest + times * new.type.longest), value, new)


def _affix_test(kernel: Kernel) -> Callable[[Term, Term], Term]:
    def test(value: Term, affix: Term) -> Term:
        wanted = value_of(affix, "the text to look for", str, list)
        if isinstance(wanted, str):
            return apply(lambda texts: kernel(texts, wanted), BOOLEAN, value)
        if not wanted or not all(isinstance(one, str) for one in wanted):
            raise CheckError("the texts to look for are one or more texts")
        return any_of([test(value, known(one)) for one in wanted])

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
        text(value.type.longest),
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
        text(value.type.longest),
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


@method((TEXT, "index"))
def index(value: Term, part: Term) -> Term:
    """Return where a text begins in another; missing where it does not stand there."""
    found = find(value, part)
    of = integer(0, found.type.high)
    return apply(lambda places: pc.if_else(pc.less(places, 0), pa.scalar(None, pa.int64()), places), of, found)


@attribute((Kind.UUID, "hex"))
def uuid_hex(value: Term) -> Term:
    """Return a UUID's 32 digits."""
    return apply(lambda texts: pc.replace_substring(texts, "-", ""), text(32), to_text(value))


def slice_text(value: Term, lower: int | None, upper: int | None, step: int | None) -> Term:
    """Return `value[lower:upper:step]`."""
    start, stop = reachable(lower or 0), _LARGEST_INDEX if upper is None else reachable(upper)
    of = text(value.type.longest)
    if step == -1 and lower is None and upper is None:
        return apply(pc.utf8_reverse, of, value)
    if step not in {None, 1}:
        places = slice(lower, upper, step)
        return apply(lambda texts: each(texts, lambda cell: cell[places], pa.string()), of, value)
    if 0 <= start <= stop < _LARGEST_INDEX:
        of = text(min(value.type.longest, 4 * (stop - start)))
    return apply(lambda texts: pc.utf8_slice_codeunits(texts, start, stop), of, value)


def reachable(place: int) -> int:
    """Return a place in a text, or the next one to it that a text can have."""
    return max(-LONGEST_TEXT, min(LONGEST_TEXT, place))


def character(value: Term, place: int) -> Term:
    """Return `value[place]`; missing where the text is shorter."""
    place = reachable(place)
    stop = place + 1 if place != -1 else _LARGEST_INDEX

    def kernel(texts: Value) -> Value:
        cut = pc.utf8_slice_codeunits(texts, place, stop)
        return pc.if_else(pc.equal(cut, ""), pa.scalar(None, pa.string()), cut)

    return apply(kernel, text(min(4, value.type.longest)), value)


# --- characters without their accents: unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() -------


@function("chr")
def character_of(number: Term) -> Term:
    """Return the character with this number; missing where no cell can hold it."""
    if number.type.kind is not Kind.INTEGER:
        raise CheckError(f"chr needs a whole number, not {number.type}")

    def write(cell: int) -> str | None:
        return chr(cell) if 0 < cell <= _LAST_CHARACTER and cell not in _SURROGATES else None

    return apply(lambda numbers: each(numbers, write, pa.string()), text(4), number)


@function("ord")
def number_of(value: Term) -> Term:
    """Return the number of a character; missing where a text is not one character."""
    if value.type.kind is not TEXT:
        raise CheckError(f"ord needs a character, not {value.type}")
    of = integer(0, _LAST_CHARACTER)
    return apply(lambda texts: each(texts, lambda cell: ord(cell) if len(cell) == 1 else None, pa.int64()), of, value)


def _enter_digits(name: str, write: Callable[[int], str]) -> None:
    @function(name)
    def digits(number: Term) -> Term:
        if number.type.kind is not Kind.INTEGER:
            raise CheckError(f"{name} needs a whole number, not {number.type}")
        longest = max(len(write(int(limit))) for limit in limits(number.type))
        return apply(lambda numbers: each(numbers, write, pa.string()), text(longest), number, one_to_one=True)


for _name, _write in (("hex", hex), ("oct", oct), ("bin", bin)):
    _enter_digits(_name, _write)


@function("unicodedata.normalize")
def normalize(form: Term, value: Term) -> Term:
    """Return a text in a Unicode normal form."""
    name = value_of(form, "the normal form", str)
    if name not in {"NFC", "NFD", "NFKC", "NFKD"} or value.type.kind is not TEXT:
        raise CheckError("normalize needs a normal form, such as 'NFKD', and a text")
    return apply(lambda texts: pc.utf8_normalize(texts, name), text(_MOST_DECOMPOSED * value.type.longest), value)


@function("unidecode", "unidecode.unidecode")
def unidecode(value: Term) -> Term:
    """Return a text spelled in the letters of ASCII, as the package of this name does: `Łódź` is `Lodz`."""
    if value.type.kind is not TEXT:
        raise CheckError(f"unidecode needs a text, not {value.type}")
    longest = _MOST_SPELLED * value.type.longest

    def kernel(texts: Value) -> Value:
        return each(texts, lambda cell: cell if cell.isascii() else spelled(cell)[:longest], pa.string())

    return apply(kernel, text(longest), value)


@method((TEXT, "encode"))
def encode(value: Term, encoding: Term, errors: Term) -> Term:
    """Return the ASCII characters of a text; `'ascii', 'ignore'` is the only way."""
    if (value_of(encoding, "the encoding", str), value_of(errors, "the way of errors", str)) != ("ascii", "ignore"):
        raise CheckError("a text is encoded as .encode('ascii', 'ignore')")
    of = Type(Kind.BYTES, longest=value.type.longest)
    return apply(lambda texts: pc.replace_substring_regex(texts, r"[^\x00-\x7f]", ""), of, value)


@method((Kind.BYTES, "decode"))
def decode(value: Term, encoding: Term = known("utf-8")) -> Term:
    """Return ASCII bytes as text."""
    if value_of(encoding, "the encoding", str).lower() not in {"ascii", "utf-8", "utf8"}:
        raise CheckError("ASCII is decoded as 'ascii' or 'utf-8'")
    return apply(lambda texts: texts, text(value.type.longest), value)
