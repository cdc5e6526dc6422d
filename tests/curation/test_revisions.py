"""The page of revisions: all of them, what differs between two, and the way back to one."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from generation.designer import Design
from generation.engine import ENGINE_VERSION
from generation.recipes import Link
from generation.services import find_recipe
from schemas_cache.curating import edit, merge, replace_design
from schemas_cache.models import Revision, Schema
from schemas_cache.services import find, obtain
from tests.curation.accounts import instructor, viewer
from tests.curation.remembered import one_column, page, remember, revise, row
from tests.page_dom import CANARY, Dom

pytestmark = pytest.mark.django_db


@pytest.fixture
def hash_() -> str:
    """Remember a schema with three revisions."""
    found = remember("Animals of a zoo", "name")
    revise(found, "name", "age", author="ann")
    revise(found, "age", author="bob")
    return found


def rows(client: Client, schema: Schema, **query: str) -> list[tuple[object, ...]]:
    shown = client.get(page("revisions", schema.pk), query).context["rows"]
    return [(row.number, row.author, row.designed_by, row.columns, row.engine_version, row.tokens) for row in shown]


def compared(client: Client, schema: Schema, **query: str | int) -> tuple[object, ...]:
    context = client.get(page("revisions", schema.pk), query).context
    return context["before"], context["after"], [(each.name, str(each.fate)) for each in context["comparison"].columns]


def said(client: Client, path: str) -> list[str]:
    return [str(message) for message in client.get(path).context["messages"]]


def restore(client: Client, schema: Schema, number: int, *, seen: object) -> int:
    return client.post(page("restore", schema.pk, number), {"revision": seen}).status_code


def test_all_revisions_are_listed_the_latest_first(admin_client: Client, hash_: str) -> None:
    assert rows(admin_client, row(hash_)) == [
        (3, "bob", "instructor", 1, "2", 0),
        (2, "ann", "instructor", 2, "2", 0),
        (1, "", "offline/2", 1, "2", 0),
    ]


def test_the_current_one_is_marked(admin_client: Client, hash_: str) -> None:
    source = admin_client.get(page("revisions", row(hash_).pk)).content.decode()
    assert re.findall(r">(\d+) <span class=\"mark\">current<", source) == ["3"]


def test_the_current_revision_is_compared_with_the_one_before_it(admin_client: Client, hash_: str) -> None:
    assert compared(admin_client, row(hash_)) == (2, 3, [("name", "removed")])


def test_any_two_are_compared(admin_client: Client, hash_: str) -> None:
    assert compared(admin_client, row(hash_), before=1, after=3) == (1, 3, [("age", "renamed")])
    assert compared(admin_client, row(hash_), before=2, after=1) == (2, 1, [("age", "removed")])


@pytest.mark.parametrize("asked", ["x", "0", "99", "-1", "", "²", "1" * 50, "1" * 5000])
def test_a_revision_that_is_not_there_is_not_compared(admin_client: Client, hash_: str, asked: str) -> None:
    assert compared(admin_client, row(hash_), before=asked, after=asked)[:2] == (2, 3)


def test_a_revision_is_not_compared_with_itself(admin_client: Client, hash_: str) -> None:
    response = admin_client.get(page("revisions", row(hash_).pk), {"before": 2, "after": 2})
    assert (response.context["comparison"], b"Choose two revisions" in response.content) == (None, True)


def test_a_single_revision_is_shown_without_a_comparison(admin_client: Client) -> None:
    response = admin_client.get(page("revisions", row(remember("Animals")).pk))
    assert b"There is one revision only" in response.content


def test_what_changed_in_an_expression_is_marked(admin_client: Client) -> None:
    hash_ = remember("Animals", "name")
    edit(hash_, one_column("name", "fake.last_name()"), domain="people", revision=1, author="ann")

    source = admin_client.get(page("revisions", row(hash_).pk)).content.decode()

    assert '<td class="before code" dir="auto">fake.<del>name</del>()</td>' in source
    assert '<td class="after code" dir="auto">fake.<ins>last_name</ins>()</td>' in source


def test_a_thousand_revisions_cost_the_same_queries_as_three(admin_client: Client, hash_: str) -> None:
    schema = row(hash_)
    with CaptureQueriesContext(connection) as few:
        rows(admin_client, schema)
    like = {"columns": [], "locale": "en_US"}
    Revision.objects.bulk_create(Revision(schema=schema, number=number, **like) for number in range(4, 1001))
    with CaptureQueriesContext(connection) as many:
        assert len(rows(admin_client, schema)) == 1000

    assert len(many) == len(few)


def test_an_earlier_revision_is_restored_as_a_new_one(client: Client, hash_: str) -> None:
    client.force_login(instructor("carla"))

    assert restore(client, row(hash_), 1, seen=3) == 302

    entry = find(hash_)
    assert (entry.revision, entry.author, entry.schema) == (4, "carla", find(hash_, 1).schema)
    assert said(client, page("revisions", row(hash_).pk)) == ["Revision 1 is back, as revision 4."]
    assert LogEntry.objects.get().change_message == "Restored revision 1 as revision 4."


def test_nothing_is_restored_when_somebody_revised_meanwhile(admin_client: Client, hash_: str) -> None:
    restore(admin_client, row(hash_), 1, seen=2)

    assert find(hash_).revision == 3
    assert said(admin_client, page("revisions", row(hash_).pk)) == [
        "Nothing was restored: somebody made revision 3 meanwhile. Compare with it first."
    ]


@pytest.mark.parametrize("seen", ["", "x", "-3", "²", "3" * 5000])
def test_nothing_is_restored_without_the_revision_that_was_seen(admin_client: Client, hash_: str, seen: str) -> None:
    assert restore(admin_client, row(hash_), 1, seen=seen) == 302
    assert find(hash_).revision == 3


def test_restoring_what_is_current_changes_nothing(admin_client: Client, hash_: str) -> None:
    restore(admin_client, row(hash_), 3, seen=3)

    assert (find(hash_).revision, LogEntry.objects.count()) == (3, 0)
    assert said(admin_client, page("revisions", row(hash_).pk)) == [
        "Revision 3 says what the current one does; nothing was changed."
    ]


def test_a_revision_that_does_not_run_any_more_is_not_restored(admin_client: Client) -> None:
    design = Design(schema=one_column("name", "fake.gone()"), domain="", designed_by="gpt-2")
    hash_ = obtain("Animals", None, design=lambda: design, wait=0, replace_offline=False)[0].hash
    revise(hash_, "name")

    restore(admin_client, row(hash_), 1, seen=2)

    assert find(hash_).revision == 2
    assert said(admin_client, page("revisions", row(hash_).pk))[0].startswith("Revision 1 does not run any more:")


def test_what_can_no_longer_be_read_leads_to_the_revisions_and_an_earlier_one_is_restored(
    admin_client: Client, hash_: str
) -> None:
    schema = row(hash_)
    Revision.objects.filter(schema=schema, number=3).update(columns=[{"name": "age"}])

    response = admin_client.get(page("change", schema.pk))
    assert response.headers["Location"] == page("revisions", schema.pk)
    assert said(admin_client, page("revisions", schema.pk))[0] == (
        "Revision 3 cannot be read: column 'age': faker_method is missing. Restore an earlier one."
    )
    restore(admin_client, schema, 2, seen=3)

    assert (find(hash_).revision, find(hash_).schema) == (4, find(hash_, 2).schema)


def test_a_revision_that_is_not_there_is_not_restored(admin_client: Client, hash_: str) -> None:
    assert restore(admin_client, row(hash_), 9, seen=3) == 404


def test_a_revision_is_restored_by_post_alone(admin_client: Client, hash_: str) -> None:
    assert admin_client.get(page("restore", row(hash_).pk, 1)).status_code == 405


def test_who_may_only_look_restores_nothing_and_sees_no_button(client: Client, hash_: str) -> None:
    client.force_login(viewer())

    dom = Dom.of(client.get(page("revisions", row(hash_).pk)))

    assert restore(client, row(hash_), 1, seen=3) == 403
    assert [value for value in dom.attributes("button", "formaction") if "restore" in value] == []


def test_the_revisions_of_a_merged_schema_are_shown_and_not_restored(admin_client: Client, hash_: str) -> None:
    merge([hash_], into=remember("Beasts"))
    dom = Dom.of(admin_client.get(page("revisions", row(hash_).pk)))

    assert restore(admin_client, row(hash_), 1, seen=3) == 404
    assert dom.attributes("button", "formaction") == []


def test_links_to_what_was_current_stay_as_they_were(admin_client: Client, hash_: str) -> None:
    link = Link(hash=hash_, format="csv", rows=5, seed=1, revision=3)
    before = find_recipe(link).fingerprint

    restore(admin_client, row(hash_), 1, seen=3)

    assert find_recipe(link).fingerprint == before


def test_what_people_and_models_wrote_is_text(admin_client: Client) -> None:
    hash_ = remember(CANARY, CANARY)
    design = Design(
        schema=one_column(f"{CANARY} 2", f"'{CANARY[1:]}'"),
        domain=CANARY,
        designed_by=CANARY,
        assumptions=(CANARY,),
        not_understood=(CANARY,),
    )
    replace_design(hash_, design, revision=1, author=CANARY)

    dom = Dom.of(admin_client.get(page("revisions", row(hash_).pk)))

    assert dom.faults() == []
    assert (dom.text.count("<canary onload"), dom.loose.count("<canary onload")) == (11, 0)


def test_revisions_that_another_engine_made_are_marked(client: Client, hash_: str) -> None:
    client.force_login(viewer())
    path = page("revisions", row(hash_).pk)
    assert "of the engine runs now" not in client.get(path).content.decode()
    Revision.objects.filter(number=1).update(engine_version="1")
    shown = client.get(path)
    assert [each.earlier_engine for each in shown.context["rows"]] == [False, False, True]
    assert f"Version {ENGINE_VERSION} of the engine runs now." in shown.content.decode()
