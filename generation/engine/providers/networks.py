"""Addresses of the internet: numbers of hosts, ports and answers, and passwords: Faker's, row by row."""

from typing import Annotated

from generation.engine.errors import CheckError
from generation.engine.kinds import integer, text
from generation.engine.providers import faker
from generation.engine.providers.arguments import Flag, Only, Whole
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Source

Switch = Annotated[bool, Flag()]


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
