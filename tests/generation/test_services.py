"""The use cases: fail before the first byte, count what was made, stop when nobody listens."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from generation import services
from generation.engine import DatasetSchema, EngineError, PlanError
from generation.recipes import Link
from generation.services import DatasetWish, RefinementWish, SchemaWish
from schemas_cache.entries import Refinement
from schemas_cache.errors import SchemaOutdated
from schemas_cache.models import DailyUse, Schema
from schemas_cache.services import find, store

pytestmark = pytest.mark.django_db

STUDENTS = "Students of a school with name and age"
NAMES = DatasetSchema.from_json({"name": {"faker_method": "fake.name()"}})


def wish(schema: SchemaWish, **rest: Any) -> DatasetWish:
    return DatasetWish(schema=schema, **{"rows": 5, "format": "csv", **rest})


def test_the_first_chunk_is_made_and_the_rest_is_not() -> None:
    dataset = services.generate_dataset(wish(SchemaWish(schema=NAMES), rows=100_000_000, seed=1))
    assert next(dataset.chunks).startswith(b"name\n")
    assert dataset.seconds < 5


def test_rows_that_are_settled_before_the_first_one_are_watched_too() -> None:
    names = DatasetSchema.from_json({"name": {"faker_method": "fake.name()", "unique": True}})
    recipe, _ = services.choose_recipe(wish(SchemaWish(schema=names)))
    watched: list[int] = []
    assert next(services.write_rows(recipe, start=0, rows=5, most_seconds=1, watch=watched.append)).count(b"\n") == 6
    assert watched == [0, 5]


def test_a_date_that_is_not_given_is_today() -> None:
    before = datetime.now(UTC).date()
    dataset = services.generate_dataset(wish(SchemaWish(schema=NAMES)))
    assert before <= dataset.recipe.as_of <= datetime.now(UTC).date()


def test_a_drawn_seed_is_one_of_thirty_two_bits() -> None:
    seeds = [services.generate_dataset(wish(SchemaWish(schema=NAMES))).recipe.seed for _ in range(20)]
    assert len(set(seeds)) > 1
    assert all(0 <= seed < 2**32 for seed in seeds)


def test_what_fails_before_the_first_byte_is_not_counted() -> None:
    two = DatasetSchema.from_json({"a": {"faker_method": "fake.random_element(['x', 'y'])", "unique": True}})
    with pytest.raises(PlanError):
        services.generate_dataset(wish(SchemaWish(schema=two), rows=3))
    assert Schema.objects.get().usage_count == 0


def test_a_dataset_that_would_take_too_long_is_refused_before_it_is_begun() -> None:
    with pytest.raises(PlanError, match=r"10000000000 rows are about \d+ minutes of work, 30 seconds are allowed"):
        services.generate_dataset(wish(SchemaWish(schema=NAMES), rows=10_000_000_000))


def test_a_schema_that_does_not_compile_is_not_remembered() -> None:
    with pytest.raises(EngineError):
        services.design_schema(SchemaWish(schema=DatasetSchema.from_json({"a": {"faker_method": "nothing()"}})))
    assert not Schema.objects.exists()


def test_a_schema_that_is_given_twice_is_one() -> None:
    first, second = (services.design_schema(SchemaWish(schema=NAMES))[0] for _ in range(2))
    assert first == second


def test_each_dataset_counts_once() -> None:
    entry = services.generate_dataset(wish(SchemaWish(description=STUDENTS))).recipe.entry
    recipe = services.find_recipe(Link(hash=entry.hash, format="csv", rows=5, seed=1))
    services.reproduce_dataset(recipe)
    services.reproduce_dataset(recipe, counts=False)
    assert find(entry.hash).usage_count == 2


def test_the_day_counts_requests_hits_links_and_designs() -> None:
    for _ in range(2):
        entry = services.generate_dataset(wish(SchemaWish(description=STUDENTS))).recipe.entry
    services.design_schema(SchemaWish(schema=NAMES))
    services.refine_schema(RefinementWish(hash=entry.hash, instruction="add a city"))
    recipe = services.find_recipe(Link(hash=entry.hash, format="csv", rows=5, seed=1))
    services.reproduce_dataset(recipe)
    services.reproduce_dataset(recipe, counts=False)
    day = DailyUse.objects.get()
    assert (day.requests, day.hits, day.links) == (4, 1, 1)
    assert (day.model_designs, day.offline_designs, day.fallbacks) == (0, 2, 0)


def test_what_is_designed_ahead_counts_as_a_design_and_as_no_request() -> None:
    services.design_schema(SchemaWish(description=STUDENTS), counts=False)
    day = DailyUse.objects.get()
    assert (day.requests, day.offline_designs) == (0, 1)


def test_a_recipe_is_known_by_all_that_its_bytes_depend_on() -> None:
    hash_ = services.design_schema(SchemaWish(schema=NAMES))[0].hash
    plain = {"hash": hash_, "format": "csv", "rows": 5, "seed": 1, "as_of": date(2026, 1, 1), "offset": 0}
    others: list[dict[str, Any]] = [{}, {"rows": 6}, {"seed": 2}, {"as_of": date(2026, 1, 2)}, {"offset": 1}]
    fingerprints = {services.find_recipe(Link(**{**plain, **other})).fingerprint for other in others}
    assert len(fingerprints) == len(others)


def test_a_dataset_without_rows_is_not_made_on() -> None:
    dataset = services.generate_dataset(wish(SchemaWish(schema=NAMES), rows=100_000))
    assert list(dataset.without_rows().chunks) == list(dataset.chunks) == []


def test_a_dataset_is_probed_without_its_file() -> None:
    entry, _ = services.design_schema(SchemaWish(schema=NAMES))
    link = Link(hash=entry.hash, format="sqlite", rows=100_000, seed=1, as_of=date(2026, 1, 1))
    dataset = services.probe_dataset(services.find_recipe(link))
    assert (dataset.rows, dataset.file_name[-7:], list(dataset.chunks)) == (100_000, ".sqlite", [])


def test_to_probe_is_to_find_what_fails() -> None:
    entry, _ = services.design_schema(SchemaWish(schema=NAMES))
    link = Link(hash=entry.hash, format="csv", rows=10_000_000_000, seed=1)
    with pytest.raises(PlanError, match="are allowed"):
        services.probe_dataset(services.find_recipe(link))


def test_a_recipe_of_another_schema_under_the_same_hash_is_another() -> None:
    entry = services.design_schema(SchemaWish(schema=NAMES))[0]
    recipe = services.find_recipe(Link(hash=entry.hash, format="csv", rows=5, seed=1, as_of=date(2026, 1, 1)))
    other = replace(entry, schema=DatasetSchema.from_json({"name": {"faker_method": "fake.first_name()"}}))
    assert replace(recipe, entry=other).fingerprint != recipe.fingerprint


def test_a_given_schema_is_a_miss_at_first_and_a_hit_from_then_on() -> None:
    made = [services.generate_dataset(wish(SchemaWish(schema=NAMES))).cache for _ in range(2)]
    assert made == ["miss", "hit"]


def test_a_remembered_schema_that_does_not_compile_is_not_the_clients_fault() -> None:
    entry, _ = store(DatasetSchema.from_json({"a": {"faker_method": "fake.nothing_of_the_kind()"}}))
    link = Link(hash=entry.hash, format="csv", rows=1, seed=0)
    with pytest.raises(SchemaOutdated, match=entry.hash):
        services.reproduce_dataset(services.find_recipe(link))


def test_what_is_designed_again_is_not_remembered() -> None:
    entry, _ = services.design_schema(SchemaWish(description=STUDENTS))
    assert (services.redesign(entry).schema, find(entry.hash)) == (entry.schema, entry)


def test_a_schema_that_nobody_changed_is_the_one_that_there_was() -> None:
    entry, _ = services.design_schema(SchemaWish(schema=NAMES), counts=False)
    assert services.edit_schema(entry, NAMES) == (entry, True)
    assert (Schema.objects.count(), DailyUse.objects.count()) == (1, 0)


def test_a_schema_that_somebody_changed_by_hand_is_one_of_its_own_and_counts() -> None:
    entry, _ = services.design_schema(SchemaWish(schema=NAMES), counts=False)
    other = DatasetSchema.from_json({"city": {"faker_method": "fake.city()"}})
    edited, was_cached = services.edit_schema(entry, other)
    assert (edited.schema, was_cached, services.edit_schema(entry, other)) == (other, False, (edited, True))
    assert [(use.requests, use.hits) for use in DailyUse.objects.all()] == [(2, 1)]


def test_a_change_by_hand_that_does_not_run_is_refused_and_not_remembered() -> None:
    entry, _ = services.design_schema(SchemaWish(schema=NAMES))
    with pytest.raises(EngineError):
        services.edit_schema(entry, DatasetSchema.from_json({"a": {"faker_method": "nothing()"}}))
    assert Schema.objects.count() == 1


def test_what_was_changed_by_hand_can_be_changed_in_words() -> None:
    entry, _ = services.design_schema(SchemaWish(description=STUDENTS))
    edited, _ = services.edit_schema(entry, NAMES)
    refined = services.refine_schema(RefinementWish(hash=edited.hash, instruction="add a city column")).entry
    assert [column.name for column in refined.schema.columns] == ["name", "city"]
    assert refined.refined_from == Refinement(hash=edited.hash, revision=1, instruction="add a city column")
