import re

import pytest

from generation.engine import CheckError, compile_plan
from generation.engine.providers import faker
from tests.generation.engine.tables import schema, table, values


def is_luhn(number: str) -> bool:
    """Tell whether the digits, every second one from the right doubled, add up to a multiple of ten."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


@pytest.mark.parametrize("locale", ["en_US", "de_DE", "fa_IR", "pt_PT"])
def test_numbers_end_with_their_check_digit(locale: str) -> None:
    made = values("fake.credit_card_number()", rows=5000, locale=locale)
    assert [number for number in made if not is_luhn(number)] == []


@pytest.mark.parametrize(
    ("card_type", "pattern"),
    [
        ("amex", r"3[47]\d{13}"),
        ("visa", r"4\d{15}"),
        ("visa13", r"4\d{12}"),
        ("visa19", r"4\d{18}"),
        ("maestro", r"(5018|5020|5038|5[678]\d\d|6304|6759|676[123]|0604|6390)\d{8}"),
        ("mastercard", r"(5[1-5]|22[2-9]|2[3-6]|27[01]|2720)\d+"),
    ],
)
def test_numbers_begin_as_those_of_their_brand(card_type: str, pattern: str) -> None:
    made = values(f"fake.credit_card_number(card_type={card_type!r})", rows=1000)
    assert [number for number in made if not re.fullmatch(pattern, number)] == []


def test_brands_are_as_frequent_as_in_faker() -> None:
    """A brand shows in the length and the first digit of a number."""
    rows = 10_000
    made, real = values("fake.credit_card_number()", rows=rows), faker.call("en_US", "credit_card_number", 1, rows, {})
    for kind in {(len(str(number)), str(number)[0]) for number in real}:
        shares = [sum((len(str(n)), str(n)[0]) == kind for n in numbers) / rows for numbers in (made, real)]
        assert abs(shares[0] - shares[1]) < 5 * (0.5 / rows) ** 0.5


def test_numbers_are_unique_if_asked() -> None:
    document = {"faker_method": "fake.credit_card_number()", "data_type": "string", "unique": True}
    made = table({"x": document}, rows=50_000)["x"].to_pylist()
    assert len(set(made)) == 50_000
    assert all(map(is_luhn, made[:1000]))


def test_security_codes_are_as_long_as_the_brand_has_them() -> None:
    assert {len(code) for code in values("fake.credit_card_security_code(card_type='amex')", rows=50)} == {4}
    assert {len(code) for code in values("fake.credit_card_security_code()", rows=500)} == {3, 4}


def test_providers_are_the_brands() -> None:
    assert set(values("fake.credit_card_provider(card_type='visa')", rows=20)) == {"VISA 16 digit"}
    assert len(set(values("fake.credit_card_provider()", rows=500))) == 10


def test_a_brand_that_the_locale_does_not_have_is_refused() -> None:
    with pytest.raises(CheckError, match="no cards 'visa' in fa_IR"):
        compile_plan(schema({"x": "fake.credit_card_number(card_type='visa')"}, "fa_IR"))


def test_any_window_of_rows_is_that_of_the_whole() -> None:
    whole = values("fake.credit_card_number()", rows=100)
    assert values("fake.credit_card_number()", rows=40, start=30) == whole[30:70]
