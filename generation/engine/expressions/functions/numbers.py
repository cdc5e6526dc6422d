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
from generation.engine.expressions.functions.sequences import items_of, listed
from generation.engine.expressions.functions.table import NONE, apply, function, known, method, numeric, value_of
from generation.engine.expressions.nodes import Constant, Term
from generation.engine.kinds import (
    FLOAT,
    MOST_SCALE,
    NUMBERS,
    Kind,
    Type,
    Value,
    arrow_type,
    decimal,
    floating,
    integer,
    unify,
)

_FAR = 10**15
_DECIMAL_DIGITS = 15  # before the point
_MOST_DIGITS = 18  # of a whole number that a text spells
_ROUNDEST = -15


def number_for(term: Term, what: str) -> Term:
    """Return an argument that must be a number, truths counting as 0 and 1."""
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
    return _to_whole(number_for(value, "int"), np.trunc, math.trunc)


@function("float", "np.float64", "np.float32")
def to_float(value: Term = known(0.0)) -> Term:
    """Return a number as a float, or the number that a text spells."""
    if value.type.kind is Kind.TEXT:
        return _read_number(value, pa.float64(), FLOAT)
    value = number_for(value, "float")
    of = floating(value.type.low, value.type.high, value.type.scale)
    return apply(lambda numbers: pc.cast(numbers, pa.float64(), safe=False), of, value)


def _read_number(value: Term, stored: pa.DataType, of: Type) -> Term:
    if isinstance(value, Constant):
        if of.kind is Kind.FLOAT and str(value.value).strip().lower() == "nan":
            return NONE
        try:
            number = int(value.value) if of.kind is Kind.INTEGER else float(value.value)
        except (ValueError, OverflowError) as error:
            raise CheckError(f"{value.value!r:.60} spells no number") from error
        return known(number)
    if value.type.spells in NUMBERS and (of.kind is Kind.FLOAT or value.type.spells is Kind.INTEGER):
        of = Type(of.kind, low=value.type.low, high=value.type.high, scale=value.type.scale)
    elif of.kind is Kind.INTEGER:
        value = _spelled(value, r"^\s*-?\d{1,18}\s*$")
    else:
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
@method((Kind.INTEGER, "round"), (Kind.FLOAT, "round"), (Kind.DECIMAL, "round"))
def rounded(number: Term, ndigits: Term = NONE) -> Term:
    """Return a number rounded to `ndigits` digits after the point, halves to even; a whole number when not said."""
    number = number_for(number, "round")
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


@method((Kind.FLOAT, "quantize"), (Kind.DECIMAL, "quantize"))
def quantized(number: Term, exp: Term) -> Term:
    """Return a Decimal with as many digits after the point as another has."""
    unit = value_of(exp, "what it is quantized to", Decimal)
    return to_decimal(rounded(number, known(max(0, -unit.as_tuple().exponent))))


@method((Kind.INTEGER, "item"), (Kind.FLOAT, "item"), (Kind.BOOLEAN, "item"))
def item(value: Term) -> Term:
    """Return a number as it is: NumPy's `.item()` makes Python's own of it."""
    return value


@function("abs", "math.fabs", "np.abs", "np.absolute")
def absolute(number: Term) -> Term:
    """Return a number without its sign."""
    number = number_for(number, "abs")
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
        values = tuple(items_of(values[0]))
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


@function("np.clip")
def clip(a: Term, a_min: Term, a_max: Term) -> Term:
    """Return a number, cut to the range from `a_min` to `a_max`."""
    return least(greatest(number_for(a, "clip"), a_min), a_max)


@function("np.isnan", "math.isnan")
def is_missing(x: Term) -> Term:
    """Return whether a number is missing, which is what not-a-number means here."""
    return compare("is", number_for(x, "isnan"), NONE)


@function("divmod")
def quotient_and_remainder(x: Term, y: Term) -> Term:
    """Return the whole quotient and the remainder."""
    return listed([operate("//", x, y), operate("%", x, y)])


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
    return _to_whole(number_for(x, "floor"), np.floor, math.floor)


@function("math.ceil", "np.ceil")
def ceil(x: Term) -> Term:
    """Return the smallest whole number that is not below."""
    return _to_whole(number_for(x, "ceil"), np.ceil, math.ceil)


@function("math.trunc", "np.trunc")
def trunc(x: Term) -> Term:
    """Return a number cut to a whole one."""
    return _to_whole(number_for(x, "trunc"), np.trunc, math.trunc)
