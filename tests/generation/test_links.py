"""The addresses at which a dataset is found again."""

from dataclasses import replace
from datetime import date

import pytest

from generation.engine import Options
from generation.links import page_link, permanent_link
from generation.recipes import Recipe
from schemas_cache.services import find
from tests.curation.remembered import remember, revise

pytestmark = pytest.mark.django_db


@pytest.fixture
def recipe() -> Recipe:
    hash_ = remember("Animals of a zoo", "name")
    revise(hash_, "name", "age")
    return Recipe(entry=find(hash_), format="csv", rows=5, seed=7, as_of=date(2026, 9, 1))


def test_both_say_everything_that_decides_the_bytes(recipe: Recipe) -> None:
    query = "rows=5&seed=7&as_of=2026-09-01&revision=2"
    assert (permanent_link(recipe), page_link(recipe)) == (
        f"/datasets/{recipe.entry.hash}.csv?{query}",
        f"/datasets/{recipe.entry.hash}?{query}",
    )


def test_only_a_file_begins_anywhere(recipe: Recipe) -> None:
    later = replace(recipe, offset=50)
    assert permanent_link(later) == f"{permanent_link(recipe)}&offset=50"
    assert page_link(later) == page_link(recipe)


def test_both_say_the_options_that_are_not_as_usual(recipe: Recipe) -> None:
    options = Options(csv_safe=True, header=False, missing="NA", date_format="%d.%m.%Y", delimiter="\t")
    query = "csv_safe=true&delimiter=%09&header=false&missing=NA&date_format=%25d.%25m.%25Y"
    other = replace(recipe, options=options)
    assert permanent_link(other) == f"{permanent_link(recipe)}&{query}"
    assert page_link(other) == f"{page_link(recipe)}&{query}"


def test_a_page_says_its_format_where_it_is_not_the_usual_one(recipe: Recipe) -> None:
    other = replace(recipe, format="parquet")
    assert permanent_link(other) == permanent_link(recipe).replace(".csv", ".parquet")
    assert page_link(other) == f"{page_link(recipe)}&format=parquet"
