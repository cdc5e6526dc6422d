"""What the elementary functions are made of: the bits of floats, polynomials, and sums that lose nothing."""

from collections.abc import Callable
from functools import wraps

import numpy as np

from generation.engine.randomness import Floats, Integers

_PIECE = 8192  # numbers
_MANTISSA = 52  # bits
_MANTISSA_MASK = (1 << _MANTISSA) - 1
_BIAS = 1023  # of exponents
_UPPER_HALF = ~0xFFFFFFFF
_ONE_UNIT = 1.5 * 2.0**_MANTISSA  # a whole number added to it stands in the lowest bits
_WHOLE = 0x433 << _MANTISSA  # the bits of 2**52, to which a whole number is added by its bits
_LEAST_NORMAL, _LEAST_SUBNORMAL = 2.0**-1022, 2.0**-1074
_SAFE_EXPONENT = 1000.0


def elementwise(compute: Callable[..., Floats]) -> Callable[..., Floats]:
    """Let a function of arrays of one length or of one number take any shapes, and keep its warnings to itself.

    Long arrays are computed in pieces, whose many intermediate results stay in the processor's cache.
    """

    @wraps(compute)
    def function(*numbers: object) -> Floats:
        arrays = [np.asarray(number, dtype=np.float64) for number in numbers]
        shape = np.broadcast_shapes(*(array.shape for array in arrays))
        flat = [(array if array.size == 1 else np.broadcast_to(array, shape)).reshape(-1) for array in arrays]
        result = np.empty(shape)
        pieces = result.reshape(-1)
        with np.errstate(all="ignore"):
            for start in range(0, pieces.size, _PIECE):
                piece = slice(start, start + _PIECE)
                pieces[piece] = compute(*(array if array.size == 1 else array[piece] for array in flat))
        return result

    return function


def polynomial(x: Floats, *coefficients: float) -> Floats:
    """Return c0 + c1 * x + c2 * x**2 ..., computed from the highest power down (Horner)."""
    result = x * coefficients[-1]
    for coefficient in coefficients[-2:0:-1]:
        result += coefficient
        result *= x
    result += coefficients[0]
    return result


def summed(large: Floats | float, small: Floats, rest: Floats) -> Floats:
    """Return large + small + rest; what the first sum rounds away goes to the rest (Dekker 1971)."""
    total = large + small
    return total + ((small - (total - large)) + rest)


def parted_sum(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Return a + b and what rounding takes from it, whichever is the larger (Knuth)."""
    total = a + b
    second = total - a
    return total, (a - (total - second)) + (b - second)


def upper_half(x: Floats) -> Floats:
    """Return a float's first 21 binary digits: a product of two such numbers is exact."""
    result: Floats = (x.view(np.int64) & _UPPER_HALF).view(np.float64)
    return result


def lowest_bits(whole: Floats) -> Integers:
    """Return integers that have the last 51 bits of whole numbers; only these are to be used."""
    result: Integers = (whole + _ONE_UNIT).view(np.int64)
    return result


def power_of_two(exponent: Floats) -> Floats:
    """Return 2**exponent, for whole exponents from -1022 to 1023."""
    result: Floats = (lowest_bits(exponent + _BIAS) << _MANTISSA).view(np.float64)
    return result


def scaled(x: Floats, exponent: Floats) -> Floats:
    """Return x * 2**exponent, for whole exponents from -2000 to 2000."""
    if np.abs(exponent).max(initial=0) <= _SAFE_EXPONENT:
        return x * power_of_two(exponent)
    half = np.rint(exponent * 0.5)
    return x * power_of_two(half) * power_of_two(exponent - half)


def split(x: Floats, least: int) -> tuple[Floats, Floats]:
    """Return k and m with x = 2**k * m, where m is from the float with the bits `least` (1/2 to 1) to twice that.

    What comes of zero, negative and infinite numbers means nothing.
    """
    is_subnormal = x < _LEAST_NORMAL
    if is_subnormal.any():
        exponent, m = split(np.where(is_subnormal, np.maximum(x, _LEAST_SUBNORMAL) * 2.0**_MANTISSA, x), least)
        return exponent - is_subnormal * float(_MANTISSA), m
    bits = x.view(np.int64) + ((_BIAS << _MANTISSA) - least)
    exponent = ((bits >> _MANTISSA) | _WHOLE).view(np.float64) - (2.0**_MANTISSA + _BIAS)
    return exponent, ((bits & _MANTISSA_MASK) + least).view(np.float64)
