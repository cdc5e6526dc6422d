"""Drawing by weight: one random word, one look-up in a guide table (Chen and Asau 1974) and few second looks a row."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from generation.engine.randomness import Floats, Integers, Words

_UNIT = 1 << 32  # tickets: weights are rounded to shares of it
_BUCKETS_PER_ENTRY = 2


class Lottery:
    """Entries in segments: a row that is told its segment draws one of its entries, as likely as its weight says.

    The entries are numbered through from 0, segment after segment. Weights are at least 0, and more than 0 together in
    each segment; they need not add up to 1.
    """

    def __init__(self, segments: Sequence[Floats]) -> None:
        """Take the weights of each segment's entries."""
        bits = [min(32, (_BUCKETS_PER_ENTRY * len(weights) - 1).bit_length()) for weights in segments]
        self._shifts = np.array([32 - bit for bit in bits], dtype=np.uint64)
        self._firsts = np.cumsum([0, *(1 << bit for bit in bits)])[:-1].astype(np.uint64)
        ends = [_ends(weights) for weights in segments]
        sizes = np.cumsum([0, *map(len, ends)])
        self._lasts = (np.concatenate(ends) - np.uint64(1)).astype(np.uint32)  # what is looked up often is kept small
        self._ends: Words = np.concatenate([own + np.uint64(place * _UNIT) for place, own in enumerate(ends)])
        self._guide = np.concatenate(
            [_guide(own, bit) + size for own, bit, size in zip(ends, bits, sizes, strict=False)]
        ).astype(np.min_scalar_type(int(sizes[-1])))

    def entries(self, tickets: Words, segments: Integers | None = None) -> Integers:
        """Return one entry a ticket (see Draw.tickets): of the first segment, or of the one that is told for each."""
        if segments is None:
            buckets = tickets >> self._shifts[0]
        else:
            buckets = self._firsts.take(segments) + (tickets >> self._shifts.take(segments))
        found: Integers = self._guide.take(buckets.view(np.int64)).astype(np.int64)
        late = np.flatnonzero(self._lasts.take(found) < tickets)
        found[late] += 1
        late = late[self._lasts[found[late]] < tickets[late]]
        if late.size:
            keys = (
                tickets[late] if segments is None else tickets[late] | (segments[late].view(np.uint64) << np.uint64(32))
            )
            found[late] = np.searchsorted(self._ends, keys, side="right")
        return found


def _ends(weights: npt.NDArray[np.float64]) -> Words:
    """Return where each entry's share of the tickets 0 to 2**32 - 1 ends."""
    cumulative = np.cumsum(weights)
    ends: Words = np.rint(cumulative / cumulative[-1] * _UNIT).astype(np.uint64)
    ends[cumulative == cumulative[-1]] = _UNIT
    return ends


def _guide(ends: Words, bits: int) -> Integers:
    """Return, for each of 2**`bits` equal buckets of tickets, the entry that its first ticket draws."""
    first_after = (ends + np.uint64((1 << (32 - bits)) - 1)) >> np.uint64(32 - bits)
    guide: Integers = np.cumsum(np.bincount(first_after.view(np.int64), minlength=1 << bits))
    return guide[: 1 << bits]
