"""Functions of numbers: Python's own, `math`'s, and NumPy's of the same names."""

import math
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import reduce
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.errors import CheckError
from generation.engine.expressions.functions.arithmetic import as_number, operate
from generation.engine.expressions.functions.comparison import choose, compare, truth
from generation.engine.expressions.functions.rounding import round_half_even
from generation.engine.expressions.functions.table import NONE, apply, function, known, numeric, value_of
from generation.engine.expressions.nodes import Constant, Term
from generation.engine.kinds import FLOAT, MOST_SCALE, Kind, Type, Value, arrow_type, decimal, floating, integer, unify

_FAR = 10**15
_DECIMAL_DIGITS = 15  # before the point
_MOST_DIGITS = 18  # of a whole number that a text spells
_ROUNDEST = -15


def _number(term: Term, what: str) -> Term:
    term = as_number(term)
    if not term.type.is_number:
        raise CheckError(f"{what} needs a number, not {term.type}")
    return term


def _whole(of: Type, compute: Callable[[Any], Any] = lambda number: number) -> Type:
    """Return the type of whole numbers made from numbers of another type; what lies beyond 10**15 is missing."""
    low = -_FAR if of.low is None else max(-_FAR, compute(of.low))
    high = _FAR if of.high is None else min(_FAR, compute(of.high))
    return integer(math.floor(low), math.ceil(high))


def _to_whole(term: Term, compute: Callable[[Any], Any], python: Callable[[Any], Any]) -> Term:
    if term.type.kind is Kind.INTEGER:
        return term
    of = _whole(term.type, python)
    return apply(numeric(lambda x: np.where(np.abs(x) > _FAR, np.nan, compute(x)), of), of, term)


@function("int", "np.int64", "np.int32")
def to_integer(value: Term = known(0)) -> Term:
    """Return a number cut to a whole one, or the whole number that a text spells."""
    if value.type.kind is Kind.TEXT:
        reach = 10 ** min(_MOST_DIGITS, max(1, value.type.longest))
        return _read_number(value, pa.int64(), integer(-reach, reach))
    return _to_whole(_number(value, "int"), np.trunc, math.trunc)


@function("float", "np.float64", "np.float32")
def to_float(value: Term = known(0.0)) -> Term:
    """Return a number as a float, or the number that a text spells."""
    if value.type.kind is Kind.TEXT:
        return _read_number(value, pa.float64(), FLOAT)
    value = _number(value, "float")
    of = floating(value.type.low, value.type.high, value.type.scale)
    return apply(lambda numbers: pc.cast(numbers, pa.float64(), safe=False), of, value)


def _read_number(value: Term, stored: pa.DataType, of: Type) -> Term:
    if isinstance(value, Constant):
        try:
            number = int(value.value) if of.kind is Kind.INTEGER else float(value.value)
        except (ValueError, OverflowError) as error:
            raise CheckError(f"{value.value!r:.60} spells no number") from error
        return known(number)
    if of.kind is Kind.INTEGER and value.type.spells is not Kind.INTEGER:
        value = _spelled(value, r"^\s*-?\d{1,18}\s*$")
    elif of.kind is Kind.FLOAT:
        value = _spelled(value, r"^\s*[+-]?(\d{1,15}(\.\d{0,20})?|\.\d{1,20})\s*$")
    return apply(lambda texts: pc.cast(pc.utf8_trim_whitespace(texts), stored), of, value)


def _spelled(value: Term, pattern: str) -> Term:
    """Return texts of which those that do not match are missing."""

    def kernel(texts: Value) -> Value:
        return pc.if_else(pc.match_substring_regex(texts, pattern), texts, pa.scalar(None, pa.string()))

    return apply(kernel, value.type, value)


