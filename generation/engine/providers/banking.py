"""Banks, cards and currencies."""

from typing import Annotated

from generation.engine.kinds import text
from generation.engine.providers import faker
from generation.engine.providers.arguments import Flag, Only, Words
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Source

Switch = Annotated[bool, Flag()]


@provides("fake.swift")
def swift(locale: str, length: Annotated[int | None, Only((8, 11))] = None, primary: Switch = False) -> Source:
    """Return a bank's SWIFT code."""
    return faker.per_row(locale, "swift", text(11), length=length, primary=primary)


_CARD = Annotated[
    str | None,
    Only(
        (
            "amex",
            "diners",
            "discover",
            "jcb",
            "jcb15",
            "jcb16",
            "maestro",
            "mastercard",
            "visa",
            "visa13",
            "visa16",
            "visa19",
        )
    ),
]


@provides("fake.credit_card_number")
def credit_card_number(locale: str, card_type: _CARD = None) -> Source:
    """Return the number of a credit card, whose check digit is right."""
    return faker.per_row(locale, "credit_card_number", text(19), card_type=card_type)


@provides("fake.credit_card_provider")
def credit_card_provider(locale: str, card_type: _CARD = None) -> Source:
    """Return the name of a credit card's brand."""
    return faker.per_row(locale, "credit_card_provider", text(40), card_type=card_type)


@provides("fake.credit_card_security_code")
def credit_card_security_code(locale: str, card_type: _CARD = None) -> Source:
    """Return the security code of a credit card."""
    return faker.per_row(locale, "credit_card_security_code", text(4), card_type=card_type)


@provides("fake.currency_symbol")
def currency_symbol(locale: str, code: Annotated[str | None, Words(3, shortest=3)] = None) -> Source:
    """Return the sign of a currency."""
    return faker.per_row(locale, "currency_symbol", text(16), code=code)
