import re
from collections import Counter
from typing import Any

import pytest

from generation.engine.providers import faker, methods
from generation.engine.providers.methods import is_vectorised
from tests.generation.engine.tables import values


def provider(locale: str, method: str) -> Any:
    found = faker.implementation(locale, method)
    assert found is not None
    return found[0]


def listed(locale: str, method: str, attribute: str) -> set[str]:
    return set(getattr(provider(locale, method), attribute))


@pytest.mark.parametrize("locale", ["en_US", "de_DE", "fr_FR", "ja_JP", "pt_BR"])
def test_names_are_made_of_fakers_own(locale: str) -> None:
    assert set(values("fake.first_name()", rows=500, locale=locale)) <= listed(locale, "first_name", "first_names")
    assert set(values("fake.last_name()", rows=500, locale=locale)) <= listed(locale, "last_name", "last_names")


def test_names_are_as_frequent_as_faker_has_them() -> None:
    weights = provider("en_US", "last_name").last_names
    total = sum(weights.values())
    made = Counter(values("fake.last_name()", rows=20_000))
    commonest = sorted(weights, key=weights.__getitem__)[-5:]
    for name in commonest:
        assert made[name] / 20_000 == pytest.approx(weights[name] / total, rel=0.35)


def test_a_template_is_filled_with_a_draw_for_each_of_its_fields() -> None:
    made = [name for name in values("fake.company()", rows=2000) if ", " in name and " and " in name]
    repeated = [name for name in made if len(set(name.replace(" and", ",").split(", "))) < 3]
    assert len(repeated) / len(made) < 0.05


def test_phone_numbers_follow_fakers_patterns() -> None:
    real = {"".join("#" if c.isdigit() else c for c in number) for number in faker_phone_numbers()}
    made = {"".join("#" if c.isdigit() else c for c in number) for number in values("fake.phone_number()", rows=2000)}
    assert made <= real
    assert len(made) > 0.8 * len(real)


def faker_phone_numbers() -> list[str]:
    return [str(number) for number in faker.call("en_US", "phone_number", 1, 5000, {})]


@pytest.mark.parametrize(
    ("locale", "method"),
    [
        ("en_US", "phone_number"),
        ("en_US", "license_plate"),
        ("en_US", "ein"),
        ("fr_FR", "postcode"),
        ("ja_JP", "kana_name"),
        ("pt_BR", "estado_nome"),
        ("ru_RU", "administrative_unit"),
        ("az_AZ", "postcode"),
        ("is_IS", "last_name"),
    ],
)
def test_what_the_code_of_a_locale_does_is_read(locale: str, method: str) -> None:
    real = {str(value) for value in faker.call(locale, method, 1, 20_000, {})}
    made = set(values(f"fake.{method}()", rows=500, locale=locale))
    assert is_vectorised(locale, method)
    assert {shape(value) for value in made} <= {shape(value) for value in real}


def shape(value: str) -> str:
    return re.sub(r"\d", "#", re.sub(r"[^\W\d_]+", "a", value))


@pytest.mark.parametrize("method", ["vin", "text", "uuid1"])
def test_code_that_is_not_understood_is_left_to_faker(method: str) -> None:
    assert methods.read("en_US", method) is None
