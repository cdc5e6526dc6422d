import math
import statistics

import pytest

from generation.engine import EngineError, compile_plan
from tests.generation.engine.tables import schema, table, values

ROWS = 20_000


@pytest.mark.parametrize(
    ("expression", "mean", "deviation"),
    [
        ("np.random.weibull(2)", math.sqrt(math.pi) / 2, math.sqrt(1 - math.pi / 4)),
        ("np.random.laplace(1, 2)", 1, 2 * math.sqrt(2)),
        ("np.random.logistic(2, 3)", 2, 3 * math.pi / math.sqrt(3)),
        ("np.random.gumbel(1, 2)", 1 + 2 * 0.5772156649, 2 * math.pi / math.sqrt(6)),
        ("np.random.rayleigh(2)", 2 * math.sqrt(math.pi / 2), 2 * math.sqrt(2 - math.pi / 2)),
        ("np.random.power(5)", 5 / 6, math.sqrt(5 / (36 * 7))),
        ("np.random.standard_exponential()", 1, 1),
        ("np.random.geometric(0.35) * 1.0", 1 / 0.35, math.sqrt(0.65) / 0.35),
        ("np.random.standard_gamma(0.4)", 0.4, math.sqrt(0.4)),
        ("np.random.chisquare(3)", 3, math.sqrt(6)),
        ("np.random.standard_t(9)", 0, math.sqrt(9 / 7)),
        ("np.random.f(5, 14)", 14 / 12, math.sqrt(2 * 14**2 * 17 / (5 * 12**2 * 10))),
        ("np.random.wald(3, 20)", 3, math.sqrt(27 / 20)),
        ("np.random.negative_binomial(5, 0.5) * 1.0", 5, math.sqrt(10)),
        ("np.random.hypergeometric(15, 25, 10) * 1.0", 3.75, math.sqrt(10 * 0.375 * 0.625 * 30 / 39)),
        ("np.random.dirichlet([1, 2, 3])[2]", 0.5, math.sqrt(0.25 / 7)),
        ("np.random.multinomial(10, [0.2, 0.3, 0.5])[1] * 1.0", 3, math.sqrt(2.1)),
        ("np.random.normal(0, 1, 3)[1]", 0, 1),
        ("np.random.default_rng().integers(1, 6, endpoint=True) * 1.0", 3.5, math.sqrt(35 / 12)),
        ("random.vonmisesvariate(math.pi, 4)", math.pi, 0.5368),
    ],
)
def test_a_distribution_of_numpy_has_its_mean_and_deviation(expression: str, mean: float, deviation: float) -> None:
    made = values(expression, "float", rows=ROWS)
    assert statistics.fmean(made) == pytest.approx(mean, abs=5 * deviation / ROWS**0.5)
    assert statistics.stdev(made) == pytest.approx(deviation, rel=0.06)


@pytest.mark.parametrize(
    ("expression", "mean", "deviation"),
    [
        ("np.random.poisson(n)", 3, math.sqrt(3)),
        ("np.random.poisson(n * 40)", 120, math.sqrt(120)),
        ("np.random.binomial(n, 0.3)", 0.9, math.sqrt(0.63)),
        ("np.random.binomial(n * 100, 0.7)", 210, math.sqrt(63)),
        ("np.random.gamma(n, 2)", 6, math.sqrt(12)),
        ("np.random.beta(n, 2)", 0.6, math.sqrt(0.04)),
    ],
)
def test_its_parameters_may_differ_by_row(expression: str, mean: float, deviation: float) -> None:
    columns = {"n": ("3 + 0 * row_number", "integer"), "x": (f"{expression} * 1.0", "float")}
    made = table(columns, rows=ROWS)["x"].to_pylist()
    assert statistics.fmean(made) == pytest.approx(mean, abs=5 * deviation / ROWS**0.5)
    assert statistics.stdev(made) == pytest.approx(deviation, rel=0.06)


def test_rows_drawn_by_rejection_do_not_depend_on_the_window() -> None:
    columns = {
        "n": ("row_number % 7 * 9", "integer"),
        "x": ("np.random.poisson(n)", "integer"),
        "y": ("np.random.chisquare(3)", "float"),
    }
    assert table(columns, rows=40, start=60).to_pylist() == table(columns, rows=100).to_pylist()[60:]


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("np.random.chisquare(0)", "there is no such distribution for 0"),
        ("np.random.hypergeometric(1, 1, 5)", "cannot take 5 balls from 2"),
        ("np.random.multinomial(5, [0.5, 0.6])", "pvals are at most 100 chances that add up to 1, not to 1.1"),
        ("np.random.normal(0, 1, 10**6)", "size of np.random.normal is a whole number from 1 to 100, not 1000000"),
        ("np.random.integers(5, 5)", "there is no number from 5 up to, but not including, 5"),
    ],
)
def test_arguments_are_checked(expression: str, message: str) -> None:
    with pytest.raises(EngineError) as caught:
        compile_plan(schema({"x": expression}))
    assert caught.value.message == message
