"""Schemas that somebody changed by hand are entries as any other: they go out, come in, are checked and dropped."""

from dataclasses import replace
from datetime import timedelta

import pytest

from generation.designer import Origin
from generation.engine import Column, DatasetSchema, DataType
from schemas_cache.checking import check
from schemas_cache.cleaning import Criteria, clean
from schemas_cache.entries import Entry, Refinement
from schemas_cache.models import Schema
from schemas_cache.services import edit, find, obtain, search
from tests.schemas_cache.designs import by_model
from tests.schemas_cache.files import exported, take_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Entry:
    """Remember a design that says where its columns came from and what it cost."""
    design = replace(by_model("name", "city"), origins={"name": Origin.STATED, "city": Origin.TEMPLATE})
    return obtain("People of a town", None, design=lambda: design, wait=0, replace_offline=False)[0]


def with_age(schema: DatasetSchema) -> DatasetSchema:
    """Return a schema with another column in place of the first."""
    age = Column(name="age", expression="random.randint(1, 99)", data_type=DataType.INTEGER)
    return replace(schema, columns=(age, *schema.columns[1:]))


def test_what_was_changed_by_hand_is_an_entry_of_its_own(people: Entry) -> None:
    edited, was_cached = edit(people, with_age(people.schema))
    assert (was_cached, find(people.hash), edited.hash != people.hash) == (False, people, True)
    assert (edited.schema, edited.description, edited.domain) == (
        with_age(people.schema),
        people.description,
        people.domain,
    )


def test_it_says_what_it_was_made_of_and_by_whom(people: Entry) -> None:
    edited, _ = edit(people, with_age(people.schema))
    assert (edited.refined_from, edited.designed_by) == (Refinement(hash=people.hash, revision=1), "user")


def test_columns_that_stay_are_there_for_the_reason_that_they_were(people: Entry) -> None:
    edited, _ = edit(people, with_age(people.schema))
    assert dict(edited.origins) == {"age": "stated", "city": "template"}


def test_what_somebody_did_by_hand_cost_no_tokens(people: Entry) -> None:
    spent = replace(people, spent=replace(people.spent, requests=1, prompt_tokens=100))
    assert edit(spent, with_age(people.schema))[0].spent.tokens == 0


def test_the_same_change_is_the_same_entry(people: Entry) -> None:
    first, _ = edit(people, with_age(people.schema))
    assert edit(people, with_age(people.schema)) == (first, True)


def test_the_same_columns_made_of_another_schema_are_another_entry(people: Entry) -> None:
    first, _ = edit(people, with_age(people.schema))
    second, _ = edit(first, people.schema)
    assert len({people.hash, first.hash, second.hash}) == 3


def test_it_goes_into_a_file_and_comes_back_as_it_was(people: Entry) -> None:
    edited, _ = edit(people, with_age(people.schema))
    document = exported()
    Schema.objects.all().delete()
    take_in(document)
    assert (find(edited.hash), find(people.hash)) == (edited, people)


def test_the_file_says_that_nobody_asked_for_the_change_in_words(people: Entry) -> None:
    edited, _ = edit(people, with_age(people.schema))
    assert exported()["schemas"][edited.hash]["refined_from"] == {
        "description_hash": people.hash,
        "revision": 1,
        "instruction": "",
    }


def test_one_that_came_by_a_file_is_found_by_the_same_change(people: Entry) -> None:
    edited, _ = edit(people, with_age(people.schema))
    document = exported()
    Schema.objects.all().delete()
    take_in(document)
    assert edit(find(people.hash), with_age(people.schema)) == (edited, True)


def test_it_never_stands_for_the_sentence_that_it_began_with(people: Entry) -> None:
    edit(people, with_age(people.schema))
    asked, was_cached = obtain(people.description, None, design=by_model, wait=0, replace_offline=True)
    assert (asked.hash, was_cached) == (people.hash, True)


def test_it_is_checked_as_others_are(people: Entry) -> None:
    edited, _ = edit(people, with_age(people.schema))
    assert {checked.hash: checked.problems for checked in check()} == {people.hash: (), edited.hash: ()}


def test_it_is_found_by_its_columns(people: Entry) -> None:
    edited, _ = edit(people, with_age(people.schema))
    assert [entry.hash for entry in search("town age", offset=0, limit=5)[0]] == [edited.hash]


def test_it_is_dropped_when_nobody_used_it(people: Entry) -> None:
    edited, _ = edit(people, with_age(people.schema))
    Schema.objects.filter(hash=edited.hash).update(created_at=edited.created_at - timedelta(days=10))
    assert [gone.hash for gone in clean(Criteria(unused_for=timedelta(days=5)))] == [edited.hash]
