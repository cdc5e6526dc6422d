import re
import uuid

import pytest

from tests.generation.engine.tables import values


@pytest.mark.parametrize(
    ("expression", "pattern"),
    [
        ("fake.bothify('??-####')", "[a-zA-Z]{2}-[0-9]{4}"),
        ("fake.bothify('?', letters='ABC')", "[ABC]"),
        ("fake.numerify('%#')", "[1-9][0-9]"),
        ("fake.numerify('!-@')", "[0-9]?-[1-9]?"),
        ("fake.lexify('é??')", "é[a-zA-Z]{2}"),
        ("fake.hexify('^^', upper=True)", "[0-9A-F]{2}"),
        ("fake.pystr(min_chars=2, max_chars=4, prefix='x-')", "x-[a-zA-Z]{2,4}"),
        ("fake.md5()", "[0-9a-f]{32}"),
        ("fake.sha1()", "[0-9a-f]{40}"),
        ("fake.sha256()", "[0-9a-f]{64}"),
        ("uuid.uuid4().hex", "[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}"),
    ],
)
def test_texts_have_their_shape(expression: str, pattern: str) -> None:
    made = values(expression, rows=300)
    assert all(re.fullmatch(pattern, text) for text in made)
    assert len(set(made)) > 1


def test_every_character_of_a_place_occurs() -> None:
    assert set(values("fake.numerify('#')", rows=500)) == set("0123456789")


def test_uuids_are_of_version_four() -> None:
    assert {(uuid.UUID(text).version, uuid.UUID(text).variant) for text in values("fake.uuid4()", rows=200)} == {
        (4, uuid.RFC_4122)
    }
