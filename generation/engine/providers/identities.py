"""Numbers that states give to people and companies: those of some countries; the others stay with Faker."""

from collections.abc import Callable
from string import ascii_uppercase
from typing import Annotated, Any

import numpy as np
import pyarrow as pa
from faker.providers.company.fr_FR import Provider as FrenchCompany
from faker.providers.ssn.de_DE import Provider as German
from faker.providers.ssn.en_US import Provider as American
from faker.providers.ssn.fr_FR import Provider as French
from faker.providers.ssn.pt_BR import Provider as Brazilian

from generation.engine.kinds import text
from generation.engine.providers import faker, methods
from generation.engine.providers.arguments import Flag, Only, Whole
from generation.engine.providers.composing import source_of
from generation.engine.providers.digits import DOUBLED, bytes_of, digits, ended, laid_out, luhn, values, weighed
from generation.engine.providers.grammar import Other, Sequence, characters, literal, text_of
from generation.engine.providers.patterns import DIGITS, Bytes, texts
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Source, numbered
from generation.engine.randomness import Draw, Integers

Switch = Annotated[bool, Flag()]

# --- the United States ----------------------------------------------------------------------------------------------

_AREAS, _GROUPS, _SERIALS = 899, 99, 9999  # of an American number; each counts from 1
_NO_AREA = 666
_METHODS = {"EIN": "ein", "ITIN": "itin", "INVALID_SSN": "invalid_ssn"}


@provides("fake.ssn")
def ssn(
    locale: str,
    taxpayer_identification_number_type: Annotated[str | None, Only(("SSN", *_METHODS))] = None,
) -> Source:
    """Return a social security number; which kind can be chosen in en_US."""
    found = faker.implementation(locale, "ssn")
    if found is not None and (own := _OWN.get(found[1])):
        return own(found[0])
    if found is None or found[1] is not American.ssn:
        return methods.read(locale, "ssn") or faker.per_row(locale, "ssn", text(32))
    if other := _METHODS.get(taxpayer_identification_number_type or "SSN"):
        return methods.source(locale, other)
    return _american()


def _american() -> Source:
    def at(indices: Integers) -> pa.Array:
        areas, rest = np.divmod(indices, _GROUPS * _SERIALS)
        return spelled(areas + 1 + (areas + 1 >= _NO_AREA), rest)

    def draw_numbers(draw: Draw) -> pa.Array:
        """Make the area after the one that there is not twice as likely, as Faker does."""
        areas = draw.at("area").integers(_AREAS) + 1
        return spelled(areas + (areas == _NO_AREA), draw.integers(_GROUPS * _SERIALS))

    def spelled(areas: Integers, rest: Integers) -> pa.Array:
        groups, serials = np.divmod(rest, _SERIALS)
        return laid_out(digits((areas * 100 + groups + 1) * 10_000 + serials + 1, 9), "###-##-####")

    return Source(text(11), lambda draw, _given: draw_numbers(draw), (_AREAS - 1) * _GROUPS * _SERIALS, at)


# --- Brazil ---------------------------------------------------------------------------------------------------------

_ELEVEN = 11
_CODES = values({letter: ord(letter) - ord("0") for letter in ascii_uppercase})  # what letters are worth


@provides("fake.cpf", "fake.cin")
def cpf(_locale: str) -> Source:
    """Return the number of a Brazilian, such as `123.456.789-09`."""
    return _brazilian("###.###.###-##")


def _brazilian(layout: str) -> Source:
    return numbered(text(len(layout)), 10**9, lambda indices: laid_out(_checked_twice(digits(indices, 9), 11), layout))


@provides("fake.cnpj")
def cnpj(_locale: str, use_alphanumeric: Switch = False) -> Source:
    """Return the number of a Brazilian company, such as `12.345.678/0001-95`; since 2026 it may have letters."""
    return _brazilian_company("##.###.###/####-##", letters=use_alphanumeric)


@provides("fake.company_id")
def company_id(_locale: str, use_alphanumeric: Switch = False) -> Source:
    """Return the number of a Brazilian company without signs."""
    return _brazilian_company("#" * 14, letters=use_alphanumeric)


def _brazilian_company(layout: str, *, letters: bool) -> Source:
    """Return the numbers of head offices, which are the first of their companies, or with letters of any offices."""
    if letters:
        body = source_of(Sequence((characters(DIGITS + ascii_uppercase),) * 12))
        return Source(
            text(len(layout)),
            lambda draw, given: laid_out(_checked_twice(bytes_of(body.draw(draw, given)), 9), layout),
        )

    def at(indices: Integers) -> pa.Array:
        return laid_out(_checked_twice(digits(indices * 10_000 + 1, 12), 9), layout)

    return numbered(text(len(layout)), 10**8, at)


def _checked_twice(body: Bytes, highest: int) -> Bytes:
    """Return numbers with two check digits; from the right, digits count 2, 3, ... times, and 2 after the highest."""
    for _ in range(2):
        weights = [2 + place % (highest - 1) for place in range(body.shape[1])][::-1]
        body = ended(body, -weighed(body, weights, _CODES) % _ELEVEN, "01234567890")
    return body


@provides("fake.rg")
def rg(_locale: str) -> Source:
    """Return the number of a Brazilian identity card: nine digits, or eight and an X."""

    def at(indices: Integers) -> pa.Array:
        body = digits(indices, 8)
        return texts(ended(body, -weighed(body, range(2, 10)) % _ELEVEN, f"{DIGITS}X"))

    return numbered(text(9), 10**8, at)


