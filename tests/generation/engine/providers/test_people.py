from datetime import date
from typing import Any

import pytest

from generation.engine import EngineError
from generation.engine.expressions import Scope, check, parse
from generation.engine.expressions.nodes import Drawn
from generation.engine.providers import faker
from generation.engine.providers.methods import choices, source
from tests.generation.engine.tables import AS_OF, table, values

_SEX_AND_NAME = "[person['sex'] + ' ' + person['name'] for person in [fake.simple_profile()]][0]"


def test_a_name_fits_the_sex_of_its_profile() -> None:
    provider, _ = faker.implementation("en_US", "name_female") or pytest.fail("every locale has names")
    female, male = set(choices(provider.first_names_female).values), set(choices(provider.first_names_male).values)
    people = [text.split() for text in values(_SEX_AND_NAME, rows=2000)]
    assert {sex for sex, *_ in people} == {"F", "M"}
    assert all(set(name) & (female if sex == "F" else male) for sex, *name in people)


@pytest.mark.parametrize("field", ["username", "mail", "name", "birthdate"])
def test_a_field_that_is_used_alone_is_that_of_the_whole_profile(field: str) -> None:
    alone = values(f"fake.simple_profile()['{field}']", rows=20)
    together = values(f"[str(p['{field}']) + '' for p in [fake.simple_profile()]][0]", rows=20)
    assert list(map(str, alone)) == together


def test_only_the_field_that_is_used_is_drawn() -> None:
    term = check(parse("fake.profile()['mail']"), Scope({}, "en_US"))
    assert isinstance(term, Drawn)
    assert term.source.type == source("en_US", "free_email").type


def test_birthdates_are_those_of_people_up_to_115() -> None:
    born = values("fake.profile()['birthdate']", "date", rows=2000)
    assert date(AS_OF.year - 116, AS_OF.month, AS_OF.day) < min(born) <= max(born) <= AS_OF


def test_blood_groups_are_the_eight_there_are() -> None:
    made = set(values("fake.profile(fields=['blood_group'])['blood_group']", rows=500))
    assert made == {"A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-"}


def test_a_profile_has_one_to_four_websites() -> None:
    made = values("', '.join(fake.profile()['website'])", rows=500)
    assert {text.count("http") for text in made} == {1, 2, 3, 4}


def test_a_location_is_a_latitude_and_a_longitude() -> None:
    columns: dict[str, Any] = {
        "north": ("fake.profile()['current_location'][0]", "float"),
        "east": ("fake.profile()['current_location'][1]", "float"),
    }
    made = table(columns, rows=500).to_pydict()
    assert all(-90 <= north <= 90 for north in made["north"])
    assert min(made["east"]) < -90 < 90 < max(made["east"])


@pytest.mark.parametrize("expression", [_SEX_AND_NAME, "fake.profile()['mail']", "str(fake.profile()['website'])"])
def test_any_window_of_rows_is_that_of_the_whole(expression: str) -> None:
    assert values(expression, start=1000, rows=100) == values(expression, rows=1100)[1000:]


def test_a_sex_may_be_asked_for() -> None:
    assert set(values("fake.profile(sex='F')['sex']")) == {"F"}


def test_a_field_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(EngineError, match="has no 'shoe_size'") as caught:
        values("fake.profile(fields=['shoe_size'])['shoe_size']")
    assert "blood_group" in str(caught.value.hint)


@pytest.mark.parametrize("locale", ["en_US", "de_DE", "fr_FR", "ja_JP", "pt_BR", "zh_CN", "ar_SA", "fi_FI"])
def test_every_locale_has_profiles(locale: str) -> None:
    assert all("@" in text for text in values("fake.profile()['mail']", locale=locale, rows=20))
