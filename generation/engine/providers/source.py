"""What a call that draws compiles to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import pyarrow as pa

from generation.engine.kinds import Number, Type, Value, list_of, type_of
from generation.engine.randomness import Draw, Integers

if TYPE_CHECKING:
    from generation.engine.providers.grammar import Text

Given: TypeAlias = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Operand:
    """An argument that differs from row to row: its type, and its place among the call's operands."""

    type: Type
    place: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where random values come from.

    `draw(draw, given)` makes the values of the rows in `draw`; `given` turns an argument into its value, which is the
    argument itself or, for an Operand, one value a row. `size` and `at` are there when the source is a numbered
    collection of `size` different values: `at(indices)` are the values with these numbers, from 0. `calls` is how many
    calls of real Faker a row costs. `text` tells what a text is made of, where that is known. `places` are the sources
    of a list's places, where each of them can be drawn without the others.
    """

    type: Type
    draw: Callable[[Draw, Given], Value]
    size: int | None = None
    at: Callable[[Integers], Value] | None = None
    calls: int = 0
    text: "Text | None" = None
    places: tuple["Source", ...] = ()


def numbered(of: Type, size: int, at: Callable[[Integers], Value]) -> Source:
    """Return a source of `size` different values, each equally likely."""
    return Source(of, lambda draw, _given: at(draw.integers(size)), size, at)


def fixed(of: Type, value: Any) -> Source:
    """Return a source of one value."""
    return Source(of, lambda draw, _given: pa.repeat(value, draw.rows))


def placed(source: Source, place: str | int) -> Source:
    """Return the source that draws the same kind of values at a place inside: independent of all other places."""
    return replace(source, draw=lambda draw, given: source.draw(draw.at(place), given))


def listed(places: Sequence[Source], names: tuple[str, ...] | None = None) -> Source:
    """Return the source of lists of fixed length, or of records with these names."""
    return Source(
        list_of([place.type for place in places], names),
        lambda draw, given: tuple(place.draw(draw, given) for place in places),
        calls=sum(place.calls for place in places),
        places=tuple(places),
    )


def bounds(argument: Any) -> tuple[Number | None, Number | None]:
    """Return the least and the greatest value that an argument can have."""
    of = argument.type if isinstance(argument, Operand) else type_of(argument)
    return of.low, of.high
