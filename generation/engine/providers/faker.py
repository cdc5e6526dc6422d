"""Real Faker behind the table of its methods: what is not vectorised runs row by row, each block with its seed.

Nothing here turns text into an attribute: a name is looked up in `faker_methods.tsv` first, and only what stands
there as allowed is ever read off Faker, without arguments or with those that a function of this module has checked.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from random import Random
from threading import RLock
from typing import Any

import pyarrow as pa
from faker import Factory, Generator
from faker.providers import BaseProvider

from generation.engine.errors import CheckError, RunError
from generation.engine.kinds import (
    LONGEST_TEXT,
    Kind,
    Type,
    Value,
    arrow_type,
    decimal,
    floating,
    integer,
    list_of,
    text,
)
from generation.engine.providers.source import Given, Source
from generation.engine.randomness import Draw

_LOCK = RLock()  # one real Faker a locale serves all threads, one block at a time
_NUMBER_SCALE = 7  # the digits after the point of Faker's coordinates
_REACH = 10**15
_FAKER_ERRORS = (ArithmeticError, AttributeError, LookupError, NotImplementedError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Method:
    """A row of the table: whether `fake.NAME()` may be called, what it returns, and why not if not."""

    allowed: bool
    returns: str
    longest: int
    reason: str


@cache
def methods() -> dict[str, Method]:
    """Return the table of Faker's methods."""
    table = resources.files(__package__).joinpath("faker_methods.tsv").read_text(encoding="utf-8")
    return {
        row["method"]: Method(row["verdict"] == "allowed", row["returns"], int(row["longest_seen"] or 0), row["reason"])
        for row in csv.DictReader(table.splitlines(), delimiter="\t")
    }


def generator(locale: str) -> Generator:
    """Return this process's real Faker for a locale, which draws from a Random of its own."""
    with _LOCK:
        return _made(locale)


@cache
def _made(locale: str) -> Generator:
    made = Factory.create(locale)
    made.random = Random()  # noqa: S311  # data, not secrets; seeded in place, because some providers keep it
    for provider in made.get_providers():
        _put_in_order(provider)
    made.add_provider(_Years)
    return made


class _Years(BaseProvider):
    """Years for the formats that have one, such as those of Russian user names: Faker's own end with the clock's."""

    def year(self) -> str:
        """Return a year from 1970 to 2025."""
        return str(self.random_int(1970, 2025))


def _put_in_order(provider: Any) -> None:
    """Sort a provider's sets, and the one list that Faker makes of a set: their order differs by process."""
    for name in dir(type(provider)):
        listed = getattr(type(provider), name)
        if isinstance(listed, set | frozenset) or name == "cities":
            setattr(provider, name, sorted(listed) if isinstance(listed, list) else tuple(sorted(listed)))


def implementation(locale: str, name: str) -> tuple[Any, Callable[..., Any]] | None:
    """Return the provider object that answers to an allowed name in a locale, and the function that it runs."""
    for provider in generator(locale).get_providers():
        function = getattr(type(provider), name, None)
        if callable(function):
            return provider, function
    return None


def has(locale: str, name: str) -> bool:
    """Tell whether a name is allowed and exists in a locale."""
    method = methods().get(name)
    return method is not None and method.allowed and implementation(locale, name) is not None


@cache
def _unrepeatable() -> frozenset[tuple[str, str]]:
    """Return the pairs of locale and method that read the clock, the process or randomness that cannot be seeded."""
    table = resources.files(__package__).joinpath("faker_unrepeatable.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines()[1:])
    return frozenset((locale, method) for method, locales in rows for locale in locales.split(","))


def can_repeat(locale: str, name: str) -> bool:
    """Tell whether a method makes the same of the same seed, on any day, in any process."""
    return (locale, name) not in _unrepeatable()


def plain(locale: str, name: str) -> Source:
    """Return the source that calls an allowed method without arguments."""
    method = methods()[name]
    match method.returns:
        case "int":
            of = integer(-_REACH, _REACH)
        case "float":
            of = floating()
        case "Decimal":
            of = decimal(-_REACH, _REACH, _NUMBER_SCALE)
        case "tuple" | "list" | "dict":
            return record(locale, name)
        case _:
            of = text(_longest(method.longest))
    return per_row(locale, name, of)


def _longest(seen: int) -> int:
    """Return a bound, in bytes, for texts whose longest of 200 had so many characters."""
    return min(LONGEST_TEXT, 4 * max(seen, 16))


def per_row(locale: str, name: str, of: Type, **arguments: Any) -> Source:
    """Return the source that calls an allowed method, with checked arguments, for every row.

    Raises CheckError when Faker has nothing to make it of in this locale: it is tried once.
    """
    stored = arrow_type(of)
    if not can_repeat(locale, name):
        raise CheckError(f"fake.{name} in {locale} counts from the clock or draws unseeded, so it cannot be made again")
    _try(locale, name, arguments)

    def make(seed: int, rows: int) -> list[Any]:
        return [_cell(value, of) for value in call(locale, name, seed, rows, arguments)]

    return Source(of, lambda draw, _given: draw.blocks(make, stored), calls=1)


def record(locale: str, name: str, **arguments: Any) -> Source:
    """Return the source of an allowed method that yields several values, each of which becomes a place of the list."""
    sample = _try(locale, name, arguments)
    types = [_type_of(value) for value in sample]
    of = list_of(types)

    def draw_place(draw: Draw, place: int) -> pa.Array:
        def make(seed: int, rows: int) -> list[Any]:
            return [_cell(row[place], types[place]) for row in call(locale, name, seed, rows, arguments)]

        return draw.blocks(make, arrow_type(types[place]))

    def draw_record(draw: Draw, _given: Given) -> Value:
        return tuple(draw_place(draw, place) for place in range(len(types)))

    return Source(of, draw_record, calls=len(types))


def call(locale: str, name: str, seed: int, rows: int, arguments: dict[str, Any]) -> list[Any]:
    """Return what an allowed method yields in so many calls under a seed. Raises RunError."""
    found = implementation(locale, name)
    if found is None:
        raise CheckError(f"fake.{name} does not exist in {locale}")
    provider, function = found
    try:
        with _LOCK:
            generator(locale).random.seed(seed)
            return [function(provider, **arguments) for _ in range(rows)]
    except _FAKER_ERRORS as error:
        raise RunError(f"Faker cannot make fake.{name} in {locale}: {type(error).__name__}") from error


def _try(locale: str, name: str, arguments: dict[str, Any]) -> Any:
    """Return what one call yields. Raises CheckError where it fails."""
    try:
        return call(locale, name, 0, 1, arguments)[0]
    except RunError as error:
        raise CheckError(f"fake.{name} has nothing to choose from in {locale}") from error


def _type_of(value: Any) -> Type:
    if isinstance(value, Decimal):
        return decimal(-_REACH, _REACH, _NUMBER_SCALE)
    if isinstance(value, int):
        return integer(-_REACH, _REACH)
    if isinstance(value, float):
        return floating()
    return text(_longest(4 * len(str(value))))


def _cell(value: Any, of: Type) -> Any:
    if value is None:
        return None
    return str(value) if of.kind is Kind.TEXT else float(value) if of.kind is Kind.DECIMAL else value
