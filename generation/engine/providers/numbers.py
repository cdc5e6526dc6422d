"""Whole numbers, and Faker's numbers on the grid that their arguments describe; both ends are included."""

import math
from collections.abc import Callable
from typing import Annotated, Any

import numpy as np
import pyarrow as pa

from generation.engine.errors import CheckError
from generation.engine.kinds import MOST_SCALE, Number, Type, decimal, floating, integer, type_of
from generation.engine.providers.arguments import Flag, Real, Whole
from generation.engine.providers.distributions import between
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Given, Operand, Source, bounds, numbered
from generation.engine.randomness import Draw

MOST_DIGITS = 15  # that a float holds
_FAR = 10**15

Limit = Annotated[Any, Real(by_row=True)]
Integer = Annotated[Any, Whole(-(2**62), 2**62, by_row=True)]


def grid(low: int, high: int, scale: int, of: Callable[[Number, Number, int], Type]) -> Source:
    """Return the numbers from `low` to `high` (both included) in units of 10**-scale, each equally likely."""
    if low > high:
        raise CheckError(f"the least number, {low / 10**scale:g}, is above the greatest, {high / 10**scale:g}")
    step = 10**scale
    return numbered(
        of(low / step, high / step, scale), high - low + 1, lambda indices: pa.array((indices + low) / step)
    )


@provides("fake.random_int")
def random_int(
    _locale: str, min: Integer = 0, max: Integer = 9999, step: Annotated[int, Whole(1, 10**9)] = 1
) -> Source:
    """Return a whole number from `min` to `max`, both included."""
    return _whole(min, max, step)


@provides("fake.pyint")
def pyint(
    _locale: str,
    min_value: Integer = 0,
    max_value: Integer = 9999,
    step: Annotated[int, Whole(1, 10**9)] = 1,
) -> Source:
    """Return a whole number from `min_value` to `max_value`, both included."""
    return _whole(min_value, max_value, step)


@provides("random.randint")
def randint(_locale: str, a: Integer, b: Integer) -> Source:
    """Return a whole number from `a` to `b`, both included."""
    return _whole(a, b, 1)


@provides("random.randrange")
def randrange(
    _locale: str, start: Integer, stop: Integer | None = None, step: Annotated[int, Whole(1, 10**9)] = 1
) -> Source:
    """Return a whole number from `start` (included) to `stop` (not included)."""
    return half_open(start, stop, step)


def half_open(start: Any, stop: Any, step: int = 1, beyond: int = 1) -> Source:
    """Return the numbers from `start` up to `stop`, without the last `beyond` of them; from 0 when there is one."""
    if stop is None:
        start, stop = 0, start
    if isinstance(start, Operand) or isinstance(stop, Operand):
        return _whole_by_row(start, stop, step, beyond)
    if start > stop - beyond:
        raise CheckError(f"there is no number from {start} up to, but not including, {stop}")
    return _whole(start, stop - beyond, step)


def _whole(low: Any, high: Any, step: int) -> Source:
    if isinstance(low, Operand) or isinstance(high, Operand):
        return _whole_by_row(low, high, step)
    if low > high:
        raise CheckError(f"the least number, {low}, is above the greatest, {high}")
    size = (high - low) // step + 1
    return numbered(integer(low, low + (size - 1) * step), size, lambda indices: pa.array(indices * step + low))


def _whole_by_row(low: Any, high: Any, step: int, beyond: int = 0) -> Source:
    def draw_whole(draw: Draw, given: Given) -> pa.Array:
        lowest, highest = np.asarray(given(low)), np.asarray(given(high)) - beyond
        sizes = (highest - lowest) // step + 1
        chosen = (draw.uniform() * np.maximum(sizes, 1)).astype(np.int64)
        return pa.array(lowest + chosen * step, mask=np.broadcast_to(sizes < 1, draw.rows))

    return Source(integer(bounds(low)[0], bounds(high)[1]), draw_whole)


@provides("fake.random_digit")
def random_digit(_locale: str) -> Source:
    """Return 0 to 9."""
    return _whole(0, 9, 1)


@provides("fake.random_digit_not_null")
def random_digit_not_null(_locale: str) -> Source:
    """Return 1 to 9."""
    return _whole(1, 9, 1)


@provides("fake.random_digit_above_two")
def random_digit_above_two(_locale: str) -> Source:
    """Return 2 to 9."""
    return _whole(2, 9, 1)


