import re
from collections import Counter

import pytest

from generation.engine.providers import faker
from tests.generation.engine.tables import table, values


@pytest.mark.parametrize(
    ("kind", "pattern"),
    [
        ("SSN", r"(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}"),
        ("ITIN", r"9\d\d-(7\d|8[0-8]|9[0-24-9])-\d{4}"),
        ("EIN", r"\d{2}-\d{7}"),
        ("INVALID_SSN", r"\d{3}-\d{2}-\d{4}"),
    ],
)
def test_american_numbers_are_of_the_kind_that_was_asked_for(kind: str, pattern: str) -> None:
    made = values(f"fake.ssn(taxpayer_identification_number_type={kind!r})", rows=3000)
    assert [number for number in made if not re.fullmatch(pattern, number)] == []


def test_the_area_after_the_missing_one_is_twice_as_likely() -> None:
    """Faker makes 667 of the area 666, which is never given out."""
    areas = Counter(number[:3] for number in values("fake.ssn()", rows=200_000))
    assert areas["667"] / 200_000 == pytest.approx(2 / 899, rel=0.2)
    assert areas["668"] / 200_000 == pytest.approx(1 / 899, rel=0.25)


def test_american_numbers_are_unique_if_asked() -> None:
    document = {"faker_method": "fake.ssn()", "data_type": "string", "unique": True}
    made = table({"x": document}, rows=100_000)["x"].to_pylist()
    assert len(set(made)) == 100_000
    assert {number[:3] for number in made} == {f"{area:03d}" for area in range(1, 900) if area != 666}


def counted(number: str, weights: range) -> int:
    """Return the sum of the signs' values, each times its weight from the right; a letter is worth its code less 48."""
    return sum((ord(sign) - 48) * weight for sign, weight in zip(reversed(number), weights, strict=False))


def is_checked_twice(number: str, highest: int) -> bool:
    """Tell whether each of the last two digits makes the sum of those before it a multiple of 11, 10 counting as 0."""
    weights = range(2, highest + 1)
    for end in (-2, -1):
        body = number[:end]
        total = counted(body[-len(weights) :], weights) + counted(body[: -len(weights)], weights)
        if int(number[end]) != -total % 11 % 10:
            return False
    return True


@pytest.mark.parametrize("method", ["ssn", "cpf", "cin"])
def test_brazilians_have_two_check_digits(method: str) -> None:
    made = [re.sub("[.-]", "", number) for number in values(f"fake.{method}()", rows=1000, locale="pt_BR")]
    assert [number for number in made if len(number) != 11 or not is_checked_twice(number, 11)] == []


@pytest.mark.parametrize("expression", ["fake.cnpj()", "fake.company_id()", "fake.cnpj(use_alphanumeric=True)"])
def test_brazilian_companies_have_two_check_digits(expression: str) -> None:
    made = [re.sub("[./-]", "", number) for number in values(expression, rows=1000, locale="pt_BR")]
    assert [number for number in made if len(number) != 14 or not is_checked_twice(number, 9)] == []


def test_brazilian_cards_have_a_check_digit() -> None:
    for number in values("fake.rg()", rows=1000, locale="pt_BR"):
        worth = [10 if sign == "X" else int(sign) for sign in number]
        assert sum(value * weight for value, weight in zip(worth, (*range(2, 10), 1), strict=True)) % 11 == 0


def is_luhn(number: str) -> bool:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


@pytest.mark.parametrize(("expression", "length"), [("fake.siren()", 9), ("fake.siret(max_sequential_digits=1)", 14)])
def test_french_companies_have_a_check_digit(expression: str, length: int) -> None:
    made = [number.replace(" ", "") for number in values(expression, rows=1000, locale="fr_FR")]
    assert [number for number in made if len(number) != length or not is_luhn(number)] == []


def test_french_tax_numbers_hold_that_of_the_company() -> None:
    for number in values("fake.company_vat()", rows=500, locale="fr_FR"):
        check, company = int(number[3:5]), number[6:].replace(" ", "")
        assert is_luhn(company)
        assert check == (12 + 3 * (int(company) % 97)) % 97


def test_french_people_have_two_check_digits() -> None:
    made = values("fake.ssn()", rows=3000, locale="fr_FR")
    plain = [number.replace("2A", "19").replace("2B", "18") for number in made]
    assert {97 - int(number[:-2]) % 97 - int(number[-2:]) for number in plain} == {0}
    assert any("2A" in number for number in made)
    assert {number[0] for number in made} == {"1", "2"}
    assert {number[3:5] for number in made} == {f"{month:02d}" for month in range(1, 13)}


@pytest.mark.parametrize(("locale", "method"), [("de_DE", "kvnr"), ("de_DE", "vat_id"), ("fr_FR", "rcs_number")])
def test_numbers_end_as_fakers_do(locale: str, method: str) -> None:
    """Every ending of two digits occurs as often, and the shape is the same."""
    made = values(f"fake.{method}()", rows=3000, locale=locale)
    real = [str(number) for number in faker.call(locale, method, 1, 3000, {})]
    assert {len(number) for number in made[:100]} <= {len(number) for number in real}
    assert {number[-1] for number in made} == {number[-1] for number in real} == set("0123456789")


def test_german_tax_numbers_have_their_check_digit() -> None:
    """ISO 7064, modulo 11, 10: the last digit brings the product to 1."""
    for number in values("fake.vat_id()", rows=500, locale="de_DE"):
        product = 10
        for digit in number[2:-1]:
            product = ((int(digit) + product) % 10 or 10) * 2 % 11
        assert (product + int(number[-1])) % 10 == 1


def test_german_health_insurance_numbers_have_their_check_digits() -> None:
    for number in values("fake.kvnr()", rows=500, locale="de_DE"):
        spelled = f"{ord(number[0]) - 64:02d}{number[1:]}"
        for end in (10, 20):
            doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(spelled[:end])]
            assert sum(value // 10 + value % 10 for value in doubled) % 10 == int(spelled[end])
