"""Faker's methods by name: drawn a column at a time where their code is understood, run row by row otherwise."""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
import pyarrow as pa

from generation.engine.kinds import Value, integer, list_of
from generation.engine.providers import faker
from generation.engine.providers.arguments import Choices
from generation.engine.providers.composing import source_of
from generation.engine.providers.elements import choose, vocabulary
from generation.engine.providers.grammar import Words, text_of
from generation.engine.providers.lottery import Lottery
from generation.engine.providers.reader.frame import World, call
from generation.engine.providers.reader.laws import Law, law
from generation.engine.providers.reader.outcomes import NotUnderstood
from generation.engine.providers.reader.rewriting import parsed
from generation.engine.providers.reader.sources import Method, method_of
from generation.engine.providers.registry import REGISTRY, SOURCES
from generation.engine.providers.source import Given, Source, listed, numbered, placed
from generation.engine.randomness import Draw

_FAILURES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)  # of code that cannot be read so


@lru_cache(maxsize=SOURCES)
def source(locale: str, name: str) -> Source:
    """Return the source of `fake.NAME()` without arguments, for a name that exists in the locale."""
    if provider := REGISTRY.get(f"fake.{name}"):
        return provider.bind(locale, (), {})
    return read(locale, name) or faker.plain(locale, name)


def read(locale: str, name: str, **arguments: Any) -> Source | None:
    """Return the source of what Faker's own `fake.NAME(...)` yields in a locale, or None if its code is not understood.

    The arguments are constants, checked by the caller, who calls Faker row by row where this is None:

        return methods.read(locale, "domain_name", levels=2) or faker.per_row(locale, "domain_name", of, levels=2)
    """
    try:
        found = _law(locale, _method(locale, name), (), tuple(sorted(arguments.items())))
        return _source(found)
    except NotUnderstood:
        return None


def choices(listed: Any) -> Choices:
    """Return a list on one of Faker's classes as choices; a mapping's values are weights if they are numbers."""
    if isinstance(listed, dict) and all(isinstance(weight, int | float) for weight in listed.values()):
        return Choices(tuple(listed), tuple(float(weight) for weight in listed.values()))
    return Choices(tuple(listed))


def templates(locale: str, listed: Sequence[str], weights: Sequence[float] | None) -> Source:
    """Return a source of texts made from templates such as `{{city_prefix}} {{first_name}}{{city_suffix}}`."""
    of = Words(tuple(listed), tuple(weights) if weights else None)
    return source_of(parsed(of, lambda token: text_of(source(locale, token))))


@cache
def _world(locale: str) -> World:
    return World(lambda name: _method(locale, name), lambda *made: _law(locale, *made))


def _method(locale: str, name: str) -> Method:
    found = faker.implementation(locale, name)
    if found is None:
        raise NotUnderstood(f"no method {name}")
    return method_of(found[0], name)


def _law(locale: str, method: Method, positional: tuple[Any, ...], named: tuple[tuple[str, Any], ...]) -> Law:
    try:
        found = _kept(locale, method, positional, named)
    except TypeError:  # an argument that no table is kept for
        found = _found(locale, method, positional, named)
    if isinstance(found, Law):
        return found
    raise NotUnderstood(found)


def _found(locale: str, method: Method, positional: tuple[Any, ...], named: tuple[tuple[str, Any], ...]) -> Law | str:
    """Return what a method yields, or why that is not understood."""
    try:
        return law(lambda reading: call(_world(locale), reading, method, positional, dict(named)))
    except NotUnderstood as error:
        return str(error)
    except RecursionError:
        return "code that calls itself"
    except _FAILURES as error:
        return f"code that fails: {error}"


_kept = lru_cache(maxsize=4 * SOURCES)(_found)


def _source(of: Law) -> Source:
    """Return the source that draws by a law. Raises NotUnderstood where the engine has no type for its values."""
    if of.text is not None:
        return source_of(of.text)
    if of.parts:
        return listed([placed(_source(part), place) for place, part in enumerate(of.parts)])
    if isinstance(of.values, range):
        return _counted(of.values)
    if all(isinstance(value, tuple) for value in of.values):
        return _records(of)
    if any(value is None or isinstance(value, tuple | list | dict) for value in of.values):
        raise NotUnderstood("values of several kinds")
    return choose(Choices(tuple(of.values), of.weights))


def _counted(numbers: range) -> Source:
    low, step = numbers.start, numbers.step
    return numbered(integer(min(numbers), max(numbers)), len(numbers), lambda indices: pa.array(indices * step + low))


def _records(of: Law) -> Source:
    """Return the source of values that belong together, a place of the list each."""
    if len({len(record) for record in of.values}) > 1:
        raise NotUnderstood("records of several lengths")
    places = [vocabulary(values) for values in zip(*of.values, strict=True)]
    lottery = Lottery([np.asarray(of.weights or np.ones(len(of.values)), dtype=np.float64)])

    def draw_records(draw: Draw, _given: Given) -> Value:
        indices = pa.array(lottery.entries(draw.tickets(1)[0]))
        return tuple(values.take(indices) for _, values in places)

    return Source(list_of([kind for kind, _ in places]), draw_records)
