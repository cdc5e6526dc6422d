"""The distributions of `np.random`: those of `random` under NumPy's names and arguments, and NumPy's own."""

import math
from typing import Annotated, Any

import numpy as np
import pyarrow as pa

from generation.engine import elementary
from generation.engine.elementary import log, log1p, tan
from generation.engine.errors import CheckError
from generation.engine.kinds import floating, integer, list_of
from generation.engine.providers.arguments import Choices, Elements, Flag, Real, Whole
from generation.engine.providers.distributions import (
    Count,
    Float,
    beta_distributed,
    between,
    binomial,
    distribution,
    gamma,
    lognormal,
    normal,
    poisson,
    sampled_by_row,
    triangular_between,
    unit,
)
from generation.engine.providers.elements import MOST_PICKS, repeated, sample
from generation.engine.providers.numbers import Integer, half_open
from generation.engine.providers.quantiles import normal_quantile, table_quantile
from generation.engine.providers.registry import provides
from generation.engine.providers.rejection import (
    Inside,
    accepted,
    angles,
    binomials,
    gammas,
    log_gammas,
    poissons,
    shares,
)
from generation.engine.providers.source import Given, Source
from generation.engine.randomness import Draw, Floats

Size = Annotated[int | None, Whole(1, MOST_PICKS)]  # None is one number, anything else a list of so many
_FAR = 2**53
_MOST_BALLS = 10_000


def sized(source: Source, size: int | None) -> Source:
    """Return a source of a number, or of a list of `size` numbers."""
    return source if size is None else repeated(source, size)


def _above_zero(value: Any) -> Any:
    return value > 0


def _both_above_zero(first: Any, second: Any) -> Any:
    return (first > 0) & (second > 0)


def _chance(p: Any) -> Any:
    return (p > 0) & (p <= 1)


@provides("np.random.uniform")
def uniform(_locale: str, low: Float = 0.0, high: Float = 1.0, size: Size = None) -> Source:
    """Return a float from `low` to `high`."""
    return sized(between(low, high), size)


@provides("np.random.random", "np.random.random_sample", "np.random.ranf", "np.random.sample")
def random(_locale: str, size: Size = None) -> Source:
    """Return a float from 0 (included) to 1 (not included)."""
    return sized(unit(), size)


@provides("np.random.rand")
def rand(_locale: str, d0: Size = None) -> Source:
    """Return a float from 0 (included) to 1 (not included), or a list of `d0`."""
    return sized(unit(), d0)


@provides("np.random.normal")
def numpy_normal(_locale: str, loc: Float = 0.0, scale: Float = 1.0, size: Size = None) -> Source:
    """Return a normal number with mean `loc` and standard deviation `scale`."""
    return sized(normal(loc, scale), size)


@provides("np.random.standard_normal")
def standard_normal(_locale: str, size: Size = None) -> Source:
    """Return a standard normal number."""
    return sized(normal(0.0, 1.0), size)


@provides("np.random.randn")
def randn(_locale: str, d0: Size = None) -> Source:
    """Return a standard normal number, or a list of `d0`."""
    return sized(normal(0.0, 1.0), d0)


@provides("np.random.lognormal")
def numpy_lognormal(_locale: str, mean: Float = 0.0, sigma: Float = 1.0, size: Size = None) -> Source:
    """Return exp of a normal number."""
    return sized(lognormal(mean, sigma), size)


@provides("np.random.exponential")
def exponential(_locale: str, scale: Float = 1.0, size: Size = None) -> Source:
    """Return an exponential number with mean `scale`."""
    made = distribution(floating(0), lambda u, mean: -log(u) * mean, scale, fits=lambda mean: mean >= 0)
    return sized(made, size)


@provides("np.random.standard_exponential")
def standard_exponential(_locale: str, size: Size = None) -> Source:
    """Return an exponential number with mean 1."""
    return sized(distribution(floating(0), lambda u: -log(u)), size)


@provides("np.random.triangular")
def triangular(_locale: str, left: Float, mode: Float, right: Float, size: Size = None) -> Source:
    """Return a triangular number from `left` to `right` with its peak at `mode`."""
    return sized(triangular_between(left, right, mode), size)


