"""The rows that a column is made for, as the functions that make it see them."""

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import TypeAlias

import pyarrow as pa

from generation.engine.expressions.histories import History
from generation.engine.kinds import Value
from generation.engine.randomness import Draw, Integers


@dataclass(frozen=True, slots=True)
class Frame:
    """Some rows: their draws, the other columns' values, and what each place that must not repeat has had, by its key.

    `shared` holds what has been made for these rows and is used in several places of the expression.
    """

    draw: Draw
    columns: Mapping[str, pa.Array]
    histories: MutableMapping[bytes, History]
    shared: dict[int, Value] = field(default_factory=dict)

    def at(self, place: str | int) -> "Frame":
        """Return the frame as a place inside sees it."""
        return Frame(self.draw.at(place), self.columns, self.histories)

    def of(self, places: Integers) -> "Frame":
        """Return the frame of some of the rows alone: those at these places, which are in order and count from 0."""
        indices = pa.array(places)
        columns = {name: cells.take(indices) for name, cells in self.columns.items()}
        return Frame(self.draw.of(places), columns, self.histories)


Run: TypeAlias = Callable[[Frame], Value]
