"""How amounts are spread: counts in bins that begin and end at round numbers, and that no single outlier empties."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

MOST_BINS = 12
HOUR = 3600
CLOCK = (60, 120, 300, 600, 900, 1800, HOUR, 2 * HOUR)  # seconds that bins of times of the day may be wide
_STEPS = (10, 15, 20, 25, 30, 40, 50, 60, 80)  # tenths of a power of ten that bins may be wide
_LARGEST_WHOLE = 1e15
_CROWDED = 0.75  # a share of the values that, in one bin, leaves nothing to be seen of the others
_LESS_CROWDED = 0.6  # what is better than that
_LEAST_RATIO = 30  # of the greatest to the least amount, if powers are to tell more
_FENCE = 3  # quartile distances beyond which amounts are outliers
_PER_POWER = (10, 5, 4, 3, 2, 1, 1 / 2, 1 / 3, 1 / 5, 1 / 10, 1 / 20, 1 / 60)  # bins for each power of ten

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bins:
    """How many amounts lie between each two `edges`, the lower included, of the last bin the upper one as well.

    Of whole amounts only those below the upper edge are, and the last edge is beyond the greatest. `by_powers`: each
    bin is so many times as wide as the one before. `below` and `above` count the outliers that are in none.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    whole: bool = False
    by_powers: bool = False
    below: int = 0
    above: int = 0


def bins_of(amounts: Floats, *, whole: bool = False, widths: Sequence[int] = ()) -> Bins:
    """Return how amounts, of which there are some, are spread; bins have one of the `widths` if there are any."""
    even = _even(amounts, whole=whole, widths=widths)
    if not _crowded(even, amounts):
        return even
    better = (bins for bins in _views(amounts, whole=whole) if max(bins.counts) < _LESS_CROWDED * len(amounts))
    return next(better, even)


def _views(amounts: Floats, *, whole: bool) -> Iterator[Bins]:
    """Yield other ways to look at amounts."""
    low, high = amounts.min(), amounts.max()
    if low > 0 and low < high / _LEAST_RATIO:
        yield _counted(amounts, _powers(float(low), float(high), whole=whole), whole=whole, by_powers=True)
    lower, upper = np.quantile(amounts / 4, [0.25, 0.75])  # of parts, whose distances are never infinite
    fence = _FENCE * (upper - lower)
    inside = (amounts / 4 >= lower - fence) & (amounts / 4 <= upper + fence)
    seen = amounts[inside]
    if len(seen) < len(amounts):
        below = int((amounts < seen.min()).sum())
        yield replace(_even(seen, whole=whole), below=below, above=len(amounts) - len(seen) - below)


def _crowded(bins: Bins, amounts: Floats) -> bool:
    """Return whether most amounts lie in one bin, and are not all the same."""
    fullest = int(np.argmax(bins.counts))
    if bins.counts[fullest] < _CROWDED * len(amounts):
        return False
    within = amounts[(amounts >= bins.edges[fullest]) & (amounts < bins.edges[fullest + 1])]
    return len(within) > 0 and bool(within.min() < within.max())


def _even(amounts: Floats, *, whole: bool, widths: Sequence[int] = ()) -> Bins:
    low, high = float(amounts.min()), float(amounts.max())
    fits = whole and max(-low, high) < _LARGEST_WHOLE
    return _counted(amounts, _edges(low, high, whole=fits, widths=widths), whole=fits)


def _counted(amounts: Floats, edges: Floats, *, whole: bool, by_powers: bool = False) -> Bins:
    places = np.searchsorted(edges, amounts, side="right") - 1
    counts = np.bincount(np.clip(places, 0, len(edges) - 2), minlength=len(edges) - 1)
    return Bins(edges=tuple(edges.tolist()), counts=tuple(counts.tolist()), whole=whole, by_powers=by_powers)


def _edges(low: float, high: float, *, whole: bool, widths: Sequence[int]) -> Floats:
    """Return where bins begin, all as wide, and where the last one ends."""
    if low == high:
        return np.array([low, high + 1 if whole else high])
    if whole or widths:
        return next(_aligned(low, high, widths or _whole_widths(), beyond=whole))
    shares = np.linspace(0, 1, MOST_BINS + 1)
    plain = low * (1 - shares) + high * shares  # which no sum makes infinite
    edges = _round_edges(low, high)
    return edges if edges is not None and bool((np.diff(edges) > 0).all()) else plain


def _whole_widths() -> Iterator[int]:
    yield from range(1, 10)
    yield from (step * 10**power for power in range(15) for step in _STEPS)


def _aligned(low: float, high: float, widths: "Iterator[int] | Sequence[int]", *, beyond: bool) -> Iterator[Floats]:
    """Yield the edges of bins of each width that makes few enough, at its multiples."""
    for width in widths:
        first = low // width
        last = high // width + 1 if beyond else -(-high // width)
        if last - first <= MOST_BINS:
            yield np.arange(first, last + 1) * width


def _round_edges(low: float, high: float) -> Floats | None:
    """Return round edges, or None where numbers are too large, too small or too close to have any."""
    least = high / MOST_BINS - low / MOST_BINS
    if not np.finfo(np.float64).tiny < least < np.finfo(np.float64).max / MOST_BINS**2:
        return None
    power = int(np.floor(np.log10(least))) - 1
    for step, exponent in ((step, exponent) for exponent in (power, power + 1) for step in _STEPS):
        scale = 10.0 ** abs(exponent)
        width = step * scale if exponent >= 0 else step / scale
        first, last = np.floor(low / width), np.ceil(high / width)
        if last - first <= MOST_BINS:
            tenths = np.arange(first, last + 1) * step  # whole, so that one division makes the nearest number
            return tenths * scale if exponent >= 0 else tenths / scale
    return None


def _powers(low: float, high: float, *, whole: bool) -> Floats:
    """Return edges of which each is so many times the one before."""
    first, last = np.log10(low), np.log10(high)
    for count in _PER_POWER:
        begin, end = np.floor(first * count), max(np.ceil(last * count), np.floor(first * count) + 1)
        if end - begin <= MOST_BINS:
            break
    edges = 10.0 ** (np.arange(begin, end + 1) / count)
    if not whole:
        return np.asarray(edges)
    edges = np.unique(np.ceil(np.round(edges, 6)))
    return edges if edges[-1] > high else np.append(edges[:-1], high + 1)
