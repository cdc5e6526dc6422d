"""Schemas are deleted once it has been said which permanent links break."""

import pytest
from django.contrib.admin.models import DELETION, LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from schemas_cache.curating import create, mark_curated, merge
from schemas_cache.models import Revision, Schema
from schemas_cache.services import count_use
from tests.curation.accounts import staff, superuser
from tests.curation.remembered import page, remember, revise, row
from tests.page_dom import CANARY, Dom
from tests.schemas_cache.designs import schema

pytestmark = pytest.mark.django_db
LIST = page("changelist")


def doomed(client: Client, hash_: str) -> list[tuple[str, int, int, bool]]:
    shown = client.get(page("delete", row(hash_).pk)).context["doomed"]
    return [(each.dropped.hash, each.dropped.revisions, each.dropped.usage_count, each.is_merged) for each in shown]


def delete_chosen(client: Client, *hashes: str, confirmed: bool) -> int:
    chosen = [row(hash_).pk for hash_ in hashes]
    form = {"action": "delete_selected", "_selected_action": chosen} | ({"post": "yes"} if confirmed else {})
    return client.post(LIST, form).status_code


def left() -> set[str]:
    return set(Schema.objects.values_list("description", flat=True))


def said(client: Client) -> list[str]:
    return [str(message) for message in client.get(LIST).context["messages"]]


def test_the_links_that_break_are_named(admin_client: Client) -> None:
    hash_ = remember("Animals", "name")
    revise(hash_, "nick")
    count_use(hash_)

    source = admin_client.get(page("delete", row(hash_).pk)).content.decode()

    assert doomed(admin_client, hash_) == [(hash_, 2, 1, False)]
    assert f"<code>/datasets/{hash_}</code>" in source
    assert ">1 to 2</td>" in source


def test_many_cost_the_same_queries_as_one(admin_client: Client) -> None:
    twelve = [row(remember(f"Animals {number}")).pk for number in range(12)]
    costs = []
    for chosen in (twelve[:1], twelve):
        with CaptureQueriesContext(connection) as captured:
            response = admin_client.post(LIST, {"action": "delete_selected", "_selected_action": chosen})
        assert len(response.context["doomed"]) == len(chosen)
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_what_was_merged_into_a_schema_goes_with_it(admin_client: Client) -> None:
    kept, merged = remember("Animals"), remember("Beasts")
    merge([merged], into=kept)
    mark_curated([kept], curated=False)

    assert doomed(admin_client, kept) == [(kept, 1, 0, False), (merged, 1, 0, True)]
    admin_client.post(page("delete", row(kept).pk), {"post": "yes"})
    assert left() == set()


def test_a_schema_is_deleted_when_that_is_confirmed(admin_client: Client) -> None:
    hash_ = remember("Animals")
    revise(hash_, "nick")
    remember("Books")

    assert admin_client.post(page("delete", row(hash_).pk), {"post": "yes"}).status_code == 302

    assert left() == {"Books"}
    assert said(admin_client) == ["Deleted: 1 schema with 2 revisions, whose permanent links answer no more."]


def test_looking_at_the_page_deletes_nothing(admin_client: Client) -> None:
    admin_client.get(page("delete", row(remember("Animals")).pk))
    assert left() == {"Animals"}


def test_who_deleted_what_is_kept(client: Client) -> None:
    client.force_login(superuser("carla"))
    client.post(page("delete", row(remember("Animals")).pk), {"post": "yes"})

    entry = LogEntry.objects.get()
    assert (entry.user.get_username(), entry.object_repr, entry.action_flag) == ("carla", "Animals", DELETION)


def test_a_thousand_revisions_are_counted_and_not_listed(admin_client: Client) -> None:
    schema = row(remember("Animals"))
    Revision.objects.bulk_create(
        Revision(schema=schema, number=number, columns=[], locale="en_US") for number in range(2, 1001)
    )
    with CaptureQueriesContext(connection) as captured:
        response = admin_client.get(page("delete", schema.pk))

    table = response.content.decode().split('<table id="doomed">')[1].split("</table>")[0]
    assert (">1 to 1000</td>" in table, table.count("<tr>")) == (True, 2)
    assert len(captured) < 12


def test_many_are_deleted_when_that_is_confirmed(admin_client: Client) -> None:
    two = remember("Animals"), remember("Beasts")
    remember("Books")

    assert (delete_chosen(admin_client, *two, confirmed=False), len(left())) == (200, 3)
    assert (delete_chosen(admin_client, *two, confirmed=True), left()) == (302, {"Books"})
    assert LogEntry.objects.count() == 2


def test_the_page_asks_for_what_was_chosen(admin_client: Client) -> None:
    two = [row(remember(description)).pk for description in ("Animals", "Beasts")]
    response = admin_client.post(LIST, {"action": "delete_selected", "_selected_action": two})

    fields = [(each.get("name"), each.get("value")) for tag, each in Dom.of(response).elements if tag == "input"]

    assert [field for field in fields if field[0] in {"_selected_action", "action", "post"}] == [
        *(("_selected_action", str(pk)) for pk in sorted(two, reverse=True)),
        *(("action", "delete_selected"), ("post", "yes")),
    ]


def test_a_curated_schema_is_not_deleted(admin_client: Client) -> None:
    hash_ = remember("Animals")
    mark_curated([hash_], curated=True)
    address = page("delete", row(hash_).pk)

    statuses = [admin_client.get(address).status_code, admin_client.post(address, {"post": "yes"}).status_code]

    assert (statuses, left()) == ([403, 403], {"Animals"})


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_curated_schema_keeps_all_that_were_chosen_with_it(admin_client: Client, *, confirmed: bool) -> None:
    two = remember("Animals"), remember("Beasts")
    mark_curated(two[1:], curated=True)

    assert delete_chosen(admin_client, *two, confirmed=confirmed) == 302

    assert (left(), LogEntry.objects.count()) == ({"Animals", "Beasts"}, 0)
    assert said(admin_client) == ["Nothing was deleted: “Beasts” is curated."]


def test_a_great_many_are_not_deleted_at_once(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("curation.pages.deleting._MOST", 1)

    assert delete_chosen(admin_client, remember("Animals"), remember("Beasts"), confirmed=True) == 302
    assert said(admin_client) == ["At most 1 schemas are deleted at once; the command cleanup_schemas takes more."]


def test_who_may_not_delete_deletes_nothing(client: Client) -> None:
    hash_ = remember("Animals")
    client.force_login(staff("other", "view_schema", "change_schema"))

    delete_chosen(client, hash_, confirmed=True)

    assert client.post(page("delete", row(hash_).pk), {"post": "yes"}).status_code == 403
    assert left() == {"Animals"}


def test_what_people_wrote_is_text(admin_client: Client) -> None:
    hash_ = create(CANARY, schema("x"), locale=None, domain=CANARY, author=CANARY).hash

    dom = Dom.of(admin_client.get(page("delete", row(hash_).pk)))

    assert (dom.faults(), dom.text.count(CANARY), dom.loose.count(CANARY)) == ([], 1, 0)
