"""The list of schemas: what it shows, finds and costs, and what becomes of strange addresses."""

import re

import pytest
from django.db import connection
from django.db.models import JSONField, Value
from django.test import Client
from django.test.utils import CaptureQueriesContext

from generation.engine import Column, DatasetSchema, DataType
from generation.services import RefinementWish, refine_schema
from schemas_cache.curating import create, mark_curated, merge
from schemas_cache.models import Revision, Schema
from schemas_cache.services import count_use, store
from tests.curation.accounts import instructor, plain, staff, viewer
from tests.curation.remembered import page, remember, revise, row
from tests.page_dom import CANARY, Dom
from tests.schemas_cache.designs import schema

pytestmark = pytest.mark.django_db
LIST = page("changelist")


def listed(client: Client, **query: str) -> list[str]:
    """Return the descriptions of a page of the list, in its order."""
    response = client.get(LIST, query)
    assert response.status_code == 200
    return [row.description for row in response.context["cl"].result_list]


def cells(client: Client, name: str) -> list[str]:
    """Return what the cells of a column of the list say."""
    source = client.get(LIST).content.decode()
    found = re.findall(rf'<t[dh] class="field-{name}">(.*?)</t[dh]>', source, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", cell).split()) for cell in found]


def test_the_last_used_are_listed_first_and_those_never_used_last(admin_client: Client) -> None:
    hashes = [remember("Animals"), remember("Books"), remember("Cars")]
    count_use(hashes[0])
    count_use(hashes[1])

    assert listed(admin_client) == ["Books", "Animals", "Cars"]


def test_a_row_tells_what_a_schema_is_and_how_it_was_used(admin_client: Client) -> None:
    hash_ = remember("Animals of a zoo", "name", "age")
    Schema.objects.filter(hash=hash_).update(usage_count=1234, last_used="2026-03-04T05:06:07Z", curated=True)

    names = ("described", "domain", "columns", "uses", "last_used", "designed_by", "curated")
    told = ["Animals of a zoo", "people", "2", "1,234", "2026-03-04 05:06", "offline/2", "curated"]
    assert [cells(admin_client, name) for name in names] == [[each] for each in told]


def test_a_row_tells_of_the_current_revision(admin_client: Client) -> None:
    revise(remember("Animals", "name"), "name", "age", "weight")
    assert (cells(admin_client, "columns"), cells(admin_client, "designed_by")) == (["3"], ["instructor"])


def test_what_was_never_used_says_so(admin_client: Client) -> None:
    remember("Animals")
    assert cells(admin_client, "last_used") == ["never"]


def test_a_long_description_is_shortened_and_can_be_read_in_full(admin_client: Client) -> None:
    description = "animals " * 100 + "end"
    remember(description)

    assert cells(admin_client, "described") == [f"{('animals ' * 100)[:109]}…"]
    assert Dom.of(admin_client.get(LIST)).attributes("bdi", "title") == [description]


def test_a_schema_without_a_description_is_known_by_its_columns(admin_client: Client) -> None:
    store(schema("first", "second"))
    assert cells(admin_client, "described") == ["first, second"]


MALFORMED = [None, 7, "x", {}, {"name": "a"}, [], [7], [{"faker_method": "1"}], [{"name": 7}, {"name": "a"}]]


@pytest.mark.parametrize("columns", MALFORMED)
def test_a_schema_whose_columns_are_malformed_is_known_by_its_hash(admin_client: Client, columns: object) -> None:
    entry, _ = store(schema("first"))
    Revision.objects.update(columns=Value(columns, JSONField()))

    assert cells(admin_client, "described") == [entry.hash]
    assert cells(admin_client, "columns") == [str(len(columns)) if isinstance(columns, list) else "unreadable"]
    assert len(listed(admin_client, o="3")) == 1
    assert admin_client.get(page("revisions", row(entry.hash).pk)).status_code == 200


def test_a_refined_schema_tells_what_was_asked_for(admin_client: Client) -> None:
    hash_ = remember("Animals", "name")
    refine_schema(RefinementWish(hash=hash_, instruction="add an email address"))
    assert sorted(cells(admin_client, "described")) == ["Animals", "Animals then: add an email address"]


def test_what_was_merged_into_another_is_not_listed(admin_client: Client) -> None:
    kept, merged = remember("Animals"), remember("Beasts")
    merge([merged], into=kept)
    assert listed(admin_client) == ["Animals"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("zoo ANIMALS", ["Animals of a zoo"]),
        ("GRÖSSE", ["Animals of a zoo"]),
        ("Gro\u0308ße", ["Animals of a zoo"]),
        ("a", ["Books of a library", "Animals of a zoo"]),
        ("100%", []),
    ],
)
def test_words_are_found_in_descriptions_and_names_of_columns(
    admin_client: Client, text: str, found: list[str]
) -> None:
    remember("Animals of a zoo", "Größe")
    remember("Books of a library")

    assert listed(admin_client, q=text) == found


