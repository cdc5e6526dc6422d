"""Banks, their codes and accounts, and currencies."""

from collections.abc import Sequence
from typing import Annotated, Any

import numpy as np
import pyarrow as pa
from faker.providers.bank import Provider as Bank
from faker.providers.bank.es_ES import Provider as SpanishBank

from generation.engine.kinds import full, text
from generation.engine.providers import faker, methods
from generation.engine.providers.arguments import Flag, Only, Words
from generation.engine.providers.digits import bytes_of, digits, ended, values, weighed
from generation.engine.providers.patterns import Bytes, texts
from generation.engine.providers.records import choose_record
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Given, Source, numbered
from generation.engine.randomness import Draw, Integers

_LETTERS = values({chr(code): code - 55 for code in range(ord("A"), ord("Z") + 1)})  # A counts as 10, Z as 35
_MODULUS = 97


@provides("fake.swift")
def swift(
    locale: str, length: Annotated[int | None, Only((8, 11))] = None, primary: Annotated[bool, Flag()] = False
) -> Source:
    """Return a bank's SWIFT code."""
    told = {"length": length, "primary": primary}
    return methods.read(locale, "swift", **told) or faker.per_row(locale, "swift", text(11), **told)


@provides("fake.bban")
def bban(locale: str) -> Source:
    """Return the number of an account as its country writes it."""
    found = faker.implementation(locale, "bban")
    if found is None or found[1] is not SpanishBank.bban:
        return methods.read(locale, "bban") or faker.plain(locale, "bban")

    def at(indices: Integers) -> pa.Array:
        banks, accounts = digits(indices // 10**10, 8), digits(indices % 10**10, 10)
        checked = ended(ended(banks, _control(banks, 2)), _control(accounts, 0))
        return texts(np.concatenate([checked, accounts], axis=1))

    return numbered(text(20), 10**18, at)


def _control(body: Bytes, first: int) -> Integers:
    """Return the Spanish check digit: digits count powers of two from the `first`, modulo 11; 10 becomes 1."""
    check = weighed(body, [pow(2, first + place, 11) for place in range(body.shape[1])]) % 11
    return np.where(check < 2, check, 11 - check)  # noqa: PLR2004  # 1 stands for 10 as well


@provides("fake.iban")
def iban(locale: str) -> Source:
    """Return the international number of an account."""
    found = faker.implementation(locale, "iban")
    if found is None or found[1] is not Bank.iban:
        return faker.plain(locale, "iban")
    country, account = found[0].country_code, methods.source(locale, "bban")

    def of(accounts: pa.Array) -> pa.Array:
        return texts(_checked(country, bytes_of(accounts)))

    def draw_numbers(draw: Draw, given: Given) -> pa.Array:
        return of(full(account.draw(draw, given), draw.rows))

    def at(indices: Integers) -> pa.Array:
        return of(account.at(indices)) if account.at else None

    return Source(text(account.type.longest + 4), draw_numbers, account.size, account.at and at, account.calls)


def _checked(country: str, accounts: Bytes) -> Bytes:
    """Return accounts with their country and check digits in front (ISO 13616): 98 less what ISO 7064 leaves of 97.

    All accounts of a country have their letters at the same places. A letter counts as two digits.
    """
    head = np.frombuffer(f"{country}00".encode(), dtype=np.uint8)
    moved = np.concatenate([accounts, np.tile(head, (len(accounts), 1))], axis=1)
    lengths = np.where(moved[:1] >= ord("A"), 2, 1)[0]
    after = np.cumsum(lengths[::-1])[::-1] - lengths
    checks = 98 - weighed(moved, [pow(10, int(count), _MODULUS) for count in after], _LETTERS) % _MODULUS
    return np.concatenate([moved[:, -4:-2], digits(checks, 2), accounts], axis=1)


_REGIONS, _BRANCHES = 12, 10**6  # of the Federal Reserve


@provides("fake.aba")
def aba(_locale: str) -> Source:
    """Return the routing number of an American bank."""

    def at(indices: Integers) -> pa.Array:
        body = digits(indices + _BRANCHES, 8)
        return texts(ended(body, -weighed(body, [3, 7, 1, 3, 7, 1, 3, 7]) % 10))

    return numbered(text(9), _REGIONS * _BRANCHES, at)


# --- currencies -----------------------------------------------------------------------------------------------------


@provides("fake.currency_symbol")
def currency_symbol(locale: str, code: Annotated[str | None, Words(3, shortest=3)] = None) -> Source:
    """Return the sign of a currency."""
    return methods.read(locale, "currency_symbol", code=code) or faker.per_row(
        locale, "currency_symbol", text(16), code=code
    )


@provides("fake.currency")
def currency(locale: str) -> Source:
    """Return a currency: its code and its name."""
    return choose_record(_listed(locale, "currency", "currencies"))


@provides("fake.cryptocurrency")
def cryptocurrency(locale: str) -> Source:
    """Return a cryptocurrency: its code and its name."""
    return choose_record(_listed(locale, "cryptocurrency", "cryptocurrencies"))


def _listed(locale: str, method: str, attribute: str) -> Sequence[Any]:
    found = faker.implementation(locale, method)
    return tuple(getattr(found[0], attribute)) if found else ()
