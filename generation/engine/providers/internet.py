"""Addresses of the internet: of people, of sites and of pages.

Faker makes them of names that it spells in ASCII and strips of signs. That is done to the vocabularies beforehand.
"""

import re
from collections.abc import Callable, Mapping
from itertools import chain
from string import Formatter, ascii_lowercase
from typing import Annotated, Any

from faker.providers.internet import Provider as Internet
from faker.providers.internet.el_GR import Provider as GreekInternet
from faker.providers.internet.el_GR import latinize
from faker.providers.internet.es_CL import Provider as ChileanInternet
from faker.providers.internet.ja_JP import Provider as JapaneseInternet
from faker.providers.internet.zh_CN import Provider as ChineseInternet
from faker.providers.internet.zh_TW import Provider as TaiwaneseInternet

from generation.engine.kinds import text
from generation.engine.providers import faker
from generation.engine.providers.arguments import Choices, Flag, Whole, WordList
from generation.engine.providers.arguments import Words as Short
from generation.engine.providers.elements import choose
from generation.engine.providers.grammar import (
    Mixture,
    Sequence,
    Text,
    Words,
    changed,
    characters,
    literal,
    source_of,
    text_of,
)
from generation.engine.providers.patterns import DIGITS
from generation.engine.providers.registry import provides
from generation.engine.providers.slugs import Change, first_words, is_listed, slug, to_ascii
from generation.engine.providers.source import Source
from generation.engine.providers.methods import choices, source, templates

Switch = Annotated[bool, Flag()]
Domain = Annotated[str | None, Short(60)]
Schemes = Annotated[list[str] | None, WordList()]
Depth = Annotated[int | None, Whole(1, 10)]
Pixels = Annotated[int | None, Whole(1, 10_000)]

_SIGNS = {"#": characters(DIGITS), "?": characters(ascii_lowercase)}
_TOKEN = re.compile(r"\{\{(\w+)\}\}")
_MOST_DEPTH = 3  # of a path whose depth is not told
_MOST_PIXELS = 1024  # of a picture whose size is not told


def _lists(locale: str) -> Any:
    """Return the object on which Faker keeps a locale's lists of domains, pages and formats."""
    found = faker.implementation(locale, "email")
    return found[0] if found else Internet


def _one_of(listed: Any) -> Text:
    return text_of(choose(choices(listed)))


def _is(locale: str, name: str, function: Any) -> bool:
    found = faker.implementation(locale, name)
    return found is not None and found[1] is function


# --- people ---------------------------------------------------------------------------------------------------------


@provides("fake.user_name")
def user_name(locale: str) -> Source:
    """Return a name to log in with."""
    formats = choices(_lists(locale).user_name_formats)
    if _is(locale, "user_name", Internet.user_name):
        latin = _latin(locale)
        return _formatted(locale, formats, lambda part: slug(latin(part.lower()), unicode=True))
    if _is(locale, "user_name", GreekInternet.user_name):
        return _formatted(locale, formats, _greek)
    return faker.per_row(locale, "user_name", text(200))


def _latin(locale: str) -> Change:
    replacements = _lists(locale).replacements
    return lambda part: part if part.isascii() else to_ascii(part, replacements)


def _greek(part: str) -> str:
    return slug(latinize(part), dots=True)


def _formatted(locale: str, formats: Choices, spelled: Change) -> Source:
    """Return texts by formats such as `{{first_name}}##`, with each part spelled so."""
    tokens = {token for form in formats.values for token in _TOKEN.findall(form)}
    spellings = {token: changed(text_of(source(locale, token)), spelled) for token in sorted(tokens)}

    def read(form: str) -> Text:
        parts = _TOKEN.split(form)  # literal, token, literal, token, ..., literal
        pieces = ([spellings[part]] if place % 2 else map(sign, part) for place, part in enumerate(parts))
        return Sequence(tuple(chain.from_iterable(pieces)))

    def sign(character: str) -> Text:
        return _SIGNS.get(character) or literal(spelled(character))

    return source_of(Mixture(tuple(map(read, formats.values)), formats.weights))


def _at(locale: str, domain: Text) -> Source:
    return source_of(Sequence((text_of(source(locale, "user_name")), literal("@"), domain)))


@provides("fake.email")
def email(locale: str, safe: Switch = True, domain: Domain = None) -> Source:
    """Return an e-mail address, at a reserved domain unless `safe` is off."""
    if domain:
        return _at(locale, literal(domain.lower()))
    if safe:
        return _at(locale, _one_of(_lists(locale).safe_domain_names))
    formats = choices(_lists(locale).email_formats)
    return templates(locale, formats.values, formats.weights)


@provides("fake.safe_email", "fake.ascii_safe_email")
def safe_email(locale: str) -> Source:
    """Return an e-mail address at a domain that is reserved for examples."""
    return email(locale)


@provides("fake.free_email", "fake.ascii_free_email")
def free_email(locale: str) -> Source:
    """Return an e-mail address at one of the great providers."""
    return _at(locale, _one_of(_lists(locale).free_email_domains))


@provides("fake.company_email")
def company_email(locale: str) -> Source:
    """Return an e-mail address at a company's domain."""
    return _at(locale, text_of(source(locale, "domain_name")))


@provides("fake.ascii_email")
def ascii_email(locale: str) -> Source:
    """Return an e-mail address in ASCII."""
    return source_of(changed(text_of(email(locale, safe=False)), _latin(locale)))


@provides("fake.ascii_company_email")
def ascii_company_email(locale: str) -> Source:
    """Return an e-mail address at a company's domain, in ASCII."""
    return source_of(changed(text_of(company_email(locale)), _latin(locale)))


