"""What the list is narrowed to."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from schemas_cache.curating import mark_curated, merge
from schemas_cache.models import Schema
from schemas_cache.services import obtain, store
from tests.curation.remembered import page, remember, revise
from tests.schemas_cache.designs import by_model, schema

pytestmark = pytest.mark.django_db


def listed(client: Client, **query: str) -> set[str]:
    response = client.get(page("changelist"), query)
    assert response.status_code == 200
    return {row.description for row in response.context["cl"].result_list}


def offered(client: Client, parameter: str) -> list[str]:
    """Return the words of a filter's choices, but for the one that takes it off."""
    filters = client.get(page("changelist")).context["cl"].filter_specs
    found = next(each for each in filters if getattr(each, "parameter_name", "") == parameter)
    return [words for _, words in found.lookup_choices]


def used(hash_: str, *, days_ago: float) -> None:
    Schema.objects.filter(hash=hash_).update(last_used=timezone.now() - timedelta(days=days_ago))


def test_schemas_are_found_by_their_mark(admin_client: Client) -> None:
    mark_curated([remember("Animals")], curated=True)
    remember("Books")

    assert listed(admin_client, curated__exact="1") == {"Animals"}
    assert listed(admin_client, curated__exact="0") == {"Books"}


def test_schemas_are_found_by_who_designed_their_current_revision(admin_client: Client) -> None:
    remember("Animals")
    revise(remember("Books"), "title")

    assert listed(admin_client, designed_by="instructor") == {"Books"}
    assert listed(admin_client, designed_by="offline/2") == {"Animals"}


def test_schemas_are_found_by_their_domain(admin_client: Client) -> None:
    remember("Animals")
    obtain("Books", None, design=lambda: by_model("title"), wait=0, replace_offline=False)

    assert listed(admin_client, domain="persons") == {"Books"}


def test_the_frequent_values_are_offered_with_their_numbers(admin_client: Client) -> None:
    remember("Animals")
    remember("Books")
    store(schema("x"))

    assert offered(admin_client, "domain") == ["people (2)", "unknown (1)"]
    assert offered(admin_client, "designed_by") == ["offline/2 (2)", "user (1)"]


def test_rare_values_are_not_offered_unless_chosen(admin_client: Client) -> None:
    hashes = [remember(f"Animals {number}") for number in range(20)]
    for number, hash_ in enumerate(hashes):
        Schema.objects.filter(hash=hash_).update(domain=f"domain {number:02}")

    assert offered(admin_client, "domain") == [f"domain {number:02} (1)" for number in range(15)]
    assert listed(admin_client, domain="domain 19") == {"Animals 19"}
    assert ">domain 19</a>" in admin_client.get(page("changelist"), {"domain": "domain 19"}).content.decode()


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        ("today", {"now"}),
        ("7", {"now", "six days"}),
        ("30", {"now", "six days", "a month"}),
        ("longer", {"a year"}),
        ("never", {"never"}),
        ("of late", {"now", "six days", "a month", "a year", "never"}),
    ],
)
def test_schemas_are_found_by_when_they_were_used(admin_client: Client, choice: str, found: set[str]) -> None:
    for description, days in (("now", 0), ("six days", 6), ("a month", 29), ("a year", 365)):
        used(remember(description), days_ago=days)
    remember("never")

    assert listed(admin_client, used=choice) == found


@pytest.mark.parametrize("parameter", ["domain", "designed_by"])
def test_no_schema_has_what_no_database_stores(admin_client: Client, parameter: str) -> None:
    remember("Animals")
    assert listed(admin_client, **{parameter: "people\x00"}) == set()


def test_schemas_with_the_columns_of_another_are_found(admin_client: Client) -> None:
    remember("Animals", "name", "age")
    remember("Beasts", "name", "age")
    remember("Books", "name")
    remember("Ages and names", "age", "name")

    assert listed(admin_client, duplicates="yes") == {"Animals", "Beasts"}


def test_schemas_of_other_locales_are_no_duplicates(admin_client: Client) -> None:
    store(schema("x"))
    store(schema("x", locale="de_DE"))

    assert listed(admin_client, duplicates="yes") == set()


def test_earlier_revisions_and_merged_schemas_are_no_duplicates(admin_client: Client) -> None:
    revised, kept, merged = remember("Animals", "x"), remember("Beasts", "x"), remember("Creatures", "x")
    revise(revised, "y")
    merge([merged], into=kept)

    assert listed(admin_client, duplicates="yes") == set()


def test_filters_narrow_together(admin_client: Client) -> None:
    for description in ("Animals", "Beasts", "Books"):
        remember(description, "x")
    Schema.objects.filter(description="Animals").update(curated=True)

    assert listed(admin_client, duplicates="yes", curated__exact="1", q="anim") == {"Animals"}
