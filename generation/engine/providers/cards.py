"""Credit cards: their numbers, which end with a check digit (Luhn), brands and security codes."""

from itertools import product
from typing import Annotated, Any

import numpy as np
import pyarrow as pa

from generation.engine.errors import CheckError
from generation.engine.kinds import text
from generation.engine.providers import faker
from generation.engine.providers.arguments import Choices, Only
from generation.engine.providers.composing import source_of
from generation.engine.providers.digits import digits, ended, luhn, ragged
from generation.engine.providers.elements import choose
from generation.engine.providers.grammar import Mixture, Sequence, characters
from generation.engine.providers.patterns import DIGITS, MARKS
from generation.engine.providers.ranges import Ranges
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Source
from generation.engine.randomness import Integers

_TYPES = (
    "amex", "diners", "discover", "jcb", "jcb15", "jcb16", "maestro", "mastercard", "visa", "visa13", "visa16", "visa19"
)  # fmt: skip
Card = Annotated[str | None, Only(_TYPES)]


def _cards(locale: str, card_type: str | None) -> list[Any]:
    """Return Faker's types of cards, all of which are equally likely, or the one that was asked for."""
    found = faker.implementation(locale, "credit_card_number")
    types: dict[str, Any] = found[0].credit_card_types if found else {}
    if card_type is None:
        return list(types.values())
    if card_type not in types:
        raise CheckError(f"there are no cards {card_type!r} in {locale}", hint="leave card_type out")
    return [types[card_type]]


@provides("fake.credit_card_provider")
def credit_card_provider(locale: str, card_type: Card = None) -> Source:
    """Return the name of a credit card's brand."""
    return choose(Choices(tuple(card.name for card in _cards(locale, card_type))))


@provides("fake.credit_card_security_code")
def credit_card_security_code(locale: str, card_type: Card = None) -> Source:
    """Return the security code of a credit card."""
    lengths = [card.security_code_length for card in _cards(locale, card_type)]
    codes = {length: Sequence((characters(DIGITS),) * length) for length in sorted(set(lengths))}
    return source_of(Mixture(tuple(codes.values()), tuple(map(lengths.count, codes))))


@provides("fake.credit_card_number")
def credit_card_number(locale: str, card_type: Card = None) -> Source:
    """Return the number of a credit card, whose check digit is right."""
    shares = _prefixes(_cards(locale, card_type))
    begun = np.array([int(prefix) for prefix, _ in shares])
    lengths = np.array([length for _, length in shares])
    ranges = Ranges.of([10 ** (length - 1 - len(prefix)) for prefix, length in shares], list(shares.values()))
    longest = max(lengths)

    def spell(chosen: Integers, rest: Integers) -> pa.Array:
        body = digits(begun[chosen] * ranges.sizes[chosen] + rest, longest - 1)
        return ragged(ended(body, luhn(body)), lengths[chosen], right=True)

    return ranges.source(text(int(longest)), spell)


def _prefixes(cards: list[Any]) -> dict[tuple[str, int], float]:
    """Return how likely each beginning and length of a number is."""
    shares: dict[tuple[str, int], float] = {}
    for card in cards:
        for prefix in card.prefixes:
            begun = ["".join(signs) for signs in product(*(MARKS.get(sign, sign) for sign in prefix))]
            for each in begun:
                share = 1 / len(card.prefixes) / len(begun)
                shares[each, card.length] = shares.get((each, card.length), 0.0) + share
    return shares
