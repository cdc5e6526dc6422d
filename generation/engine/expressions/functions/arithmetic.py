"""Arithmetic: what the operators do with each pair of kinds."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.elementary import power
from generation.engine.errors import CheckError
from generation.engine.expressions.functions.table import apply, known, limits, numeric, tidy_scale, value_of
from generation.engine.expressions.functions.templates import joined, percent
from generation.engine.expressions.nodes import Constant, Term
from generation.engine.kinds import (
    ARROW,
    BOOLEAN,
    DATETIME,
    DURATION,
    FLOAT,
    LARGEST_INTEGER,
    Kind,
    Type,
    Value,
    integer,
    list_of,
    text,
)
from generation.engine.providers.arguments import MOST_ELEMENTS

_DAY = 86_400
_LARGEST_EXACT = 2**53  # the whole numbers that a float holds
_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896  # 0001-01-01 and 9999-12-31, in days since 1970-01-01


_TRUTHS = {"&": pc.and_, "|": pc.or_, "^": pc.xor}  # as NumPy and pandas write `and` and `or` of columns


# --- arithmetic -----------------------------------------------------------------------------------------------------


def operate(operator: str, left: Term, right: Term) -> Term:
    """Return `left operator right`. Raises CheckError for kinds that the operator does not join."""
    if operator == "%" and left.type.kind is Kind.TEXT:
        return percent(left, right)
    if left.type.kind is right.type.kind is Kind.BOOLEAN and operator in _TRUTHS:
        return apply(_TRUTHS[operator], BOOLEAN, left, right)
    left, right = as_number(left), as_number(right)
    if Kind.MISSING in {left.type.kind, right.type.kind}:
        raise CheckError(f"None cannot be used with {operator}")
    if left.type.is_number and right.type.is_number:
        return _ARITHMETIC[operator](left, right)
    other = _OTHERS.get((operator, _family(left.type), _family(right.type)))
    if other is None:
        raise CheckError(
            f"{left.type} and {right.type} cannot be used with {operator}", hint=_hint(operator, left, right)
        )
    return other(left, right)


def _family(of: Type) -> str:
    return "number" if of.is_number else "moment" if of.is_moment else of.kind.value


def _hint(operator: str, left: Term, right: Term) -> str | None:
    if operator == "+" and Kind.TEXT in {left.type.kind, right.type.kind}:
        return "str(...) makes a text of it, or write an f-string"
    return None


def as_number(term: Term) -> Term:
    """Let True count as 1, as Python does."""
    return (
        apply(lambda value: pc.cast(value, pa.int64()), integer(0, 1), term) if term.type.kind is Kind.BOOLEAN else term
    )


def _result(left: Type, right: Type, low: Any, high: Any, scale: int | None) -> Type:
    """Return the type of a sum, difference or product."""
    if left.kind is right.kind is Kind.INTEGER:
        return integer(low, high)
    decimals = Kind.FLOAT not in {left.kind, right.kind}
    scale = tidy_scale(scale)
    return Type(Kind.DECIMAL if decimals and scale is not None else Kind.FLOAT, low=low, high=high, scale=scale)


def _known(of: Type) -> bool:
    return of.low is not None and of.high is not None


def _span(left: Type, right: Type, compute: Callable[[Any, Any], Any]) -> tuple[Any, Any]:
    """Return the least and greatest that an operation makes of two ranges, or None and None when a range is open."""
    if not (_known(left) and _known(right)) and not (left.kind is right.kind is Kind.INTEGER):
        return None, None
    corners = [compute(a, b) for a in limits(left) for b in limits(right)]
    return min(corners), max(corners)


def _scale(left: Type, right: Type, join: Callable[[int, int], int]) -> int | None:
    return None if left.scale is None or right.scale is None else join(left.scale, right.scale)


def _add(left: Term, right: Term) -> Term:
    of = _result(
        left.type, right.type, *_span(left.type, right.type, lambda a, b: a + b), _scale(left.type, right.type, max)
    )
    return _computed(np.add, of, left, right, one_to_one=True)


def _subtract(left: Term, right: Term) -> Term:
    of = _result(
        left.type, right.type, *_span(left.type, right.type, lambda a, b: a - b), _scale(left.type, right.type, max)
    )
    return _computed(np.subtract, of, left, right, one_to_one=True)


def _multiply(left: Term, right: Term) -> Term:
    scale = _scale(left.type, right.type, lambda a, b: a + b)
    of = _result(left.type, right.type, *_span(left.type, right.type, lambda a, b: a * b), scale)
    return _computed(np.multiply, of, left, right)


def _computed(
    compute: Callable[[Any, Any], Any], of: Type, left: Term, right: Term, *, one_to_one: bool = False
) -> Term:
    """Return the term of a computation; where whole numbers may leave 64 bits, those beyond 2**53 are missing."""
    if of.kind is not Kind.INTEGER or max(map(abs, limits(of))) <= LARGEST_INTEGER:
        return apply(numeric(compute, of), of, left, right, one_to_one=one_to_one and of.kind is Kind.INTEGER)
    if isinstance(left, Constant) and isinstance(right, Constant):
        raise CheckError("the number can get larger than 64 bits hold")
    whole = integer(-_LARGEST_EXACT, _LARGEST_EXACT)

    def guarded(*numbers: Any) -> Any:
        result = compute(*(np.asarray(number, dtype=float) for number in numbers))
        return np.where(np.abs(result) <= _LARGEST_EXACT, result, np.nan)

    return apply(numeric(guarded, whole), whole, left, right)


def _divide(left: Term, right: Term) -> Term:
    return apply(numeric(_quotient, FLOAT), FLOAT, left, right)


def _quotient(left: Any, right: Any) -> Any:
    return np.where(np.equal(right, 0), np.nan, np.true_divide(left, np.where(np.equal(right, 0), 1, right)))


def _floor_divide(left: Term, right: Term) -> Term:
    if left.type.kind is right.type.kind is Kind.INTEGER:
        reach = max(map(abs, limits(left.type)))
        of = integer(-reach, reach)
        return apply(numeric(lambda a, b: _whole(np.floor_divide, a, b), of), of, left, right)
    return apply(numeric(lambda a, b: _whole(np.floor_divide, a, b), FLOAT), FLOAT, left, right)


def _remainder(left: Term, right: Term) -> Term:
    if left.type.kind is right.type.kind is Kind.INTEGER:
        low, high = limits(right.type)
        of = integer(min(0, low + 1), max(0, high - 1))
        return apply(numeric(lambda a, b: _whole(np.remainder, a, b), of), of, left, right)
    return apply(numeric(lambda a, b: _whole(np.remainder, a, b), FLOAT), FLOAT, left, right)


def _whole(compute: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    """Compute with numbers; what is divided by zero is masked."""
    zero = np.equal(right, 0)
    return np.ma.array(
        compute(left, np.where(zero, 1, right)), mask=np.broadcast_to(zero, np.broadcast(left, right).shape)
    )


def _whole_quotient(of: Type) -> Callable[..., Value]:
    return numeric(lambda a, b: _whole(np.floor_divide, a, b), of)


def _power(left: Term, right: Term) -> Term:
    base, exponent = left.type, right.type
    if base.kind is exponent.kind is Kind.INTEGER and limits(exponent)[0] >= 0:
        reach, most = max(map(abs, limits(base))), limits(exponent)[1]
        largest = 2 * LARGEST_INTEGER
        if reach <= 1 or most * (int(reach).bit_length() - 1) < LARGEST_INTEGER.bit_length():
            largest = min(largest, int(reach) ** int(most))
        return _computed(_raised, integer(-largest if limits(base)[0] < 0 else 0, largest), left, right)
    return apply(numeric(power, FLOAT), FLOAT, left, right)


def _raised(base: Any, exponent: Any) -> Any:
    """Return a power of whole numbers: an exact one where they come as such, not as floats."""
    return np.power(base, exponent) if np.asarray(base).dtype.kind == "i" else power(base, exponent)


def _bitwise(compute: Callable[[Any, Any], Any]) -> Callable[[Term, Term], Term]:
    """Return what joins the bits of two whole numbers; no bit of the result lies beyond those of the operands."""

    def join(left: Term, right: Term) -> Term:
        if not left.type.kind is right.type.kind is Kind.INTEGER:
            raise CheckError("bits are joined of whole numbers, and truths by `and` and `or`")
        lows, highs = zip(limits(left.type), limits(right.type), strict=True)
        reach = (1 << int(max(*highs, *(-low for low in lows), 1)).bit_length()) - 1
        of = integer(-reach - 1 if min(lows) < 0 else 0, reach)
        return apply(numeric(compute, of), of, left, right)

    return join


_ARITHMETIC: dict[str, Callable[[Term, Term], Term]] = {
    "+": _add, "-": _subtract, "*": _multiply, "/": _divide, "//": _floor_divide, "%": _remainder, "**": _power,
    "&": _bitwise(np.bitwise_and), "|": _bitwise(np.bitwise_or), "^": _bitwise(np.bitwise_xor),
}  # fmt: skip


# --- texts, lists, moments ------------------------------------------------------------------------------------------


def _repeat_text(left: Term, right: Term) -> Term:
    times = max(0, value_of(right, "how often a text is repeated", int))
    if not left.type.longest:
        return left
    of = text(left.type.longest * times)
    return apply(lambda value: pc.binary_repeat(value, times), of, left)


def _repeat_list(left: Term, right: Term) -> Term:
    times = max(0, value_of(right, "how often a list is repeated", int))
    items = left.type.items
    if items is None or left.type.leaves * times > MOST_ELEMENTS:
        raise CheckError(f"a list holds {MOST_ELEMENTS} values at most")
    if isinstance(left, Constant):
        return known(list(left.value) * times)
    return apply(lambda value: value * times, list_of(items * times), left)


def _join_lists(left: Term, right: Term) -> Term:
    if left.type.items is None or right.type.items is None:
        raise CheckError("lists whose length differs by row cannot be joined")
    if isinstance(left, Constant) and isinstance(right, Constant):
        return known([*left.value, *right.value])
    return apply(lambda a, b: (*a, *b), list_of(left.type.items + right.type.items), left, right)


def _move(sign: int) -> Callable[[Term, Term], Term]:
    """Return moment + duration, or with sign -1 moment - duration; a result beyond the years 1 to 9999 is missing."""

    def move(moment: Term, duration: Term) -> Term:
        unit = _DAY if moment.type.kind is Kind.DATE else 1
        scale = _DAY // unit

        def compute(value: Any, seconds: Any) -> Any:
            moved = value + sign * np.floor_divide(seconds, unit)  # of a duration, a date takes the whole days
            fits = (moved >= _FIRST_DAY * scale) & (moved < (_LAST_DAY + 1) * scale)
            return np.where(fits, moved, np.nan) if not np.all(fits) else moved

        return apply(moments(compute, moment.type), moment.type, moment, duration)

    return move


def moments(compute: Callable[..., Any], of: Type) -> Callable[..., Value]:
    """Return a kernel that computes a moment or a duration from the whole numbers in which they are stored."""
    width = pa.int32() if of.kind in {Kind.DATE, Kind.TIME} else pa.int64()
    whole = numeric(compute, integer())
    return lambda *values: whole(*values).cast(width).view(ARROW[of.kind])


def _between(left: Term, right: Term) -> Term:
    def compute(later: Any, earlier: Any) -> Any:
        return later - earlier

    left, right = same_moments(left, right)
    unit = _DAY if left.type.kind is Kind.DATE else 1
    return apply(moments(lambda a, b: compute(a, b) * unit, DURATION), DURATION, left, right)


def same_moments(left: Term, right: Term) -> tuple[Term, Term]:
    """Return a date and a datetime as two datetimes; two of a kind stay."""
    if left.type.kind is right.type.kind:
        return left, right
    return as_datetime(left), as_datetime(right)


def as_datetime(term: Term) -> Term:
    """Return a date as its midnight; a datetime stays."""
    if term.type.kind is Kind.DATETIME:
        return term
    return apply(lambda value: pc.cast(value, ARROW[Kind.DATETIME]), DATETIME, term)


def _scale_duration(duration: Term, factor: Term) -> Term:
    return apply(moments(lambda a, b: np.floor(a * b), DURATION), DURATION, duration, factor)


_OTHERS: dict[tuple[str, str, str], Callable[[Term, Term], Term]] = {
    ("+", "text", "text"): lambda left, right: joined([left, right]),
    ("*", "text", "number"): _repeat_text,
    ("*", "number", "text"): lambda left, right: _repeat_text(right, left),
    ("*", "list", "number"): _repeat_list,
    ("+", "list", "list"): _join_lists,
    ("+", "moment", "duration"): _move(1),
    ("+", "duration", "moment"): lambda left, right: _move(1)(right, left),
    ("-", "moment", "duration"): _move(-1),
    ("-", "moment", "moment"): _between,
    ("+", "duration", "duration"): lambda a, b: apply(moments(lambda x, y: x + y, DURATION), DURATION, a, b),
    ("-", "duration", "duration"): lambda a, b: apply(moments(lambda x, y: x - y, DURATION), DURATION, a, b),
    ("//", "duration", "duration"): lambda a, b: apply(_whole_quotient(integer()), integer(), a, b),
    ("//", "duration", "number"): lambda a, b: apply(
        moments(lambda x, y: np.floor(_quotient(x, y)), DURATION), DURATION, a, b
    ),
    ("%", "duration", "duration"): lambda a, b: apply(
        moments(lambda x, y: _whole(np.remainder, x, y), DURATION), DURATION, a, b
    ),
    ("*", "duration", "number"): _scale_duration,
    ("*", "number", "duration"): lambda left, right: _scale_duration(right, left),
    ("/", "duration", "duration"): lambda a, b: apply(numeric(_quotient, FLOAT), FLOAT, a, b),
    ("/", "duration", "number"): lambda a, b: apply(
        moments(lambda x, y: np.floor(_quotient(x, y)), DURATION), DURATION, a, b
    ),
}


def negate(operand: Term) -> Term:
    """Return `-operand`."""
    operand = as_number(operand)
    if operand.type.kind is Kind.DURATION:
        return apply(moments(np.negative, DURATION), DURATION, operand)
    if not operand.type.is_number:
        raise CheckError(f"{operand.type} has no negative")
    low, high = operand.type.low, operand.type.high
    of = Type(
        operand.type.kind,
        low=None if high is None else -high,
        high=None if low is None else -low,
        scale=operand.type.scale,
    )
    return apply(numeric(np.negative, of), of, operand)
