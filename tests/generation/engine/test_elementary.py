import math
import sys
from collections.abc import Callable
from decimal import Context, Decimal, localcontext
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.engine import elementary

Floats = npt.NDArray[np.float64]
SAMPLE = 20_000
FINITE = st.floats(allow_nan=False, allow_infinity=False)
POSITIVE = st.floats(min_value=0, exclude_min=True, allow_infinity=False)
UNIT = st.floats(-1, 1)
EXPONENT = st.floats(-700, 709)
# The numbers that a function is tried on, and how far in units of the last place the C library's result may lie: ours
# and the library's are within one of the true one each, but where the library's itself is known to be farther off.
ONE: dict[str, tuple[st.SearchStrategy[float], int]] = {
    "exp": (EXPONENT, 1), "expm1": (EXPONENT, 1), "log": (POSITIVE, 1), "log2": (POSITIVE, 1), "log10": (POSITIVE, 2),
    "log1p": (st.floats(-1, exclude_min=True, allow_infinity=False), 1), "sin": (FINITE, 1), "cos": (FINITE, 1),
    "tan": (FINITE, 1), "asin": (UNIT, 1), "acos": (UNIT, 1), "atan": (FINITE, 1), "sinh": (EXPONENT, 3),
    "cosh": (EXPONENT, 2), "tanh": (FINITE, 3), "cbrt": (FINITE, 4),
}  # fmt: skip
RANGES = {  # where numbers are drawn densely
    "exp": (-2, 2), "expm1": (-2, 2), "log": (0.3, 3), "log2": (0.3, 3), "log10": (0.3, 3), "log1p": (-0.9, 3),
    "sin": (-9, 9), "cos": (-9, 9), "tan": (-9, 9), "asin": (-1, 1), "acos": (-1, 1), "atan": (-4, 4), "sinh": (-4, 4),
    "cosh": (-4, 4), "tanh": (-4, 4), "cbrt": (-9, 9),
}  # fmt: skip
TWO: dict[str, tuple[st.SearchStrategy[tuple[float, float]], int]] = {
    "power": (st.tuples(POSITIVE, FINITE), 2),
    "hypot": (st.tuples(FINITE, FINITE), 1),
    "atan2": (st.tuples(FINITE, FINITE), 2),
}


def call(name: str, *numbers: Any) -> Floats:
    function: Callable[..., Floats] = getattr(elementary, name)
    return function(*numbers)


def by_library(name: str, *numbers: float) -> float:
    """Return what Python makes of it; too large is infinite."""
    try:
        return float(getattr(math, "pow" if name == "power" else name)(*numbers))
    except OverflowError:
        return math.inf


def places_between(found: Floats, expected: Any) -> int:
    """Return the most floats that lie between two: 0 for equal ones, 1 for neighbours."""
    bits = (np.asarray(numbers, dtype=np.float64).view(np.int64) for numbers in (found, expected))
    a, b = (np.where(each < 0, np.int64(-(2**63)) - each, each) for each in bits)
    return int(np.abs(a - b).max())


# --- as Python computes it ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ONE)
@given(data=st.data())
def test_a_function_of_one_number_is_the_library_s(name: str, data: st.DataObject) -> None:
    numbers, places = ONE[name]
    x = data.draw(numbers)
    assert places_between(call(name, [x]), [by_library(name, x)]) <= places


@pytest.mark.parametrize("name", RANGES)
def test_a_function_of_one_number_is_the_library_s_wherever_it_bends(name: str) -> None:
    x = np.random.default_rng(1).uniform(*RANGES[name], SAMPLE)
    assert places_between(call(name, x), [by_library(name, number) for number in x.tolist()]) <= ONE[name][1]


@pytest.mark.parametrize("name", TWO)
@given(data=st.data())
def test_a_function_of_two_numbers_is_the_library_s(name: str, data: st.DataObject) -> None:
    numbers, places = TWO[name]
    x, y = data.draw(numbers)
    assert places_between(call(name, [x], [y]), [by_library(name, x, y)]) <= places


@pytest.mark.parametrize("name", TWO)
def test_a_function_of_two_numbers_is_the_library_s_wherever_it_bends(name: str) -> None:
    generator = np.random.default_rng(2)
    x, y = generator.uniform(0.01, 3, SAMPLE), generator.uniform(-30, 30, SAMPLE)
    assert places_between(call(name, x, y), list(map(lambda a, b: by_library(name, a, b), x, y))) <= TWO[name][1]


@pytest.mark.parametrize("base", [1 + 2.0**-40, 1 - 2.0**-30, 1.07, 9.9, 1e-5])
def test_a_power_is_right_however_large_the_exponent(base: float) -> None:
    most = 700 / abs(math.log(base))
    exponents = np.random.default_rng(3).uniform(-most, most, 2000)
    assert places_between(call("power", base, exponents), [base**y for y in exponents.tolist()]) <= 1


def test_an_angle_near_a_whole_number_of_quarters_keeps_all_its_digits() -> None:
    x = np.arange(1, SAMPLE) * (math.pi / 2)
    for name in ("sin", "cos", "tan"):
        assert places_between(call(name, x), [by_library(name, number) for number in x.tolist()]) <= 1


# --- as it truly is -------------------------------------------------------------------------------------------------

