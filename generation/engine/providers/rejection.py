"""Random numbers of distributions without a quantile function that is quickly computed; parameters may differ by row.

Candidates are drawn for all rows at once, and again for the rows whose candidate is rejected, each attempt at a place
of its own: so a row's number depends on nothing but its own words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from generation.engine.providers.quantiles import normal_quantile
from generation.engine.randomness import Draw, Floats

_MOST_ATTEMPTS = 200
_FEW = 10.0  # events on average, up to which they are counted one by one
_MOST_COUNTED = 150  # events, when there are few on average
_STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680)
_SMALL = 10
_FLAT = 1e-6  # the concentration below which all angles are alike
_MIDDLE = 0.07  # from here on to the middle, whatever is low enough lies under the density

Attempt = Callable[[Draw, int], tuple[Floats, Any]]


def accepted(draw: Draw, attempt: Attempt) -> Floats:
    """Return, for each row, the first of its candidates that is accepted; not a number where none is."""
    result = np.full(draw.rows, np.nan)
    open_rows = np.ones(draw.rows, dtype=bool)
    for number in range(_MOST_ATTEMPTS):
        candidates, accept = attempt(draw.at(number), number)
        taken = open_rows & accept
        result[taken] = np.broadcast_to(candidates, draw.rows)[taken]
        open_rows &= ~taken
        if not open_rows.any():
            break
    return result


def gammas(draw: Draw, shape: Any) -> Floats:
    """Return gamma numbers of scale 1 (Marsaglia and Tsang 2000); shapes below 1 are those above, scaled down.

    What is no shape, 0 or less, has no number.
    """
    fits = np.asarray(shape) > 0
    shape = np.where(fits, shape, 1.0)
    raised = np.where(shape < 1, shape + 1.0, shape)
    d = raised - 1 / 3
    c = 1 / np.sqrt(9 * d)

    def attempt(place: Draw, _number: int) -> tuple[Floats, Any]:
        x = normal_quantile(place.at("normal").inside())
        v = (1 + c * x) ** 3
        u = place.at("uniform").inside()
        return d * v, (v > 0) & (np.log(u) < 0.5 * x**2 + d - d * v + d * np.log(np.where(v > 0, v, 1)))

    made = accepted(draw, attempt)
    lowered = np.where(shape < 1, draw.at("lowered").inside() ** (1 / shape), 1.0)
    return np.where(fits, made * lowered, np.nan)


def betas(draw: Draw, alpha: Any, beta: Any) -> Floats:
    """Return beta numbers, from 0 to 1."""
    first, second = gammas(draw.at("first"), alpha), gammas(draw.at("second"), beta)
    made: Floats = first / (first + second)
    return made


def angles(draw: Draw, kappa: Any) -> Floats:
    """Return von Mises angles from -pi to pi around 0 (Best and Fisher 1979)."""
    k = np.maximum(kappa, 1e-8)
    tau = 1 + np.sqrt(1 + 4 * k**2)
    rho = (tau - np.sqrt(2 * tau)) / (2 * k)
    r = (1 + rho**2) / (2 * rho)

    def attempt(place: Draw, _number: int) -> tuple[Floats, Any]:
        z = np.cos(np.pi * place.at("cosine").inside())
        f = (1 + r * z) / (r + z)
        c = k * (r - f)
        u = place.at("uniform").inside()
        return np.arccos(np.clip(f, -1, 1)), (c * (2 - c) > u) | (np.log(c / u) + 1 >= c)

    sign = np.where(draw.at("sign").uniform() < 0.5, -1.0, 1.0)  # noqa: PLR2004  # either side
    flat = (2 * draw.at("flat").inside() - 1) * np.pi
    return np.where(np.asarray(kappa) < _FLAT, flat, sign * accepted(draw, attempt))


# --- events that are counted ----------------------------------------------------------------------------------------


def poissons(draw: Draw, mean: Any) -> Floats:
    """Return Poisson numbers: few are counted by the inverse, many drawn by transformed rejection (Hörmann 1993)."""
    mean = np.broadcast_to(np.asarray(mean, dtype=float), draw.rows)
    few = np.where(mean < _FEW, mean, 0.0)
    counted = _counted(draw.at("few").inside(), np.exp(-few), lambda k: few / (k + 1))
    many = np.where(mean < _FEW, _FEW, mean)
    b = 0.931 + 2.53 * np.sqrt(many)
    hat = _Hat(-0.059 + 0.02483 * b, b, many + 0.43, 0.9277 - 3.6224 / (b - 2), 1.1239 + 1.1328 / (b - 3.4))
    return np.where(mean < _FEW, counted, hat.candidates(draw, lambda k: _poisson_density(k, many)))


def binomials(draw: Draw, tries: Any, chance: Any) -> Floats:
    """Return numbers of successes, in the same two ways; a chance above a half counts the failures."""
    n = np.broadcast_to(np.asarray(tries, dtype=float), draw.rows)
    chance = np.broadcast_to(np.asarray(chance, dtype=float), draw.rows)
    p = np.minimum(chance, 1 - chance)
    is_few = n * p < _FEW
    few = np.where(is_few, p, 0.0)
    counted = _counted(
        draw.at("few").inside(), (1 - few) ** n, lambda k: np.maximum(n - k, 0) / (k + 1) * few / (1 - few)
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
    drawn = hat.candidates(draw, lambda k: _binomial_density(k, many_n, many_p) - peak)
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

    def candidates(self, draw: Draw, log_density: Callable[[Floats], Floats]) -> Floats:
        """Return whole numbers of the distribution with this density."""

        def attempt(place: Draw, _number: int) -> tuple[Floats, Any]:
            u, v = place.at("place").inside() - 0.5, place.at("height").inside()
            us = 0.5 - np.abs(u)
            k = np.floor((2 * self.a / us + self.b) * u + self.centre)
            under = np.log(v * self.scale / (self.a / us**2 + self.b)) <= log_density(k)
            return k, (k >= 0) & (((us >= _MIDDLE) & (v <= self.height)) | under)

        return accepted(draw.at("many"), attempt)


def _poisson_density(k: Floats, mean: Floats) -> Floats:
    made: Floats = k * np.log(mean) - mean - log_factorial(k)
    return made


def _binomial_density(k: Floats, n: Floats, p: Floats) -> Floats:
    inside = (k >= 0) & (k <= n)
    k = np.clip(k, 0, n)
    ways = log_factorial(n) - log_factorial(k) - log_factorial(n - k)
    return np.where(inside, ways + k * np.log(p) + (n - k) * np.log1p(-p), -np.inf)


def log_factorial(k: Floats) -> Floats:
    """Return the logarithm of k! by Stirling's series, which is exact to ten digits from 10 on."""
    k = np.maximum(k, 0)
    exact = np.array([0.0, *np.cumsum(np.log(np.arange(1, _SMALL)))])
    x = np.maximum(k, _SMALL) + 1.0
    series = sum(term / x ** (2 * place + 1) for place, term in enumerate(_STIRLING))
    stirling = (x - 0.5) * np.log(x) - x + 0.5 * np.log(2 * np.pi) + series
    return np.where(k < _SMALL, exact[np.minimum(k, _SMALL - 1).astype(np.int64)], stirling)
