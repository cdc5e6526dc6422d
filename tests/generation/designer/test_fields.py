from dataclasses import FrozenInstanceError
from time import perf_counter

import pytest

from eval.adding import FINE, outcomes
from generation.designer import Field, find_fields
from generation.engine import DataType

PATIENTS = "Patients with a patient id, age, gender and diagnosis"
PRODUCTS = "Products with a product name, category, unit price and stock quantity"


def phrases(words: str, limit: int = 8, description: str = "") -> list[str]:
    return [field.phrase for field in find_fields(words, limit=limit, description=description)]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("price", "price"),
        ("Unit Prices", "price"),
        ("date of birth", "date of birth"),
        ("birth date", "date of birth"),
        ("dob", "date of birth"),
        ("how old", "age"),
        ("blood", "blood type"),
        ("zip", "postal code"),
        ("color", "color"),
        ("colour", "color"),
        ("discount", "discount percent"),
        ("iban", "iban"),
        ("heart", "heart rate"),
        ("rate heart", "heart rate"),
        ("heart ra", "heart rate"),
        ("qty", "quantity"),
        ("e-mail", "email"),
        ("  GPA ", "gpa"),
        ("latitude", "latitude"),
    ],
)
def test_words_find_the_field_that_they_are_looking_for_first(words: str, first: str) -> None:
    assert phrases(words)[0] == first


@pytest.mark.parametrize(
    ("words", "first"), [("plz", "postal code"), ("Straße", "street address"), ("preis", "price"), ("edad", "age")]
)
def test_words_of_other_languages_find_it_too(words: str, first: str) -> None:
    assert phrases(words)[0] == first


def test_a_word_that_is_not_yet_written_to_its_end_finds_what_it_may_become() -> None:
    assert "date of birth" in phrases("geburtsd")
    assert "price" in phrases("pri")


@pytest.mark.parametrize(("words", "meant"), [("discuont", "discount"), ("temprature", "temperature")])
def test_a_slip_of_a_letter_finds_what_was_meant(words: str, meant: str) -> None:
    assert phrases(words) == phrases(meant)


@pytest.mark.parametrize("words", ["flurbish blorp", "?!", "zzqx"])
def test_nonsense_finds_nothing(words: str) -> None:
    assert phrases(words) == []


def test_what_only_its_explanation_says_comes_after_what_is_called_so() -> None:
    found = phrases("cholesterol", limit=20)

    assert found[0] == "cholesterol"
    assert "ldl" in found


def test_no_words_find_what_is_used_most() -> None:
    assert {"age", "gender", "city", "email"} <= set(phrases("", limit=30))


def test_no_words_find_what_is_usual_for_a_dataset_first() -> None:
    assert "diagnosis" in phrases(" ", limit=10, description=PATIENTS)
    assert "brand" in phrases("", limit=10, description=PRODUCTS)


def test_a_word_with_a_meaning_of_its_own_in_a_dataset_finds_that_one_first() -> None:
    assert phrases("title", description=PATIENTS)[0] == "name title"
    assert phrases("title", description=PRODUCTS)[0] == "product name"


def test_no_more_are_found_than_asked_for() -> None:
    assert len(phrases("date", limit=5)) == 5


def test_a_field_says_what_it_holds() -> None:
    assert find_fields("gender", limit=1) == (
        Field(name="gender", phrase="gender", about="Gender", data_type=DataType.STRING, unit="", domain=""),
    )


def test_a_field_shows_a_few_of_its_values() -> None:
    blood, *_ = find_fields("blood type", limit=1)

    assert blood.samples == ("O+", "A+", "B+")
    assert blood.domain == "healthcare"


def test_a_field_cannot_be_changed() -> None:
    (field,) = find_fields("gender", limit=1)

    with pytest.raises(FrozenInstanceError):
        field.name = "other"  # type: ignore[misc]  # what is tested


def test_a_search_takes_no_time_to_speak_of() -> None:
    find_fields("warm", limit=8)
    tried = []
    for words in ("a", "order", "customer name", "zzqx blorp", "temperature of the body"):
        started = perf_counter()
        find_fields(words, limit=8)
        tried.append(perf_counter() - started)

    assert sorted(tried)[2] < 0.05


def test_asking_for_a_field_of_the_list_adds_a_column_of_exactly_that_concept() -> None:
    assert [outcome for outcome in outcomes(share=0.01) if outcome.verdict not in FINE] == []
