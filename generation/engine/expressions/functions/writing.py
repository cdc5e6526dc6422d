"""Values as text: `str`, and Python's format mini-language."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.errors import CheckError
from generation.engine.expressions.functions.rounding import round_half_even
from generation.engine.expressions.functions.table import apply, function, known, limits, value_of
from generation.engine.expressions.nodes import Kernel, Term
from generation.engine.kinds import Kind, Type, Value, text
from generation.engine.layouts import longest_text, written

WIDEST, MOST_PRECISE = 200, 20
_WHOLE = frozenset({None, "b", "d", "n", "o", "x", "X"})  # the types of formats for whole numbers
_FLOAT_BYTES = 26
_LONGEST_ESCAPE = 4  # characters a byte: \\x00
_SPELLED = frozenset({Kind.INTEGER, Kind.FLOAT, Kind.DECIMAL, Kind.DATE, Kind.DATETIME, Kind.TIME})
_LONGEST_FLOAT = 310  # digits before the point
_SPEC = re.compile(
    r"(?:(?P<fill>[^{}])?(?P<align>[<>=^]))?(?P<sign>[-+ ])?(?P<zero>0)?(?P<width>\d{1,6})?(?P<comma>[,_])?"
    r"(?:\.(?P<precision>\d{1,6}))?(?P<type>[bcdeEfFgGnosxX%])?"
)


# --- plain text -----------------------------------------------------------------------------------------------------


@function("str")
def to_text(value: Term = known("")) -> Term:
    """Return a value as Python's `str` writes it; a list's items are joined with commas."""
    kind = value.type.kind
    if kind is Kind.TEXT:
        return value
    if kind is Kind.MISSING:
        return value
    of = text(longest_written(value.type), kind if kind in _SPELLED else None)
    if value.type.is_number:
        of = replace(of, low=value.type.low, high=value.type.high, scale=value.type.scale)
    return apply(plain_text(value.type), of, value, one_to_one=kind is not Kind.DECIMAL)


def longest_written(of: Type) -> int:
    """Return the most bytes that a value takes as `str` writes it."""
    if of.kind in {Kind.TEXT, Kind.UUID}:
        return of.longest
    if of.kind is Kind.INTEGER:
        return max(len(str(limit)) for limit in limits(of))
    if of.kind is Kind.LIST:
        return _longest_list(of)
    return {Kind.BOOLEAN: 5, Kind.DATE: 10, Kind.TIME: 8, Kind.DATETIME: 19, Kind.DURATION: 32}.get(
        of.kind, _FLOAT_BYTES
    )


def _longest_list(of: Type) -> int:
    """Return the most bytes of a list's items with commas between them."""
    if of.items is not None:
        return sum(longest_written(item) + 2 for item in of.items)
    most = int(of.high or 0)
    if of.item is None or of.item.kind is Kind.TEXT:
        return of.longest + 2 * most
    return (longest_written(of.item) + 2) * most


def plain_text(of: Type) -> Kernel:
    """Return the kernel that writes values of this type as Python's `str` does."""
    if of.kind is Kind.DECIMAL:
        scale = of.scale or 0
        return lambda value: fixed_point(value, scale)
    if of.kind is Kind.LIST:
        return _list_text(of)
    return _WRITERS.get(of.kind, lambda value: pc.cast(value, pa.string()))


def _list_text(of: Type) -> Kernel:
    """Return the kernel that writes a list's items with commas between them, those of inner lists too."""
    if of.items is not None:
        kernels = [plain_text(item) for item in of.items]
        return lambda items: pc.binary_join_element_wise(*(k(i) for k, i in zip(kernels, items, strict=True)), ", ")
    write = plain_text(of.item or text(0))

    def kernel(lists: Value) -> Value:
        lengths = pc.fill_null(pc.list_value_length(lists), 0).to_numpy(zero_copy_only=False)
        offsets = pa.array(np.concatenate([[0], np.cumsum(lengths)]), pa.int32())
        return pc.binary_join(pa.ListArray.from_arrays(offsets, write(lists.flatten()), mask=lists.is_null()), ", ")

    return kernel


def float_text(value: Value) -> Value:
    """Return floats as Python writes them: the shortest text that reads back equal, with `.0` on whole ones."""
    texts = pc.cast(value, pa.string())
    numbers = pc.fill_null(pc.abs(value), 1.0)
    unusual = pc.or_(pc.greater_equal(numbers, 1e6), pc.less(numbers, 1e-3))  # where Arrow's layout may be another
    whole = pc.equal(pc.floor(numbers), numbers)
    texts = pc.if_else(whole, pc.binary_join_element_wise(texts, ".0", ""), texts)
    return pc.if_else(unusual, _each(value, repr), texts) if pc.any(unusual).as_py() else texts


