"""How a dataset came to be, from the first sentence to now."""

from dataclasses import replace
from datetime import date

import pytest

from generation.engine import DatasetSchema
from generation.recipes import Recipe
from generation.services import (
    DatasetWish,
    RefinementWish,
    SchemaWish,
    choose_recipe,
    edit_schema,
    refine_schema,
)
from schemas_cache.entries import Entry
from schemas_cache.models import Schema
from schemas_cache.services import store
from workbench.steps import MOST_STEPS, Road, Step, Way

pytestmark = pytest.mark.django_db

ANIMALS = "Animals of a zoo with name and age"
DAY = date(2026, 9, 1)


def recipe(entry: Entry) -> Recipe:
    return Recipe(entry=entry, format="csv", rows=5, seed=7, as_of=DAY)


def animals(locale: str | None = None) -> Entry:
    wish = SchemaWish(description=ANIMALS, locale=locale)
    return choose_recipe(DatasetWish(schema=wish, rows=5, format="csv"))[0].entry


def refined(parent: Entry, instruction: str) -> Entry:
    return refine_schema(RefinementWish(hash=parent.hash, instruction=instruction)).entry


def by_hand(parent: Entry) -> Entry:
    return edit_schema(parent, replace(parent.schema, columns=parent.schema.columns[:1]))[0]


def address(entry: Entry) -> str:
    return f"/datasets/{entry.hash}?rows=5&seed=7&as_of=2026-09-01&revision=1"


def test_a_sentence_is_the_first_step_and_the_only_one() -> None:
    assert Road.to(recipe(animals())).steps == (Step(way=Way.SENTENCE, text=ANIMALS, is_here=True),)


def test_each_step_leads_to_the_same_rows_of_what_was_there() -> None:
    first = animals()
    second = refined(first, "add a city column")
    third = by_hand(second)
    assert Road.to(recipe(third)).steps == (
        Step(way=Way.SENTENCE, text=ANIMALS, address=address(first)),
        Step(way=Way.WORDS, text="add a city column", address=address(second)),
        Step(way=Way.HAND, is_here=True),
    )


def test_columns_in_place_of_a_sentence_are_a_first_step_too() -> None:
    given, _ = store(DatasetSchema.from_json({"a": {"faker_method": "fake.name()"}}))
    assert Road.to(recipe(given)).steps == (Step(way=Way.COLUMNS, is_here=True),)


def test_what_is_gone_is_said_to_be() -> None:
    first = animals()
    second = refined(first, "add a city column")
    Schema.objects.filter(hash=first.hash).delete()
    assert Road.to(recipe(second)).steps == (
        Step(way=Way.GONE),
        Step(way=Way.WORDS, text="add a city column", is_here=True),
    )


def test_a_long_road_is_shown_from_where_it_can_be() -> None:
    entry = animals()
    Schema.objects.filter(hash=entry.hash).update(parent=entry.hash, parent_revision=1, instruction="again")
    steps = Road.to(recipe(refined(entry, "add a city column"))).steps
    assert (len(steps), steps[0].way) == (MOST_STEPS + 2, Way.GONE)


def test_the_locale_that_was_asked_for_at_first_is_known_after_any_change() -> None:
    assert Road.to(recipe(by_hand(refined(animals("de_AT"), "add a city column")))).locale == "de_AT"


def test_no_locale_is_known_where_none_was_asked_for() -> None:
    assert Road.to(recipe(animals())).locale == ""
