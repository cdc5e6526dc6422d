import re
from collections import Counter

import pytest

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


def test_other_locales_have_their_own() -> None:
    assert all(re.fullmatch(r"\d{11}", number) for number in values("fake.ssn()", rows=50, locale="pt_BR"))
