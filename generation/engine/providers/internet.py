"""Addresses of the internet, passwords and ports: Faker's, row by row, with their arguments checked."""

from typing import Annotated

from generation.engine.errors import CheckError
from generation.engine.kinds import integer, text
from generation.engine.providers import faker
from generation.engine.providers.arguments import Flag, Only, Whole, WordList, Words
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Source

Switch = Annotated[bool, Flag()]
Short = Annotated[str | None, Words(60)]
Vocabulary = Annotated[list[str] | None, WordList()]


@provides("fake.email")
def email(locale: str, safe: Switch = True, domain: Short = None) -> Source:
    """Return an e-mail address, at a reserved domain unless `safe` is off."""
    return faker.per_row(locale, "email", text(200), safe=safe, domain=domain)


@provides("fake.url")
def url(locale: str, schemes: Vocabulary = None) -> Source:
    """Return the address of a site."""
    return faker.per_row(locale, "url", text(200), schemes=schemes)


@provides("fake.uri")
def uri(locale: str, schemes: Vocabulary = None, deep: Annotated[int | None, Whole(1, 10)] = None) -> Source:
    """Return the address of a page."""
    return faker.per_row(locale, "uri", text(600), schemes=schemes, deep=deep)


@provides("fake.uri_path")
def uri_path(locale: str, deep: Annotated[int | None, Whole(1, 10)] = None) -> Source:
    """Return the path of a page, `deep` parts long."""
    return faker.per_row(locale, "uri_path", text(300), deep=deep)


@provides("fake.image_url")
def image_url(
    locale: str,
    width: Annotated[int | None, Whole(1, 10_000)] = None,
    height: Annotated[int | None, Whole(1, 10_000)] = None,
) -> Source:
    """Return the address of a picture; where it points to is Faker's choice."""
    return faker.per_row(locale, "image_url", text(100), width=width, height=height)


@provides("fake.domain_name")
def domain_name(locale: str, levels: Annotated[int, Whole(1, 5)] = 1) -> Source:
    """Return a domain with so many levels below the top one."""
    return faker.per_row(locale, "domain_name", text(300), levels=levels)


@provides("fake.hostname")
def hostname(locale: str, levels: Annotated[int, Whole(0, 5)] = 1) -> Source:
    """Return a host in a domain with so many levels."""
    return faker.per_row(locale, "hostname", text(300), levels=levels)


@provides("fake.ipv4")
def ipv4(
    locale: str,
    network: Switch = False,
    address_class: Annotated[str | None, Only(("a", "b", "c"))] = None,
    private: Annotated[bool | None, Flag()] = None,
) -> Source:
    """Return an IPv4 address."""
    return faker.per_row(locale, "ipv4", text(18), network=network, address_class=address_class, private=private)


@provides("fake.ipv6")
def ipv6(locale: str, network: Switch = False) -> Source:
    """Return an IPv6 address."""
    return faker.per_row(locale, "ipv6", text(43), network=network)


@provides("fake.port_number")
def port_number(locale: str, is_system: Switch = False, is_user: Switch = False, is_dynamic: Switch = False) -> Source:
    """Return the number of a TCP port."""
    return faker.per_row(
        locale, "port_number", integer(0, 65_535), is_system=is_system, is_user=is_user, is_dynamic=is_dynamic
    )


@provides("fake.password")
def password(
    locale: str,
    length: Annotated[int, Whole(4, 200)] = 10,
    special_chars: Switch = True,
    digits: Switch = True,
    upper_case: Switch = True,
    lower_case: Switch = True,
) -> Source:
    """Return a password of `length` characters."""
    if not (special_chars or digits or upper_case or lower_case):
        raise CheckError("password needs at least one kind of characters")
    return faker.per_row(
        locale, "password", text(length), length=length, special_chars=special_chars, digits=digits,
        upper_case=upper_case, lower_case=lower_case,
    )  # fmt: skip


@provides("fake.http_status_code")
def http_status_code(locale: str, include_unassigned: Switch = False) -> Source:
    """Return an HTTP status; only those that have a meaning unless told otherwise."""
    return faker.per_row(locale, "http_status_code", integer(100, 599), include_unassigned=include_unassigned)