TRUE: dict[str, Callable[[Decimal], Decimal]] = {
    "exp": Decimal.exp,
    "expm1": lambda x: x.exp() - 1,
    "log": Decimal.ln,
    "log2": lambda x: x.ln() / Decimal(2).ln(),
    "log10": Decimal.log10,
    "log1p": lambda x: (1 + x).ln(),
    "cbrt": lambda x: (abs(x) ** (Decimal(1) / 3)).copy_sign(x),
    "sinh": lambda x: (x.exp() - (-x).exp()) / 2,
    "cosh": lambda x: (x.exp() + (-x).exp()) / 2,
    "tanh": lambda x: 1 - 2 / ((2 * x).exp() + 1),
}
UNITS = {"sinh": 2.0, "tanh": 2.0}  # of the last place, that are not within one


@pytest.mark.parametrize("name", TRUE)
def test_a_function_is_within_a_unit_in_the_last_place_of_the_true_value(name: str) -> None:
    x = np.random.default_rng(4).uniform(*RANGES[name], 2000)
    with localcontext(Context(prec=50)):
        for number, found in zip(x.tolist(), call(name, x).tolist(), strict=True):
            true = TRUE[name](Decimal(number))
            assert abs(Decimal(found) - true) < Decimal(UNITS.get(name, 1.0) * math.ulp(float(true)))


@pytest.mark.parametrize(
    ("name", "numbers", "result"),
    [
        ("exp", (0,), 1.0), ("exp", (1,), math.e), ("expm1", (0,), 0.0), ("log", (1,), 0.0), ("log", (math.e,), 1.0),
        ("log1p", (0,), 0.0), ("log2", (1024,), 10.0), ("log2", (5e-324,), -1074.0), ("log10", (1000,), 3.0),
        ("log10", (1e22,), 22.0), ("sin", (0,), 0.0), ("cos", (0,), 1.0), ("tan", (0,), 0.0), ("asin", (1,), math.pi / 2),
        ("acos", (1,), 0.0), ("acos", (-1,), math.pi), ("acos", (0,), math.pi / 2), ("atan", (1,), math.pi / 4),
        ("atan2", (1, -1), 3 * math.pi / 4), ("atan2", (0, -1), math.pi), ("atan2", (0, 0), 0.0), ("cosh", (0,), 1.0),
        ("tanh", (30,), 1.0), ("hypot", (3, 4), 5.0), ("hypot", (3 * 2.0**900, 4 * 2.0**900), 5 * 2.0**900), ("cbrt", (-27,), -3.0),
        ("cbrt", (1e300,), 1e100), ("power", (2, 0.5), math.sqrt(2)), ("power", (0.1, 2), 0.1 * 0.1),
        ("power", (3, -1), 1 / 3), ("power", (2, -1074), 5e-324), ("power", (7, 18), 7.0**18), ("power", (-3, 3), -27.0),
    ],
)  # fmt: skip
def test_a_known_value_is_exact(name: str, numbers: tuple[float, ...], result: float) -> None:
    assert call(name, *numbers) == result


@given(x=st.integers(-1000, 1000), y=st.integers(0, 5))
def test_a_whole_power_is_exact(x: int, y: int) -> None:
    assert call("power", x, y) == x**y


@given(x=FINITE)
def test_a_square_is_a_product_and_a_square_root_is_one_whether_the_exponent_differs_by_row_or_not(x: float) -> None:
    exponents = np.array([2.0, 0.5, -1.0, 1.0])
    by_row = call("power", [abs(x)] * 4, exponents).tolist()
    assert by_row == [call("power", abs(x), exponent).item() for exponent in exponents.tolist()]
    assert by_row[:2] == [abs(x) * abs(x) if abs(x) < math.sqrt(sys.float_info.max) else math.inf, math.sqrt(abs(x))]


# --- at the edges ---------------------------------------------------------------------------------------------------

SPECIAL = [0.0, -0.0, 1.0, -1.0, 2.0, 3.0, -2.5, 0.5, math.inf, -math.inf, math.nan, 5e-324, 1.8e308]


@pytest.mark.parametrize("name", ONE)
def test_zeros_infinities_and_what_is_not_a_number_come_out_as_the_standard_says(name: str) -> None:
    numpy_name = {"asin": "arcsin", "acos": "arccos", "atan": "arctan"}.get(name, name)
    with np.errstate(all="ignore"):
        expected = getattr(np, numpy_name)(np.array(SPECIAL))
    found = call(name, SPECIAL)
    odd = ~np.isfinite(expected) | (expected == 0)
    assert list(map(str, found[odd])) == list(map(str, expected[odd]))
    assert np.isfinite(found[~odd]).all()


@pytest.mark.parametrize(("name", "numpy_name"), [("power", "power"), ("hypot", "hypot"), ("atan2", "arctan2")])
def test_pairs_of_special_numbers_come_out_as_the_standard_says(name: str, numpy_name: str) -> None:
    x, y = (grid.ravel() for grid in np.meshgrid(SPECIAL, SPECIAL))
    with np.errstate(all="ignore"):
        expected = getattr(np, numpy_name)(x, y)
    found = call(name, x, y)
    odd = ~np.isfinite(expected) | (expected == 0)
    assert list(map(str, found[odd])) == list(map(str, expected[odd]))
    assert places_between(found[~odd], expected[~odd]) <= 1


def test_an_array_of_any_length_and_shape_is_computed_number_by_number() -> None:
    x = np.random.default_rng(5).uniform(0.1, 9, (3, 7000))
    assert call("log", x).shape == x.shape
    assert call("log", x)[2, 6999] == call("log", x[2, 6999])
    assert call("log", x[:, ::2])[1, 17] == call("log", x[1, 34])
    assert call("power", 1.1, x)[1, 5] == call("power", 1.1, x[1, 5])
    assert call("log", np.empty(0)).shape == (0,)
