"""What code yields as a whole: the ways through it put together again."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

from generation.engine.providers.grammar import Mixture, Text, Words
from generation.engine.providers.reader.outcomes import (
    MOST_OUTCOMES,
    Joined,
    Listed,
    NotUnderstood,
    Reading,
    Unlisted,
    few,
    grammar_of,
    holds_random,
    is_random,
    mapped,
    readings,
    shared_by,
)


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """What code yields, before it is drawn: a text of the grammar, one of some values, or several things at once."""

    text: Text | None = None
    values: Sequence[Any] = ()
    weights: tuple[float, ...] | None = None
    parts: tuple["Law", ...] = ()

    def drawn(self, reading: Reading) -> Any:
        """Return a value that is drawn by this law, anew in each call."""
        if self.parts:
            return tuple(part.drawn(reading) for part in self.parts)
        return reading.choose(self.values, self.weights) if self.text is None else reading.text(self.text)

    def spelled(self) -> Text:
        """Return the text that `str` makes of it."""
        if self.parts:
            raise NotUnderstood("several texts")
        return self.text or Words(tuple(map(str, few(self.values))), self.weights)


def law(read: Callable[[Reading], Any]) -> Law:
    """Return what code yields by all ways through it."""
    shares, laws = zip(*readings(lambda reading: _settled(read(reading))), strict=True)
    if len(laws) == 1:
        only: Law = laws[0]
        return only
    if any(one.parts for one in laws):
        raise NotUnderstood("several values in several ways")
    if any(one.text is not None and not isinstance(one.text, Words) for one in laws) or _are_many(laws):
        return Law(Mixture(tuple(one.spelled() for one in laws), shares))
    values, weights = _pooled([(share, *_listed(one)) for share, one in zip(shares, laws, strict=True)])
    return _law_of(values, weights)


def _are_many(laws: Iterable[Law]) -> bool:
    texts = [one.text for one in laws if isinstance(one.text, Words)]
    return sum(len(text.values) for text in texts) > MOST_OUTCOMES


def _settled(value: Any) -> Law:
    if isinstance(value, list | tuple) and any(map(holds_random, value)):
        return _several(value)
    if isinstance(value, str | Unlisted | Joined):
        return Law(grammar_of(value))
    if not isinstance(value, Listed):
        return Law(values=(value,))
    if all(isinstance(one, str) for one in value.values):
        return Law(grammar_of(value))
    return Law(values=value.values, weights=value.weights)


def _several(values: Sequence[Any]) -> Law:
    if shared_by([value for value in values if is_random(value)]):
        return _settled(mapped(lambda *items: items, *values))
    return Law(parts=tuple(map(_settled, values)))


def _listed(one: Law) -> tuple[Sequence[Any], tuple[float, ...] | None]:
    return (one.text.values, one.text.weights) if isinstance(one.text, Words) else (few(one.values), one.weights)


def _pooled(
    groups: list[tuple[float, Sequence[Any], tuple[float, ...] | None]],
) -> tuple[list[Any], tuple[float, ...] | None]:
    """Return the values of all groups, as likely as the group and the value in it are."""
    values = [value for _, own, _ in groups for value in own]
    weights: list[float] = []
    for share, own, inner in groups:
        total = fsum(inner) if inner else len(own)
        weights += [share * weight / total for weight in inner or (1.0,) * len(own)]
    return values, None if max(weights) - min(weights) < 1e-12 * max(weights) else tuple(weights)


def _law_of(values: list[Any], weights: tuple[float, ...] | None) -> Law:
    if all(isinstance(value, str) for value in values):
        return Law(Words(tuple(values), weights))
    return Law(values=values, weights=weights)
