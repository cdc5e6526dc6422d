"""The distributions of `random`, most of them by their quantile function: one word a row."""

from collections.abc import Callable
from typing import Annotated, Any

import numpy as np
import pyarrow as pa

from generation.engine.elementary import exp, log, power
from generation.engine.errors import CheckError
from generation.engine.kinds import Type, arrow_type, floating, integer
from generation.engine.providers.arguments import Real, Whole
from generation.engine.providers.quantiles import binomial_quantile, normal_quantile, poisson_quantile
from generation.engine.providers.registry import provides
from generation.engine.providers.rejection import angles, betas, binomials, gammas, poissons
from generation.engine.providers.source import Given, Operand, Source, bounds
from generation.engine.randomness import Draw, Floats

Float = Annotated[Any, Real(by_row=True)]
MOST_TRIES = 10**6
Count = Annotated[Any, Whole(0, MOST_TRIES, by_row=True)]
_LEAST, _MOST = 1e-3, 1e9  # of shapes and scales
_FAR = 2**53


def check_fit(fits: Callable[..., Any], *arguments: Any) -> None:
    """Raise CheckError where arguments that are known are none of the distribution's."""
    if not fits(*arguments):
        raise CheckError(f"there is no such distribution for {', '.join(f'{argument:g}' for argument in arguments)}")


def distribution(
    of: Type, quantile: Callable[..., Floats], *arguments: Any, fits: Callable[..., Any] = lambda *_: True
) -> Source:
    """Return what `quantile(u, *arguments)` makes of random numbers u between 0 and 1, neither included.

    Where `fits(*arguments)` does not hold the cell is missing; for arguments that are known it is an error.
    """
    return sampled_by_row(of, lambda draw, *values: quantile(draw.inside(), *values), *arguments, fits=fits)


def sampled_by_row(
    of: Type, make: Callable[..., Any], *arguments: Any, fits: Callable[..., Any] = lambda *_: True
) -> Source:
    """Return what `make(draw, *arguments)` yields, one number a row; the arguments may differ by row.

    Where `fits(*arguments)` does not hold the cell is missing; for arguments that are known it is an error.
    """
    if not any(isinstance(argument, Operand) for argument in arguments):
        check_fit(fits, *arguments)
    stored = arrow_type(of)

    def draw_numbers(draw: Draw, given: Given) -> pa.Array:
        values = [given(argument) for argument in arguments]
        with np.errstate(all="ignore"):
            made = make(draw, *values)
            fit = np.broadcast_to(fits(*values), draw.rows) & np.isfinite(made)
        if fit.all():
            return pa.array(made.astype(stored.to_pandas_dtype(), copy=False))
        return pa.array(np.where(fit, made, 0).astype(stored.to_pandas_dtype()), mask=~fit)

    return Source(of, draw_numbers)


def between(low: Any, high: Any) -> Source:
    """Return floats from `low` to `high`."""
    (low_least, low_most), (high_least, high_most) = bounds(low), bounds(high)
    least = None if low_least is None or high_least is None else min(low_least, high_least)
    greatest = None if low_most is None or high_most is None else max(low_most, high_most)
    return distribution(floating(least, greatest), lambda u, a, b: a + (b - a) * u, low, high)


@provides("random.uniform")
def uniform(_locale: str, a: Float = 0.0, b: Float = 1.0) -> Source:
    """Return a float from `a` to `b`."""
    return between(a, b)


@provides("random.random")
def random(_locale: str) -> Source:
    """Return a float from 0 (included) to 1 (not included)."""
    return unit()


def unit() -> Source:
    """Return floats from 0 (included) to 1 (not included)."""
    return Source(floating(0, 1), lambda draw, _given: pa.array(draw.uniform()))


@provides("random.gauss", "random.normalvariate")
def gauss(_locale: str, mu: Float = 0.0, sigma: Float = 1.0) -> Source:
    """Return a normal number with mean `mu` and standard deviation `sigma`."""
    return normal(mu, sigma)


_MOST_DEVIATIONS = 9.0  # farther out than any number between 2**-53 and 1 reaches
_LARGEST_EXPONENT = 100.0


def normal(mean: Any, deviation: Any) -> Source:
    """Return normal numbers."""
    (low, high), (_, widest) = bounds(mean), bounds(deviation)
    of = floating()
    if low is not None and high is not None and widest is not None:
        of = floating(low - _MOST_DEVIATIONS * widest, high + _MOST_DEVIATIONS * widest)
    return distribution(of, lambda u, m, s: m + s * normal_quantile(u), mean, deviation, fits=lambda _m, s: s >= 0)


@provides("random.lognormvariate")
def lognormvariate(_locale: str, mu: Float = 0.0, sigma: Float = 1.0) -> Source:
    """Return exp of a normal number."""
    return lognormal(mu, sigma)


def lognormal(mu: Any, sigma: Any) -> Source:
    """Return exp of normal numbers."""
    return distribution(
        floating(0),
        lambda u, m, s: exp(m + s * normal_quantile(u)),
        mu,
        sigma,
        fits=lambda m, s: (s >= 0) & (m + _MOST_DEVIATIONS * s < _LARGEST_EXPONENT),
    )


