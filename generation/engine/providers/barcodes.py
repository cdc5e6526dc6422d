"""Numbers of articles and books: EAN, UPC, ISBN and SBN, which end with a check digit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from typing import Annotated, Any

import numpy as np
import pyarrow as pa
from faker.providers.sbn.rules import RULES

from generation.engine.kinds import text
from generation.engine.providers import faker
from generation.engine.providers.arguments import Only, Words
from generation.engine.providers.digits import digits, ended, weighed
from generation.engine.providers.patterns import DIGITS, Bytes, texts
from generation.engine.providers.ranges import Ranges
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Source, numbered
from generation.engine.randomness import Integers

Separator = Annotated[str, Words(3)]
Length = Annotated[int, Only((8, 13))]

_KEYS = 10**7  # the digits after a group's that tell how long a publisher's number is

# --- articles -------------------------------------------------------------------------------------------------------


@provides("fake.ean")
def ean(_locale: str, length: Length = 13) -> Source:
    """Return an article number of 8 or 13 digits."""
    return _articles(length)


@provides("fake.ean13")
def ean13(_locale: str) -> Source:
    """Return an article number of 13 digits."""
    return _articles(13)


@provides("fake.ean8")
def ean8(_locale: str) -> Source:
    """Return an article number of 8 digits."""
    return _articles(8)


@provides("fake.localized_ean", "fake.jan")
def localized_ean(locale: str, length: Length = 13) -> Source:
    """Return an article number that begins with one of the locale's prefixes."""
    return _articles(length, _prefixes(locale))


@provides("fake.localized_ean13", "fake.jan13")
def localized_ean13(locale: str) -> Source:
    """Return an article number of 13 digits that begins with one of the locale's prefixes."""
    return _articles(13, _prefixes(locale))


@provides("fake.localized_ean8", "fake.jan8")
def localized_ean8(locale: str) -> Source:
    """Return an article number of 8 digits that begins with one of the locale's prefixes."""
    return _articles(8, _prefixes(locale))


def _prefixes(locale: str) -> list[str]:
    found = faker.implementation(locale, "localized_ean")
    return ["".join(map(str, prefix)) for prefix in found[0].local_prefixes] if found else []


def _articles(length: int, prefixes: Sequence[str] = ()) -> Source:
    """Return numbers that begin with one of the prefixes, all of one length, and end with their check digit."""
    begun = np.array([int(prefix) for prefix in prefixes] or [0])
    free = 10 ** (length - 1 - (len(prefixes[0]) if prefixes else 0))

    def at(indices: Integers) -> pa.Array:
        prefix, rest = np.divmod(indices, free)
        return texts(_with_check(digits(begun[prefix] * free + rest, length - 1)))

    return numbered(text(length), len(begun) * free, at)


def _with_check(body: Bytes) -> Bytes:
    """Return article numbers, without their check digit, with it; the last digit of the body counts three times."""
    weights = [1 + 2 * (place % 2) for place in range(body.shape[1], 0, -1)]
    return ended(body, -weighed(body, weights) % 10)


@provides("fake.upc_a")
def upc_a(_locale: str) -> Source:
    """Return an American article number of 12 digits."""
    return _articles(12)


@provides("fake.upc_e")
def upc_e(_locale: str) -> Source:
    """Return an American article number of 8 digits: one of 12 whose zeros are left out."""
    return Source(text(8), lambda draw, _given: _short_articles(draw.at("system").integers(2), draw.integers(10**6)))


def _short_articles(systems: Integers, bases: Integers) -> pa.Array:
    """Return the shortest form of each base of six digits, the last of which tells where zeros are left out."""
    codes = _lengthened(bases)
    checks = -weighed(digits(systems * 10**10 + codes, 11), [3, 1] * 5 + [3]) % 10
    return texts(digits(systems * 10**7 + _shortened(codes) * 10 + checks, 8))


def _lengthened(bases: Integers) -> Integers:
    """Return the ten digits that a base of six stands for."""
    rest, last = np.divmod(bases, 10)
    return np.select(
        [last <= 2, last == 3, last == 4],  # noqa: PLR2004  # the standard's own cases
        [
            rest // 10**3 * 10**8 + last * 10**7 + rest % 10**3,
            rest // 10**2 * 10**7 + rest % 10**2,
            rest // 10 * 10**6 + rest % 10,
        ],
        rest * 10**5 + last,
    )


