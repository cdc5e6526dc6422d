"""The curated schemas, as they are browsed."""

from dataclasses import replace

import pytest
from django.db import connection
from django.db.models import F
from pytest_django import DjangoAssertNumQueries

from schemas_cache.curated import Choice, Domain, count_curated, curated, domains
from schemas_cache.curating import edit, mark_curated
from schemas_cache.models import Revision, Schema
from schemas_cache.services import find, obtain
from tests.schemas_cache.designs import by_rules, schema

pytestmark = pytest.mark.django_db
MANY, FEW = 3_000, 15


def remember(description: str, domain: str = "", *columns: str, uses: int = 0, reviewed: bool = True) -> str:
    """Remember a schema, reviewed unless told otherwise, and return its hash."""
    design = replace(by_rules(*columns), domain=domain)
    entry, _ = obtain(description, None, design=lambda: design, wait=0, replace_offline=False)
    if reviewed:
        mark_curated([entry.hash], curated=True)
    Schema.objects.filter(hash=entry.hash).update(usage_count=uses)
    return entry.hash


def found(choice: Choice | None = None, *, offset: int = 0, limit: int = 100) -> list[str]:
    return [entry.description for entry in curated(choice or Choice(), offset=offset, limit=limit)]


def test_those_that_are_reviewed_are_found_the_most_used_first() -> None:
    remember("Patients", uses=2)
    remember("Orders", uses=7)
    remember("Students", uses=90, reviewed=False)
    assert (found(), count_curated(Choice())) == (["Orders", "Patients"], 2)


def test_those_of_a_domain_are_found() -> None:
    remember("Patients", "health")
    remember("Orders", "trade")
    assert (found(Choice(domain="health")), count_curated(Choice(domain="health"))) == (["Patients"], 1)


def test_those_are_found_that_have_all_words_in_any_case() -> None:
    remember("Patients of a Clinic", "health", "Größe")
    remember("Patients of a ward", "health", "age")
    assert found(Choice(text=" clinic  GRÖSSE ")) == ["Patients of a Clinic"]


@pytest.mark.parametrize("choice", [Choice(domain="a\0"), Choice(text="a\0"), Choice(domain="\ud800")])
def test_what_no_database_can_be_asked_for_is_not_there(choice: Choice) -> None:
    remember("Patients", "a")
    assert (found(choice), count_curated(choice)) == ([], 0)


@pytest.mark.parametrize("text", ["%", "_", "\\", "'", '"'])
def test_a_search_takes_signs_as_they_are(text: str) -> None:
    remember("Patients")
    remember(f"Orders {text}")
    assert found(Choice(text=text)) == [f"Orders {text}"]


def test_a_page_holds_so_many_from_its_place() -> None:
    for number in range(5):
        remember(f"Table {number}", uses=number)
    assert found(offset=1, limit=2) == ["Table 3", "Table 2"]


def test_they_are_at_their_current_revision() -> None:
    entry = find(remember("Patients", "health", "age"))
    edit(entry.hash, schema("weight"), domain="health", revision=1, author="ann")
    assert [(each.revision, each.schema) for each in curated(Choice(), offset=0, limit=9)] == [(2, schema("weight"))]


def test_one_that_was_merged_into_another_is_not_among_them() -> None:
    kept, merged = remember("Patients", "health"), remember("Sick people", "health")
    Schema.objects.filter(hash=merged).update(merged_into=Schema.objects.get(hash=kept))
    assert (found(), domains(Choice(), most=9)) == (["Patients"], (Domain("health", 1),))


def test_what_is_stored_and_no_schema_any_more_is_left_out() -> None:
    remember("Patients")
    broken = remember("Orders")
    Revision.objects.filter(schema__hash=broken).update(columns=7)
    assert found() == ["Patients"]


def test_domains_are_counted_the_most_common_first() -> None:
    for description, domain in (("A a", "trade"), ("B b", "health"), ("C c", "trade"), ("D d", "")):
        remember(description, domain)
    remember("E e", "schools", reviewed=False)
    assert domains(Choice(), most=9) == (Domain("trade", 2), Domain("health", 1))


def test_domains_are_counted_among_those_that_have_the_words() -> None:
    remember("Patients", "health")
    remember("Orders", "trade")
    assert domains(Choice(domain="health", text="orders"), most=9) == (Domain("trade", 1),)


def test_so_many_domains_are_counted_at_most() -> None:
    for number in range(4):
        remember(f"Table {number}", f"domain {number}")
    assert [domain.name for domain in domains(Choice(), most=2)] == ["domain 0", "domain 1"]


def test_a_page_takes_three_questions(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(5):
        remember(f"Table {number}")
    with django_assert_num_queries(3):
        curated(Choice(), offset=0, limit=12)
        count_curated(Choice())
        domains(Choice(), most=12)


def test_few_among_many_are_found_by_their_index() -> None:
    fill()
    assert "curated_by_domain" in explained()


def explained() -> str:
    """Return how the database finds those of a domain, once it has looked at its tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Schema.objects.filter(Choice(domain="domain 3").conditions(), revisions__number=F("current")).explain()


def fill() -> None:
    """Remember many schemas, few of which are reviewed, as a school that works with it for years has them."""
    rows = [
        Schema(
            hash=f"{number:064x}",
            description_key=f"{number:064x}",
            description=f"Table {number} with a name, an age and a few more columns " * 4,
            domain=f"domain {number % 9}",
            curated=number % (MANY // FEW) == 0,
            usage_count=number % 70,
            searchable=f"table {number} with a name, an age and a few more columns " * 4,
        )
        for number in range(MANY)
    ]
    columns = schema(*(f"column_{number}" for number in range(8))).to_json_list()
    schemas = Schema.objects.bulk_create(rows, batch_size=1000)
    Revision.objects.bulk_create(
        [Revision(schema=each, columns=columns, locale="en_US") for each in schemas], batch_size=1000
    )
