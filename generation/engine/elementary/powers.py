"""Powers and roots."""

from collections.abc import Callable

import numpy as np

from generation.engine.elementary.bits import elementwise, polynomial, scaled, split, summed, upper_half
from generation.engine.elementary.exponentials import rest
from generation.engine.randomness import Floats

_LEAST = 0x3FEBB67AE8584CAA  # the bits of sqrt(3/4)
_UPPER = 1.22474487139158904910  # sqrt(3/2): from here on logarithms are computed around 3/2, below it around 1
_UPPER_LOG, _UPPER_LOG_REST = 5.84962487220764160156e-01, 1.35003920212974897128e-08  # log2(3/2)
_LOG_TERMS = (
    5.99999999999994648725e-01, 4.28571428578550184252e-01, 3.33333329818377432918e-01, 2.72728123808534006489e-01,
    2.30660745775561754067e-01, 2.06975017800338417784e-01,
)  # fmt: skip
_FACTOR, _FACTOR_HIGH, _FACTOR_LOW = 9.61796693925975554329e-01, 9.61796700954437255859e-01, -7.02846165095275826516e-09
_LN2, _LN2_HIGH, _LN2_LOW = 6.93147180559945286227e-01, 6.93147182464599609375e-01, -1.90465429995776804525e-09
_FAR = 2.0**65  # an exponent beyond it does what this one does
_BEYOND = 1100.0  # 2**1100 is infinite, 2**-1100 is 0
_EASY: dict[
    float, Callable[[Floats], Floats]
] = {  # exponents whose powers are rounded once, as libm does nearly always
    1.0: lambda x: x * 1.0,
    2.0: lambda x: x * x,
    0.5: lambda x: np.sqrt(np.where(np.isinf(x), np.inf, x)) + 0.0,
    -1.0: lambda x: 1.0 / x,
}


@elementwise
def power(x: Floats, y: Floats) -> Floats:
    """Return x ** y; exact wherever a float is the exact result."""
    if y.size == 1 and y[0] in _EASY:
        return _EASY[float(y[0])](x)
    made = _power_of_positive(np.abs(x), np.minimum(np.maximum(y, -_FAR), _FAR))
    if not ((x > 0) & (x < np.inf) & (y == y)).all():  # noqa: PLR0124  # not a number is not itself
        made = _special(x, y, made)
    for exponent, easy in _EASY.items():
        if (there := y == exponent).any():
            made = np.where(there, easy(x), made)
    return made


def _special(x: Floats, y: Floats, made: Floats) -> Floats:
    """Correct the powers of the size of x where x is not above 0, and where either is infinite or not a number."""
    size = np.abs(x)
    made = np.where((size == 0) | (size == np.inf), np.where(y > 0, size, 1.0 / size), made)
    made = np.where(np.signbit(x) & (np.fmod(np.abs(y), 2.0) == 1.0), -made, made)
    made = np.where((x < 0) & (x > -np.inf) & (np.floor(y) != y), np.nan, made)
    made = np.where(np.isnan(x) | np.isnan(y), np.nan, made)
    return np.where((y == 0) | (x == 1), 1.0, made)


def _power_of_positive(x: Floats, y: Floats) -> Floats:
    log_high, log_low = _log2_in_parts(x)
    y_high = upper_half(y)
    low = (y - y_high) * log_high + y * log_low
    high = y_high * log_high
    low = np.minimum(np.maximum(low, -1.0), 1.0)
    high = np.minimum(np.maximum(high, -_BEYOND), _BEYOND)
    n = np.rint(low + high)
    high = high - n
    t = upper_half(low + high)
    u, v = t * _LN2_HIGH, (low - (t - high)) * _LN2 + t * _LN2_LOW
    r = u + v
    return scaled(summed(1.0, r, rest(r, v - (r - u))), n)


def _log2_in_parts(x: Floats) -> tuple[Floats, Floats]:
    """Return log2(x) as the sum of two floats, the first of 21 binary digits, which hold 70 digits together."""
    k, m = split(x, _LEAST)
    is_upper = m >= _UPPER
    centre = 1.0 + 0.5 * is_upper
    inverse = 1.0 / (m + centre)
    above = m - centre
    s = above * inverse
    s_high = upper_half(s)
    t_high = upper_half(m + centre)
    s_low = inverse * ((above - s_high * t_high) - s_high * (m - (t_high - centre)))
    square = s * s
    more = square * square * polynomial(square, *_LOG_TERMS) + s_low * (s_high + s)
    square = s_high * s_high
    t_high = upper_half(3.0 + square + more)
    t_low = more - ((t_high - 3.0) - square)
    u, v = s_high * t_high, s_low * t_high + t_low * s
    p_high = upper_half(u + v)
    p_low = v - (p_high - u)
    z_high, z_low = _FACTOR_HIGH * p_high, _FACTOR_LOW * p_high + p_low * _FACTOR + is_upper * _UPPER_LOG_REST
    of_centre = is_upper * _UPPER_LOG
    log_high = upper_half(((z_high + z_low) + of_centre) + k)
    return log_high, z_low - (((log_high - k) - of_centre) - z_high)


# --- roots ----------------------------------------------------------------------------------------------------------

_THIRD_EXPONENT = 0x2A9F7893 << 32  # what a third of a number's bits lacks to be its cube root, to 5 digits
_ROOT_TERMS = (
    1.87595182427177009643, -1.88497979543377169875, 1.621429720105354466140, -0.758397934778766047437,
    0.145996192886612446982,
)  # fmt: skip


@elementwise
def cbrt(x: Floats) -> Floats:
    """Return the cube root."""
    size = np.abs(x)
    is_plain = (size > 0) & (size < np.inf)
    k, m = split(np.where(is_plain, size, 1.0), 0x3FE0000000000000)
    thirds = np.floor(k / 3.0)
    m = m * (1.0 + (k - 3.0 * thirds) * (1.0 + 0.5 * (k - 3.0 * thirds - 1.0)))  # times 1, 2 or 4
    t = (m.view(np.int64) // 3 + _THIRD_EXPONENT).view(np.float64)
    t = t * polynomial((t * t) * (t / m), *_ROOT_TERMS)
    t = ((t.view(np.int64) + 0x80000000) & ~0x3FFFFFFF).view(np.float64)  # 23 digits, whose square is exact
    r = m / (t * t)
    root = t + t * ((r - t) / (2.0 * t + r))
    return np.copysign(np.where(is_plain, scaled(root, thirds), size), x)


@elementwise
def hypot(x: Floats, y: Floats) -> Floats:
    """Return the length of a vector: sqrt(x * x + y * y)."""
    x, y = np.abs(x), np.abs(y)
    large, small = np.maximum(x, y), np.minimum(x, y)
    k, _ = split(np.minimum(large, _LARGEST), 0x3FE0000000000000)
    k = np.where((large > 0) & (large < np.inf), k, 0.0)
    (a, a_rest), (b, b_rest) = _square(scaled(large, -k)), _square(scaled(small, -k))
    made = scaled(np.sqrt(a + (b + (b_rest + a_rest))), k)
    return np.where((x == np.inf) | (y == np.inf), np.inf, made)


_LARGEST = np.finfo(np.float64).max
_SPLITTER = 2.0**27 + 1


def _square(x: Floats) -> tuple[Floats, Floats]:
    """Return x * x, and what rounding takes from it (Dekker 1971)."""
    square = x * x
    high = x * _SPLITTER
    high = high - (high - x)
    low = x - high
    return square, ((high * high - square) + 2.0 * high * low) + low * low
