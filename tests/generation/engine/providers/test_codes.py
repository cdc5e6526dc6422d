import re

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
    ],
)
def test_texts_have_their_shape(expression: str, pattern: str) -> None:
    made = values(expression, rows=300)
    assert all(re.fullmatch(pattern, text) for text in made)
    assert len(set(made)) > 1


def test_every_character_of_a_place_occurs() -> None:
    assert set(values("fake.numerify('#')", rows=500)) == set("0123456789")


def test_a_digit_that_may_be_left_out_is_so_half_of_the_time() -> None:
    lengths = [len(text) for text in values("fake.numerify('!@')", rows=8000)]
    assert [lengths.count(length) / 8000 for length in range(3)] == pytest.approx([0.25, 0.5, 0.25], abs=0.02)


def test_random_letters_have_all_lengths_asked_for() -> None:
    assert {len(text) for text in values("fake.pystr(min_chars=2, max_chars=5)", rows=300)} == {2, 3, 4, 5}
