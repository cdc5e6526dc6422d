"""The distributions of `random` and `np.random`, most of them by their quantile function: one word a row."""

from collections.abc import Callable
from typing import Annotated, Any

import numpy as np
import pyarrow as pa

from generation.engine.errors import CheckError
from generation.engine.kinds import Type, floating, integer
from generation.engine.providers.arguments import Only, Real, Whole
from generation.engine.providers.quantiles import normal_quantile, poisson_quantile
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Given, Operand, Source, bounds, fixed
from generation.engine.randomness import Draw, Floats

Float = Annotated[Any, Real(by_row=True)]


def _distribution(
    of: Type, quantile: Callable[..., Floats], *arguments: Any, fits: Callable[..., Any] = lambda *_: True
) -> Source:
    """Return what `quantile(u, *arguments)` makes of random numbers u between 0 and 1, neither included.

    Where `fits(*arguments)` does not hold the cell is missing; for arguments that are known it is an error.
    """
    if not any(isinstance(argument, Operand) for argument in arguments) and not fits(*arguments):
        raise CheckError(f"there is no such distribution for {', '.join(f'{argument:g}' for argument in arguments)}")

    def draw_distribution(draw: Draw, given: Given) -> pa.Array:
        values = [given(argument) for argument in arguments]
        with np.errstate(all="ignore"):
            numbers = quantile(draw.inside(), *values)
            fit = np.broadcast_to(fits(*values), draw.rows) & np.isfinite(numbers)
        return pa.array(numbers, mask=~fit)

    return Source(of, draw_distribution)


def between(low: Any, high: Any) -> Source:
    """Return floats from `low` to `high`."""
    (low_least, low_most), (high_least, high_most) = bounds(low), bounds(high)
    least = None if low_least is None or high_least is None else min(low_least, high_least)
    greatest = None if low_most is None or high_most is None else max(low_most, high_most)
    return _distribution(floating(least, greatest), lambda u, a, b: a + (b - a) * u, low, high)


@provides("random.uniform", "np.random.uniform")
def uniform(_locale: str, a: Float = 0.0, b: Float = 1.0) -> Source:
    """Return a float from `a` to `b`."""
    return between(a, b)


@provides("random.random", "np.random.random", "np.random.rand", "np.random.random_sample")
def random(_locale: str) -> Source:
    """Return a float from 0 (included) to 1 (not included)."""
    return Source(floating(0, 1), lambda draw, _given: pa.array(draw.uniform()))


@provides("random.gauss", "random.normalvariate")
def gauss(_locale: str, mu: Float = 0.0, sigma: Float = 1.0) -> Source:
    """Return a normal number with mean `mu` and standard deviation `sigma`."""
    return _normal(mu, sigma)


@provides("np.random.normal")
def numpy_normal(
    _locale: str, loc: Float = 0.0, scale: Float = 1.0, size: Annotated[None, Only((None,))] = None
) -> Source:
    """Return a normal number with mean `loc` and standard deviation `scale`."""
    del size
    return _normal(loc, scale)


@provides("np.random.randn", "np.random.standard_normal")
def numpy_standard_normal(_locale: str) -> Source:
    """Return a standard normal number."""
    return _normal(0.0, 1.0)


_MOST_DEVIATIONS = 9.0  # farther out than any number between 2**-53 and 1 reaches
_LARGEST_EXPONENT = 100.0


def _normal(mean: Any, deviation: Any) -> Source:
    (low, high), (_, widest) = bounds(mean), bounds(deviation)
    of = floating()
    if low is not None and high is not None and widest is not None:
        of = floating(low - _MOST_DEVIATIONS * widest, high + _MOST_DEVIATIONS * widest)
    return _distribution(of, lambda u, m, s: m + s * normal_quantile(u), mean, deviation, fits=lambda _m, s: s >= 0)


@provides("random.lognormvariate")
def lognormvariate(_locale: str, mu: Float = 0.0, sigma: Float = 1.0) -> Source:
    """Return exp of a normal number."""
    return _lognormal(mu, sigma)


@provides("np.random.lognormal")
def numpy_lognormal(
    _locale: str, mean: Float = 0.0, sigma: Float = 1.0, size: Annotated[None, Only((None,))] = None
) -> Source:
    """Return exp of a normal number."""
    del size
    return _lognormal(mean, sigma)


def _lognormal(mu: Any, sigma: Any) -> Source:
    return _distribution(
        floating(0),
        lambda u, m, s: np.exp(m + s * normal_quantile(u)),
        mu,
        sigma,
        fits=lambda m, s: (s >= 0) & (m + _MOST_DEVIATIONS * s < _LARGEST_EXPONENT),
    )


@provides("random.expovariate")
def expovariate(_locale: str, lambd: Float = 1.0) -> Source:
    """Return an exponential number with rate `lambd`: its mean is 1/lambd."""
    return _distribution(floating(), lambda u, rate: -np.log(u) / rate, lambd, fits=lambda rate: rate != 0)


