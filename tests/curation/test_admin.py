import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from schemas_cache.curating import mark_curated
from schemas_cache.models import Schema
from schemas_cache.services import count_use, find, obtain, store
from tests.schemas_cache.designs import by_model, by_rules, schema

pytestmark = pytest.mark.django_db
LIST = reverse("admin:schemas_cache_schema_changelist")
CANARY = "<script>alert('canary')</script>"


def change_page(hash_: str) -> str:
    return reverse("admin:schemas_cache_schema_change", args=[Schema.objects.get(hash=hash_).pk])


def remember(description: str, *columns: str) -> str:
    return obtain(description, None, design=lambda: by_rules(*columns), wait=0, replace_offline=False)[0].hash


def listed(client: Client, **query: str) -> list[str]:
    """Return the descriptions of a page of the list, in its order."""
    response = client.get(LIST, query)
    assert response.status_code == 200
    return [row.description for row in response.context["cl"].result_list]


def test_the_list_shows_the_last_used_first_and_who_designed_it(admin_client: Client) -> None:
    used = remember("Animals of a zoo")
    remember("Books of a library")
    count_use(used)

    assert listed(admin_client) == ["Animals of a zoo", "Books of a library"]
    assert b'<td class="field-designed_by">offline/2</td>' in admin_client.get(LIST).content


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "zoo ANIMALS"}, ["Animals of a zoo"]),
        ({"q": "GRÖSSE"}, ["Animals of a zoo"]),
        ({"curated__exact": "1"}, ["Books of a library"]),
        ({"domain": "people"}, ["Books of a library", "Animals of a zoo"]),
        ({"domain": "zoos"}, []),
    ],
)
def test_the_list_is_searched_and_filtered(admin_client: Client, query: dict[str, str], found: list[str]) -> None:
    remember("Animals of a zoo", "Größe")
    mark_curated([remember("Books of a library")], curated=True)

    assert listed(admin_client, **query) == found


@pytest.mark.parametrize("schemas", [20, 200])
def test_the_list_costs_the_same_queries_however_long(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries, schemas: int
) -> None:
    for number in range(schemas):
        store(schema(str(number)))

    with django_assert_num_queries(10):
        assert len(listed(admin_client, all="")) == schemas


def test_the_page_of_a_schema_shows_every_revision_and_lets_none_be_edited(admin_client: Client) -> None:
    hash_ = remember("Animals of a zoo", "old_column")
    obtain("Animals of a zoo", None, design=lambda: by_model("new_column"), wait=0, replace_offline=True)

    page = admin_client.get(change_page(hash_)).content.decode()

    assert "<div>new_column (string): <code>fake.name()</code></div>" in page
    assert "<div>old_column (string): <code>fake.name()</code></div>" in page
    assert [name for name in ("curated", "description", "revisions-0-columns") if f'name="{name}"' in page] == [
        "curated"
    ]


def test_what_people_wrote_is_escaped(admin_client: Client) -> None:
    hash_ = remember(f"Animals {CANARY}", CANARY)

    pages = [admin_client.get(page).content.decode() for page in (LIST, change_page(hash_))]

    assert all("canary" in page for page in pages)
    assert not any(CANARY in page for page in pages)


def test_the_mark_is_saved_without_touching_what_happened_meanwhile(admin_client: Client) -> None:
    hash_ = remember("Animals of a zoo")
    count_use(hash_)
    form = {"curated": "on", "revisions-TOTAL_FORMS": "0", "revisions-INITIAL_FORMS": "0"}

    response = admin_client.post(change_page(hash_), form)

    assert response.status_code == 302
    assert (find(hash_).curated, find(hash_).usage_count, find(hash_).revision) == (True, 1, 1)


@pytest.mark.parametrize(("action", "curated"), [("mark_as_curated", True), ("mark_as_not_curated", False)])
def test_many_are_marked_at_once(admin_client: Client, action: str, *, curated: bool) -> None:
    hashes = [remember("Animals of a zoo"), remember("Books of a library")]
    mark_curated(hashes, curated=not curated)
    chosen = list(Schema.objects.values_list("pk", flat=True))

    admin_client.post(LIST, {"action": action, "_selected_action": chosen})

    assert [find(hash_).curated for hash_ in hashes] == [curated, curated]


def test_nobody_adds_a_schema_by_hand(admin_client: Client) -> None:
    assert admin_client.get(reverse("admin:schemas_cache_schema_add")).status_code == 403


def test_who_may_only_look_cannot_mark(client: Client) -> None:
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_schema"))
    client.force_login(viewer)
    hash_ = remember("Animals of a zoo")

    client.post(LIST, {"action": "mark_as_curated", "_selected_action": [Schema.objects.get().pk]})

    assert client.post(change_page(hash_), {"curated": "on"}).status_code == 403
    assert not find(hash_).curated
