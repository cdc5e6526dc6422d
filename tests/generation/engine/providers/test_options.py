import re

import pytest

from generation.engine import CheckError
from tests.generation.engine.tables import values


@pytest.mark.parametrize(("formatted", "shape"), [("True", r"\d{5}-?\d{3}"), ("False", r"\d{8}")])
def test_a_brazilian_postcode_is_written_as_asked(formatted: str, shape: str) -> None:
    made = values(f"fake.postcode(formatted={formatted})", rows=200, locale="pt_BR")
    assert [postcode for postcode in made if not re.fullmatch(shape, postcode)] == []


def test_an_argument_that_a_locale_does_not_have_is_refused() -> None:
    with pytest.raises(CheckError, match=r"fake\.postcode has no argument 'formatted' in en_US"):
        values("fake.postcode(formatted=False)", rows=1)


def test_an_argument_that_means_nothing_is_refused() -> None:
    with pytest.raises(CheckError, match=r"category of fake\.mime_type is one of 'application'"):
        values("fake.mime_type('../../etc')", rows=1)


@pytest.mark.parametrize(
    ("expression", "shape"),
    [
        ("fake.mime_type('image')", r"image/\S+"),
        ("fake.unix_device(prefix='sd')", r"/dev/sd[a-z]"),
        ("fake.unix_partition('xvd')", r"/dev/xvd[a-z]\d"),
        ("fake.passport_owner(gender='M')", r"\S+, \S+"),
    ],
)
def test_arguments_do_what_they_do_in_faker(expression: str, shape: str) -> None:
    assert [value for value in values(expression, rows=200) if not re.fullmatch(shape, value)] == []