@provides("fake.random_number")
def random_number(
    _locale: str, digits: Annotated[int | None, Whole(1, MOST_DIGITS)] = None, fix_len: Annotated[bool, Flag()] = False
) -> Source:
    """Return a whole number of at most (with `fix_len` exactly) so many digits; 1 to 9 of them when not said."""
    if digits is None:
        return Source(
            integer(0, 10**9 - 1),
            lambda draw, _given: pa.array(draw.at(0).integers(10**9) % 10 ** (draw.at(1).integers(9) + 1)),
        )
    return _whole(10 ** (digits - 1) if fix_len else 0, 10**digits - 1, 1)


@provides("fake.pyfloat")
def pyfloat(
    _locale: str,
    left_digits: Annotated[int | None, Whole(0, MOST_DIGITS)] = None,
    right_digits: Annotated[int | None, Whole(0, MOST_SCALE)] = None,
    positive: Annotated[bool | None, Flag()] = None,
    min_value: Limit | None = None,
    max_value: Limit | None = None,
) -> Source:
    """Return a number of the grid that the arguments describe; without `right_digits`, any float of the range."""
    if isinstance(min_value, Operand) or isinstance(max_value, Operand):
        return _numeric_by_row(6 if right_digits is None else right_digits, positive, min_value, max_value, floating)
    if right_digits is None and min_value is not None and max_value is not None:
        least = max(min_value, 0) if positive else min_value
        if least > max_value:
            raise CheckError(f"the least number, {least}, is above the greatest, {max_value}")
        return between(least, max_value)
    return _numeric(left_digits, 6 if right_digits is None else right_digits, positive, min_value, max_value, floating)


@provides("fake.pydecimal")
def pydecimal(
    _locale: str,
    left_digits: Annotated[int | None, Whole(0, MOST_DIGITS)] = None,
    right_digits: Annotated[int | None, Whole(0, MOST_SCALE)] = None,
    positive: Annotated[bool | None, Flag()] = None,
    min_value: Limit | None = None,
    max_value: Limit | None = None,
) -> Source:
    """Return a number of the grid that the arguments describe, with two digits after the point when they do not say."""
    if isinstance(min_value, Operand) or isinstance(max_value, Operand):
        return _numeric_by_row(2 if right_digits is None else right_digits, positive, min_value, max_value, decimal)
    scales = [type_of(limit).scale or 0 for limit in (min_value, max_value) if limit is not None]
    scale = max(2, *scales, 0) if right_digits is None else right_digits
    return _numeric(left_digits, scale, positive, min_value, max_value, decimal)


def _numeric_by_row(
    scale: int, positive: bool | None, least: Any, greatest: Any, of: Callable[[Any, Any, int], Type]
) -> Source:
    """Return the grid of numbers between two limits of which one differs by row, or both."""
    if least is None or greatest is None:
        raise CheckError("has a limit that differs by row, and needs both", hint="min_value=0, max_value=...")
    step = 10**scale

    def draw_numbers(draw: Draw, given: Given) -> pa.Array:
        low = np.ceil(np.round(np.asarray(given(least)) * step, 6))
        high = np.floor(np.round(np.asarray(given(greatest)) * step, 6))
        low = np.maximum(low, 1) if positive else low
        drawn = low + np.floor(draw.uniform() * np.maximum(high - low + 1, 1))
        return pa.array(drawn / step, mask=np.broadcast_to(high < low, draw.rows))

    return Source(of(bounds(least)[0], bounds(greatest)[1], scale), draw_numbers)


def _numeric(
    left_digits: int | None,
    scale: int,
    positive: bool | None,
    least: float | None,
    greatest: float | None,
    of: Callable[[Number, Number, int], Type],
) -> Source:
    """Return the grid of numbers with `left_digits` before the point, cut to `least` and `greatest`."""
    most_left = max((len(str(int(abs(limit)))) for limit in (least, greatest) if limit is not None), default=5)
    left_digits = most_left if left_digits is None else left_digits
    if left_digits + scale > MOST_DIGITS:
        raise CheckError(f"{left_digits} digits before the point and {scale} after it are more than {MOST_DIGITS}")
    step = 10**scale
    high = 10 ** (left_digits + scale) - 1 if greatest is None else math.floor(round(greatest * step, 6))
    low = -(10 ** (left_digits + scale)) + 1 if least is None else math.ceil(round(least * step, 6))
    return grid(max(low, 1) if positive else low, high, scale, of)