def _shortened(codes: Integers) -> Integers:
    """Return the base of ten digits; of several, the one whose last digit is the least."""
    third = codes // 10**7 % 10
    return np.select(
        [(third <= 2) & (codes // 10**3 % 10**4 == 0), codes // 100 % 10**5 == 0, codes // 10 % 10**5 == 0],  # noqa: PLR2004  # as above
        [
            codes // 10**8 * 10**4 + codes % 10**3 * 10 + third,
            codes // 10**7 * 10**3 + codes % 10**2 * 10 + 3,
            codes // 10**6 * 10**2 + codes % 10 * 10 + 4,
        ],
        codes // 10**5 * 10 + codes % 10,
    )


# --- books ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Group:
    """A registration group: its digits, how likely it is, and its publishers.

    A publisher's number has as many digits as `lengths` says for the first of `lasts` that the seven digits after the
    group's do not exceed.
    """

    parts: tuple[str, ...]
    share: float
    lasts: tuple[int, ...]
    lengths: tuple[int, ...]


@cache
def _groups(locale: str) -> tuple[_Group, ...]:
    found = faker.implementation(locale, "isbn13")
    rules: Any = found[0].rules if found else {}
    return tuple(
        _group((prefix, group), 1 / len(rules) / len(groups), listed)
        for prefix, groups in rules.items()
        for group, listed in groups.items()
    )


def _group(parts: tuple[str, ...], share: float, rules: Sequence[tuple[str, str, int]]) -> _Group:
    lasts = (int(last) for _, last, _ in rules)
    return _Group(parts, share, tuple(lasts), tuple(length for _, _, length in rules))


@provides("fake.isbn13")
def isbn13(locale: str, separator: Separator = "-") -> Source:
    """Return the number of a book, of thirteen digits."""
    return _books(_groups(locale), 12, separator, _with_check)


@provides("fake.isbn10")
def isbn10(locale: str, separator: Separator = "-") -> Source:
    """Return the number of a book, of ten digits or nine and an X."""
    groups = tuple(_Group(group.parts[1:], group.share, group.lasts, group.lengths) for group in _groups(locale))
    return _books(groups, 9, separator, _with_check_or_x)


@provides("fake.sbn9")
def sbn9(_locale: str, separator: Separator = "-") -> Source:
    """Return the number of an old book, of nine digits or eight and an X."""
    return _books((_group((), 1.0, RULES),), 8, separator, _with_check_or_x)


def _with_check_or_x(body: Bytes) -> Bytes:
    return ended(body, weighed(body, range(1, body.shape[1] + 1)) % 11, DIGITS + "X")


def _books(groups: Sequence[_Group], width: int, separator: str, checked: Callable[[Bytes], Bytes]) -> Source:
    """Return numbers of `width` digits and a check, with separators between group, publisher, title and check."""
    begun = np.array([int("".join(group.parts) or "0") for group in groups])
    ranges = Ranges.of(
        [10 ** (width - len("".join(group.parts))) for group in groups], [group.share for group in groups]
    )
    lasts = np.concatenate([number * _KEYS + np.array(group.lasts) for number, group in enumerate(groups)])
    orders = np.array([_order(group, length, width, separator) for group in groups for length in group.lengths])

    def spell(group: Integers, rest: Integers) -> pa.Array:
        size = ranges.sizes[group]
        body = checked(digits(begun[group] * size + rest, width))
        rule = np.searchsorted(lasts, group * _KEYS + rest * _KEYS // size)
        return texts(_spaced(body, separator, orders[rule]))

    return ranges.source(text(orders.shape[1]), spell)


def _order(group: _Group, length: int, width: int, separator: str) -> list[int]:
    """Return for each byte of a number with separators where it comes from: a digit, or the separator after them."""
    lengths = [*map(len, group.parts), length]
    ends = list(accumulate([*lengths, width - sum(lengths), 1]))
    between = range(width + 1, width + 1 + len(separator.encode()))
    pieces = [range(start, end) for start, end in pairwise([0, *ends])]
    return [place for number, piece in enumerate(pieces) for place in (*(between if number else ()), *piece)]


def _spaced(body: Bytes, separator: str, orders: Integers) -> Bytes:
    between = np.frombuffer(separator.encode(), dtype=np.uint8)
    padded = np.concatenate([body, np.broadcast_to(between, (len(body), len(between)))], axis=1)
    spaced: Bytes = np.take_along_axis(padded, orders, axis=1)
    return spaced