@provides("random.expovariate")
def expovariate(_locale: str, lambd: Float = 1.0) -> Source:
    """Return an exponential number with rate `lambd`: its mean is 1/lambd."""
    return distribution(floating(), lambda u, rate: -log(u) / rate, lambd, fits=lambda rate: rate != 0)


@provides("random.triangular")
def triangular(_locale: str, low: Float = 0.0, high: Float = 1.0, mode: Float | None = None) -> Source:
    """Return a triangular number from `low` to `high` with its peak at `mode`, the middle when not said."""
    return triangular_between(low, high, mode)


def triangular_between(low: Any, high: Any, mode: Any) -> Source:
    """Return triangular numbers; without a mode their peak is in the middle."""

    def quantile(u: Floats, a: Any, b: Any, peak: Any) -> Floats:
        split = (peak - a) / (b - a)
        rising = a + np.sqrt(u * (b - a) * (peak - a))
        made: Floats = np.where(u < split, rising, b - np.sqrt((1 - u) * (b - a) * (b - peak)))
        return made

    of = floating(bounds(low)[0], bounds(high)[1])
    if mode is None:
        return distribution(of, lambda u, a, b: quantile(u, a, b, (a + b) / 2), low, high, fits=lambda a, b: a < b)
    return distribution(of, quantile, low, high, mode, fits=lambda a, b, peak: (a < b) & (a <= peak) & (peak <= b))


@provides("random.paretovariate")
def paretovariate(_locale: str, alpha: Float) -> Source:
    """Return a Pareto number with shape `alpha`, from 1 on."""
    return distribution(floating(1), lambda u, shape: power(u, -1.0 / shape), alpha, fits=lambda shape: shape > 0)


@provides("random.weibullvariate")
def weibullvariate(_locale: str, alpha: Float, beta: Float) -> Source:
    """Return a Weibull number with scale `alpha` and shape `beta`."""
    return distribution(
        floating(0),
        lambda u, scale, shape: scale * power(-log(u), 1.0 / shape),
        alpha,
        beta,
        fits=lambda scale, shape: (scale > 0) & (shape > 0),
    )


@provides("random.gammavariate")
def gammavariate(_locale: str, alpha: Float, beta: Float) -> Source:
    """Return a gamma number with shape `alpha` and scale `beta`."""
    return gamma(alpha, beta)


def gamma(shape: Any, scale: Any) -> Source:
    """Return gamma numbers."""
    return sampled_by_row(floating(0), lambda draw, a, b: gammas(draw, a) * b, shape, scale, fits=_all_above_zero)


@provides("random.betavariate")
def betavariate(_locale: str, alpha: Float, beta: Float) -> Source:
    """Return a beta number, from 0 to 1."""
    return beta_distributed(alpha, beta)


def beta_distributed(alpha: Any, beta: Any) -> Source:
    """Return beta numbers, from 0 to 1."""
    return sampled_by_row(floating(0, 1), betas, alpha, beta, fits=_all_above_zero)


def _all_above_zero(first: Any, second: Any) -> Any:
    return (first >= _LEAST) & (first <= _MOST) & (second >= _LEAST) & (second <= _MOST)


@provides("random.vonmisesvariate")
def vonmisesvariate(_locale: str, mu: Float, kappa: Float) -> Source:
    """Return an angle from 0 to 2 pi around `mu`, the more concentrated the larger `kappa` is."""
    return sampled_by_row(
        floating(0, 2 * np.pi),
        lambda draw, mean, k: np.remainder(mean + angles(draw, k), 2 * np.pi),
        mu,
        kappa,
        fits=lambda _mean, k: k >= 0,
    )


@provides("random.binomialvariate")
def binomialvariate(_locale: str, n: Count = 1, p: Float = 0.5) -> Source:
    """Return the number of successes in `n` tries, each with the chance `p`."""
    return binomial(n, p)


def binomial(n: Any, p: Any) -> Source:
    """Return numbers of successes; a chance above a half counts the failures."""
    if isinstance(n, Operand) or isinstance(p, Operand):
        of = integer(0, bounds(n)[1])
        return sampled_by_row(of, binomials, n, p, fits=_tries)
    check_fit(_tries, n, p)
    if p > 0.5:  # noqa: PLR2004  # the failures
        failures = binomial_quantile(n, 1 - p)
        return Source(integer(0, n), lambda draw, _given: pa.array(n - failures(draw.uniform())))
    successes = binomial_quantile(n, p)
    return Source(integer(0, n), lambda draw, _given: pa.array(successes(draw.uniform())))


def _tries(n: Any, p: Any) -> Any:
    return (n >= 0) & (n <= MOST_TRIES) & (p >= 0) & (p <= 1)


def poisson(lam: Any) -> Source:
    """Return Poisson numbers."""
    if isinstance(lam, Operand):
        return sampled_by_row(integer(0, _FAR), poissons, lam, fits=_rate)
    check_fit(_rate, lam)
    quantile = poisson_quantile(lam)
    return Source(integer(0, quantile.greatest), lambda draw, _given: pa.array(quantile(draw.uniform())))


def _rate(lam: Any) -> Any:
    return (lam >= 0) & (lam <= MOST_TRIES)
