import re
from collections.abc import Callable

import pytest

from generation.engine.providers import faker
from tests.generation.engine.tables import table, values


def is_article(code: str) -> bool:
    """Tell whether a number of any length ends with the check digit of GS1."""
    return sum(int(digit) * (1 + 2 * (place % 2)) for place, digit in enumerate(reversed(code))) % 10 == 0


def is_old_book(code: str) -> bool:
    """Tell whether the last sign is the sum, modulo 11, of the digits times their places; Faker's SBNs count so too."""
    *body, last = [10 if sign == "X" else int(sign) for sign in code]
    return sum(digit * place for place, digit in enumerate(body, start=1)) % 11 == last


CODES: list[tuple[str, int, Callable[[str], bool]]] = [
    ("fake.ean()", 13, is_article),
    ("fake.ean8()", 8, is_article),
    ("fake.ean(length=8)", 8, is_article),
    ("fake.localized_ean13()", 13, is_article),
    ("fake.upc_a()", 12, is_article),
    ("fake.isbn13(separator='')", 13, is_article),
    ("fake.isbn10(separator='')", 10, is_old_book),
    ("fake.sbn9(separator='')", 9, is_old_book),
]


@pytest.mark.parametrize(("expression", "length", "is_valid"), CODES)
def test_numbers_end_with_their_check_digit(expression: str, length: int, is_valid: Callable[[str], bool]) -> None:
    made = values(expression, rows=3000)
    assert [code for code in made if len(code) != length or not is_valid(code)] == []


@pytest.mark.parametrize(("expression", "length", "is_valid"), CODES)
def test_numbers_are_unique_if_asked(expression: str, length: int, is_valid: Callable[[str], bool]) -> None:
    document = {"faker_method": expression, "data_type": "string", "unique": True}
    made = table({"x": document}, rows=50_000)["x"].to_pylist()
    assert len(set(made)) == 50_000
    assert all(len(code) == length and is_valid(code) for code in made[:1000])


@pytest.mark.parametrize(("locale", "prefixes"), [("ja_JP", {"45", "49"}), ("es_ES", {"84"})])
def test_local_numbers_begin_with_the_prefixes_of_the_locale(locale: str, prefixes: set[str]) -> None:
    assert {code[:2] for code in values("fake.localized_ean8()", rows=200, locale=locale)} == prefixes


@pytest.mark.parametrize(("method", "locale"), [("isbn10", "en_US"), ("isbn13", "es_ES"), ("sbn9", "en_US")])
def test_books_are_parted_where_faker_parts_them(method: str, locale: str) -> None:
    """Where the hyphens stand says how long the publisher's number is, by rules for its first digits."""
    real = {shape(str(code)) for code in faker.call(locale, method, 1, 20_000, {})}
    made = values(f"fake.{method}()", rows=20_000, locale=locale)
    assert {shape(code) for code in made} == real


def shape(code: str) -> str:
    return re.sub(r"[0-9X]", "#", code)


def test_a_separator_may_have_any_length() -> None:
    with_dots = values("fake.isbn13(separator=' · ')", rows=50)
    assert with_dots == [code.replace("-", " · ") for code in values("fake.isbn13()", rows=50)]


def test_short_codes_are_those_that_their_long_ones_shorten_to() -> None:
    """Of the codes that stand for the same twelve digits, only the one that these are shortened to is made."""
    made = values("fake.upc_e()", rows=5000)
    assert [code for code in made if not is_article(lengthened(code))] == []
    assert len({lengthened(code) for code in made}) == len(set(made))


def lengthened(code: str) -> str:
    """Return the twelve digits that a UPC-E of eight stands for."""
    system, rest, last, check = code[0], code[1:6], int(code[6]), code[7]
    kept = 2 if last < 3 else min(last, 5)
    zeros = f"{last}0000" if last < 3 else "00000" if last < 5 else f"0000{last}"
    return system + rest[:kept] + zeros + rest[kept:] + check


def test_any_window_of_rows_is_that_of_the_whole() -> None:
    for expression in ("fake.isbn13()", "fake.upc_e()"):
        assert values(expression, rows=40, start=30) == values(expression, rows=100)[30:70]
