"""Schemas that are the same are made one."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from generation.recipes import Link
from generation.services import find_recipe
from schemas_cache.curating import create, mark_curated, merge
from schemas_cache.models import Schema
from schemas_cache.services import count_use, find
from tests.curation.accounts import instructor, staff
from tests.curation.remembered import one_column, page, remember, row
from tests.page_dom import CANARY, Dom
from tests.schemas_cache.designs import schema

pytestmark = pytest.mark.django_db
LIST, MERGE = page("changelist"), page("merge")


def ids(*hashes: str) -> str:
    return ",".join(str(row(hash_).pk) for hash_ in hashes)


def suggested(client: Client, *hashes: str) -> list[str]:
    candidates = client.get(MERGE, {"ids": ids(*hashes)}).context["candidates"]
    return [candidate.entry.description for candidate in candidates if candidate.is_suggested]


def said(client: Client) -> list[str]:
    return [str(message) for message in client.get(LIST).context["messages"]]


def test_the_schemas_stand_side_by_side(admin_client: Client) -> None:
    two = remember("Animals", "name", "age"), remember("Beasts", "name")
    candidates = admin_client.get(MERGE, {"ids": ids(*two)}).context["candidates"]

    told = [[(column.name, shared) for column, shared in candidate.columns] for candidate in candidates]
    assert told == [[("name", True), ("age", False)], [("name", True)]]


def test_the_curated_one_is_suggested_to_stay(admin_client: Client) -> None:
    used, curated = remember("Animals"), remember("Beasts")
    count_use(used)
    mark_curated([curated], curated=True)
    assert suggested(admin_client, used, curated) == ["Beasts"]


def test_otherwise_the_most_used_one_is_suggested(admin_client: Client) -> None:
    unused, used = remember("Animals"), remember("Beasts")
    count_use(used)
    assert suggested(admin_client, unused, used) == ["Beasts"]


def test_the_one_that_stays_stands_for_the_others(client: Client) -> None:
    client.force_login(instructor())
    kept, other = remember("Animals"), remember("Beasts")
    count_use(other)

    client.post(MERGE, {"ids": ids(kept, other), "stays": row(kept).pk})

    entry = find(other)
    assert (entry.hash, entry.usage_count, entry.curated) == (kept, 1, True)
    assert said(client) == ["“Animals” stands for 1 more from now on, and is curated."]
    assert LogEntry.objects.get().change_message == f"Merged into it: {other[:12]}."


def test_links_to_a_revision_of_the_others_stay_as_they_were(admin_client: Client) -> None:
    kept, other = remember("Animals", "name"), remember("Beasts", "nick")
    link = Link(hash=other, format="csv", rows=5, seed=1, revision=1)
    before = find_recipe(link).fingerprint

    admin_client.post(MERGE, {"ids": ids(kept, other), "stays": row(kept).pk})

    assert find_recipe(link).fingerprint == before


@pytest.mark.parametrize("asked", ["", "x,y", "{pk}", "{pk},{pk}", "0,{pk}", "²,{pk}", "{pk}," + "9" * 40])
def test_fewer_than_two_are_not_merged(admin_client: Client, asked: str) -> None:
    asked = asked.format(pk=row(remember("Animals")).pk)
    assert admin_client.get(MERGE, {"ids": asked}).status_code == 302
    assert said(admin_client) == ["Choose from two to 12 schemas to merge."]


def test_many_are_not_merged_at_once(admin_client: Client) -> None:
    many = [remember(f"Animals {number}") for number in range(13)]
    assert admin_client.get(MERGE, {"ids": ids(*many)}).status_code == 302


@pytest.mark.parametrize("stays", ["", "x", "99999"])
def test_nothing_is_merged_without_one_that_stays(admin_client: Client, stays: str) -> None:
    two = remember("Animals"), remember("Beasts")
    admin_client.post(MERGE, {"ids": ids(*two), "stays": stays})

    assert Schema.objects.filter(merged_into=None).count() == 2
    assert said(admin_client) == ["Nothing was merged: say which schema stays."]


def test_what_was_merged_meanwhile_is_not_merged_again(admin_client: Client) -> None:
    kept, other = remember("Animals"), remember("Beasts")
    asked = {"ids": ids(kept, other), "stays": row(other).pk}
    merge([other], into=kept)

    admin_client.post(MERGE, asked)

    assert find(other).hash == kept


def test_who_may_not_curate_merges_nothing(client: Client) -> None:
    two = remember("Animals"), remember("Beasts")
    client.force_login(staff("other", "view_schema", "change_schema"))

    asked: dict[str, str | int] = {"ids": ids(*two), "stays": row(two[0]).pk}
    assert [client.get(MERGE, asked).status_code, client.post(MERGE, asked).status_code] == [403, 403]


def test_what_people_and_models_wrote_is_text(admin_client: Client) -> None:
    made = one_column(CANARY, f"'{CANARY[1:]}'")
    two = [create(f"{CANARY} {n}", made, locale=None, domain=CANARY, author=CANARY).hash for n in "12"]

    dom = Dom.of(admin_client.get(MERGE, {"ids": ids(*two)}))

    assert dom.faults() == []
    assert (dom.text.count("<canary onload"), dom.loose.count("<canary onload")) == (8, 0)


def test_schemas_that_are_the_same_have_all_columns_in_common(admin_client: Client) -> None:
    two = [create(text, schema("x"), locale=None, domain="", author="").hash for text in ("Animals", "Beasts")]
    assert b"not in all" not in admin_client.get(MERGE, {"ids": ids(*two)}).content
