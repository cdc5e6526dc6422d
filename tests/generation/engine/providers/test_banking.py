import re

import pytest

from generation.engine.providers import faker
from tests.generation.engine.tables import table, values


def is_iban(number: str) -> bool:
    """Tell whether a number, its first four signs last and its letters as two digits, leaves 1 of 97 (ISO 7064)."""
    moved = number[4:] + number[:4]
    return int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1


@pytest.mark.parametrize("locale", ["en_US", "de_DE", "fr_FR", "it_IT", "pt_BR", "nl_NL", "es_ES"])
def test_ibans_have_their_check_digits(locale: str) -> None:
    made = values("fake.iban()", rows=1000, locale=locale)
    assert [number for number in made if not is_iban(number)] == []
    real = {shape(str(number)) for number in faker.call(locale, "iban", 1, 200, {})}
    assert {shape(number) for number in made} <= real


def shape(number: str) -> str:
    return number[:2] + re.sub("[A-Z]", "A", re.sub(r"\d", "0", number[2:]))


def test_ibans_are_unique_if_asked() -> None:
    document = {"faker_method": "fake.iban()", "data_type": "string", "unique": True}
    made = table({"x": document}, rows=50_000, locale="de_DE")["x"].to_pylist()
    assert len(set(made)) == 50_000
    assert all(map(is_iban, made[:1000]))


def test_spanish_accounts_have_check_digits_of_their_own() -> None:
    for number in values("fake.bban()", rows=1000, locale="es_ES"):
        for checked, control in (("00" + number[:8], number[8]), (number[10:], number[9])):
            check = sum(int(digit) * 2**place for place, digit in enumerate(checked)) % 11
            assert int(control) == (check if check < 2 else 11 - check)


def test_routing_numbers_have_their_check_digit() -> None:
    made = values("fake.aba()", rows=3000)
    weights = (3, 7, 1, 3, 7, 1, 3, 7, 1)
    assert {sum(int(d) * w for d, w in zip(number, weights, strict=True)) % 10 for number in made} == {0}
    assert {number[:2] for number in made} == {f"{region:02d}" for region in range(1, 13)}


@pytest.mark.parametrize(
    ("expression", "pattern"),
    [
        ("fake.swift()", r"[A-Z]{4}GB[A-Z0-9]{2}([A-Z0-9]{3})?"),
        ("fake.swift(length=8)", r"[A-Z]{4}GB[A-Z0-9]{2}"),
        ("fake.swift(length=11, primary=True)", r"[A-Z]{4}GB[A-Z0-9]{2}XXX"),
        ("fake.currency_symbol(code='EUR')", "€"),
    ],
)
def test_codes_have_their_shape(expression: str, pattern: str) -> None:
    assert all(re.fullmatch(pattern, made) for made in values(expression, rows=300))


@pytest.mark.parametrize("method", ["currency", "cryptocurrency"])
def test_a_code_and_a_name_belong_together(method: str) -> None:
    real = {str(pair) for pair in faker.call("en_US", method, 1, 5000, {})}
    made = table({"code": f"fake.{method}()[0]", "both": f"fake.{method}()"}, rows=200)
    assert {f"({', '.join(repr(part) for part in pair.split(', ', 1))})" for pair in made["both"].to_pylist()} <= real
    assert set(made["code"].to_pylist()) <= {pair[2:].split("'")[0] for pair in real}
