"""The elementary functions of `math`, and NumPy's of the same names."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from generation.engine import elementary
from generation.engine.errors import CheckError
from generation.engine.expressions.functions.arithmetic import operate
from generation.engine.expressions.functions.comparison import compare
from generation.engine.expressions.functions.numbers import absolute, number_for
from generation.engine.expressions.functions.table import NONE, apply, function, known, numeric, value_of
from generation.engine.expressions.nodes import Constant, Term
from generation.engine.kinds import FLOAT, Kind, Type, integer

_LARGEST_FACTORIAL = 20  # that 64 bits hold
_FAR = 2**53


@function("math.log")
def log(x: Term, base: Term = NONE) -> Term:
    """Return the logarithm, the natural one when no base is said; missing for 0 and below."""
    x = number_for(x, "log")
    if isinstance(base, Constant) and base.value is None:
        return apply(numeric(elementary.log, FLOAT), FLOAT, x)
    return apply(numeric(lambda a, b: elementary.log(a) / elementary.log(b), FLOAT), FLOAT, x, number_for(base, "log"))


def _of_one(names: tuple[str, ...], compute: Callable[[Any], Any], of: Type = FLOAT) -> None:
    """Enter a function of one number."""

    @function(*names)
    def of_one(x: Term) -> Term:
        return apply(numeric(lambda a: compute(np.asarray(a, dtype=float)), of), of, number_for(x, names[0]))


def _of_two(names: tuple[str, ...], compute: Callable[[Any, Any], Any]) -> None:
    """Enter a function of two numbers."""

    @function(*names)
    def of_two(x: Term, y: Term) -> Term:
        kernel = numeric(lambda a, b: compute(np.asarray(a, dtype=float), np.asarray(b, dtype=float)), FLOAT)
        return apply(kernel, FLOAT, number_for(x, names[0]), number_for(y, names[0]))


for _names, _compute in (
    (("math.sqrt", "np.sqrt"), np.sqrt), (("math.exp", "np.exp"), elementary.exp), (("np.log",), elementary.log),
    (("math.log10", "np.log10"), elementary.log10), (("math.log2", "np.log2"), elementary.log2),
    (("math.log1p", "np.log1p"), elementary.log1p), (("math.expm1", "np.expm1"), elementary.expm1),
    (("math.sin", "np.sin"), elementary.sin), (("math.cos", "np.cos"), elementary.cos),
    (("math.tan", "np.tan"), elementary.tan), (("math.asin", "np.arcsin"), elementary.asin),
    (("math.acos", "np.arccos"), elementary.acos), (("math.atan", "np.arctan"), elementary.atan),
    (("math.sinh", "np.sinh"), elementary.sinh), (("math.cosh", "np.cosh"), elementary.cosh),
    (("math.tanh", "np.tanh"), elementary.tanh), (("math.cbrt", "np.cbrt"), elementary.cbrt),
    (("math.radians", "np.radians"), np.radians), (("math.degrees", "np.degrees"), np.degrees),
    (("np.sign",), np.sign), (("np.square",), np.square),
):  # fmt: skip
    _of_one(_names, _compute)

for _names, _compute_two in (
    (("math.pow", "np.power"), elementary.power), (("math.hypot", "np.hypot"), elementary.hypot),
    (("math.fmod", "np.fmod"), np.fmod), (("math.atan2", "np.arctan2"), elementary.atan2),
    (("math.copysign",), np.copysign),
):  # fmt: skip
    _of_two(_names, _compute_two)


@function("pow")
def power(base: Term, exp: Term) -> Term:
    """Return base ** exp."""
    return operate("**", base, exp)


@function("math.isqrt")
def whole_root(n: Term) -> Term:
    """Return the whole part of the square root of a whole number; missing below 0."""
    of = integer(0, _FAR)
    return apply(numeric(lambda a: np.floor(np.sqrt(np.asarray(a, dtype=float))), of), of, _whole(n, "isqrt"))


@function("math.factorial")
def factorial(n: Term) -> Term:
    """Return n!; missing where 64 bits do not hold it."""
    table = np.array([math.factorial(number) for number in range(_LARGEST_FACTORIAL + 1)])
    of = integer(1, int(table[-1]))

    def compute(numbers: Any) -> Any:
        outside = (np.asarray(numbers) < 0) | (np.asarray(numbers) > _LARGEST_FACTORIAL)
        return np.ma.array(table[np.where(outside, 0, numbers)], mask=outside)

    return apply(numeric(compute, of), of, _whole(n, "factorial"))


@function("math.gcd", "np.gcd")
def common_divisor(a: Term, b: Term) -> Term:
    """Return the greatest common divisor of two whole numbers."""
    of = integer(0, _FAR)
    return apply(numeric(np.gcd, of), of, _whole(a, "gcd"), _whole(b, "gcd"))


@function("math.comb")
def combinations(n: Term, k: Term) -> Term:
    """Return in how many ways k things are chosen from n, both of them written out."""
    many, few = value_of(n, "n of comb", int), value_of(k, "k of comb", int)
    if not 0 <= few <= many <= 60:  # noqa: PLR2004  # beyond it 64 bits may be too few
        raise CheckError("comb chooses 0 to 60 things from as many at most")
    return known(math.comb(many, few))


@function("math.isclose", "np.isclose")
def is_close(a: Term, b: Term) -> Term:
    """Return whether two numbers differ by a billionth of the larger at most."""
    difference = absolute(operate("-", a, b))
    larger = apply(numeric(np.maximum, FLOAT), FLOAT, absolute(a), absolute(b))
    return compare("<=", difference, operate("*", larger, known(1e-9)))


def _whole(term: Term, what: str) -> Term:
    if term.type.kind is not Kind.INTEGER:
        raise CheckError(f"{what} needs a whole number, not {term.type}")
    return term