def test_a_schema_is_found_by_the_beginning_of_its_hash(admin_client: Client) -> None:
    hash_ = remember("Animals")
    remember("Books")
    assert listed(admin_client, q=hash_[:12].upper()) == ["Animals"]


@pytest.mark.parametrize("order", ["-1", "3", "-4", "-5", "-6", "-7"])
def test_the_list_is_sorted_by_its_columns(admin_client: Client, order: str) -> None:
    books = remember("Books", "title")
    revise(remember("Animals", "name", "age"), "name", "age", "weight")
    count_use(books)
    mark_curated([books], curated=True)
    upside_down = order.removeprefix("-") if order.startswith("-") else f"-{order}"

    assert listed(admin_client, o=order) == ["Books", "Animals"]
    assert listed(admin_client, o=upside_down) == ["Animals", "Books"]


def test_days_lead_to_what_was_made_then(admin_client: Client) -> None:
    Schema.objects.filter(hash=remember("Animals")).update(created_at="2025-03-04T23:59:59Z")
    Schema.objects.filter(hash=remember("Books")).update(created_at="2026-03-04T00:00:00Z")

    day = {"created_at__year": "2025", "created_at__month": "3", "created_at__day": "4"}
    assert listed(admin_client, **day) == ["Animals"]
    assert "?created_at__year=2026" in Dom.of(admin_client.get(LIST)).attributes("a", "href")


def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(LIST, {"all": ""}).status_code == 200
    return len(captured)


def test_the_list_costs_the_same_queries_however_long(admin_client: Client) -> None:
    for number in range(20):
        store(schema(str(number)))
    of_twenty = queries(admin_client)
    for number in range(20, 200):
        revise(store(schema(str(number)))[0].hash, "other")

    assert (queries(admin_client), of_twenty <= 10) == (of_twenty, True)


@pytest.mark.parametrize("query", ["?o=99.x.-3", "?p=99", "?domain=", "?used=x", "?q=%00", "?created_at__year=x", "?nothing=1", "?created_at__year=2025&created_at__month=13"])  # fmt: skip
def test_a_strange_address_leads_to_the_list(admin_client: Client, query: str) -> None:
    remember("Animals")
    assert admin_client.get(f"{LIST}{query}", follow=True).status_code in {200, 400}


def test_what_people_wrote_is_text_in_the_list(admin_client: Client) -> None:
    made = DatasetSchema((Column(name=CANARY, expression="fake.name()", data_type=DataType.STRING),))
    create(CANARY, made, locale=None, domain=CANARY, author=CANARY)
    store(made)
    refine_schema(RefinementWish(hash=remember("Animals"), instruction=CANARY))

    dom = Dom.of(admin_client.get(LIST))

    assert (dom.faults(), dom.text.count(CANARY)) == ([], 5)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("delete", ["0"]), ("delete", ["x"]), ("revisions", ["0"]), ("redesign", [10**30]), ("sample", [10**30])],
)
def test_a_schema_that_is_not_there_is_not_found(admin_client: Client, name: str, arguments: list[object]) -> None:
    assert admin_client.get(page(name, *arguments)).status_code == 404


def test_who_may_only_look_is_offered_no_changes(client: Client) -> None:
    remember("Animals")
    client.force_login(viewer())

    choices = Dom.of(client.get(LIST)).attributes("option", "value")

    assert choices == ["", "download_sample"]


def test_an_instructor_is_offered_everything_there_is_to_do(client: Client) -> None:
    remember("Animals")
    client.force_login(instructor())

    choices = Dom.of(client.get(LIST)).attributes("option", "value")

    assert choices == [
        *("", "mark_as_curated", "mark_as_not_curated", "export_chosen", "download_sample", "design_again"),
        *("merge_duplicates", "delete_selected"),
    ]


@pytest.mark.parametrize("name", ["revisions", "redesign", "sample", "delete"])
def test_who_may_not_look_sees_no_page(client: Client, name: str) -> None:
    schema = row(remember("Animals"))
    client.force_login(staff())
    assert client.get(page(name, schema.pk)).status_code == 403


def test_who_is_not_of_the_staff_is_asked_to_sign_in(client: Client) -> None:
    client.force_login(plain())
    assert client.get(LIST).status_code == 302
