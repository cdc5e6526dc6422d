"""What a heading says of the rows, put to the columns that it speaks of: "female customers from Berlin over 30"."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from generation.designer.catalog import Catalog
from generation.designer.meaning.choosing import Choice
from generation.designer.reading import Limits, Wish, any_of, read_statement

_PEOPLE = any_of(
    "aged?, ages, old, years?, patients, customers, people, persons?, adults, users, members, employees, students, men,"
    "women, participants, passengers, drivers, voters, subscribers, individuals, respondents, citizens"
)
_THAN = any_of("over, under, above, below, between, older, younger, at least, from, \\d")
_OF_AGE = re.compile(
    rf"\b{_PEOPLE}\s+(?:aged?\s+|who are\s+|that are\s+)?{_THAN}|\b\d+\s*(?:\+|and over|or older|years? old"
    rf"|year-olds?)",
    re.IGNORECASE,
)
_PAIRS = any_of("both, male and female, men and women, female and male, women and men, male/female, boys and girls")
_BOTH = re.compile(rf"\b{_PAIRS}\b", re.IGNORECASE)
_FROM_PLACE = re.compile(
    r"\b(?:in|from|for|of|near|across)\s+((?:[A-Z][\w.'-]+)(?:\s[A-Z][\w.'-]+){0,2}(?:(?:,| and| or)\s+[A-Z][\w.'-]+)*)"
)
_PLACES = ("city", "state", "country")


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A word for rows, and what it says: limits of the first of these concepts that a row holds."""

    concepts: tuple[str, ...]
    limits: Limits


@cache
def _qualifiers() -> Mapping[str, Qualifier]:
    document = tomllib.loads(files(__package__).joinpath("qualifiers.toml").read_text("utf-8"))
    return {
        phrase: Qualifier(
            tuple(body["concepts"]),
            Limits(low=body.get("low"), high=body.get("high"), values=tuple(body.get("values", ()))),
        )
        for body in document.values()
        for phrase in body["says"]
    }


def qualify(choices: tuple[Choice, ...], wish: Wish, catalog: Catalog) -> tuple[Choice, ...]:
    """Return the choices with what the heading says of their rows; what was stated of a column goes before."""
    for concepts, limits in _said(wish.heading, catalog):
        place = next(
            (place for name in concepts for place, one in enumerate(choices) if one.concept.name == name), None
        )
        if place is not None and not _is_bound(choices[place].limits):
            bound = replace(choices[place], limits=limits.combined(choices[place].limits))
            choices = (*choices[:place], bound, *choices[place + 1 :])
    return choices


def _is_bound(limits: Limits) -> bool:
    return limits.have_ends or bool(limits.values)


def _said(heading: str, catalog: Catalog) -> Iterator[tuple[tuple[str, ...], Limits]]:
    if not _BOTH.search(heading):
        lowered = heading.lower()
        for phrase, qualifier in _qualifiers().items():
            if re.search(rf"(?<![\w-]){phrase}(?![\w-])(?!\s+(?:names?|to\b))", lowered):
                yield qualifier.concepts, qualifier.limits
    if _OF_AGE.search(heading) and (limits := read_statement(heading).limits).have_ends:
        yield ("age", "date_of_birth"), Limits(low=limits.low, high=limits.high)
    yield from _of_places(heading, catalog)


def _of_places(heading: str, catalog: Catalog) -> Iterator[tuple[tuple[str, ...], Limits]]:
    """Yield the cities, states or countries that the rows come from, where the catalog knows them."""
    for match in _FROM_PLACE.finditer(heading):
        named = tuple(re.split(r",\s+|\s+and\s+|\s+or\s+", match[1]))
        for concept in _PLACES:
            known = {str(value) for table in catalog.tables_of.get(concept, ()) for value in table.columns[concept]}
            if set(named) <= known:
                yield (concept,), Limits(values=named)
                break
