"""Quantile functions: a random number between 0 and 1 in, a number of the distribution out, one for one."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from generation.engine.elementary import log
from generation.engine.elementary.bits import polynomial
from generation.engine.randomness import Floats, Integers

# Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied Statistics 37 (1988), PPND16:
# about 16 digits. The powers of each polynomial ascend.
_CENTRE = (
    (3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
     4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3),
    (1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
     2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3),
)  # fmt: skip
_NEAR_TAIL = (
    (1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
     1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4),
    (1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
     1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9),
)  # fmt: skip
_FAR_TAIL = (
    (6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
     2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7),
    (1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
     7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15),
)  # fmt: skip

_CENTRE_REACH, _NEAR_REACH = 0.425, 5.0


def normal_quantile(u: Floats) -> Floats:
    """Return the standard normal numbers below which the shares `u` (between 0 and 1) lie."""
    q = u - 0.5
    result = q * _ratio(_CENTRE, 0.180625 - q * q)
    tails = np.abs(q) > _CENTRE_REACH
    r = np.sqrt(-log(np.minimum(u[tails], 1 - u[tails])))
    far = np.where(r <= _NEAR_REACH, _ratio(_NEAR_TAIL, r - 1.6), _ratio(_FAR_TAIL, r - 5))
    result[tails] = np.copysign(far, q[tails])
    return result


def _ratio(polynomials: tuple[tuple[float, ...], tuple[float, ...]], x: Floats) -> Floats:
    numerator, denominator = (polynomial(x, *coefficients) for coefficients in polynomials)
    return numerator / denominator


@dataclass(frozen=True, slots=True)
class TableQuantile:
    """The quantiles of a distribution over integers: `cumulative[i]` is the chance of at most `first` + i."""

    first: int
    cumulative: Floats

    @property
    def greatest(self) -> int:
        """Return the largest number that can come out."""
        return self.first + len(self.cumulative) - 1

    def __call__(self, u: Floats) -> Integers:
        """Return the numbers below which the shares `u` lie."""
        found = np.searchsorted(self.cumulative, u, side="right").clip(max=len(self.cumulative) - 1)
        return found + self.first


_DEVIATIONS, _AT_LEAST = 10, 20  # from the mean, beyond which numbers are left out


def table_quantile(first: int, ratios: Floats) -> TableQuantile:
    """Return the quantiles of a distribution over the integers from `first` on, which rises to a peak and falls.

    `ratios[i]` is the chance of `first` + i + 1 to the chance of `first` + i.
    """
    peak = int((ratios > 1).sum())
    rising, falling = np.cumprod(1 / ratios[:peak][::-1])[::-1], np.cumprod(ratios[peak:])
    cumulative = np.cumsum(np.concatenate([rising, [1.0], falling]))
    return TableQuantile(first, cumulative / cumulative[-1])


@lru_cache(maxsize=256)
def poisson_quantile(mean: float) -> TableQuantile:
    """Return the quantiles of the Poisson distribution."""
    first, last = _reach(mean, mean)
    return table_quantile(first, mean / np.arange(first + 1, last + 1))


@lru_cache(maxsize=256)
def binomial_quantile(tries: int, chance: float) -> TableQuantile:
    """Return the quantiles of the binomial distribution, whose chance is below 1."""
    first, last = _reach(tries * chance, tries * chance * (1 - chance))
    k = np.arange(first, min(last, tries))
    return table_quantile(first, (tries - k) / (k + 1) * (chance / (1 - chance)))


def _reach(mean: float, variance: float) -> tuple[int, int]:
    reach = _DEVIATIONS * math.sqrt(variance) + _AT_LEAST
    return max(0, math.floor(mean - reach)), math.ceil(mean + reach)
