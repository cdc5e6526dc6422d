"""Random numbers of distributions without a quantile function that is quickly computed; parameters may differ by row.

Candidates are drawn for all rows at once, and again for the rows whose candidate is rejected, each attempt at a place
of its own: so a row's number depends on nothing but its own words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from generation.engine.elementary import acos, cos, exp, log, log1p, power
from generation.engine.elementary.bits import polynomial
from generation.engine.providers.quantiles import normal_quantile
from generation.engine.randomness import Draw, Floats, Integers

_MOST_ATTEMPTS = 200
_FEW = 10.0  # events on average, up to which they are counted one by one
_MOST_COUNTED = 150  # events, when there are few on average
_STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680)
_HALF_LOG_2_PI = 0.91893853320467274178
_SMALL = 10
_SQUEEZE = 0.0331  # whatever is below one less so many x**4 lies under the density of gamma numbers
_FLAT = 1e-6  # the concentration below which all angles are alike
_MIDDLE = 0.07  # from here on to the middle, whatever is low enough lies under the density

Inside = Callable[[str], Floats]  # one number a row that is left, between 0 and 1, drawn at the place of this name
Attempt = Callable[..., tuple[Floats, Any]]


def accepted(draw: Draw, attempt: Attempt, *parameters: Any) -> Floats:
    """Return, for each row, the first of its candidates that is accepted; not a number where none is.

    `attempt(inside, *parameters)` returns candidates for the rows that are left, and tells which of them are accepted.
    """
    result, left = np.full(draw.rows, np.nan), np.arange(draw.rows)
    for number in range(_MOST_ATTEMPTS):
        inside = _inside(draw.at(number), left)
        candidates, accept = attempt(inside, *(each[left] if np.ndim(each) else each for each in parameters))
        result[left[accept]] = candidates[accept]
        left = left[~accept]
        if not left.size:
            break
    return result


def _inside(place: Draw, rows: Integers) -> Inside:
    return lambda name: place.at(name).inside()[rows]


def gammas(draw: Draw, shape: Any) -> Floats:
    """Return gamma numbers of scale 1."""
    shape = np.asarray(shape, dtype=float)
    return _raised_gammas(draw, shape) * exp(_lowering(draw, shape))


def log_gammas(draw: Draw, shape: Any) -> Floats:
    """Return the logarithms of gamma numbers, which small shapes make smaller than a float can be."""
    shape = np.asarray(shape, dtype=float)
    return log(_raised_gammas(draw, shape)) + _lowering(draw, shape)


def _raised_gammas(draw: Draw, shape: Floats) -> Floats:
    """Return gamma numbers (Marsaglia and Tsang 2000); where the shape is below 1, those of the shape plus 1.

    What is no shape, 0 or less, has no number.
    """
    fits = shape > 0
    raised = np.where(fits, np.where(shape < 1, shape + 1.0, shape), 1.0)
    d = np.broadcast_to(raised - 1 / 3, draw.rows)

    def attempt(inside: Inside, d: Floats) -> tuple[Floats, Any]:
        x, u = normal_quantile(inside("normal")), inside("uniform")
        root = 1 + x / np.sqrt(9 * d)
        square, v = x * x, root * root * root
        accept = (v > 0) & (u < 1 - _SQUEEZE * square * square)
        close = np.flatnonzero(~accept & (v > 0))
        accept[close] = log(u[close]) < 0.5 * square[close] + d[close] * (1 - v[close] + log(v[close]))
        return d * v, accept

    return np.where(fits, accepted(draw, attempt, d), np.nan)


def _lowering(draw: Draw, shape: Floats) -> Floats:
    """Return the logarithms of what lowers gamma numbers of the shape plus 1 to the shape; 0 from shape 1 on."""
    is_small = shape < 1
    if not is_small.any():
        return np.zeros(1)
    return np.where(is_small, log(draw.at("lowered").inside()) / shape, 0.0)


def betas(draw: Draw, alpha: Any, beta: Any) -> Floats:
    """Return beta numbers, from 0 to 1."""
    logarithms = [log_gammas(draw.at("first"), alpha), log_gammas(draw.at("second"), beta)]
    made: Floats = shares(np.stack(logarithms))[0]
    return made


def shares(logarithms: Floats) -> Floats:
    """Return the share of each number in the sum of its column, told the numbers' logarithms."""
    numbers = exp(logarithms - logarithms.max(axis=0))
    made: Floats = numbers / numbers.sum(axis=0)
    return made


def angles(draw: Draw, kappa: Any) -> Floats:
    """Return von Mises angles from -pi to pi around 0 (Best and Fisher 1979)."""
    k = np.maximum(kappa, 1e-8)
    tau = 1 + np.sqrt(1 + 4 * k * k)
    rho = (tau - np.sqrt(2 * tau)) / (2 * k)

    def attempt(inside: Inside, k: Any, r: Any) -> tuple[Floats, Any]:
        z = cos(np.pi * inside("cosine"))
        f = (1 + r * z) / (r + z)
        c = k * (r - f)
        u = inside("uniform")
        return acos(np.clip(f, -1, 1)), (c * (2 - c) > u) | (log(c / u) + 1 >= c)

    sign = np.where(draw.at("sign").uniform() < 0.5, -1.0, 1.0)  # noqa: PLR2004  # either side
    flat = (2 * draw.at("flat").inside() - 1) * np.pi
    drawn = accepted(draw, attempt, k, (1 + rho * rho) / (2 * rho))
    return np.where(np.asarray(kappa) < _FLAT, flat, sign * drawn)


