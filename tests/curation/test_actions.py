"""What is done to the schemas that are chosen in the list."""

import json
import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from schemas_cache.models import Schema
from schemas_cache.services import find
from tests.curation.accounts import instructor, staff, viewer
from tests.curation.remembered import page, remember, revise, row

pytestmark = pytest.mark.django_db
LIST = page("changelist")


def act(client: Client, action: str, *hashes: str, query: str = "", **rest: str) -> Any:
    chosen = [row(hash_).pk for hash_ in hashes]
    return client.post(f"{LIST}{query}", {"action": action, "_selected_action": chosen, "index": "0", **rest})


def said(client: Client) -> list[str]:
    return [str(message) for message in client.get(LIST).context["messages"]]


@pytest.mark.parametrize(("action", "curated"), [("mark_as_curated", True), ("mark_as_not_curated", False)])
def test_many_are_marked_at_once(client: Client, action: str, *, curated: bool) -> None:
    client.force_login(instructor())
    two = remember("Animals"), remember("Books")
    Schema.objects.update(curated=not curated)

    act(client, action, *two)

    assert [find(hash_).curated for hash_ in two] == [curated, curated]
    assert said(client) == [f"2 schemas marked as {'' if curated else 'not '}curated."]
    assert {entry.object_repr for entry in LogEntry.objects.all()} == {"Animals", "Books"}


def test_what_is_marked_already_is_not_marked_again(admin_client: Client) -> None:
    two = remember("Animals"), remember("Books")
    act(admin_client, "mark_as_curated", two[0])
    act(admin_client, "mark_as_curated", *two)
    act(admin_client, "mark_as_curated", *two)

    assert [entry.object_repr for entry in LogEntry.objects.order_by("pk")] == ["Animals", "Books"]
    assert said(admin_client) == [f"{count} marked as curated." for count in ("1 schema", "1 schema", "0 schemas")]


def test_all_that_a_filter_leaves_are_marked(admin_client: Client) -> None:
    animals, books = remember("Animals"), remember("Books")

    act(admin_client, "mark_as_curated", animals, query="?q=anim&curated__exact=0", select_across="1")

    assert [find(hash_).curated for hash_ in (animals, books)] == [True, False]
    assert said(admin_client) == ["1 schema marked as curated."]


def test_who_may_change_but_not_curate_marks_nothing(client: Client) -> None:
    client.force_login(staff("other", "view_schema", "change_schema"))
    hash_ = remember("Animals")

    act(client, "mark_as_curated", hash_)

    assert not find(hash_).curated


def test_the_chosen_are_exported_with_their_revisions(client: Client) -> None:
    client.force_login(instructor())
    chosen = remember("Animals", "name")
    revise(chosen, "nick")
    remember("Books")

    response = act(client, "export_chosen", chosen)
    document = json.loads(response.getvalue())

    assert re.fullmatch(r'attachment; filename="schemas-[0-9-]{10}.json"', response["Content-Disposition"])
    assert [(entry["original_description"], entry["revision"]) for entry in document["schemas"].values()] == [
        ("Animals", 2)
    ]


def test_who_may_not_export_gets_no_file(client: Client) -> None:
    client.force_login(viewer())
    assert act(client, "export_chosen", remember("Animals")).status_code == 302


@pytest.mark.parametrize(("action", "name"), [("download_sample", "sample"), ("design_again", "redesign")])
def test_what_is_done_to_one_has_a_page(admin_client: Client, action: str, name: str) -> None:
    hash_ = remember("Animals")
    assert act(admin_client, action, hash_)["Location"] == page(name, row(hash_).pk)


@pytest.mark.parametrize("action", ["download_sample", "design_again"])
def test_what_is_done_to_one_is_not_done_to_two(admin_client: Client, action: str) -> None:
    act(admin_client, action, remember("Animals"), remember("Books"))
    assert said(admin_client) == ["Choose a single schema for this."]


def test_duplicates_are_merged_on_a_page(admin_client: Client) -> None:
    two = remember("Animals"), remember("Beasts")
    keys = ",".join(str(row(hash_).pk) for hash_ in reversed(two))
    assert act(admin_client, "merge_duplicates", *two)["Location"] == f"{page('merge')}?ids={keys}"
