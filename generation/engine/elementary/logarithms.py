"""Logarithms to the bases e, 2 and 10: all are the same sum with other factors."""

from typing import NamedTuple

import numpy as np

from generation.engine.elementary.bits import elementwise, polynomial, split, upper_half
from generation.engine.randomness import Floats

_LEAST = 0x3FE6A09E667F3BCD  # the bits of sqrt(1/2)
_TERMS = (
    6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01, 2.222219843214978396e-01,
    1.818357216161805012e-01, 1.531383769920937332e-01, 1.479819860511658591e-01,
)  # fmt: skip


class _Base(NamedTuple):
    """A base b, by 1 / ln(b) and log_b(2), each in two parts; the first has few enough digits for exact products."""

    per_ln: float
    per_ln_rest: float
    of_two: float
    of_two_rest: float


_E = _Base(1.0, 0.0, 6.93147180369123816490e-01, 1.90821492927058770002e-10)
_TWO = _Base(1.44269504072144627571e00, 1.67517131648865118353e-10, 1.0, 0.0)
_TEN = _Base(
    4.34294481878168880939e-01, 2.50829467116452752298e-11, 3.01029995663611771306e-01, 3.69423907715893078616e-13
)


@elementwise
def log(x: Floats) -> Floats:
    """Return the natural logarithm."""
    return _logarithm(x, _E)


@elementwise
def log2(x: Floats) -> Floats:
    """Return the logarithm to base 2."""
    return _logarithm(x, _TWO)


@elementwise
def log10(x: Floats) -> Floats:
    """Return the logarithm to base 10."""
    return _logarithm(x, _TEN)


@elementwise
def log1p(x: Floats) -> Floats:
    """Return the natural logarithm of 1 + x, exact for small x too."""
    total = 1.0 + x
    lost = np.where(np.abs(x) > 1.0, 1.0 - (total - x), x - (total - 1.0))
    k, m = split(total, _LEAST)
    is_near = k == 0
    f, c = np.where(is_near, x, m - 1.0), np.where(is_near, 0.0, lost / total)
    return np.copysign(_within_domain(total, _combined(k, f, c, _E)), x)


def _logarithm(x: Floats, base: _Base) -> Floats:
    k, m = split(x, _LEAST)
    return _within_domain(x, _combined(k, m - 1.0, 0.0, base))


def _combined(k: Floats, f: Floats, c: Floats | float, base: _Base) -> Floats:
    """Return the logarithm of 2**k * (1 + f), plus c."""
    half_square = 0.5 * f * f
    s = f / (2.0 + f)
    z = s * s
    high = upper_half(f - half_square)
    low = ((f - high) - half_square) + s * (half_square + z * polynomial(z, *_TERMS)) + c
    whole, part = k * base.of_two, high * base.per_ln
    total = whole + part
    lost = (whole - total) + part  # nothing for k = 0; else the whole part is the larger
    return total + (lost + (k * base.of_two_rest + (low + high) * base.per_ln_rest + low * base.per_ln))


def _within_domain(x: Floats, made: Floats) -> Floats:
    """Return what is made of finite numbers above 0, and what IEEE 754 says of the others."""
    is_inside = (x > 0) & (x < np.inf)
    if is_inside.all():
        return made
    return np.where(is_inside, made, np.where(x == 0, -np.inf, np.where(x > 0, x, np.nan)))
