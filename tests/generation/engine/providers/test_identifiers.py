import re
from uuid import RFC_4122, UUID

import pytest

from generation.engine import EngineError
from tests.generation.engine.tables import values


@pytest.mark.parametrize("version", [1, 4, 7])
def test_identifiers_are_of_their_version(version: int) -> None:
    made = [UUID(text) for text in values(f"fake.uuid{version}()", rows=500)]
    assert {(identifier.version, identifier.variant) for identifier in made} == {(version, RFC_4122)}
    assert len(set(made)) == 500


def test_their_moments_lie_between_1970_and_2035() -> None:
    """Version 1 counts 100 nanoseconds from 1582, version 7 milliseconds from 1970."""
    first = [(UUID(text).time - 0x01B21DD213814000) / 1e7 for text in values("fake.uuid1()", rows=2000)]
    seventh = [(UUID(text).int >> 80) / 1e3 for text in values("fake.uuid7()", rows=2000)]
    for seconds in (first, seventh):
        assert 0 <= min(seconds) < 5e6
        assert 2.046e9 < max(seconds) <= 2_051_222_400


def test_any_window_of_rows_is_that_of_the_whole() -> None:
    for expression in ("fake.uuid1()", "fake.uuid7()"):
        assert values(expression, rows=40, start=30) == values(expression, rows=100)[30:70]


@pytest.mark.parametrize(
    ("expression", "pattern"),
    [
        ("fake.md5()", "[0-9a-f]{32}"),
        ("fake.sha1()", "[0-9a-f]{40}"),
        ("fake.sha256()", "[0-9a-f]{64}"),
        ("uuid.uuid4().hex", "[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}"),
    ],
)
def test_digits_are_hexadecimal(expression: str, pattern: str) -> None:
    made = values(expression, rows=300)
    assert all(re.fullmatch(pattern, text) for text in made)
    assert {sign for text in made for sign in text} == set("0123456789abcdef")


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256"])
def test_a_digest_is_asked_for_in_digits_only(name: str) -> None:
    assert values(f"fake.{name}(raw_output=False)", rows=5) == values(f"fake.{name}()", rows=5)
    with pytest.raises(EngineError, match="raw_output of fake"):
        values(f"fake.{name}(raw_output=True)")
