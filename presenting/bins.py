"""How amounts are spread: counts in bins that begin and end at round numbers, and that no single outlier empties."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
import numpy.typing as npt

MOST_BINS = 12
HOUR = 3600
CLOCK = (60, 120, 300, 600, 900, 1800, HOUR, 2 * HOUR)  # seconds that bins of times of the day may be wide
_MOST_STEPS = 240  # between the least amount and the greatest, if bins are to hold to them
_SCALES = (1, 10, 100)  # of amounts that are whole, or have one decimal place or two
_LARGEST_WHOLE = 1e12
_WIDTHS = (10, 15, 20, 25, 30, 40, 50, 60, 80)  # tenths of a power of ten that bins may be wide
_CROWDED = 0.75  # a share of the amounts that, in one bin, leaves nothing to be seen of the others
_EMPTY, _MANY = 0.5, 50  # a share of the bins that is empty in spite of so many amounts, so that the others tell little
_LESS_CROWDED = 0.6  # what is better than that
_LEAST_RATIO = 30  # of the greatest to the least amount, if powers are to tell more
_FENCE = 3  # quartile distances beyond which amounts are outliers
_PER_POWER = (10, 5, 4, 3, 2, 1, 1 / 2, 1 / 3, 1 / 5, 1 / 10, 1 / 20, 1 / 60)  # bins for each power of ten

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bins:
    """How many amounts lie in each of the `ranges`.

    Both ends of a range are in it if amounts are so many steps apart, as whole numbers are, else the upper one is where
    the next begins. `by_powers`: each is so many times as wide as the one before. `outliers` are amounts in none.
    """

    ranges: tuple[tuple[float, float], ...]
    counts: tuple[int, ...]
    by_powers: bool = False
    outliers: int = 0


@dataclass(frozen=True, slots=True)
class _Cuts:
    """Where bins begin, and where the last one ends; amounts are so many of a `step` apart, which is 0 if of none."""

    edges: Floats
    step: float = 0.0

    def places(self, amounts: Floats) -> npt.NDArray[np.intp]:
        """Return in which bin each amount is."""
        return np.clip(np.searchsorted(self.edges, amounts, side="right") - 1, 0, len(self.edges) - 2)

    def bins(self, amounts: Floats) -> Bins:
        """Return how many amounts are in each bin."""
        counts = np.bincount(self.places(amounts), minlength=len(self.edges) - 1)
        lows, highs = self.edges[:-1].copy(), self.edges[1:] - self.step
        if self.step:  # nothing beyond the amounts that are there
            lows[0], highs[-1] = max(lows[0], amounts.min()), min(highs[-1], amounts.max())
            lows, highs = lows.round(2), highs.round(2)
        return Bins(ranges=tuple(zip(lows.tolist(), highs.tolist(), strict=True)), counts=tuple(counts.tolist()))


def bins_of(amounts: Floats, *, widths: Sequence[int] = ()) -> Bins:
    """Return how amounts, of which there are some, are spread; bins have one of the `widths` if there are any."""
    even = _even(amounts, widths)
    bins = even.bins(amounts)
    if widths or not _crowded(even, bins, amounts):
        return bins
    better = (other for other in _views(amounts) if max(other.counts) < _LESS_CROWDED * len(amounts))
    return next(better, bins)


def _views(amounts: Floats) -> Iterator[Bins]:
    """Yield other ways to look at amounts."""
    low, high = float(amounts.min()), float(amounts.max())
    if low >= 0 and (least := float(amounts[amounts > 0].min())) < high / _LEAST_RATIO:
        cuts = _powers(least, high, whole=_grid(amounts, (1,)) is not None)
        cuts.edges[0] = min(low, cuts.edges[0])
        yield replace(cuts.bins(amounts), by_powers=True)
    lower, upper = np.quantile(amounts / 4, [0.25, 0.75])  # of parts, whose distances are never infinite
    fence = _FENCE * (upper - lower)
    seen = amounts[(amounts / 4 >= lower - fence) & (amounts / 4 <= upper + fence)]
    if len(seen) < len(amounts):
        yield replace(_even(seen, ()).bins(seen), outliers=len(amounts) - len(seen))


def _crowded(cuts: _Cuts, bins: Bins, amounts: Floats) -> bool:
    """Return whether most amounts lie in one bin, or all in few, and are not all the same there."""
    fullest = int(np.argmax(bins.counts))
    sparse = len(amounts) >= _MANY and bins.counts.count(0) >= _EMPTY * len(bins.counts)
    if bins.counts[fullest] < _CROWDED * len(amounts) and not sparse:
        return False
    return bool(np.ptp(amounts[cuts.places(amounts) == fullest] / 2))


def _even(amounts: Floats, widths: Sequence[int]) -> _Cuts:
    """Return where bins of one width begin."""
    low, high = float(amounts.min()), float(amounts.max())
    if low == high:
        return _Cuts(np.array([low, high]))
    if widths:
        return _Cuts(_aligned(low, high, widths))
    return _stepped(amounts) or _Cuts(_edges(low, high))


# --- amounts that are so many steps apart ----------------------------------------------------------------------------


def _stepped(amounts: Floats) -> _Cuts | None:
    """Return bins that are as many steps wide each, lest some have more values than others; or None for many steps."""
    grid = _grid(amounts, _SCALES)
    if grid is None:
        return None
    ticks, scale = grid
    low, high = int(ticks.min()), int(ticks.max())
    step = int(np.gcd.reduce(ticks - low))
    if high - low >= _MOST_STEPS * step:
        return None
    offset = low % step
    edges = _aligned((low - offset) // step, (high - offset) // step + 1, _whole_widths()) * step + offset
    return _Cuts(edges / scale, step / scale)


def _grid(amounts: Floats, scales: Iterable[int]) -> tuple[npt.NDArray[np.int64], int] | None:
    """Return amounts as whole numbers, and how many times as large they are; None if they have many decimal places."""
    if float(np.abs(amounts).max()) > _LARGEST_WHOLE:
        return None
    for scale in scales:
        ticks = np.rint(amounts * scale)
        if np.array_equal(ticks / scale, amounts):
            return ticks.astype(np.int64), scale
    return None


def _whole_widths() -> Iterator[int]:
    return chain(range(1, 10), _WIDTHS)


def _aligned(low: float, high: float, widths: Iterable[int]) -> Floats:
    """Return the edges of bins of the first width that makes few enough, at its multiples, around all amounts."""
    spans = ((low // width, -(-high // width), width) for width in widths)
    first, last, width = next(span for span in spans if span[1] - span[0] <= MOST_BINS)
    return np.arange(first, last + 1, dtype=np.float64) * width


# --- amounts that may be anything ------------------------------------------------------------------------------------


def _edges(low: float, high: float) -> Floats:
    """Return where bins begin, all as wide, and where the last one ends: at round numbers if there are any."""
    shares = np.linspace(0, 1, MOST_BINS + 1)
    plain = low * (1 - shares) + high * shares  # which no sum makes infinite
    edges = _round_edges(low, high)
    return edges if edges is not None and bool((np.diff(edges) > 0).all()) else plain


def _round_edges(low: float, high: float) -> Floats | None:
    """Return round edges, or None where numbers are too large, too small or too close to have any."""
    least = high / MOST_BINS - low / MOST_BINS
    limits = np.finfo(np.float64)
    if not limits.tiny * MOST_BINS**2 < least < limits.max / MOST_BINS**2:
        return None
    power = int(np.floor(np.log10(least))) - 1
    for exponent, step in ((exponent, step) for exponent in (power, power + 1) for step in _WIDTHS):
        unit = 10.0 ** abs(exponent)
        scaled = (low * unit, high * unit) if exponent < 0 else (low / unit, high / unit)
        first, last = np.floor(scaled[0] / step), np.ceil(scaled[1] / step)
        if last - first <= MOST_BINS:
            tenths = np.arange(first, last + 1) * step  # whole, so that one division makes the nearest number
            return np.asarray(tenths / unit if exponent < 0 else tenths * unit)
    return None


def _powers(low: float, high: float, *, whole: bool) -> _Cuts:
    """Return edges of which each is so many times the one before, in two digits."""
    first, last = np.log10(low), np.log10(high)
    for count in _PER_POWER:
        begin, end = np.floor(first * count), np.ceil(last * count)
        if end - begin <= MOST_BINS:
            break
    edges = np.array([float(f"{10.0**power:.2g}") for power in np.arange(begin, end + 1) / count])
    if not whole:
        return _Cuts(edges)
    edges = np.unique(np.ceil(edges))
    return _Cuts(np.append(edges[edges <= high], high + 1), 1.0)
