"""What there is to see of a dataset."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from generation.engine import DatasetSchema
from generation.obstacles import Kind
from generation.recipes import Recipe
from generation.services import RefinementWish, edit_schema, refine_schema
from schemas_cache.entries import Entry
from schemas_cache.models import Schema
from schemas_cache.services import find, store
from tests.curation.remembered import remember
from workbench.showing import Maker, ShownDataset

pytestmark = pytest.mark.django_db


def shown(entry: Entry, **other: Any) -> ShownDataset:
    recipe = Recipe(entry=entry, format="csv", rows=80, seed=7, as_of=date(2026, 9, 1))
    return ShownDataset.of(replace(recipe, **other))


def given(**columns: Any) -> Entry:
    return store(DatasetSchema.from_json(columns))[0]


@pytest.fixture
def animals() -> Entry:
    return find(remember("Animals of a zoo", "name", "city"))


def test_fifty_rows_are_shown_at_most(animals: Entry) -> None:
    assert (len(shown(animals).preview.rows), len(shown(animals, rows=20).preview.rows)) == (50, 20)


def test_the_rows_are_those_of_the_file(animals: Entry) -> None:
    assert shown(animals).preview.rows == shown(animals, rows=1000).preview.rows
    assert shown(animals).preview.rows != shown(animals, seed=8).preview.rows


def test_its_addresses_say_everything_that_decides_its_rows(animals: Entry) -> None:
    query = "rows=80&seed=7&as_of=2026-09-01&revision=1"
    seen = shown(animals)
    assert (seen.address, seen.link, seen.query) == (
        f"/datasets/{animals.hash}?{query}",
        f"/datasets/{animals.hash}.csv?{query}",
        query,
    )


def test_what_was_made_of_a_sentence_alone_is_compared_with_nothing(animals: Entry) -> None:
    assert (shown(animals).parent, shown(animals).comparison) == (None, None)


def test_a_change_is_compared_with_what_was_before(animals: Entry) -> None:
    edited, _ = edit_schema(animals, DatasetSchema(animals.schema.columns[:1]))
    comparison = shown(edited).comparison
    assert comparison is not None
    assert [(column.name, column.fate) for column in comparison.columns] == [("city", "removed")]


def test_who_made_it_is_said_elsewhere_than_in_what_changed(animals: Entry) -> None:
    edited, _ = edit_schema(animals, DatasetSchema(animals.schema.columns[:1]))
    comparison = shown(edited).comparison
    assert comparison is not None
    assert comparison.whole == ()


def test_a_parent_that_is_gone_is_none(animals: Entry) -> None:
    edited, _ = edit_schema(animals, DatasetSchema(animals.schema.columns[:1]))
    Schema.objects.filter(hash=animals.hash).delete()
    assert (shown(edited).parent, shown(edited).comparison) == (None, None)


def test_only_what_the_last_instruction_said_is_not_heard(animals: Entry) -> None:
    first = refine_schema(RefinementWish(hash=animals.hash, instruction="drop city, frobnicate the wibble"))
    second = refine_schema(RefinementWish(hash=first.entry.hash, instruction="add a city column"))
    assert (shown(first.entry).unheard, shown(second.entry).unheard) == (
        ("drop frobnicate the wibble",),
        (),
    )


@pytest.mark.parametrize(
    ("designed_by", "maker"),
    [
        ("offline/2", Maker.RULES),
        ("gpt-4o-mini", Maker.MODEL),
        ("user", Maker.USER),
        ("instructor", Maker.INSTRUCTOR),
        ("", Maker.UNKNOWN),
    ],
)
def test_who_made_it_is_known(animals: Entry, designed_by: str, maker: Maker) -> None:
    assert shown(replace(animals, designed_by=designed_by)).maker is maker


def test_what_somebody_changed_is_made_by_hand(animals: Entry) -> None:
    assert shown(edit_schema(animals, DatasetSchema(animals.schema.columns[:1]))[0]).maker is Maker.HAND


def test_words_after_a_change_by_hand_leave_it_one_by_hand(animals: Entry) -> None:
    edited, _ = edit_schema(animals, DatasetSchema(animals.schema.columns[:1]))
    refined = refine_schema(RefinementWish(hash=edited.hash, instruction="add a city column")).entry
    assert (refined.designed_by, shown(refined).maker) == ("user", Maker.HAND)


def test_words_to_columns_that_were_given_are_no_change_by_hand() -> None:
    hash_ = given(name={"faker_method": "fake.name()"}).hash
    refined = refine_schema(RefinementWish(hash=hash_, instruction="add a city column")).entry
    assert (refined.designed_by, shown(refined).maker) == ("user", Maker.USER)


def test_too_many_rows_lead_to_as_many_as_there_can_be() -> None:
    entry = given(a={"faker_method": "random.randint(1, 50)", "data_type": "integer", "unique": True})
    seen = shown(entry)
    assert seen.obstacle is not None
    assert (seen.obstacle.kind, seen.most_rows) == (Kind.VALUES, shown(entry, rows=50).address)


def test_no_number_of_rows_helps_a_column_that_does_not_run() -> None:
    seen = shown(given(a={"faker_method": "random.randnt(1, 50)"}))
    assert seen.obstacle is not None
    assert (seen.obstacle.kind, seen.most_rows) == (Kind.BROKEN, "")
