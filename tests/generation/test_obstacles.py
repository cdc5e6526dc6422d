"""What stands in the way of a dataset is known before it is made."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from generation.engine import FORMATS, DatasetSchema
from generation.obstacles import Kind, Obstacle, find_obstacle
from generation.recipes import Recipe
from schemas_cache.services import store

pytestmark = pytest.mark.django_db


def recipe(rows: int, **column: Any) -> Recipe:
    """Return a recipe of a schema with one column."""
    entry, _ = store(DatasetSchema.from_json({"a": {"data_type": "integer", **column}}))
    return Recipe(entry=entry, format="csv", rows=rows, seed=7, as_of=date(2026, 9, 1))


def test_where_nothing_stands_in_the_way_there_is_none() -> None:
    assert find_obstacle(recipe(1000, faker_method="random.randint(1, 50)")) is None


def test_a_column_that_must_not_repeat_says_how_many_rows_there_can_be() -> None:
    assert find_obstacle(recipe(51, faker_method="random.randint(1, 50)", unique=True)) == Obstacle(
        kind=Kind.VALUES,
        message="there are 50 different values, 51 are asked",
        column="a",
        hint="ask for fewer rows, or let values repeat",
        most=50,
    )


def test_as_many_rows_as_there_can_be_are_none() -> None:
    assert find_obstacle(recipe(50, faker_method="random.randint(1, 50)", unique=True)) is None


def test_values_that_run_out_while_rows_are_settled_say_how_many_rows_are_sure() -> None:
    names = {"faker_method": "fake.first_name() + '!'", "data_type": "string", "unique": True}
    found = find_obstacle(recipe(1000, **names))
    assert found is not None
    assert (found.kind, found.column, 0 < found.most < 1000) == (Kind.VALUES, "a", True)
    assert find_obstacle(recipe(found.most, **names)) is None


def test_too_much_work_says_how_many_rows_would_do(settings: Any) -> None:
    settings.MAX_SECONDS = 1.0
    found = find_obstacle(recipe(1_000_000_000, faker_method="random.randint(1, 50)"))
    assert found is not None
    assert (found.kind, found.column, found.hint) == (Kind.WORK, "", f"{found.most} rows would do")
    assert find_obstacle(recipe(found.most, faker_method="random.randint(1, 50)")) is None


def test_a_format_that_holds_fewer_rows_says_how_many() -> None:
    found = find_obstacle(replace(recipe(2_000_000, faker_method="row_number"), format="xlsx"))
    assert found is not None
    assert (found.kind, found.column, found.most) == (Kind.FORMAT, "", FORMATS["xlsx"].most_rows)


def test_a_column_that_does_not_run_says_what_is_wrong() -> None:
    assert find_obstacle(recipe(5, faker_method="random.randnt(1, 50)")) == Obstacle(
        kind=Kind.BROKEN, message="random.randnt does not exist", column="a", hint="did you mean random.randint?"
    )


def test_what_takes_long_to_find_out_is_left_to_the_making() -> None:
    assert find_obstacle(recipe(1_000_000, faker_method="fake.city()", data_type="string", unique=True)) is None
