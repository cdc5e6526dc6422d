"""Addresses of the internet, of people, of sites and of pages: Faker's, with their arguments checked."""

from typing import Annotated, Any

from faker.decode import unidecode
from faker.providers.internet import Provider as Internet

from generation.engine.kinds import Type, text
from generation.engine.providers import faker, methods
from generation.engine.providers.arguments import Flag, Whole, WordList, Words
from generation.engine.providers.grammar import changed, source_of, text_of
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Source

Domain = Annotated[str | None, Words(60)]
Schemes = Annotated[list[str] | None, WordList()]
Depth = Annotated[int | None, Whole(1, 10)]
Pixels = Annotated[int | None, Whole(1, 10_000)]


def _read(locale: str, name: str, of: Type, **arguments: Any) -> Source:
    """Return the source of Faker's method with these arguments, row by row if its code is not understood."""
    return methods.read(locale, name, **arguments) or faker.per_row(locale, name, of, **arguments)


@provides("fake.email")
def email(locale: str, safe: Annotated[bool, Flag()] = True, domain: Domain = None) -> Source:
    """Return an e-mail address, at a reserved domain unless `safe` is off."""
    if not safe and not domain:
        formats = methods.choices(_lists(locale).email_formats)
        return methods.templates(locale, formats.values, formats.weights)
    return _read(locale, "email", text(200), domain=domain)


@provides("fake.ascii_email")
def ascii_email(locale: str) -> Source:
    """Return an e-mail address in ASCII."""
    replacements = dict(_lists(locale).replacements)

    def spelled(part: str) -> str:
        return part if part.isascii() else unidecode("".join(replacements.get(letter, letter) for letter in part))

    return source_of(changed(text_of(email(locale, safe=False)), spelled))


def _lists(locale: str) -> Any:
    """Return the object on which Faker keeps a locale's formats of addresses."""
    found = faker.implementation(locale, "email")
    return found[0] if found else Internet


@provides("fake.url")
def url(locale: str, schemes: Schemes = None) -> Source:
    """Return the address of a site."""
    return _read(locale, "url", text(200), schemes=schemes)


@provides("fake.uri")
def uri(locale: str, schemes: Schemes = None, deep: Depth = None) -> Source:
    """Return the address of a page."""
    return _read(locale, "uri", text(600), schemes=schemes, deep=deep)


@provides("fake.uri_path")
def uri_path(locale: str, deep: Depth = None) -> Source:
    """Return the path of a page, `deep` parts long."""
    return _read(locale, "uri_path", text(300), deep=deep)


@provides("fake.image_url")
def image_url(locale: str, width: Pixels = None, height: Pixels = None) -> Source:
    """Return the address of a picture; where it points to is Faker's choice."""
    return _read(locale, "image_url", text(100), width=width, height=height)


@provides("fake.domain_name")
def domain_name(locale: str, levels: Annotated[int, Whole(1, 5)] = 1) -> Source:
    """Return a domain with so many levels below the top one."""
    return _read(locale, "domain_name", text(300), levels=levels)


@provides("fake.hostname")
def hostname(locale: str, levels: Annotated[int, Whole(0, 5)] = 1) -> Source:
    """Return a host in a domain with so many levels."""
    return _read(locale, "hostname", text(300), levels=levels)
