from collections import Counter
from typing import Any

import pytest

from generation.engine.providers import faker
from generation.engine.providers.vocabularies import is_vectorised
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


def test_what_a_locale_codes_itself_is_left_to_faker() -> None:
    assert is_vectorised("en_US", "phone_number")
    assert not is_vectorised("en_US", "user_name")
