import statistics
from decimal import Decimal

import pytest

from generation.engine import EngineError
from tests.generation.engine.tables import table, values

ROWS = 20_000


def test_whole_numbers_reach_both_ends_and_keep_the_step() -> None:
    assert set(values("fake.random_int(1, 4)", "integer", rows=500)) == {1, 2, 3, 4}
    assert set(values("fake.random_int(0, 10, 5)", "integer", rows=500)) == {0, 5, 10}
    assert set(values("random.randrange(0, 6, 2)", "integer", rows=500)) == {0, 2, 4}
    assert set(values("np.random.randint(3)", "integer", rows=500)) == {0, 1, 2}


def test_fakers_floats_are_the_whole_grid_that_their_arguments_describe() -> None:
    made = set(values("fake.pyfloat(min_value=1.0, max_value=2.0, right_digits=1)", "float", rows=2000))
    assert made == {round(1 + tenth / 10, 1) for tenth in range(11)}


def test_fakers_decimals_have_their_digits_and_small_values_too() -> None:
    made = values("fake.pydecimal(left_digits=1, right_digits=2, positive=True)", "decimal", rows=ROWS)
    assert min(made) == Decimal("0.01")
    assert max(made) == Decimal("9.99")
    assert len(set(made)) == 999


def test_a_least_float_above_the_greatest_is_refused() -> None:
    for arguments in ("min_value=5, max_value=1", "min_value=-5, max_value=-1, positive=True"):
        with pytest.raises(EngineError, match="is above the greatest"):
            values(f"fake.pyfloat({arguments})", "float")


def test_numbers_of_some_digits() -> None:
    assert {len(str(n)) for n in values("fake.random_number(digits=3, fix_len=True)", "integer", rows=500)} == {3}
    assert max(values("fake.random_number(digits=2)", "integer", rows=500)) <= 99


@pytest.mark.parametrize(
    ("expression", "mean", "deviation"),
    [
        ("random.gauss(100, 15)", 100, 15),
        ("np.random.normal(5, 2)", 5, 2),
        ("random.uniform(10, 20)", 15, 10 / 12**0.5),
        ("random.random()", 0.5, 1 / 12**0.5),
        ("random.expovariate(1 / 30)", 30, 30),
        ("np.random.exponential(30)", 30, 30),
        ("random.triangular(0, 10, 2)", 4, (84 / 18) ** 0.5),
        ("random.lognormvariate(0, 0.5)", 1.1331, 0.6039),
        ("random.gammavariate(2, 3)", 6, 18**0.5),
        ("random.betavariate(2, 5)", 2 / 7, (10 / (49 * 8)) ** 0.5),
        ("random.weibullvariate(2, 1)", 2, 2),
        ("random.paretovariate(5)", 1.25, (5 / (16 * 3)) ** 0.5),
        ("np.random.pareto(5)", 0.25, (5 / (16 * 3)) ** 0.5),
        ("np.random.poisson(4) * 1.0", 4, 2),
        ("np.random.binomial(10, 0.3) * 1.0", 3, 2.1**0.5),
    ],
)
def test_a_distribution_has_its_mean_and_deviation(expression: str, mean: float, deviation: float) -> None:
    made = values(expression, "float", rows=ROWS)
    assert statistics.fmean(made) == pytest.approx(mean, abs=5 * deviation / ROWS**0.5)
    assert statistics.stdev(made) == pytest.approx(deviation, rel=0.06)


def test_arguments_may_be_other_columns() -> None:
    rows = table(
        {"age": ("random.randint(20, 60)", "integer"), "pay": ("random.gauss(age * 1000, 10)", "float")}, rows=500
    ).to_pylist()
    assert all(abs(row["pay"] - row["age"] * 1000) < 60 for row in rows)


def test_limits_may_be_other_columns() -> None:
    columns = {
        "low": ("random.randint(1, 5)", "integer"),
        "high": ("low + random.randint(1, 3)", "integer"),
        "a": ("random.randrange(low, high)", "integer"),
        "b": ("np.random.randint(low, high + 1)", "integer"),
        "c": ("fake.pydecimal(min_value=low, max_value=high, right_digits=1)", "decimal"),
        "d": ("random.triangular(low, high)", "float"),
    }
    rows = table(columns, rows=500).to_pylist()
    assert all(row["low"] <= row["a"] < row["high"] for row in rows)
    assert all(row["low"] <= row["b"] <= row["high"] for row in rows)
    assert all(row["low"] <= row["c"] <= row["high"] for row in rows)
    assert all(row["low"] < row["d"] < row["high"] for row in rows)
