"""What the gallery shows."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache

from generation.engine import Column, DatasetSchema, DataType
from presenting.deadlines import Deadline
from schemas_cache.curated import Domain
from schemas_cache.curating import edit, mark_curated
from schemas_cache.models import Schema
from schemas_cache.services import obtain
from tests.schemas_cache.designs import by_rules, schema
from workbench import gallery
from workbench.gallery import CARDS, COLUMNS, NAMES, ROWS, Card, Gallery

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered_and_time_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(gallery, "_SECONDS", 60)  # a process of the tests has read nothing yet


def remember(description: str, domain: str = "health", *columns: str, made_of: DatasetSchema | None = None) -> str:
    """Remember a schema that was reviewed, and return its hash."""
    design = replace(by_rules(*columns), domain=domain)
    design = replace(design, schema=made_of or design.schema)
    entry, _ = obtain(description, None, design=lambda: design, wait=0, replace_offline=False)
    mark_curated([entry.hash], curated=True)
    return entry.hash


def of(**query: str) -> Gallery:
    return Gallery.of(query)


def only_card() -> Card:
    (card,) = of().cards
    return card


def numbered(count: int) -> list[str]:
    return [f"column_{number}" for number in range(count)]


def test_a_card_has_the_first_rows_of_the_dataset_of_seed_0() -> None:
    remember("Patients", "health", "name", "city")
    sample = only_card().sample
    assert sample is not None
    assert ([column.name for column in sample.columns], len(sample.rows), len(sample.rows[0])) == (
        ["name", "city"],
        ROWS,
        2,
    )


def test_a_card_leads_to_the_dataset_of_the_whole_class() -> None:
    hash_ = remember("Patients", "health", "name")
    edit(hash_, schema("name", "age"), domain="health", revision=1, author="ann")
    query = f"rows=1000&seed=0&as_of={datetime.now(UTC).date()}&revision=2"
    card = only_card()
    assert (card.address, card.link) == (f"/datasets/{hash_}?{query}", f"/datasets/{hash_}.csv?{query}")


def test_a_card_leads_to_no_more_rows_than_are_made_here(settings: Any) -> None:
    settings.MAX_ROWS = 40
    remember("Patients")
    assert only_card().recipe.rows == 40


def test_a_card_shows_so_many_columns_names_more_and_counts_the_rest() -> None:
    names = numbered(COLUMNS + NAMES + 7)
    remember("Patients", "health", *names)
    card = only_card()
    assert card.sample is not None
    shown = [column.name for column in card.sample.columns]
    assert (shown, [name for name, _ in card.columns], card.unnamed) == (
        names[:COLUMNS],
        names[COLUMNS : COLUMNS + NAMES],
        7,
    )


def test_a_card_names_the_columns_of_what_does_not_run_with_their_kinds() -> None:
    wrong = DatasetSchema((Column(name="age", expression="fake.nam()", data_type=DataType.INTEGER),))
    remember("Patients", made_of=wrong)
    card = only_card()
    assert (card.sample, [(name, str(kind)) for name, kind in card.columns]) == (None, [("age", "whole number")])


def test_cards_without_time_for_rows_have_none_and_get_them_later(monkeypatch: pytest.MonkeyPatch) -> None:
    remember("Patients", "health", "name")
    with monkeypatch.context() as patch:
        patch.setattr(gallery, "Deadline", _Past)
        first = only_card()
    assert (first.sample, len(first.columns), only_card().sample is None) == (None, 1, False)


class _Past:
    """A deadline that is over."""

    @staticmethod
    def after(_: float) -> Deadline:
        return Deadline.after(-1)


def test_rows_are_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    remember("Patients", "health", "name")
    first = only_card().sample
    monkeypatch.setattr(gallery, "Making", None)
    assert only_card().sample == first


def test_rows_are_made_again_for_another_revision() -> None:
    hash_ = remember("Patients", "health", "name")
    before = only_card().sample
    edit(hash_, schema("city"), domain="health", revision=1, author="ann")
    assert only_card().sample != before


def test_a_page_shows_so_many_and_leads_to_the_next_one() -> None:
    for number in range(CARDS + 1):
        remember(f"Table {number}")
    first, second = of(), of(page="2")
    assert [(len(page.cards), page.before, page.after, page.pages) for page in (first, second)] == [
        (CARDS, "", "page=2", 2),
        (1, "", "", 2),
    ]


@pytest.mark.parametrize("page", ["", "0", "-1", "x", "1e3", "٣", "9" * 9, "999999", "1.5", " 2", "²"])
def test_a_page_that_is_not_there_is_the_nearest_that_is(page: str) -> None:
    remember("Patients")
    assert of(page=page).page == 1


def test_what_is_looked_for_stays_looked_for_on_other_pages() -> None:
    for number in range(CARDS + 1):
        remember(f"Table {number} & more", "a/b & c")
    found = of(q="table", domain="a/b & c")
    assert (found.after, found.without_domain, found.by_domain) == (
        "domain=a%2Fb+%26+c&q=table&page=2",
        "q=table",
        ((Domain("a/b & c", CARDS + 1), "domain=a%2Fb+%26+c&q=table"),),
    )


def test_a_domain_narrows_what_is_found_and_the_others_stay_in_sight() -> None:
    remember("Patients", "health")
    remember("Orders", "trade")
    found = of(domain="trade")
    assert (found.found, found.whole, [domain.name for domain in found.domains]) == (1, 2, ["health", "trade"])


def test_what_is_not_reviewed_is_not_there() -> None:
    Schema.objects.filter(hash=remember("Patients")).update(curated=False)
    assert (of().cards, of().found, of().is_narrowed) == ((), 0, False)
