"""ISBN and EAN: numbers with a check digit."""

from typing import Annotated

from generation.engine.kinds import text
from generation.engine.providers import faker
from generation.engine.providers.arguments import Only, Words
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Source

_SEPARATOR = Annotated[str, Words(3)]


@provides("fake.isbn10")
def isbn10(locale: str, separator: _SEPARATOR = "-") -> Source:
    """Return an ISBN of ten digits."""
    return faker.per_row(locale, "isbn10", text(30), separator=separator)


@provides("fake.isbn13")
def isbn13(locale: str, separator: _SEPARATOR = "-") -> Source:
    """Return an ISBN of thirteen digits."""
    return faker.per_row(locale, "isbn13", text(40), separator=separator)


@provides("fake.ean")
def ean(locale: str, length: Annotated[int, Only((8, 13))] = 13) -> Source:
    """Return an article number of 8 or 13 digits."""
    return faker.per_row(locale, "ean", text(13), length=length)
