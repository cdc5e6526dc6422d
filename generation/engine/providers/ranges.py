"""Several ranges of numbers, not equally likely: networks of addresses, prefixes of cards, groups of publishers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from generation.engine.kinds import Type
from generation.engine.providers.lottery import Lottery
from generation.engine.providers.source import Source
from generation.engine.randomness import Draw, Integers

Spell = Callable[[Integers, Integers], pa.Array]


@dataclass(frozen=True, slots=True)
class Ranges:
    """Ranges by their sizes, each of which divides the largest, and how likely each is."""

    sizes: Integers
    lottery: Lottery

    @classmethod
    def of(cls, sizes: Sequence[int], shares: Sequence[float]) -> "Ranges":
        """Take sizes, and shares that need not add up to 1."""
        return cls(np.array(sizes), Lottery([np.array(shares, dtype=np.float64)]))

    def draw(self, draw: Draw) -> tuple[Integers, Integers]:
        """Return a range a row, and a number in it, from 0."""
        chosen = self.lottery.entries(draw.at("range").tickets(1)[0])
        return chosen, draw.integers(int(self.sizes.max())) % self.sizes[chosen]

    def source(self, of: Type, spell: Spell) -> Source:
        """Return the source of what `spell` makes of a range and a number in it; it must be different for each."""
        starts = np.concatenate([[0], np.cumsum(self.sizes)])

        def at(indices: Integers) -> pa.Array:
            chosen = np.searchsorted(starts, indices, side="right") - 1
            return spell(chosen, indices - starts[chosen])

        return Source(of, lambda draw, _given: spell(*self.draw(draw)), int(starts[-1]), at)
