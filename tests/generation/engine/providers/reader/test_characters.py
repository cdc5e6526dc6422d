from collections.abc import Callable

import pytest
from faker.utils.text import slugify

from generation.engine.providers.grammar import Filled, Mixture, Sequence, Words, literal
from generation.engine.providers.reader.characters import capitalised, translated
from generation.engine.providers.reader.outcomes import NotUnderstood
from tests.generation.engine.providers.reader.test_rewriting import texts

NAMES = Sequence((Words(("O'Brien", "Ürs")), literal("."), Filled(literal("#?"), {"#": "01", "?": "AB"})))


@pytest.mark.parametrize("change", [str.lower, str.upper, lambda value: value.replace(".", ""), slugify])
def test_a_change_to_the_parts_is_that_to_the_whole(change: Callable[[str], str]) -> None:
    assert texts(translated(NAMES, change)) == set(map(change, texts(NAMES)))


@pytest.mark.parametrize(
    ("of", "change"),
    [
        (NAMES, str.title),
        (Sequence((Words(("a", "b ")), Words((" c", "d")))), slugify),  # two blanks become one hyphen
    ],
)
def test_a_change_that_looks_at_several_characters_is_not_understood(
    of: Sequence, change: Callable[[str], str]
) -> None:
    with pytest.raises(NotUnderstood):
        translated(of, change)


def test_a_change_to_whole_words_is_that_to_the_whole() -> None:
    of = Sequence((Words(("De  la Cruz", "Ann ")), literal("."), Words(("Lee ", "Ray  Kim"))))
    assert texts(translated(of, slugify)) == set(map(slugify, texts(of)))


def test_what_nothing_changes_stays_the_same_object() -> None:
    of = Words(("ann", "bob"))
    assert translated(of, str.lower) is of


def test_the_first_part_that_is_not_empty_is_capitalised() -> None:
    of = Sequence((Words(("", "Alsó")), Mixture((literal("KŐ"), literal("fa"))), literal("Vár")))
    assert texts(capitalised(of)) == set(map(str.capitalize, texts(of)))