@provides("np.random.pareto")
def pareto(_locale: str, a: Float, size: Size = None) -> Source:
    """Return a Pareto number of the second kind (Lomax) with shape `a`, from 0 on."""
    made = distribution(
        floating(0), lambda u, shape: elementary.power(u, -1.0 / shape) - 1, a, fits=lambda shape: shape > 0
    )
    return sized(made, size)


@provides("np.random.weibull")
def weibull(_locale: str, a: Float, size: Size = None) -> Source:
    """Return a Weibull number with scale 1 and shape `a`."""
    return sized(
        distribution(floating(0), lambda u, shape: elementary.power(-log(u), 1 / shape), a, fits=_above_zero), size
    )


@provides("np.random.power")
def power(_locale: str, a: Float, size: Size = None) -> Source:
    """Return a number from 0 to 1 whose density grows as x ** (a - 1)."""
    return sized(
        distribution(floating(0, 1), lambda u, shape: elementary.power(u, 1 / shape), a, fits=_above_zero), size
    )


@provides("np.random.laplace")
def laplace(_locale: str, loc: Float = 0.0, scale: Float = 1.0, size: Size = None) -> Source:
    """Return a Laplace number: two exponential tails around `loc`."""

    def quantile(u: Floats, mean: Any, spread: Any) -> Floats:
        made: Floats = mean - spread * np.sign(u - 0.5) * log(1 - 2 * np.abs(u - 0.5))
        return made

    return sized(distribution(floating(), quantile, loc, scale, fits=lambda _mean, spread: spread >= 0), size)


@provides("np.random.logistic")
def logistic(_locale: str, loc: Float = 0.0, scale: Float = 1.0, size: Size = None) -> Source:
    """Return a logistic number."""
    made = distribution(
        floating(), lambda u, mean, s: mean + s * log(u / (1 - u)), loc, scale, fits=lambda _mean, s: s >= 0
    )
    return sized(made, size)


@provides("np.random.gumbel")
def gumbel(_locale: str, loc: Float = 0.0, scale: Float = 1.0, size: Size = None) -> Source:
    """Return a Gumbel number: the largest of many."""
    made = distribution(
        floating(), lambda u, mode, s: mode - s * log(-log(u)), loc, scale, fits=lambda _mode, s: s >= 0
    )
    return sized(made, size)


@provides("np.random.rayleigh")
def rayleigh(_locale: str, scale: Float = 1.0, size: Size = None) -> Source:
    """Return a Rayleigh number: the length of a vector of two normal numbers."""
    made = distribution(floating(0), lambda u, s: s * np.sqrt(-2 * log(u)), scale, fits=lambda s: s >= 0)
    return sized(made, size)


@provides("np.random.standard_cauchy")
def standard_cauchy(_locale: str, size: Size = None) -> Source:
    """Return a Cauchy number, which has no mean."""
    return sized(distribution(floating(), lambda u: tan(np.pi * (u - 0.5))), size)


@provides("np.random.geometric")
def geometric(_locale: str, p: Float, size: Size = None) -> Source:
    """Return how many tries the first success takes."""

    def quantile(u: Floats, chance: Any) -> Floats:
        made: Floats = np.minimum(np.where(chance < 1, np.ceil(log(u) / log1p(-chance)), 1.0), _FAR)
        return made

    return sized(distribution(integer(1, _FAR), quantile, p, fits=_chance), size)


@provides("np.random.gamma")
def numpy_gamma(_locale: str, shape: Float, scale: Float = 1.0, size: Size = None) -> Source:
    """Return a gamma number."""
    return sized(gamma(shape, scale), size)


@provides("np.random.standard_gamma")
def standard_gamma(_locale: str, shape: Float, size: Size = None) -> Source:
    """Return a gamma number with scale 1."""
    return sized(sampled_by_row(floating(0), gammas, shape, fits=_above_zero), size)


@provides("np.random.chisquare")
def chisquare(_locale: str, df: Float, size: Size = None) -> Source:
    """Return a chi-square number with `df` degrees of freedom."""
    return sized(sampled_by_row(floating(0), lambda draw, k: 2 * gammas(draw, k / 2), df, fits=_above_zero), size)


