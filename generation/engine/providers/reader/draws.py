"""What draws in Faker's code: `random`, and the choice of elements that all methods come down to."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from itertools import permutations
from math import perm
from typing import Any

from generation.engine.providers.reader.outcomes import NotUnderstood, Reading, decide, holds_random

_MOST_DIFFERENT = 1 << 15


class Own(list[Any]):
    """A list that the code made itself, so that it may change it."""


class Dice:
    """The generator's `random`."""


DICE = Dice()


def drawn(reading: Reading, name: str, positional: Sequence[Any], named: Mapping[str, Any]) -> Any:
    """Return what a method of `random` yields."""
    match name, list(map(decide, positional)), dict(named):
        case "randint", [low, high], {**rest} if not rest:
            return reading.choose(range(low, high + 1))
        case "randrange", [*ends], {**rest} if ends and not rest:
            return reading.choose(range(*ends))
        case "getrandbits", [bits], {**rest} if not rest:
            return reading.choose(range(1 << bits))
        case "choice", [listed], {**rest} if not rest:
            return one_of(reading, listed)
        case "choices", [listed], {"k": int(count), **rest} if not rest:
            return Own(one_of(reading, listed) for _ in range(count))
        case "random", [], {**rest} if not rest:
            return Share()
        case _:
            raise NotUnderstood(f"random.{name}")


class Share:
    """A number from 0 to 1 that the code compares with a share."""

    def below(self, reading: Reading, share: float) -> Any:
        """Return whether the number is below a share."""
        return reading.choose((True, False), (share, 1 - share))


def several(
    reading: Reading,
    elements: Any = ("a", "b", "c"),
    length: Any = None,
    unique: bool = False,
    use_weighting: bool | None = None,
    *,
    weighted: bool,
) -> Any:
    """Return what `random_elements` yields."""
    weighted = weighted if use_weighting is None else use_weighting
    values, weights = _read(decide(elements), weighted=weighted)
    if length is None:
        length = decide(reading.choose(range(1, len(values) + 1)))
    if unique:
        return _different(reading, values, weights, decide(length))
    return Own(one_of(reading, values, weights) for _ in range(decide(length)))


def _different(reading: Reading, values: tuple[Any, ...], weights: Sequence[float] | None, length: int) -> Any:
    """Return different elements in the order in which they are drawn."""
    if weights is not None or perm(len(values), length) > _MOST_DIFFERENT:
        raise NotUnderstood("different elements of many")
    return reading.choose(list(permutations(values, length)))


def one(reading: Reading, elements: Any = ("a", "b", "c"), *, weighted: bool) -> Any:
    """Return what `random_element` yields."""
    return one_of(reading, *_read(decide(elements), weighted=weighted))


def _read(values: Any, *, weighted: bool) -> tuple[tuple[Any, ...], tuple[float, ...] | None]:
    if isinstance(values, set | frozenset):
        raise NotUnderstood("the order of a set")
    if isinstance(values, Mapping) and not isinstance(values, OrderedDict):
        raise NotUnderstood("a mapping without order")
    weights = tuple(map(float, values.values())) if isinstance(values, OrderedDict) and weighted else None
    return tuple(values), weights


def one_of(reading: Reading, values: Any, weights: Sequence[float] | None = None) -> Any:
    """Return one of some values, which may be random themselves."""
    if not isinstance(values, str | range) and any(map(holds_random, values)):
        return values[decide(reading.choose(range(len(values)), weights))]
    return reading.choose(values, weights)
