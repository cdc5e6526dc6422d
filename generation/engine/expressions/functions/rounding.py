"""Rounding as Python rounds."""

from typing import Any

import numpy as np

_NEAR_A_HALF = 1e-6  # of a unit: where multiplying by a power of ten may err to the other side


def round_half_even(numbers: Any, digits: int) -> Any:
    """Return numbers rounded to `digits` digits after the point (before it, when negative), correctly.

    NumPy rounds the number times a power of ten, which is not quite that number. Those that come near a half are
    rounded by Python, which looks at all digits of the binary fraction.
    """
    numbers = np.atleast_1d(np.asarray(numbers, dtype=float))
    rounded = np.round(numbers, digits)
    scaled = numbers * 10.0**digits
    near = np.abs(np.abs(scaled - np.floor(scaled)) - 0.5) < _NEAR_A_HALF
    if near.any():
        rounded = np.atleast_1d(rounded)
        rounded[np.atleast_1d(near)] = [
            round(number, digits) for number in np.atleast_1d(numbers)[np.atleast_1d(near)].tolist()
        ]
        rounded = rounded.reshape(numbers.shape)
    return rounded