@provides("np.random.standard_t")
def standard_t(_locale: str, df: Float, size: Size = None) -> Source:
    """Return a number of Student's t distribution with `df` degrees of freedom."""

    def make(draw: Draw, k: Any) -> Floats:
        made: Floats = normal_quantile(draw.at("normal").inside()) / np.sqrt(2 * gammas(draw, k / 2) / k)
        return made

    return sized(sampled_by_row(floating(), make, df, fits=_above_zero), size)


@provides("np.random.f")
def ratio_of_variances(_locale: str, dfnum: Float, dfden: Float, size: Size = None) -> Source:
    """Return a number of Fisher's F distribution."""

    def make(draw: Draw, above: Any, below: Any) -> Floats:
        made: Floats = (gammas(draw.at("above"), above / 2) / above) / (gammas(draw.at("below"), below / 2) / below)
        return made

    return sized(sampled_by_row(floating(0), make, dfnum, dfden, fits=_both_above_zero), size)


@provides("np.random.wald")
def wald(_locale: str, mean: Float, scale: Float, size: Size = None) -> Source:
    """Return an inverse Gaussian number (Michael, Schucany and Haas 1976)."""

    def make(draw: Draw, mu: Any, shape: Any) -> Floats:
        z = normal_quantile(draw.at("normal").inside())
        w = mu * z * z
        x = mu + mu / (2 * shape) * (w - np.sqrt(w * (4 * shape + w)))
        made: Floats = np.where(draw.at("uniform").inside() <= mu / (mu + x), x, mu * mu / x)
        return made

    return sized(sampled_by_row(floating(0), make, mean, scale, fits=_both_above_zero), size)


@provides("np.random.vonmises")
def vonmises(_locale: str, mu: Float, kappa: Float, size: Size = None) -> Source:
    """Return an angle from -pi to pi around `mu`, the more concentrated the larger `kappa` is."""

    def make(draw: Draw, mean: Any, k: Any) -> Floats:
        made: Floats = np.remainder(mean + angles(draw, k) + np.pi, 2 * np.pi) - np.pi
        return made

    return sized(sampled_by_row(floating(-4, 4), make, mu, kappa, fits=lambda _mean, k: k >= 0), size)


@provides("np.random.beta")
def beta(_locale: str, a: Float, b: Float, size: Size = None) -> Source:
    """Return a beta number, from 0 to 1."""
    return sized(beta_distributed(a, b), size)


@provides("np.random.poisson")
def numpy_poisson(_locale: str, lam: Float = 1.0, size: Size = None) -> Source:
    """Return a Poisson number with mean `lam`."""
    return sized(poisson(lam), size)


@provides("np.random.binomial")
def numpy_binomial(_locale: str, n: Count, p: Float, size: Size = None) -> Source:
    """Return the number of successes in `n` tries, each with the chance `p`."""
    return sized(binomial(n, p), size)


@provides("np.random.negative_binomial")
def negative_binomial(_locale: str, n: Float, p: Float, size: Size = None) -> Source:
    """Return how many failures come before `n` successes, each with the chance `p`."""

    def make(draw: Draw, successes: Any, chance: Any) -> Floats:
        return poissons(draw.at("count"), gammas(draw.at("mean"), successes) * (1 - chance) / chance)

    made = sampled_by_row(
        integer(0, _FAR), make, n, p, fits=lambda successes, chance: (successes > 0) & _chance(chance)
    )
    return sized(made, size)


@provides("np.random.zipf")
def zipf(_locale: str, a: Annotated[float, Real(1.01, 100)], size: Size = None) -> Source:
    """Return a Zipf number: k is as likely as k ** -a says (Devroye 1986)."""
    b = elementary.power(2, a - 1)

    def make(draw: Draw) -> Floats:
        def attempt(inside: Inside) -> tuple[Floats, Any]:
            x = np.floor(elementary.power(inside("number"), -1 / (a - 1)))
            t = elementary.power(1 + 1 / x, a - 1)
            return x, (inside("height") * x * (t - 1) / (b - 1) <= t / b) & (x < _FAR)

        return accepted(draw, attempt)

    return sized(sampled_by_row(integer(1, _FAR), make), size)


