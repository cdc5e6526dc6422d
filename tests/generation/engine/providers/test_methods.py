import re
from collections import Counter
from typing import Any

import pytest

from bench.fidelity import is_vectorised
from generation.engine.providers import faker, methods
from tests.generation.engine.tables import values

MOST_COMPARED = 100  # values, of which 20,000 draws leave none out


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
        ("en_US", "ein"),  # annotated assignments, an f-string with widths
        ("en_US", "invalid_ssn"),  # decisions by numbers, a comprehension with a condition
        ("en_US", "license_plate"),  # re.sub with a lambda
        ("en_US", "locale"),  # a key that was drawn, and what it leads to
        ("en_US", "linux_platform_token"),
        ("en_PH", "floor_unit_number"),  # a helper that is given a random value
        ("en_GB", "postcode"),  # a loop over the characters of a format
        ("fr_FR", "postcode"),  # as many digits as are missing
        ("hu_HU", "street_name"),  # super(), capitalize()
        ("az_AZ", "postcode"),  # % with a width
        ("bn_BD", "postcode"),  # digits of another alphabet
        ("de_CH", "license_plate"),  # both halves of a pair
        ("es_CL", "commune_and_region"),  # one draw in two places
        ("is_IS", "last_name"),  # one of two methods
        ("ja_JP", "serial_number"),  # slices, rjust
        ("ru_RU", "street_name"),  # endings
        ("pl_PL", "street_prefix_short"),
        ("zh_CN", "license_plate"),  # a template in pieces
    ],
)
def test_what_the_code_of_a_locale_does_is_read(locale: str, method: str) -> None:
    real = {shape(str(value)) for value in faker.call(locale, method, 1, 10_000, {})}
    made = {shape(value) for value in values(f"fake.{method}()", rows=500, locale=locale)}
    assert methods.read(locale, method) is not None
    assert made - real == set()


def shape(value: str) -> str:
    return re.sub(r"\d", "#", re.sub(r"[^\W\d_]+", "a", value))


@pytest.mark.parametrize("method", ["vin", "text", "uuid1"])
def test_code_that_is_not_understood_is_left_to_faker(method: str) -> None:
    assert methods.read("en_US", method) is None


@pytest.mark.parametrize(
    ("locale", "by_row"),
    [("en_US", []), ("de_DE", ["bank"]), ("fr_FR", ["bank"]), ("ja_JP", []), ("pt_BR", [])],
)
def test_every_method_that_can_be_made_again_is_vectorised(locale: str, by_row: list[str]) -> None:
    """Faker has no banks in German and French."""
    repeatable = [name for name in faker.methods() if faker.has(locale, name) and faker.can_repeat(locale, name)]
    assert [name for name in sorted(repeatable) if not is_vectorised(locale, name)] == by_row


@pytest.mark.parametrize("locale", ["bg_BG", "es_CL", "it_IT", "ko_KR", "vi_VN"])
def test_what_is_read_makes_nothing_that_faker_does_not(locale: str) -> None:
    for name in ("city_suffix", "street_suffix", "prefix_male", "first_name_female", "last_name"):
        if methods.read(locale, name) and len(real := set(faker.call(locale, name, 1, 20_000, {}))) < MOST_COMPARED:
            assert set(values(f"fake.{name}()", rows=1000, locale=locale)) <= real


def test_a_method_with_arguments_is_read_with_them() -> None:
    plain, levels = methods.read("en_US", "hostname"), methods.read("en_US", "hostname", levels=0)
    assert plain is not None
    assert levels is not None
    assert levels.type.longest < plain.type.longest