# --- sites ----------------------------------------------------------------------------------------------------------


@provides("fake.domain_word")
def domain_word(locale: str) -> Source:
    """Return the name of a domain, without the domains above it."""
    found = faker.implementation(locale, "domain_word")
    spell = _DOMAIN_WORDS.get(found[1]) if found else None
    return spell(locale) if spell else faker.per_row(locale, "domain_word", text(200))


def _of_company(count: int) -> Callable[[str], Source]:
    """Return what spells the first words of a company."""

    def spell(locale: str) -> Source:
        company, latin = text_of(source(locale, "company")), _latin(locale)
        if not is_listed(company):
            return faker.per_row(locale, "domain_word", text(200))
        return source_of(changed(first_words(company, count), lambda part: slug(latin(part), unicode=True)))

    return spell


def _of_greek_company(locale: str) -> Source:
    return source_of(changed(first_words(text_of(source(locale, "company")), 1), _greek))


def _of_person(locale: str) -> Source:
    return source_of(changed(text_of(source(locale, "last_romanized_name")), slug))


def _of_chinese(locale: str) -> Source:
    return _formatted(locale, choices(_lists(locale).domain_formats), slug)


_DOMAIN_WORDS: dict[Any, Callable[[str], Source]] = {
    Internet.domain_word: _of_company(1),
    ChileanInternet.domain_word: _of_company(2),
    GreekInternet.domain_word: _of_greek_company,
    JapaneseInternet.domain_word: _of_person,
    TaiwaneseInternet.domain_word: _of_person,
    ChineseInternet.domain_word: _of_chinese,
}


@provides("fake.domain_name")
def domain_name(locale: str, levels: Annotated[int, Whole(1, 5)] = 1) -> Source:
    """Return a domain with so many levels below the top one."""
    if not _is(locale, "domain_name", Internet.domain_name):
        return faker.per_row(locale, "domain_name", text(300), levels=levels)
    word, top = text_of(source(locale, "domain_word")), _one_of(_lists(locale).tlds)
    return source_of(Sequence((*(word, literal(".")) * levels, changed(top, str.lower))))


@provides("fake.hostname")
def hostname(locale: str, levels: Annotated[int, Whole(0, 5)] = 1) -> Source:
    """Return a host in a domain with so many levels."""
    digit = characters(DIGITS)
    host = (_one_of(_lists(locale).hostname_prefixes), literal("-"), digit, digit)
    domain = (literal("."), text_of(domain_name(locale, levels))) if levels else ()
    return source_of(Sequence((*host, *domain)))


@provides("fake.tld")
def tld(locale: str) -> Source:
    """Return a domain of the top level."""
    return choose(choices(_lists(locale).tlds))


@provides("fake.free_email_domain")
def free_email_domain(locale: str) -> Source:
    """Return the domain of one of the great providers of e-mail."""
    return choose(choices(_lists(locale).free_email_domains))


@provides("fake.safe_domain_name")
def safe_domain_name(locale: str) -> Source:
    """Return a domain that is reserved for examples."""
    return choose(choices(_lists(locale).safe_domain_names))


# --- pages ----------------------------------------------------------------------------------------------------------


def _site(locale: str, schemes: list[str] | None) -> Sequence:
    formats = choices(_lists(locale).url_formats)
    site = templates(locale, formats.values, formats.weights)
    return Sequence((Words(tuple(schemes or ("http", "https"))), literal("://"), text_of(site)))


@provides("fake.url")
def url(locale: str, schemes: Schemes = None) -> Source:
    """Return the address of a site."""
    return source_of(_site(locale, schemes))


@provides("fake.uri")
def uri(locale: str, schemes: Schemes = None, deep: Depth = None) -> Source:
    """Return the address of a page."""
    lists = _lists(locale)
    page = (_path(locale, deep), _one_of(lists.uri_pages), _one_of(lists.uri_extensions))
    return source_of(Sequence((_site(locale, schemes), *page)))


@provides("fake.uri_path")
def uri_path(locale: str, deep: Depth = None) -> Source:
    """Return the path of a page, `deep` parts long."""
    return source_of(_path(locale, deep))


def _path(locale: str, deep: int | None) -> Text:
    part = _one_of(_lists(locale).uri_paths)
    depths = [deep] if deep else range(1, _MOST_DEPTH + 1)
    return Mixture(tuple(Sequence((part, *(literal("/"), part) * (depth - 1))) for depth in depths))


@provides("fake.uri_page")
def uri_page(locale: str) -> Source:
    """Return the name of a page."""
    return choose(choices(_lists(locale).uri_pages))


@provides("fake.uri_extension")
def uri_extension(locale: str) -> Source:
    """Return the extension of a page's name."""
    return choose(choices(_lists(locale).uri_extensions))


@provides("fake.image_url")
def image_url(locale: str, width: Pixels = None, height: Pixels = None) -> Source:
    """Return the address of a picture; where it points to is Faker's choice."""
    sizes = {name: _pixels(told) for name, told in (("width", width), ("height", height))}
    services = choices(_lists(locale).image_placeholder_services)
    return source_of(Mixture(tuple(_image(service, sizes) for service in services.values), services.weights))


def _image(service: str, sizes: Mapping[str, Text]) -> Text:
    parts = ((literal(fixed), sizes.get(name or "")) for fixed, name, _, _ in Formatter().parse(service))
    return Sequence(tuple(part for pair in parts for part in pair if part))


def _pixels(told: int | None) -> Text:
    """Return a number of pixels, from 0 on unless it is told."""
    if told:
        return literal(str(told))
    return Words(tuple(map(str, range(_MOST_PIXELS + 1))))