def fixed_point(value: Value, scale: int, least_width: int = 0) -> Value:
    """Return numbers with `scale` digits after the point, padded with zeros to `least_width` characters.

    What rounds to nothing from below keeps its sign, as Python has it: -0.00.
    """
    numbers = value.to_numpy(zero_copy_only=False)
    missing, negative = np.isnan(numbers), np.signbit(numbers)
    with np.errstate(invalid="raise"):  # a number beyond 64 bits
        units = np.rint(np.abs(round_half_even(np.nan_to_num(numbers), scale)) * 10.0**scale).astype(np.int64)
    digits = pc.utf8_lpad(pc.cast(pa.array(units, mask=missing), pa.string()), scale + 1, "0")
    sign = pc.if_else(pa.array(negative), "-", "")
    whole = pc.utf8_slice_codeunits(digits, 0, -scale) if scale else digits
    if least_width:
        room = pc.subtract(least_width - scale - bool(scale), pc.binary_length(sign))
        whole = _padded_to(whole, room)
    if scale:
        return pc.binary_join_element_wise(sign, whole, ".", pc.utf8_slice_codeunits(digits, -scale), "")
    return pc.binary_join_element_wise(sign, whole, "") if negative.any() else whole


def _padded_to(digits: Value, widths: Value) -> Value:
    """Pad digits with zeros to a width that is one of two: with a sign, and without."""
    narrow, wide = pc.min(widths).as_py() or 0, pc.max(widths).as_py() or 0
    padded = pc.utf8_lpad(digits, max(wide, 0), "0")
    return (
        padded
        if narrow == wide
        else pc.if_else(pc.equal(widths, wide), padded, pc.utf8_lpad(digits, max(narrow, 0), "0"))
    )


def _zero_padded(value: Value, width: int) -> Value:
    if not width:
        return pc.cast(value, pa.string())
    digits = pc.utf8_lpad(pc.cast(pc.abs(value), pa.string()), width, "0")
    negative = pc.less(value, 0)
    if not pc.any(negative).as_py():
        return digits
    shorter = pc.utf8_lpad(pc.cast(pc.abs(value), pa.string()), width - 1, "0")
    return pc.if_else(negative, pc.binary_join_element_wise("-", shorter, ""), digits)


def each(value: Value, compute: Callable[[Any], Any], stored: pa.DataType) -> Value:
    """Return what Python makes of each value by itself: the slow way, for what is rare."""
    cells = value.to_pylist() if isinstance(value, pa.Array) else [value.as_py()]
    return pa.array([None if cell is None else compute(cell) for cell in cells], stored)


def _each(value: Value, write: Callable[[Any], str]) -> Value:
    return each(value, write, pa.string())


_WRITERS: dict[Kind, Kernel] = {
    Kind.TEXT: lambda value: value,
    Kind.UUID: lambda value: value,
    Kind.BOOLEAN: lambda value: pc.if_else(value, "True", "False"),
    Kind.FLOAT: float_text,
    Kind.DURATION: lambda value: _each(value, str),
}


# --- formats --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spec:
    """A format of Python's mini-language, taken apart."""

    fill: str
    align: str | None
    sign: str
    width: int
    comma: str
    precision: int | None
    kind: str | None

    @classmethod
    def read(cls, layout: str) -> "Spec":
        """Take a format apart. Raises CheckError for what is none, or one of an unreasonable width."""
        match = _SPEC.fullmatch(layout)
        if match is None:
            raise CheckError(f"{layout!r:.60} is no format", hint="for example '05d', '.2f', ',', '>10'")
        width, precision = int(match["width"] or 0), match["precision"]
        if width > WIDEST or int(precision or 0) > MOST_PRECISE:
            raise CheckError(f"the format {layout!r} is wider than {WIDEST} or has more than {MOST_PRECISE} digits")
        align = match["align"] or ("=" if match["zero"] else None)
        fill = match["fill"] or ("0" if match["zero"] else " ")
        return cls(
            fill,
            align,
            match["sign"] or "-",
            width,
            match["comma"] or "",
            int(precision) if precision else None,
            match["type"],
        )

    @property
    def is_plain(self) -> bool:
        """Tell whether it says no more than how many zeros and digits there are."""
        zeros = self.align is None or (self.align == "=" and self.fill == "0")
        return zeros and self.sign == "-" and not self.comma and (not self.width or self.fill == "0")