@provides("np.random.exponential")
def numpy_exponential(_locale: str, scale: Float = 1.0, size: Annotated[None, Only((None,))] = None) -> Source:
    """Return an exponential number with mean `scale`."""
    del size
    return _distribution(floating(0), lambda u, mean: -np.log(u) * mean, scale, fits=lambda mean: mean >= 0)


@provides("random.triangular")
def triangular(_locale: str, low: Float = 0.0, high: Float = 1.0, mode: Float | None = None) -> Source:
    """Return a triangular number from `low` to `high` with its peak at `mode`, the middle when not said."""
    return _triangular(low, high, mode)


@provides("np.random.triangular")
def numpy_triangular(_locale: str, left: Float, mode: Float, right: Float) -> Source:
    """Return a triangular number from `left` to `right` with its peak at `mode`."""
    return _triangular(left, right, mode)


def _triangular(low: Any, high: Any, mode: Any) -> Source:
    def quantile(u: Floats, a: Any, b: Any, peak: Any) -> Floats:
        split = (peak - a) / (b - a)
        rising = a + np.sqrt(u * (b - a) * (peak - a))
        made: Floats = np.where(u < split, rising, b - np.sqrt((1 - u) * (b - a) * (b - peak)))
        return made

    if mode is None:
        if isinstance(low, Operand) or isinstance(high, Operand):
            raise CheckError("needs its mode when its limits differ by row")
        mode = (low + high) / 2
    of = floating(bounds(low)[0], bounds(high)[1])
    return _distribution(of, quantile, low, high, mode, fits=lambda a, b, peak: (a < b) & (a <= peak) & (peak <= b))


@provides("np.random.pareto")
def numpy_pareto(_locale: str, a: Float) -> Source:
    """Return a Pareto number of the second kind (Lomax) with shape `a`, from 0 on."""
    return _distribution(floating(0), lambda u, shape: u ** (-1.0 / shape) - 1, a, fits=lambda shape: shape > 0)


@provides("random.paretovariate")
def paretovariate(_locale: str, alpha: Float) -> Source:
    """Return a Pareto number with shape `alpha`, from 1 on."""
    return _distribution(floating(1), lambda u, shape: u ** (-1.0 / shape), alpha, fits=lambda shape: shape > 0)


@provides("random.weibullvariate")
def weibullvariate(_locale: str, alpha: Float, beta: Float) -> Source:
    """Return a Weibull number with scale `alpha` and shape `beta`."""
    return _distribution(
        floating(0),
        lambda u, scale, shape: scale * (-np.log(u)) ** (1.0 / shape),
        alpha,
        beta,
        fits=lambda scale, shape: (scale > 0) & (shape > 0),
    )


Shape = Annotated[float, Real(1e-3, 1e6)]


@provides("random.gammavariate")
def gammavariate(_locale: str, alpha: Shape, beta: Annotated[float, Real(1e-9, 1e9)]) -> Source:
    """Return a gamma number with shape `alpha` and scale `beta`."""
    return _sampled(floating(0), lambda generator, rows: generator.gamma(alpha, beta, rows))


@provides("np.random.gamma")
def numpy_gamma(_locale: str, shape: Shape, scale: Annotated[float, Real(1e-9, 1e9)] = 1.0) -> Source:
    """Return a gamma number."""
    return _sampled(floating(0), lambda generator, rows: generator.gamma(shape, scale, rows))


@provides("random.betavariate")
def betavariate(_locale: str, alpha: Shape, beta: Shape) -> Source:
    """Return a beta number, from 0 to 1."""
    return _sampled(floating(0, 1), lambda generator, rows: generator.beta(alpha, beta, rows))


@provides("np.random.beta")
def numpy_beta(_locale: str, a: Shape, b: Shape) -> Source:
    """Return a beta number, from 0 to 1."""
    return _sampled(floating(0, 1), lambda generator, rows: generator.beta(a, b, rows))


def _sampled(of: Type, make: Callable[[np.random.Generator, int], Floats]) -> Source:
    return Source(of, lambda draw, _given: pa.array(draw.sampled(make)))


@provides("np.random.poisson")
def poisson(_locale: str, lam: Annotated[float, Real(0, 1e6)] = 1.0) -> Source:
    """Return a Poisson number with mean `lam`."""
    quantile = poisson_quantile(lam)
    return Source(integer(0, quantile.greatest), lambda draw, _given: pa.array(quantile(draw.uniform())))


@provides("np.random.binomial", "random.binomialvariate")
def binomial(_locale: str, n: Annotated[int, Whole(0, 10**6)] = 1, p: Annotated[float, Real(0, 1)] = 0.5) -> Source:
    """Return the number of successes in `n` tries, each with the chance `p`."""
    if n == 0:
        return fixed(integer(0, 0), pa.scalar(0))
    return Source(
        integer(0, n),
        lambda draw, _given: pa.array(
            draw.sampled(lambda g, rows: g.binomial(n, p, rows).astype(float)).astype(np.int64)
        ),
    )
