from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas_cache.errors import TextUnfit
from schemas_cache.keys import (
    canonical_description,
    description_hash,
    is_storable,
    key_of_foreign,
    locale_asked,
    schema_hash,
    storable,
)
from tests.schemas_cache.designs import schema

SENTENCE = "Patients with name, age and diagnosis"


def test_the_hash_of_a_clean_description_is_its_plain_sha_256() -> None:
    assert description_hash(SENTENCE) == sha256(SENTENCE.encode()).hexdigest()


@pytest.mark.parametrize(
    "text",
    [
        f"  {SENTENCE}\n",
        SENTENCE.replace(" ", "\t \u00a0\r\n"),
        SENTENCE.replace(" ", "\u3000"),
        f"\u2028{SENTENCE}\x1f",
    ],
)
def test_white_space_makes_no_difference(text: str) -> None:
    assert canonical_description(text) == SENTENCE


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert description_hash("Mu\u0308ller und So\u0308hne") == description_hash("M\u00fcller und S\u00f6hne")


def test_case_makes_a_difference() -> None:
    assert description_hash(SENTENCE) != description_hash(SENTENCE.lower())


def test_a_locale_that_was_asked_for_is_part_of_the_key() -> None:
    hashes = {description_hash(SENTENCE, locale) for locale in (None, "en_US", "de_DE")}

    assert len(hashes) == 3


@pytest.mark.parametrize("text", ["a\x00b", "half a pair \ud83d", "\udc00"])
def test_what_no_database_stores_is_refused(text: str) -> None:
    with pytest.raises(TextUnfit, match="NUL character or half a surrogate pair"):
        canonical_description(text)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00")))
def test_every_other_text_has_one_canonical_form(text: str) -> None:
    canonical = canonical_description(text)

    assert canonical_description(canonical) == canonical
    assert canonical == " ".join(canonical.split())


@given(st.text(st.characters()))
def test_a_designers_words_can_be_stored_whatever_they_hold(text: str) -> None:
    assert is_storable(storable(text))
    assert len(storable(text)) == len(text)


def test_the_key_of_a_schema_is_that_of_its_columns_in_their_order_and_its_locale() -> None:
    schemas = [schema("a", "b"), schema("b", "a"), schema("a", "b", locale="de_DE")]

    assert len({schema_hash(each) for each in schemas}) == 3
    assert schema_hash(schema("a", "b")) == schema_hash(schema("a", "b", locale="en_US"))


@pytest.mark.parametrize("own", [description_hash(SENTENCE), description_hash(SENTENCE, "de_DE")])
def test_an_entry_that_was_made_here_keeps_its_hash_as_key(own: str) -> None:
    assert key_of_foreign(own, SENTENCE) == own


def test_an_entry_that_another_program_hashed_is_found_by_its_description() -> None:
    assert key_of_foreign("ab" * 32, SENTENCE) == description_hash(SENTENCE)


def test_an_entry_without_a_description_keeps_its_hash_as_key() -> None:
    assert key_of_foreign("ab" * 32, "") == "ab" * 32


def test_the_locale_that_was_asked_for_is_known_by_the_hash() -> None:
    hashes = [description_hash(SENTENCE, locale) for locale in ("de_DE", "en_US", None)]
    assert [locale_asked(hash_, SENTENCE) for hash_ in (*hashes, "ab" * 32)] == ["de_DE", "en_US", None, None]
