"""Faker's own data, vectorised: its vocabularies with their weights, its format grammar, its number patterns.

A method is vectorised when, in its locale, it is one of Faker's stock implementations, which do nothing but choose
from a list on their class. A locale that overrides a method with code of its own is left to real Faker.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from faker.providers import address, color, company, currency, job, person, phone_number
from faker.providers.address.en_US import Provider as AmericanAddress

from generation.engine.kinds import Value, text
from generation.engine.providers import faker
from generation.engine.providers.arguments import Choices
from generation.engine.providers.elements import choose
from generation.engine.providers.grammar import Filled, Mixture, Text, Words, literal, source_of, text_of
from generation.engine.providers.grammar import Sequence as Parts
from generation.engine.providers.patterns import MARKS
from generation.engine.providers.registry import REGISTRY
from generation.engine.providers.source import Given, Source, fixed, numbered
from generation.engine.randomness import Draw

Recipe = Callable[[str, Any], Source]
_UPPER = MARKS | {"?": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_TOKEN = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@cache
def source(locale: str, name: str) -> Source:
    """Return the source of `fake.NAME()` without arguments, for a name that exists in the locale."""
    if provider := REGISTRY.get(f"fake.{name}"):
        return provider.bind(locale, (), {})
    found = faker.implementation(locale, name)
    recipe = _RECIPES.get(found[1]) if found else None
    if found and recipe:
        return recipe(locale, found[0])
    return faker.plain(locale, name)


def is_vectorised(locale: str, name: str) -> bool:
    """Tell whether `fake.NAME()` runs a column at a time in a locale."""
    found = faker.implementation(locale, name)
    return f"fake.{name}" in REGISTRY or (found is not None and found[1] in _RECIPES)


def choices(listed: Any) -> Choices:
    """Return a list on one of Faker's classes as choices; a mapping's values are weights if they are numbers."""
    if isinstance(listed, Mapping) and all(isinstance(weight, int | float) for weight in listed.values()):
        return Choices(tuple(listed), tuple(float(weight) for weight in listed.values()))
    return Choices(tuple(listed))


def _choice(*attributes: str, otherwise: str = "") -> Recipe:
    """Choose from the first of these lists that the class has, or do as another method does."""

    def recipe(locale: str, provider: Any) -> Source:
        for attribute in attributes:
            if hasattr(provider, attribute):
                return choose(choices(getattr(provider, attribute)))
        return source(locale, otherwise) if otherwise else fixed(text(0), pa.scalar(""))

    return recipe


def _affix(kind: str) -> Recipe:
    """Choose a prefix or suffix of a name: from one list, or from those of all genders together.

    What stands in several of them counts as often as the last one says, as in Faker.
    """

    def recipe(_locale: str, provider: Any) -> Source:
        if hasattr(provider, kind):
            return choose(choices(getattr(provider, kind)))
        lists = [getattr(provider, f"{kind}_{gender}", None) for gender in ("male", "female", "nonbinary")]
        if lists[2] is not None and all(isinstance(listed, Mapping) for listed in lists):
            weights: dict[Any, float] = {}
            for listed in lists:
                weights |= listed  # type: ignore[arg-type]  # each is a mapping
            return choose(choices(weights))
        if lists[0] is not None and lists[1] is not None:
            return mixture([choose(choices(listed)) for listed in lists[:2]])
        return fixed(text(0), pa.scalar(""))

    return recipe


def _format(*attributes: str) -> Recipe:
    """Fill a template, such as `{{first_name}} {{last_name}}`, of the first of these lists that the class has."""

    def recipe(locale: str, provider: Any) -> Source:
        attribute = next(attribute for attribute in attributes if hasattr(provider, attribute))
        listed = choices(getattr(provider, attribute))
        return templates(locale, listed.values, listed.weights)

    return recipe


def _pattern(attribute: str, marks: Mapping[str, str]) -> Recipe:
    """Fill one of the number patterns of a list on the class."""

    def recipe(_locale: str, provider: Any) -> Source:
        listed = choices(getattr(provider, attribute))
        return source_of(Filled(Words(listed.values, listed.weights), marks))

    return recipe


def _place(attribute: str, place: int) -> Recipe:
    """Choose a pair from a list on the class and take one of its places."""
    return lambda _locale, provider: choose(Choices(tuple(pair[place] for pair in getattr(provider, attribute))))


def _padded(low: int, high: int) -> Recipe:
    """Draw a number from `low` to `high`, both included, written with as many digits as `high` has."""
    width = len(str(high))

    def recipe(_locale: str, _provider: Any) -> Source:
        values = pa.array([f"{number:0{width}d}" for number in range(low, high + 1)])
        return numbered(text(width), len(values), lambda indices: values.take(pa.array(indices)))

    return recipe


def _words(attribute: str) -> Recipe:
    """Choose a word from each of several lists."""

    def recipe(_locale: str, provider: Any) -> Source:
        lists = [choose(choices(listed)) for listed in getattr(provider, attribute)]
        of = text(sum(listed.type.longest for listed in lists) + len(lists))

        def draw_words(draw: Draw, given: Given) -> Value:
            return pc.binary_join_element_wise(*(listed.draw(draw.at(i), given) for i, listed in enumerate(lists)), " ")

        return Source(of, draw_words)

    return recipe


def mixture(sources: Sequence[Source], weights: Sequence[float] | None = None) -> Source:
    """Return a source that draws each row from one of several sources of texts."""
    return source_of(Mixture(tuple(map(text_of, sources)), tuple(weights) if weights else None))


def templates(locale: str, listed: Sequence[str], weights: Sequence[float] | None) -> Source:
    """Return a source of texts made from templates such as `{{city_prefix}} {{first_name}}{{city_suffix}}`."""
    return source_of(Mixture(tuple(_template(locale, template) for template in listed), tuple(weights or ()) or None))


def _template(locale: str, template: str) -> Text:
    parts = _TOKEN.split(template)  # literal, token, literal, token, ..., literal
    return Parts(
        tuple(
            text_of(source(locale, part)) if place % 2 else literal(part)
            for place, part in enumerate(parts)
            if place % 2 or part
        )
    )


def _nothing_but(name: str) -> Recipe:
    """Do as another method does."""
    return lambda locale, _provider: source(locale, name)


_RECIPES: dict[Any, Recipe] = {
    person.Provider.name: _format("formats"),
    person.Provider.name_male: _format("formats_male", "formats"),
    person.Provider.name_female: _format("formats_female", "formats"),
    person.Provider.name_nonbinary: _format("formats_nonbinary", "formats"),
    person.Provider.first_name: _choice("first_names"),
    person.Provider.first_name_male: _choice("first_names_male", otherwise="first_name"),
    person.Provider.first_name_female: _choice("first_names_female", otherwise="first_name"),
    person.Provider.first_name_nonbinary: _choice("first_names_nonbinary", otherwise="first_name"),
    person.Provider.last_name: _choice("last_names"),
    person.Provider.last_name_male: _choice("last_names_male", otherwise="last_name"),
    person.Provider.last_name_female: _choice("last_names_female", otherwise="last_name"),
    person.Provider.last_name_nonbinary: _choice("last_names_nonbinary", otherwise="last_name"),
    person.Provider.prefix: _affix("prefixes"),
    person.Provider.prefix_male: _choice("prefixes_male", otherwise="prefix"),
    person.Provider.prefix_female: _choice("prefixes_female", otherwise="prefix"),
    person.Provider.prefix_nonbinary: _choice("prefixes_nonbinary", otherwise="prefix"),
    person.Provider.suffix: _affix("suffixes"),
    person.Provider.suffix_male: _choice("suffixes_male", otherwise="suffix"),
    person.Provider.suffix_female: _choice("suffixes_female", otherwise="suffix"),
    person.Provider.suffix_nonbinary: _choice("suffixes_nonbinary", otherwise="suffix"),
    person.Provider.language_name: _choice("language_names"),
    address.Provider.city: _format("city_formats"),
    address.Provider.city_suffix: _choice("city_suffixes"),
    address.Provider.street_suffix: _choice("street_suffixes"),
    address.Provider.street_name: _format("street_name_formats"),
    address.Provider.street_address: _format("street_address_formats"),
    address.Provider.address: _format("address_formats"),
    address.Provider.building_number: _pattern("building_number_formats", MARKS),
    address.Provider.postcode: _pattern("postcode_formats", _UPPER),
    address.Provider.country: _choice("countries"),
    AmericanAddress.city_prefix: _choice("city_prefixes"),
    AmericanAddress.secondary_address: _pattern("secondary_address_formats", MARKS),
    AmericanAddress.administrative_unit: _choice("states"),
    AmericanAddress.postcode: _padded(501, 99_950),
    AmericanAddress.zipcode: _nothing_but("postcode"),
    AmericanAddress.postalcode: _nothing_but("postcode"),
    company.Provider.company: _format("formats"),
    company.Provider.company_suffix: _choice("company_suffixes"),
    company.Provider.catch_phrase: _words("catch_phrase_words"),
    company.Provider.bs: _words("bsWords"),
    job.Provider.job: _choice("jobs"),
    job.Provider.job_male: _choice("jobs_male", otherwise="job"),
    job.Provider.job_female: _choice("jobs_female", otherwise="job"),
    phone_number.Provider.phone_number: _pattern("formats", MARKS),
    phone_number.Provider.country_calling_code: _choice("country_calling_codes"),
    phone_number.Provider.msisdn: _pattern("msisdn_formats", MARKS),
    color.Provider.color_name: _choice("all_colors"),
    color.Provider.safe_color_name: _choice("safe_colors"),
    currency.Provider.currency_code: _place("currencies", 0),
    currency.Provider.currency_name: _place("currencies", 1),
    currency.Provider.cryptocurrency_code: _place("cryptocurrencies", 0),
    currency.Provider.cryptocurrency_name: _place("cryptocurrencies", 1),
}
