"""The way back from a schema to what was first asked for."""

from dataclasses import replace

import pytest

from schemas_cache.entries import Entry, Refinement
from schemas_cache.lineage import Ancestor, ancestors
from schemas_cache.models import Schema
from schemas_cache.services import edit, find, obtain, refine
from tests.schemas_cache.designs import by_rules, schema

pytestmark = pytest.mark.django_db


@pytest.fixture
def animals() -> Entry:
    return obtain("Animals of a zoo", None, design=by_rules, wait=0, replace_offline=False)[0]


def refined(parent: Entry, instruction: str, *names: str) -> Entry:
    return refine(parent, instruction, design=lambda: by_rules(*names), wait=0, replace_offline=False)[0]


def test_what_was_asked_for_at_first_has_no_ancestors(animals: Entry) -> None:
    assert ancestors(animals, most=5) == ()


def test_the_nearest_comes_first_and_each_knows_how_it_was_made(animals: Entry) -> None:
    second = refined(animals, "add an age", "name", "age")
    third, _ = edit(second, schema("name"))
    assert ancestors(third, most=5) == (
        Ancestor(hash=second.hash, revision=1, description="Animals of a zoo", refined_from=second.refined_from),
        Ancestor(hash=animals.hash, revision=1, description="Animals of a zoo", refined_from=None),
    )
    assert (second.refined_from, third.refined_from) == (
        Refinement(hash=animals.hash, revision=1, instruction="add an age"),
        Refinement(hash=second.hash, revision=1),
    )


def test_there_are_no_more_than_are_asked_for(animals: Entry) -> None:
    second = refined(animals, "add an age", "name", "age")
    third = refined(second, "add a city", "name", "age", "city")
    assert [ancestor.hash for ancestor in ancestors(third, most=1)] == [second.hash]


def test_they_end_where_one_is_gone(animals: Entry) -> None:
    second = refined(animals, "add an age", "name", "age")
    third = refined(second, "add a city", "name", "age", "city")
    Schema.objects.filter(hash=animals.hash).delete()
    assert [ancestor.hash for ancestor in ancestors(third, most=5)] == [second.hash]


def test_a_revision_that_never_was_is_gone_too(animals: Entry) -> None:
    astray = replace(animals, refined_from=Refinement(hash=animals.hash, revision=7))
    assert ancestors(astray, most=5) == ()


def test_what_came_from_itself_by_a_file_comes_to_an_end(animals: Entry) -> None:
    Schema.objects.filter(hash=animals.hash).update(parent=animals.hash, parent_revision=1)
    assert len(ancestors(find(animals.hash), most=5)) == 5
