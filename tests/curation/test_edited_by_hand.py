"""Schemas that somebody changed by hand, on the pages of the admin and in the service's answers."""

from dataclasses import replace

import pytest
from django.test import Client

from generation.services import edit_schema
from schemas_cache.entries import Entry
from schemas_cache.services import find
from tests.curation.remembered import page, remember, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def edited() -> Entry:
    entry = find(remember("Animals of a zoo", "name", "city"))
    return edit_schema(entry, replace(entry.schema, columns=entry.schema.columns[:1]))[0]


def said(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_the_list_says_that_nobody_asked_for_the_change_in_words(admin_client: Client, edited: Entry) -> None:
    listed = said(admin_client, page("changelist"))
    assert "then: <bdi>columns changed by hand</bdi>" in listed
    assert edited.description in listed


def test_its_page_says_of_what_it_was_made(admin_client: Client, edited: Entry) -> None:
    assert "Changed by hand from revision 1 of" in said(admin_client, page("change", row(edited.hash).pk))


def test_its_page_does_not_offer_to_design_it_again(admin_client: Client, edited: Entry) -> None:
    assert "Design again" not in said(admin_client, page("change", row(edited.hash).pk))


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_is_not_designed_again(admin_client: Client, edited: Entry, method: str) -> None:
    response = getattr(admin_client, method)(page("redesign", row(edited.hash).pk), follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "This schema was changed by hand: there are no words to design it from."
    ]
    assert find(edited.hash) == edited


def test_its_revisions_say_who_made_them(admin_client: Client, edited: Entry) -> None:
    rows = admin_client.get(page("revisions", row(edited.hash).pk)).context["rows"]
    assert [(each.number, each.designed_by) for each in rows] == [(1, "user")]


def test_an_instructor_revises_it_as_any_other(admin_client: Client, edited: Entry) -> None:
    address = page("change", row(edited.hash).pk)
    assert admin_client.get(address).status_code == 200


def test_the_service_answers_it_with_a_blank_instruction(client: Client, edited: Entry) -> None:
    document = client.get(f"/schemas/{edited.hash}").json()
    parent = edited.refined_from
    assert parent is not None
    assert (document["refined_from"], document["designed_by"], list(document["schema"])) == (
        {"description_hash": parent.hash, "revision": 1, "instruction": ""},
        "user",
        ["name"],
    )