@function("Decimal", "decimal.Decimal")
def to_decimal(value: Term = known(0)) -> Term:
    """Return a number that is written with all its digits after the point."""
    if isinstance(value, Constant) and isinstance(value.value, str | int):
        try:
            made = Decimal(value.value)
        except (InvalidOperation, ValueError) as error:
            raise CheckError(f"{value.value!r:.60} spells no number") from error
        if not made.is_finite() or made.adjusted() >= _DECIMAL_DIGITS or len(made.as_tuple().digits) > _MOST_DIGITS:
            raise CheckError("a decimal is finite and below 10**15")
        return known(made)
    number = to_float(value)
    if number.type.scale is None:
        return number
    of = decimal(number.type.low, number.type.high, number.type.scale)
    return apply(lambda numbers: numbers, of, number)


@function("bool")
def to_boolean(value: Term = known(False)) -> Term:  # noqa: FBT003  # the value itself
    """Return whether a value counts as true."""
    return truth(value)


@function("round", "np.round", "np.around")
def rounded(number: Term, ndigits: Term = NONE) -> Term:
    """Return a number rounded to `ndigits` digits after the point, halves to even; a whole number when not said."""
    number = _number(number, "round")
    if isinstance(ndigits, Constant) and ndigits.value is None:
        return _to_whole(number, lambda x: round_half_even(x, 0), round)
    digits = value_of(ndigits, "the number of digits", int)
    if not _ROUNDEST <= digits <= MOST_SCALE:
        raise CheckError(f"a number is rounded to {_ROUNDEST} to {MOST_SCALE} digits, not {digits}")
    return _rounded(number, digits)


def _rounded(number: Term, digits: int) -> Term:
    scale = max(0, digits)
    if number.type.scale is not None and number.type.scale <= scale and digits >= 0:
        return number
    unit = 10.0**-scale
    low = None if number.type.low is None else round(number.type.low, digits) - (unit if digits < 0 else 0)
    high = None if number.type.high is None else round(number.type.high, digits)
    of = Type(number.type.kind, low=low, high=high, scale=scale)
    return apply(numeric(lambda x: round_half_even(x, digits), of), of, number)


@function("abs", "math.fabs", "np.abs", "np.absolute")
def absolute(number: Term) -> Term:
    """Return a number without its sign."""
    number = _number(number, "abs")
    low, high = number.type.low, number.type.high
    known_range = low is not None and high is not None
    highest = max(abs(low), abs(high)) if known_range else None  # type: ignore[arg-type]  # known
    of = Type(number.type.kind, low=0, high=highest, scale=number.type.scale)
    return apply(numeric(np.abs, of), of, number)


@function("min", "np.minimum")
def least(*values: Term) -> Term:
    """Return the smallest of several values, or of a list's."""
    return _extreme("<=", pc.min_element_wise, values)


@function("max", "np.maximum")
def greatest(*values: Term) -> Term:
    """Return the largest of several values, or of a list's."""
    return _extreme(">=", pc.max_element_wise, values)


def _extreme(operator: str, kernel: Callable[..., Value], values: tuple[Term, ...]) -> Term:
    if len(values) == 1:
        values = _items(values[0])
    if not values:
        raise CheckError("there is nothing to take the smallest or largest of")
    if not all(value.type.is_number for value in values):
        return reduce(lambda a, b: choose(compare(operator, a, b), a, b), values)
    of = reduce(lambda a, b: unify(a, b) or a, (value.type for value in values))
    of = _extreme_range(of, operator, [value.type for value in values])
    stored = arrow_type(of)
    return apply(
        lambda *numbers: kernel(*(pc.cast(number, stored, safe=False) for number in numbers), skip_nulls=False),
        of,
        *values,
    )


def _extreme_range(of: Type, operator: str, types: list[Type]) -> Type:
    """Return the range of a minimum or maximum: one known limit is enough on its side."""
    lows = [t.low for t in types if t.low is not None]
    highs = [t.high for t in types if t.high is not None]
    all_low, all_high = len(lows) == len(types), len(highs) == len(types)
    if operator == "<=":
        low, high = (min(lows) if all_low else None), (min(highs) if highs else None)
    else:
        low, high = (max(lows) if lows else None), (max(highs) if all_high else None)
    return Type(of.kind, low=low, high=high, scale=of.scale)