# --- France ---------------------------------------------------------------------------------------------------------

_SIREN = "### ### ###"


@provides("fake.siren")
def siren(_locale: str) -> Source:
    """Return the number of a French company."""
    return numbered(text(len(_SIREN)), 10**8, lambda indices: laid_out(_companies(indices), _SIREN))


def _companies(numbers: Integers) -> Bytes:
    body = digits(numbers, 8)
    return ended(body, luhn(body))


@provides("fake.rcs_number")
def rcs_number(locale: str) -> Source:
    """Return the number of a French company in the register of a city."""
    city = text_of(methods.source(locale, "city"))
    parts = (literal("RCS "), city, literal(" "), characters("AB"), literal(" "), Other(siren(locale)))
    return source_of(Sequence(parts))


@provides("fake.company_vat")
def company_vat(locale: str) -> Source:
    """Return the number of a company for the value added tax."""
    found = faker.implementation(locale, "company_vat")
    if found is None or found[1] is not FrenchCompany.company_vat:
        return methods.read(locale, "company_vat") or faker.plain(locale, "company_vat")

    def at(indices: Integers) -> pa.Array:
        company = _companies(indices)
        checks = (12 + 3 * (weighed(company, [10**place for place in range(8, -1, -1)]) % 97)) % 97
        return laid_out(np.concatenate([digits(checks, 2), company], axis=1), f"FR ## {_SIREN}")

    return numbered(text(len(_SIREN) + 6), 10**8, at)


@provides("fake.siret")
def siret(_locale: str, max_sequential_digits: Annotated[int, Whole(1, 4)] = 2) -> Source:
    """Return the number of a place of a French company, which is numbered with at most so many digits."""
    places = 10**max_sequential_digits

    def at(indices: Integers) -> pa.Array:
        company, place = np.divmod(indices, places)
        body = np.concatenate([_companies(company), digits(place, 4)], axis=1)
        return laid_out(ended(body, luhn(body)), f"{_SIREN} #####")

    return numbered(text(len(_SIREN) + 6), 10**8 * places, at)


def _french(provider: Any) -> Source:
    """Return numbers of a sex, a year, a month, a town and an order, whose two check digits make 97 of them."""
    towns = [place[0] + place[1] for place in provider.departments_and_municipalities]
    written = np.frombuffer("".join(towns).encode(), dtype=np.uint8).reshape(len(towns), -1)
    worth = np.array([int(town.replace("2A", "19").replace("2B", "18")) for town in towns])

    def at(indices: Integers) -> pa.Array:
        birth, rest = np.divmod(indices, len(towns) * 999)
        town, order = np.divmod(rest, 999)
        years, month = np.divmod(birth, 12)  # the years of men, then those of women
        begun = (years + 100) * 100 + month + 1
        checks = 97 - ((begun * 10**5 + worth[town]) * 10**3 + order + 1) % 97
        return texts(np.concatenate([digits(begun, 5), written[town], digits((order + 1) * 100 + checks, 5)], axis=1))

    return numbered(text(15), 2 * 100 * 12 * len(towns) * 999, at)


# --- Germany --------------------------------------------------------------------------------------------------------


@provides("fake.kvnr")
def kvnr(_locale: str) -> Source:
    """Return a German health insurance number: a letter and nineteen digits, two of which check the others."""

    def draw_numbers(draw: Draw) -> pa.Array:
        letters = draw.at("letter").integers(26)
        first = digits((letters + 1) * 10**8 + draw.integers(10**8), 10)
        whole = np.concatenate([ended(first, _plain_luhn(first)), digits(draw.at("rest").integers(10**9), 9)], axis=1)
        checked = ended(whole, _plain_luhn(whole))[:, 1:]
        checked[:, 0] = letters + ord("A")
        return texts(checked)

    return Source(text(20), lambda draw, _given: draw_numbers(draw))


def _plain_luhn(body: Bytes) -> Integers:
    """Return the sum of digits, every second one from the left doubled, modulo ten."""
    ones = [1] * (body.shape[1] // 2)
    return (weighed(body[:, ::2], ones) + weighed(body[:, 1::2], ones, DOUBLED)) % 10


@provides("fake.vat_id")
def vat_id(locale: str) -> Source:
    """Return the number of a taxpayer for the value added tax."""
    found = faker.implementation(locale, "vat_id")
    if found is None or found[1] is not German.vat_id:
        return methods.read(locale, "vat_id") or faker.plain(locale, "vat_id")

    def at(indices: Integers) -> pa.Array:
        body = digits(indices + 10**7, 8)
        return laid_out(ended(body, _check_of_eleven_and_ten(body)), "DE#########")

    return numbered(text(11), 9 * 10**7, at)


def _check_of_eleven_and_ten(body: Bytes) -> Integers:
    """Return the check digit of ISO 7064, modulo 11, 10."""
    product = np.full(len(body), 10)
    for place in range(body.shape[1]):
        total = (body[:, place] - ord("0") + product) % 10
        product = np.where(total == 0, 10, total) * 2 % _ELEVEN
    check: Integers = (_ELEVEN - product) % 10
    return check


# What makes the social security numbers of a locale, by Faker's function for them.
_OWN: dict[Any, Callable[[Any], Source]] = {
    Brazilian.ssn: lambda _provider: _brazilian("#" * 11),
    French.ssn: _french,
}