def formatted(value: Term, layout: str, conversion: str = "") -> Term:
    """Return `format(value, layout)`. Raises CheckError where Python would."""
    if value.type.kind is Kind.MISSING:
        return known("None")
    if conversion in {"r", "a"}:
        return formatted(_quoted(value, repr if conversion == "r" else ascii), layout)
    if not layout or conversion == "s":
        return formatted(to_text(value), layout) if conversion and layout else to_text(value)
    if value.type.is_moment or value.type.kind is Kind.TIME:
        return _laid_out(value, layout)
    spec = Spec.read(layout)
    if value.type.kind in {Kind.TEXT, Kind.UUID}:
        return _aligned(value, spec, layout)
    if not value.type.is_number:
        raise CheckError(f"{value.type} has no format {layout!r:.60}", hint="str(...) makes a text of it")
    return _number(value, spec, layout)


@function("format")
def format_value(value: Term, format_spec: Term = known("")) -> Term:
    """Return a value in a format that is written out."""
    return formatted(value, value_of(format_spec, "the format", str))


def _quoted(value: Term, write: Callable[[Any], str]) -> Term:
    """Return a text as `repr` or `ascii` writes it, and a number as `str` does."""
    if value.type.kind is Kind.TEXT:
        of = text(_LONGEST_ESCAPE * value.type.longest + 2)
        return apply(lambda texts: _each(texts, write), of, value)
    if not (value.type.is_number or value.type.kind is Kind.BOOLEAN) or value.type.kind is Kind.DECIMAL:
        raise CheckError(f"{value.type} is not written with !r", hint="leave it out")
    return to_text(value)


def _laid_out(value: Term, layout: str) -> Term:
    spells = {("%Y-%m-%d"): Kind.DATE, "%H:%M:%S": Kind.TIME, "%Y-%m-%dT%H:%M:%S": Kind.DATETIME}.get(layout)
    return apply(lambda moments: written(moments, layout), text(longest_text(layout), spells), value)


def strftime(value: Term, layout: Term) -> Term:
    """Return a date, datetime or time in a layout that is written out."""
    return _laid_out(value, value_of(layout, "the layout", str))


def _aligned(value: Term, spec: Spec, layout: str) -> Term:
    if spec.kind not in {None, "s"} or spec.comma or spec.align == "=":
        raise CheckError(f"a text has no format {layout!r:.60}")
    pad = {"<": pc.utf8_rpad, ">": pc.utf8_lpad, "^": pc.utf8_center, None: pc.utf8_rpad}[spec.align]

    def kernel(value: Value) -> Value:
        cut = value if spec.precision is None else pc.utf8_slice_codeunits(value, 0, spec.precision)
        return pad(cut, spec.width, spec.fill)

    return apply(kernel, text(max(value.type.longest, spec.width * len(spec.fill.encode()))), value)


def _number(value: Term, spec: Spec, layout: str) -> Term:
    is_integer = value.type.kind is Kind.INTEGER
    if is_integer and spec.precision is not None and spec.kind in _WHOLE:
        raise CheckError(f"an integer has no format {layout!r:.60}: it has no digits after the point")
    if (
        (is_integer and spec.kind == "c")
        or (not is_integer and spec.kind in {"b", "c", "d", "o", "x", "X"})
        or spec.kind == "s"
    ):
        raise CheckError(f"{value.type} has no format {layout!r:.60}", hint="'.0f' drops the digits after the point")
    unbounded = spec.kind in {"f", "F", "%"} and not _fits(value.type, spec)
    of = text(
        max(spec.width, (_LONGEST_FLOAT if unbounded else longest_written(value.type)) * 2 + (spec.precision or 6) + 8)
    )
    if spec.is_plain and is_integer and spec.kind in {None, "d"}:
        return apply(lambda numbers: _zero_padded(numbers, spec.width), of, value, one_to_one=True)
    if spec.is_plain and spec.kind == "f" and _fits(value.type, spec):
        precision = 6 if spec.precision is None else spec.precision
        return apply(
            lambda numbers: fixed_point(pc.cast(numbers, pa.float64(), safe=False), precision, spec.width), of, value
        )
    return apply(lambda numbers: _each(numbers, lambda number: format(number, layout)), of, value)


def _fits(of: Type, spec: Spec) -> bool:
    """Tell whether numbers of this type, in units of the last digit that is shown, are exact."""
    precision = 6 if spec.precision is None else spec.precision
    return of.low is not None and of.high is not None and max(abs(of.low), abs(of.high)) * 10**precision < 2**52
