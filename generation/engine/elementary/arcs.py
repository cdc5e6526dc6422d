"""The angles of sines, cosines and tangents."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from generation.engine.elementary.bits import elementwise, polynomial, upper_half
from generation.engine.randomness import Floats

Truths: TypeAlias = npt.NDArray[np.bool_]

_QUARTER, _QUARTER_REST = 1.57079632679489655800e00, 6.12323399573676603587e-17  # pi / 2
_HALF = 0.5  # up to here angles are computed from 0 on, beyond from the other end of the quarter
_LEAST = 2.0**-1000  # a divisor where the dividend is 0
_EIGHTH = 7.85398163397448278999e-01
_SINE_ABOVE = (
    1.66666666666666657415e-01, -3.25565818622400915405e-01, 2.01212532134862925881e-01, -4.00555345006794114027e-02,
    7.91534994289814532176e-04, 3.47933107596021167570e-05,
)  # fmt: skip
_SINE_BELOW = (
    1.0, -2.40339491173441421878e00, 2.02094576023350569471e00, -6.88283971605453293030e-01, 7.70381505559019352791e-02,
)  # fmt: skip
_TANGENT_TERMS = (
    3.33333333333329318027e-01, -1.99999999998764832476e-01, 1.42857142725034663711e-01, -1.11111104054623557880e-01,
    9.09088713343650656196e-02, -7.69187620504482999495e-02, 6.66107313738753120669e-02, -5.83357013379057348645e-02,
    4.97687799461593236017e-02, -3.65315727442169155270e-02, 1.62858201153657823623e-02,
)  # fmt: skip
# A tangent is reduced to the difference from that of one of five angles: 0, atan(1/2), atan(1), atan(3/2), pi/2.
_ENDS = (7 / 16, 11 / 16, 19 / 16, 39 / 16)  # between them
_RISES = np.array([0.0, 1.0, 1.0, 1.5, 1.0])  # the five tangents are these by the runs
_RUNS = np.array([1.0, 2.0, 1.0, 1.0, 0.0])
_ANGLES = np.array(
    [0.0, 4.63647609000806093515e-01, 7.85398163397448278999e-01, 9.82793723247329054082e-01, 1.57079632679489655800e00]
)
_ANGLES_REST = np.array(
    [
        0.0,
        2.26987774529616870924e-17,
        3.06161699786838301793e-17,
        1.39033110312309984516e-17,
        6.12323399573676603587e-17,
    ]
)
_HUGE, _SHRINK = 2.0**900, 2.0**-100
_INFINITE = 2.0**1000  # compared with what has been shrunk
_TINY, _GROW = 2.0**-800, 2.0**200


@elementwise
def asin(x: Floats) -> Floats:
    """Return the angle from -pi/2 to pi/2 with this sine; not a number beyond -1 and 1."""
    size = np.abs(x)
    is_near = size < _HALF
    z, root, ratio = _reduced_sine(size, is_near)
    near = size + size * ratio
    high = upper_half(root)
    lost = (z - high * high) / np.maximum(root + high, _LEAST)
    p = 2.0 * root * ratio - (_QUARTER_REST - 2.0 * lost)
    far = _EIGHTH - (p - (_EIGHTH - 2.0 * high))
    return np.copysign(np.where(is_near, near, far), x)


@elementwise
def acos(x: Floats) -> Floats:
    """Return the angle from 0 to pi with this cosine; not a number beyond -1 and 1."""
    size = np.abs(x)
    is_near = size < _HALF
    z, root, ratio = _reduced_sine(size, is_near)
    near = _QUARTER - (x - (_QUARTER_REST - x * ratio))
    high = upper_half(root)
    lost = (z - high * high) / np.maximum(root + high, _LEAST)
    above = 2.0 * (high + (ratio * root + lost))
    below = 2.0 * (_QUARTER - (root + (ratio * root - _QUARTER_REST)))
    return np.where(is_near, near, np.where(x > 0, above, below))


def _reduced_sine(size: Floats, is_near: Truths) -> tuple[Floats, Floats, Floats]:
    """Return z = sin(a)**2, sin(a) and a / sin(a) - 1, where a is the angle, or half of what it lacks to pi/2."""
    z = np.where(is_near, size * size, (1.0 - size) * 0.5)
    return z, np.sqrt(z), z * polynomial(z, *_SINE_ABOVE) / polynomial(z, *_SINE_BELOW)


@elementwise
def atan(x: Floats) -> Floats:
    """Return the angle from -pi/2 to pi/2 with this tangent."""
    return np.copysign(_angle(np.minimum(np.abs(x), _HUGE), np.ones(1)), x)


@elementwise
def atan2(y: Floats, x: Floats) -> Floats:
    """Return the angle from -pi to pi of the point (x, y)."""
    rise, run = np.abs(y), np.abs(x)
    largest = np.maximum(rise, run)
    scale = np.where(largest > _HUGE, _SHRINK, np.where(largest < _TINY, _GROW, 1.0))
    angle = _angle(np.minimum(rise * scale, _INFINITE), np.minimum(run * scale, _INFINITE))
    angle = np.where(np.signbit(x), 2.0 * _QUARTER - (angle - 2.0 * _QUARTER_REST), angle)
    return np.copysign(angle, y)


def _angle(rise: Floats, run: Floats) -> Floats:
    """Return the angle from 0 to pi/2 whose tangent is rise / run, neither of which is below 0."""
    place = sum((rise >= end * run).view(np.int8) for end in _ENDS) * (rise > 0)
    rises, runs = _RISES[place], _RUNS[place]
    t = np.where(rise > 0, rise * runs - run * rises, 0.0 * (rise + run)) / np.where(
        rise > 0, run * runs + rise * rises, 1.0
    )
    z = t * t
    lower = t * (z * polynomial(z, *_TANGENT_TERMS))
    angle: Floats = _ANGLES[place] - ((lower - _ANGLES_REST[place]) - t)
    return angle
