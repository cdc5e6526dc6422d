from itertools import pairwise
from statistics import fmean, pstdev
from typing import Any

import pytest

from generation.engine import EngineError
from generation.engine.providers import faker, find
from tests.generation.engine.tables import values

LOCALES = ("en_US", "de_DE", "fr_FR", "ja_JP", "pt_BR", "zh_CN", "ar_SA")
PROSE = (
    "fake.sentence()",
    "fake.sentence(nb_words=12, variable_nb_words=False)",
    "fake.paragraph(nb_sentences=4)",
    "fake.text(max_nb_chars=20)",
    "fake.text(max_nb_chars=30)",
    "fake.text(max_nb_chars=90)",
    "fake.text()",
)


@pytest.mark.parametrize("expression", PROSE)
def test_any_window_of_rows_is_that_of_the_whole(expression: str) -> None:
    whole = values(expression, rows=3000)
    assert values(expression, start=1000, rows=1000) == whole[1000:2000]
    assert values(expression, start=1999, rows=1) == whole[1999:2000]


@pytest.mark.parametrize("locale", LOCALES)
def test_sentences_are_made_of_the_words_of_the_locale(locale: str) -> None:
    provider, _ = faker.implementation(locale, "word") or pytest.fail("every locale has words")
    connector, end = provider.word_connector, provider.sentence_punctuation
    known = {word.title() for word in provider.word_list}
    made = values("fake.sentence(nb_words=1, variable_nb_words=False)", locale=locale, rows=2000)
    assert {text.removesuffix(end) for text in made} <= known
    longer = values("fake.sentence()", locale=locale, rows=300)
    assert all(text.endswith(end) and (connector in text) for text in longer)


def test_a_sentence_has_60_to_140_per_cent_of_the_words_asked() -> None:
    made = values("fake.sentence(nb_words=10)", rows=5000)
    assert {len(text.split()) for text in made} == set(range(6, 15))


def test_a_number_of_words_may_differ_from_row_to_row() -> None:
    exact = values("fake.sentence(nb_words=2 + row_number % 3, variable_nb_words=False)", rows=300)
    assert [len(text.split()) for text in exact] == [2 + row % 3 for row in range(300)]
    about = values("fake.sentence(nb_words=fake.random_int(5, 10))", rows=5000)
    assert {len(text.split()) for text in about} == set(range(3, 15))
    assert values("fake.sentence(nb_words=fake.random_int(5, 10))", start=4000, rows=9) == about[4000:4009]


def test_words_of_ones_own_are_capitalised_and_joined_as_the_locales() -> None:
    made = values("fake.sentence(nb_words=2, variable_nb_words=False, ext_word_list=['ab', 'cd'])", rows=100)
    assert set(made) == {"Ab ab.", "Ab cd.", "Cd ab.", "Cd cd."}


@pytest.mark.parametrize(("most", "separator"), [(24, " "), (60, ". "), (200, "\n"), (1000, "\n")])
def test_a_text_ends_before_the_unit_that_would_not_fit(most: int, separator: str) -> None:
    made = values(f"fake.text(max_nb_chars={most})", rows=2000)
    assert all(text[0].isupper() and text.endswith(".") and len(text) <= most for text in made)
    assert max(len(text) for text in made) > most * 0.9
    assert any(separator in text for text in made)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("sentence", {}),
        ("sentence", {"nb_words": 9}),
        ("paragraph", {}),
        ("text", {"max_nb_chars": 20}),
        ("text", {"max_nb_chars": 40}),
        ("text", {}),
        ("text", {"max_nb_chars": 500}),
    ],
)
def test_texts_are_as_long_and_as_many_as_fakers(locale: str, method: str, arguments: dict[str, Any]) -> None:
    theirs = faker.call(locale, method, 11, 400, arguments)
    written = ", ".join(f"{name}={value}" for name, value in arguments.items())
    ours = values(f"fake.{method}({written})", locale=locale, rows=4000)
    assert _apart([len(text) for text in theirs], [len(text) for text in ours]) < 4
    assert _apart([text.count("\n") for text in theirs], [text.count("\n") for text in ours]) < 4


def _apart(some: list[int], others: list[int]) -> float:
    """Return how many standard errors the means of two samples lie apart."""
    error = (pstdev(some) ** 2 / len(some) + pstdev(others) ** 2 / len(others)) ** 0.5
    return abs(fmean(some) - fmean(others)) / error if error else abs(fmean(some) - fmean(others))


def test_every_word_is_as_likely_as_it_is_frequent_in_fakers_list() -> None:
    made = " ".join(values("fake.sentence(ext_word_list=['ab', 'ab', 'ab', 'cd'])", rows=5000)).lower()
    assert made.count("ab") / (made.count("ab") + made.count("cd")) == pytest.approx(0.75, abs=0.01)


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("fake.text(max_nb_chars=30, ext_word_list=['incomprehensibilities'])", "hardly any sentence"),
        ("fake.paragraph(nb_sentences=50)", "4096 are allowed"),
        ("len(fake.texts(20, 4000))", "16384 are allowed"),
        ("fake.sentence(nb_words=row_number)", "between 1 and 200"),
        ("fake.text(max_nb_chars=4)", "from 5 to 4000"),
        ("fake.sentence(ext_word_list=[''])", "1 to 100 characters"),
    ],
)
def test_what_would_never_end_or_be_too_long_is_refused(expression: str, message: str) -> None:
    with pytest.raises(EngineError, match=message):
        values(expression)


@pytest.mark.parametrize("locale", LOCALES)
def test_no_text_is_longer_than_its_type_says(locale: str) -> None:
    for name, arguments in (("fake.sentence", {}), ("fake.paragraph", {}), ("fake.text", {"max_nb_chars": 99})):
        longest = find(name, locale).bind(locale, (), arguments).type.longest
        written = ", ".join(f"{key}={value}" for key, value in arguments.items())
        made = values(f"{name}({written})", locale=locale, rows=2000)
        assert max(len(text.encode()) for text in made) <= longest


def test_lists_of_texts_differ_from_place_to_place() -> None:
    made = values("'|'.join(fake.sentences(nb=3))", rows=50)
    assert all(first != second for text in made for first, second in pairwise(text.split("|")))


@pytest.mark.parametrize("locale", ["fr_FR", "pt_BR", "ar_DZ"])
def test_catch_phrases_are_those_that_faker_makes(locale: str) -> None:
    made = set(values("fake.catch_phrase()", locale=locale, rows=20_000))
    assert set(faker.call(locale, "catch_phrase", 5, 500, {})) <= made
    assert find("fake.catch_phrase", locale).bind(locale, (), {}).calls == 0
