"""Sine, cosine and tangent."""

from functools import lru_cache

import numpy as np

from generation.engine.elementary.bits import elementwise, lowest_bits, parted_sum, polynomial, upper_half
from generation.engine.randomness import Floats, Integers

_PER_QUARTER = 6.36619772367581382433e-01  # 2 / pi
# pi/2 in five parts. The first four have 25 binary digits at most, so that their products with quarters are exact.
_QUARTER = tuple(
    map(float.fromhex, ("0x1.921fb5p0", "0x1.110b46p-26", "0x1.1a626p-54", "0x1.98a2ep-77", "0x1.b839a252049c1p-104"))
)
_FAR = 2.0**28  # from here on angles are reduced one by one
_SINE_TERMS = (
    8.33333333332248946124e-03, -1.98412698298579493134e-04, 2.75573137070700676789e-06, -2.50507602534068634195e-08,
    1.58969099521155010221e-10,
)  # fmt: skip
_SINE_CUBE = -1.66666666666666324348e-01
_COSINE_TERMS = (
    4.16666666666666019037e-02, -1.38888888888741095749e-03, 2.48015872894767294178e-05, -2.75573143513906633035e-07,
    2.08757232129817482790e-09, -1.13596475577881948265e-11,
)  # fmt: skip
_TANGENT_CUBE = 3.33333333333334091986e-01
_TANGENT_TERMS = (
    1.33333333333201242699e-01, 5.39682539762260521377e-02, 2.18694882948595424599e-02, 8.86323982359930005737e-03,
    3.59207910759131235356e-03, 1.45620945432529025516e-03, 5.88041240820264096874e-04, 2.46463134818469906812e-04,
    7.81794442939557092300e-05, 7.14072491382608190305e-05, -1.85586374855275456654e-05, 2.59073051863633712884e-05,
)  # fmt: skip
_EIGHTH, _EIGHTH_REST = 7.85398163397448278999e-01, 3.06161699786838301793e-17  # pi / 4
_LARGE = 0.67434  # from here on the tangent is computed from what lacks to pi / 4


@elementwise
def sin(x: Floats) -> Floats:
    """Return the sine of an angle in radians."""
    quarters, r, c = _reduced(np.abs(x))
    return _signed(_sine_or_cosine(quarters, r, c), (quarters << 62) ^ x.view(np.int64))


@elementwise
def cos(x: Floats) -> Floats:
    """Return the cosine of an angle in radians."""
    quarters, r, c = _reduced(np.abs(x))
    quarters += 1
    return _signed(_sine_or_cosine(quarters, r, c), quarters << 62)


@elementwise
def tan(x: Floats) -> Floats:
    """Return the tangent of an angle in radians."""
    quarters, r, c = _reduced(np.abs(x))
    is_large = np.abs(r) >= _LARGE
    sign = np.copysign(1.0, r)
    r = np.where(is_large, (_EIGHTH - sign * r) + (_EIGHTH_REST - sign * c), r)
    c = np.where(is_large, 0.0, c)
    square = r * r
    cube = square * r
    more = (c + square * (cube * polynomial(square, *_TANGENT_TERMS) + c)) + _TANGENT_CUBE * cube
    tangent = r + more
    one = np.where(quarters & 1, -1.0, 1.0)  # -1 where minus the inverse is asked
    large = sign * (one - 2.0 * (r - (tangent * tangent / (tangent + one) - more)))
    small = np.where(quarters & 1, _minus_inverse(tangent, more - (tangent - r)), tangent)
    return _signed(np.where(is_large, large, small), x.view(np.int64))


def _minus_inverse(x: Floats, c: Floats) -> Floats:
    """Return -1 / (x + c), where c is below the last bit of x."""
    high = upper_half(x)
    inverse = -1.0 / x
    inverse_high = upper_half(inverse)
    return inverse_high + inverse * ((1.0 + inverse_high * high) + inverse_high * (c + (x - high)))


def _signed(x: Floats, bits: Integers) -> Floats:
    """Return x with its sign turned where the first of the bits is set."""
    made: Floats = (x.view(np.int64) ^ (bits & np.int64(-(2**63)))).view(np.float64)
    return made


def _sine_or_cosine(quarters: Integers, r: Floats, c: Floats) -> Floats:
    """Return the sine of r + c where the number of quarters is even, and its cosine where it is odd."""
    square = r * r
    cube = square * r
    more = polynomial(square, *_SINE_TERMS)
    sine = r - ((square * (0.5 * c - cube * more) - c) - cube * _SINE_CUBE)
    half_square = 0.5 * square
    more = square * polynomial(square, *_COSINE_TERMS)
    near_one = 1.0 - half_square
    cosine = near_one + (((1.0 - near_one) - half_square) + (square * more - r * c))
    return np.where(quarters & 1, cosine, sine)


def _reduced(x: Floats) -> tuple[Integers, Floats, Floats]:
    """Return q, r and c with x = q * pi/2 + r + c, where r is at most pi/4; of q, the last bits alone are right."""
    count = np.rint(x * _PER_QUARTER)
    first, second, third, fourth, fifth = _QUARTER
    near = (x - count * first) - count * second  # exact, both
    near, lost = parted_sum(near, count * -third)
    near, lost_again = parted_sum(near, count * -fourth)
    low = (lost_again + lost) - count * fifth
    r = near + low
    c, quarters = low - (r - near), lowest_bits(count)
    if (is_far := (x >= _FAR) & (x < np.inf)).any():
        quarters[is_far], r[is_far], c[is_far] = np.transpose([_reduced_far(far) for far in x[is_far].tolist()])
    return quarters, r, c


_FAR_BITS = 1200  # after the point: as many as the largest float has before it, and more than a float has again


def _reduced_far(x: float) -> tuple[int, float, float]:
    """Reduce one angle with integers."""
    quarter, unit = _quarter_turn(), 1 << _FAR_BITS
    above, below = x.as_integer_ratio()
    count, left = divmod((above << _FAR_BITS) // below + quarter // 2, quarter)
    left -= quarter // 2
    r = left / unit
    return count % 4, r, (left - int(r * 2.0**200) * (unit >> 200)) / unit


@lru_cache(maxsize=1)
def _quarter_turn() -> int:
    """Return pi/2 in units of 2 ** -_FAR_BITS (Machin's formula)."""
    guard = 64
    unit = 1 << (_FAR_BITS + guard)
    return (8 * _inverse_tangent(5, unit) - 2 * _inverse_tangent(239, unit)) >> guard


def _inverse_tangent(n: int, unit: int) -> int:
    """Return the angle whose tangent is 1 / n, in these units."""
    total, term, divisor = 0, unit // n, 1
    while term:
        total += term // divisor
        term, divisor = -term // (n * n), divisor + 2
    return total
