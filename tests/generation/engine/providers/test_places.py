import re

import pytest

from generation.engine import CheckError
from generation.engine.providers import faker
from tests.generation.engine.tables import table, values


def test_a_postcode_lies_in_the_state_of_its_row() -> None:
    found = faker.implementation("en_US", "postcode_in_state")
    assert found is not None
    rows = table({"state": "fake.state_abbr()", "zip": "fake.postcode_in_state(state)"}, rows=2000).to_pylist()
    ranges = found[0].states_postcode
    outside = [row for row in rows if not ranges[row["state"]][0] <= int(row["zip"]) <= ranges[row["state"]][1]]
    assert outside == []
    assert {len(row["zip"]) for row in rows} == {5}


def test_a_state_that_there_is_not_has_no_postcode() -> None:
    states = "['CA', 'XX', None][row_number % 3]"
    rows = table({"state": states, "zip": "fake.zipcode_in_state(state)"}, rows=6).to_pylist()
    assert [row["zip"] is None for row in rows] == [False, True, True] * 2


def test_a_constant_that_is_no_state_is_refused() -> None:
    with pytest.raises(CheckError, match="there is no state 'ZZ' in en_US"):
        values("fake.postcode_in_state('ZZ')", rows=1)


@pytest.mark.parametrize("locale", ["en_US", "hy_AM", "vi_VN", "en_MS", "en_IN"])
def test_postcodes_of_any_state_are_as_long_as_fakers(locale: str) -> None:
    real = {len(str(value)) for value in faker.call(locale, "postcode_in_state", 1, 500, {})}
    assert {len(value) for value in values("fake.postcode_in_state()", rows=500, locale=locale)} == real


def test_a_canadian_postcode_begins_with_a_letter_of_its_province() -> None:
    found = faker.implementation("en_CA", "postcode_in_province")
    assert found is not None
    columns = {"province": "fake.province_abbr()", "code": "fake.postcode_in_province(province)"}
    rows = table(columns, rows=500, locale="en_CA").to_pylist()
    letters = found[0].provinces_postcode_prefixes
    assert [row for row in rows if row["code"][0] not in letters[row["province"]]] == []
    assert all(re.fullmatch(r"[A-Z]\d[A-Z] ?\d[A-Z]\d", row["code"]) for row in rows)


def test_the_switches_leave_out_what_is_no_state() -> None:
    found = faker.implementation("en_US", "state_abbr")
    assert found is not None
    call = "fake.state_abbr(include_territories=False, include_freely_associated_states=False)"
    assert set(values(call, rows=2000)) == set(found[0].states_abbr)


def test_switches_elsewhere_are_refused() -> None:
    with pytest.raises(CheckError, match=r"fake\.state_abbr has no switches in pt_BR"):
        values("fake.state_abbr(include_territories=False)", rows=1, locale="pt_BR")
