"""What `fake`, `random` and `np.random` can do, a file per subject. Every call goes through `find`."""

from difflib import get_close_matches
from functools import cache

from generation.engine.errors import CheckError
from generation.engine.providers import (
    banking,
    barcodes,
    browsers,
    cards,
    codes,
    colours,
    distributions,
    elements,
    faker,
    files,
    geography,
    identifiers,
    identities,
    internet,
    lorem,
    methods,
    moments,
    networks,
    numbers,
    numpy_random,
    options,
    passwords,
    people,
    places,
    vehicles,
)
from generation.engine.providers.registry import REGISTRY, Provider
from generation.engine.providers.source import Given, Operand, Source
from generation.engine.providers.suggestions import exists, suggestion

__all__ = ["Given", "Operand", "Provider", "Source", "find", "function_names", "names", "roots"]

_SUBJECTS = (
    banking,
    barcodes,
    browsers,
    cards,
    codes,
    colours,
    distributions,
    elements,
    files,
    geography,
    identifiers,
    identities,
    internet,
    lorem,
    moments,
    networks,
    numbers,
    numpy_random,
    options,
    passwords,
    people,
    places,
    vehicles,
)  # each enters its providers into the table


@cache
def roots() -> frozenset[str]:
    """Return what the names of providers begin with: `fake`, `random`, `np.random`, `uuid`."""
    return frozenset(name.rpartition(".")[0] for name in REGISTRY)


@cache
def names(locale: str) -> tuple[str, ...]:
    """Return the names of all providers that exist in a locale, sorted."""
    bridged = {f"fake.{name}" for name in faker.methods() if faker.has(locale, name) and faker.can_repeat(locale, name)}
    return tuple(sorted(bridged | {name for name in REGISTRY if exists(name, locale)}))


def find(name: str, locale: str) -> Provider:
    """Return the provider with this name. Raises CheckError that says why there is none, and what comes nearest."""
    short = name.removeprefix("fake.")
    if name in REGISTRY and exists(name, locale):
        return REGISTRY[name]
    if short != name and faker.has(locale, short):
        return _bridged(short)
    method = faker.methods().get(short) if short != name else None
    if method is not None and not method.allowed:
        meant = suggestion(name, locale)
        raise CheckError(f"{name:.80} is not allowed: it {method.reason}", hint=f"write {meant}" if meant else None)
    where = f" in {locale}" if method is not None or name in REGISTRY else ""
    raise CheckError(f"{name:.80} does not exist{where}", hint=_instead(name, locale))


@cache
def _bridged(short: str) -> Provider:
    return Provider(f"fake.{short}", lambda locale: methods.source(locale, short))


def _instead(name: str, locale: str) -> str | None:
    """Return what to write instead of a name: what is meant by it, or what looks like it."""
    if meant := suggestion(name, locale):
        return f"write {meant}"
    near = get_close_matches(name, names(locale), n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else None


def function_names(locale: str) -> tuple[str, ...]:
    """Return every provider of a locale as one writes its call, such as `fake.random_int(min=0, max=9999, step=1)`."""
    return tuple(find(name, locale).signature for name in names(locale))
