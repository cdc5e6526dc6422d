"""Rounding as Python rounds."""

from typing import Any

import numpy as np

_NEAR_A_HALF = 1e-6  # of a unit: where multiplying by a power of ten may err to the other side
_LARGEST_EXACT = 2.0**53  # units: above it, multiplying rounds by itself


def round_half_even(numbers: Any, digits: int) -> Any:
    """Return numbers rounded to `digits` digits after the point (before it, when negative), correctly.

    NumPy rounds the number times a power of ten, which is not quite that number. Those that come near a half are
    rounded by Python, which looks at all digits of the binary fraction, and so are those of too many digits.
    """
    numbers = np.atleast_1d(np.asarray(numbers, dtype=float))
    with np.errstate(over="ignore", invalid="ignore"):
        rounded = np.round(numbers, digits)
        scaled = numbers * 10.0**digits
        near = np.abs(np.abs(scaled - np.floor(scaled)) - 0.5) < _NEAR_A_HALF
    near |= np.isfinite(numbers) & (np.abs(scaled) >= _LARGEST_EXACT)
    if near.any():
        rounded[near] = [round(number, digits) for number in numbers[near].tolist()]
    return rounded