def _items(term: Term) -> tuple[Term, ...]:
    if isinstance(term, Constant) and isinstance(term.value, list | tuple):
        return tuple(known(value) for value in term.value)
    if term.type.items is None:
        raise CheckError(f"{term.type} is no list of fixed length")
    return tuple(
        apply(lambda value, place=place: value[place], item, term) for place, item in enumerate(term.type.items)
    )


@function("sum")
def total(values: Term) -> Term:
    """Return the sum of a list's numbers."""
    start: Term = known(0)
    return reduce(lambda a, b: operate("+", a, b), _items(values), start)


@function("np.clip")
def clip(a: Term, a_min: Term, a_max: Term) -> Term:
    """Return a number, cut to the range from `a_min` to `a_max`."""
    return least(greatest(_number(a, "clip"), a_min), a_max)


@function("np.where")
def where(condition: Term, x: Term, y: Term) -> Term:
    """Return `x` where the condition holds, and `y` elsewhere."""
    return choose(truth(condition), x, y)


@function("len")
def length(value: Term) -> Term:
    """Return how many characters a text has, or how many items a list has."""
    if value.type.kind is Kind.TEXT:
        of = integer(0, value.type.longest)
        return apply(lambda texts: pc.cast(pc.utf8_length(texts), pa.int64()), of, value)
    if value.type.kind is not Kind.LIST:
        raise CheckError(f"{value.type} has no length")
    if value.type.items is not None:
        return known(len(value.type.items))
    return apply(lambda lists: pc.cast(pc.list_value_length(lists), pa.int64()), integer(0, _FAR), value)


@function("math.floor", "np.floor")
def floor(x: Term) -> Term:
    """Return the largest whole number that is not above."""
    return _to_whole(_number(x, "floor"), np.floor, math.floor)


@function("math.ceil", "np.ceil")
def ceil(x: Term) -> Term:
    """Return the smallest whole number that is not below."""
    return _to_whole(_number(x, "ceil"), np.ceil, math.ceil)


@function("math.trunc", "np.trunc")
def trunc(x: Term) -> Term:
    """Return a number cut to a whole one."""
    return _to_whole(_number(x, "trunc"), np.trunc, math.trunc)


@function("math.log")
def log(x: Term, base: Term = NONE) -> Term:
    """Return the logarithm, the natural one when no base is said; missing for 0 and below."""
    x = _number(x, "log")
    if isinstance(base, Constant) and base.value is None:
        return apply(numeric(np.log, FLOAT), FLOAT, x)
    return apply(numeric(lambda a, b: np.log(a) / np.log(b), FLOAT), FLOAT, x, _number(base, "log"))


def _elementary(names: tuple[str, ...], compute: Callable[[Any], Any], of: Type = FLOAT) -> None:
    """Enter a function of one number that computes with NumPy."""

    @function(*names)
    def elementary(x: Term) -> Term:
        return apply(numeric(lambda a: compute(np.asarray(a, dtype=float)), of), of, _number(x, names[0]))


for _names, _compute in (
    (("math.sqrt", "np.sqrt"), np.sqrt), (("math.exp", "np.exp"), np.exp), (("np.log",), np.log),
    (("math.log10", "np.log10"), np.log10), (("math.log2", "np.log2"), np.log2), (("math.log1p", "np.log1p"), np.log1p),
    (("math.sin", "np.sin"), np.sin), (("math.cos", "np.cos"), np.cos), (("math.tan", "np.tan"), np.tan),
    (("math.atan", "np.arctan"), np.arctan), (("math.tanh", "np.tanh"), np.tanh),
    (("math.radians", "np.radians"), np.radians), (("math.degrees", "np.degrees"), np.degrees),
):  # fmt: skip
    _elementary(_names, _compute)


@function("math.pow", "np.power")
def power(x: Term, y: Term) -> Term:
    """Return x ** y as a float."""
    compute = numeric(lambda a, b: np.power(np.asarray(a, dtype=float), b), FLOAT)
    return apply(compute, FLOAT, _number(x, "pow"), _number(y, "pow"))
