"""The exponential function, and the hyperbolic functions, which are made of it."""

import numpy as np

from generation.engine.elementary.bits import elementwise, parted_sum, polynomial, power_of_two, scaled, summed
from generation.engine.randomness import Floats

_PER_LN2 = 1.44269504088896338700
_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_TERMS = (
    1.0, -3.33333333333331316428e-02, 1.58730158725481460165e-03, -7.93650757867487942473e-05,
    4.00821782732936239552e-06, -2.01099218183624371326e-07,
)  # fmt: skip
_FAR = 800.0  # the exponential of a number beyond it is infinite, or 0 beyond it on the other side
_NEARLY_MINUS_ONE = -50.0
_ALL_BITS = 1000.0  # 1 - 2**-k is 1 long before
_SMALL = 1.0  # up to here hyperbolic functions are made of expm1


@elementwise
def exp(x: Floats) -> Floats:
    """Return e ** x."""
    return _exponential(x, 0.0)


def _exponential(x: Floats, shift: float) -> Floats:
    """Return e ** x * 2 ** shift."""
    k, r, c = _reduced(np.minimum(np.maximum(x, -_FAR), _FAR))
    return scaled(summed(1.0, r, rest(r, c)), k + shift)


@elementwise
def expm1(x: Floats) -> Floats:
    """Return e ** x - 1, exact for small x too."""
    k, r, c = _reduced(np.minimum(np.maximum(x, _NEARLY_MINUS_ONE), _FAR))
    one = 1.0 - power_of_two(-np.minimum(k, _ALL_BITS))
    return np.copysign(scaled(summed(one, r, rest(r, c)), k), x)


def _reduced(x: Floats) -> tuple[Floats, Floats, Floats]:
    """Return k, r and c with x = k * ln(2) + r + c, where k is whole and c is below the last bit of r."""
    k = np.rint(x * _PER_LN2)
    high, low = x - k * _LN2_HIGH, k * _LN2_LOW
    r = high - low
    return k, r, (high - r) - low


def rest(r: Floats, c: Floats) -> Floats:
    """Return what comes after 1 + r in e ** (r + c), for r up to ln(2) / 2 and a c that is far smaller."""
    half = 0.5 * r
    half_square = r * half
    ratio = polynomial(half_square, *_TERMS)
    t = 3.0 - ratio * half
    e = half_square * ((ratio - t) / (6.0 - r * t))
    return half_square - (r * (e - c) - c)


# --- hyperbolic functions -------------------------------------------------------------------------------------------


@elementwise
def sinh(x: Floats) -> Floats:
    """Return the hyperbolic sine."""
    size = np.abs(x)
    t = expm1(np.minimum(size, _SMALL))
    near = 0.5 * (2.0 * t - t * t / (t + 1.0))
    half = _exponential(size, -1.0)
    return np.copysign(np.where(size < _SMALL, near, half - 0.25 / half), x)


@elementwise
def cosh(x: Floats) -> Floats:
    """Return the hyperbolic cosine."""
    half = _exponential(np.abs(x), -1.0)
    return half + 0.25 / half


@elementwise
def tanh(x: Floats) -> Floats:
    """Return the hyperbolic tangent."""
    size = np.abs(x)
    t = expm1(2.0 * size)
    total, lost = parted_sum(t, np.full_like(t, 2.0))
    near = t / total
    return np.copysign(np.where(size < _SMALL, near - near * (lost / total), 1.0 - 2.0 / total), x)