Balls = Annotated[int, Whole(0, _MOST_BALLS)]


@provides("np.random.hypergeometric")
def hypergeometric(_locale: str, ngood: Balls, nbad: Balls, nsample: Balls, size: Size = None) -> Source:
    """Return how many of `nsample` balls are good that are taken from `ngood` good and `nbad` bad ones."""
    if nsample > ngood + nbad:
        raise CheckError(f"cannot take {nsample} balls from {ngood + nbad}")
    first, last = max(0, nsample - nbad), min(nsample, ngood)
    k = np.arange(first, last, dtype=float)
    quantile = table_quantile(first, (ngood - k) * (nsample - k) / ((k + 1) * (nbad - nsample + k + 1)))
    return sized(Source(integer(first, last), lambda draw, _given: pa.array(quantile(draw.uniform()))), size)


# --- lists ----------------------------------------------------------------------------------------------------------


@provides("np.random.dirichlet")
def dirichlet(_locale: str, alpha: Annotated[Choices, Elements()]) -> Source:
    """Return a list of shares that add up to 1."""
    shapes = [Real(1e-3, 1e6).read(shape) for shape in alpha.values]
    if len(shapes) > MOST_PICKS:
        raise CheckError(f"has {len(shapes)} shares, {MOST_PICKS} are allowed")

    def draw_shares(draw: Draw, _given: Given) -> Any:
        logarithms = np.stack([log_gammas(draw.at(place), shape) for place, shape in enumerate(shapes)])
        return tuple(pa.array(row) for row in shares(logarithms))

    return Source(list_of([floating(0, 1)] * len(shapes)), draw_shares)


@provides("np.random.multinomial")
def multinomial(_locale: str, n: Annotated[int, Whole(0, 10**6)], pvals: Annotated[Choices, Elements()]) -> Source:
    """Return how often each of several things happens in `n` tries."""
    chances = [Real(0, 1).read(chance) for chance in pvals.values]
    if len(chances) > MOST_PICKS or not math.isclose(sum(chances), 1, abs_tol=1e-6):
        raise CheckError(f"pvals are at most {MOST_PICKS} chances that add up to 1, not to {sum(chances):g}")

    def draw_counts(draw: Draw, _given: Given) -> Any:
        left, rest, counts = np.full(draw.rows, float(n)), 1.0, []
        for place, chance in enumerate(chances[:-1]):
            counts.append(binomials(draw.at(place), left, min(1.0, chance / rest) if rest > 0 else 0.0))
            left, rest = left - counts[-1], rest - chance
        return tuple(pa.array(row.astype(np.int64)) for row in (*counts, left))

    return Source(list_of([integer(0, n)] * len(chances)), draw_counts)


@provides("np.random.permutation", "random.shuffle")
def permutation(locale: str, x: Annotated[Choices, Elements()]) -> Source:
    """Return the elements in random order."""
    return sample(locale, x, len(x.values))


# --- whole numbers --------------------------------------------------------------------------------------------------


@provides("np.random.randint")
def randint(_locale: str, low: Integer, high: Integer | None = None, size: Size = None) -> Source:
    """Return a whole number from `low` (included) to `high` (not included)."""
    return sized(half_open(low, high), size)


@provides("np.random.integers")
def integers(
    _locale: str,
    low: Integer,
    high: Integer | None = None,
    size: Size = None,
    endpoint: Annotated[bool, Flag()] = False,
) -> Source:
    """Return a whole number from `low` to `high`, which is included with `endpoint`."""
    return sized(half_open(low, high, beyond=0 if endpoint else 1), size)


@provides("np.random.random_integers")
def random_integers(_locale: str, low: Integer, high: Integer | None = None, size: Size = None) -> Source:
    """Return a whole number from `low` to `high`, both included."""
    return sized(half_open(1, low, beyond=0) if high is None else half_open(low, high, beyond=0), size)