# --- events that are counted ----------------------------------------------------------------------------------------


def poissons(draw: Draw, mean: Any) -> Floats:
    """Return Poisson numbers: few are counted by the inverse, many drawn by transformed rejection (Hörmann 1993)."""
    mean = np.broadcast_to(np.asarray(mean, dtype=float), draw.rows)
    few = np.where(mean < _FEW, mean, 0.0)
    counted = _counted(draw.at("few").inside(), exp(-few), lambda k: few / (k + 1))
    many = np.where(mean < _FEW, _FEW, mean)
    b = 0.931 + 2.53 * np.sqrt(many)
    hat = _Hat(-0.059 + 0.02483 * b, b, many + 0.43, 0.9277 - 3.6224 / (b - 2), 1.1239 + 1.1328 / (b - 3.4))
    return np.where(mean < _FEW, counted, hat.candidates(draw, _poisson_density, many))


def binomials(draw: Draw, tries: Any, chance: Any) -> Floats:
    """Return numbers of successes, in the same two ways; a chance above a half counts the failures."""
    n = np.broadcast_to(np.asarray(tries, dtype=float), draw.rows)
    chance = np.broadcast_to(np.asarray(chance, dtype=float), draw.rows)
    p = np.minimum(chance, 1 - chance)
    is_few = n * p < _FEW
    few = np.where(is_few, p, 0.0)
    counted = _counted(
        draw.at("few").inside(), power(1 - few, n), lambda k: np.maximum(n - k, 0) / (k + 1) * few / (1 - few)
    )
    many_n, many_p = np.where(is_few, 100.0, n), np.where(is_few, 0.5, p)
    deviation = np.sqrt(many_n * many_p * (1 - many_p))
    b = 1.15 + 2.53 * deviation
    hat = _Hat(
        -0.0873 + 0.0248 * b + 0.01 * many_p,
        b,
        many_n * many_p + 0.5,
        0.92 - 4.2 / b,
        (2.83 + 5.1 / b) * deviation,
    )
    peak = _binomial_density(np.floor((many_n + 1) * many_p), many_n, many_p)
    drawn = hat.candidates(draw, lambda k, n, p, peak: _binomial_density(k, n, p) - peak, many_n, many_p, peak)
    made = np.where(is_few, counted, drawn)
    return np.where(chance > 0.5, n - made, made)  # noqa: PLR2004  # the failures


def _counted(u: Floats, none: Floats, ratio: Callable[[int], Floats]) -> Floats:
    """Return the least k whose cumulative chance reaches u; `ratio(k)` is the chance of k + 1 to that of k."""
    chance, left, count = none.copy(), u - none, np.zeros(len(u))
    for k in range(_MOST_COUNTED):
        beyond = left > 0
        if not beyond.any():
            break
        count += beyond
        chance = chance * ratio(k)
        left = left - chance
    return count


@dataclass(frozen=True, slots=True)
class _Hat:
    """The curve over a distribution under which candidates are drawn, and the height up to which all are accepted."""

    a: Floats
    b: Floats
    centre: Floats
    height: Floats
    scale: Floats

    def candidates(self, draw: Draw, log_density: Callable[..., Floats], *parameters: Floats) -> Floats:
        """Return whole numbers of the distribution with this density, which is told the number and the parameters."""

        def attempt(
            inside: Inside, a: Any, b: Any, centre: Any, height: Any, scale: Any, *of: Any
        ) -> tuple[Floats, Any]:
            u, v = inside("place") - 0.5, inside("height")
            us = 0.5 - np.abs(u)
            k = np.floor((2 * a / us + b) * u + centre)
            under = log(v * scale / (a / (us * us) + b)) <= log_density(k, *of)
            return k, (k >= 0) & (((us >= _MIDDLE) & (v <= height)) | under)

        return accepted(draw.at("many"), attempt, self.a, self.b, self.centre, self.height, self.scale, *parameters)


def _poisson_density(k: Floats, mean: Floats) -> Floats:
    made: Floats = k * log(mean) - mean - log_factorial(k)
    return made


def _binomial_density(k: Floats, n: Floats, p: Floats) -> Floats:
    inside = (k >= 0) & (k <= n)
    k = np.clip(k, 0, n)
    ways = log_factorial(n) - log_factorial(k) - log_factorial(n - k)
    return np.where(inside, ways + k * log(p) + (n - k) * log1p(-p), -np.inf)


def log_factorial(k: Floats) -> Floats:
    """Return the logarithm of k! by Stirling's series, which is exact to ten digits from 10 on."""
    k = np.maximum(k, 0)
    exact = np.array([0.0, *np.cumsum(log(np.arange(1, _SMALL)))])
    x = np.maximum(k, _SMALL) + 1.0
    series = polynomial(1 / (x * x), *_STIRLING) / x
    stirling = (x - 0.5) * log(x) - x + _HALF_LOG_2_PI + series
    return np.where(k < _SMALL, exact[np.minimum(k, _SMALL - 1).astype(np.int64)], stirling)
