import json
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from schemas_cache.curating import mark_curated
from schemas_cache.models import Schema
from schemas_cache.services import find, obtain
from tests.page_dom import Dom
from tests.schemas_cache.designs import by_rules

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:schemas_cache_schema_import")
CANARY = "<script>alert('canary')</script>"
GOOD: dict[str, Any] = {
    "original_description": "Animals of a zoo",
    "schema": {"name": {"faker_method": "fake.first_name()", "data_type": "string"}},
    "domain": "zoos",
}


class Elements(HTMLParser):
    """The names of the elements of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base has it
        self.names.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def document(**entries: Any) -> bytes:
    return json.dumps({"schemas": entries}).encode()


def sent(client: Client, content: bytes, **form: str) -> Any:
    file = SimpleUploadedFile("schemas.json", content, "application/json")
    response = client.post(PAGE, {"file": file, "on_conflict": "skip", **form})
    assert response.status_code == 200
    return response


def counts(response: Any) -> dict[str, int]:
    return {name: count for name, count in response.context["counts"].items() if count}


def test_the_form_is_shown(admin_client: Client) -> None:
    page = admin_client.get(PAGE).content.decode()
    assert 'type="file"' in page
    assert "of 19.1\xa0MB at most" in page


def test_what_went_in_and_what_did_not_is_listed(admin_client: Client) -> None:
    bad = GOOD | {"original_description": "Books", "schema": {"title": {"faker_method": "fake.titel()"}}}

    response = sent(admin_client, document(good=GOOD, bad=bad))

    schema = Schema.objects.get()
    assert counts(response) == {"added": 1, "refused": 1}
    page = response.content.decode()
    address = reverse("admin:schemas_cache_schema_change", args=[schema.pk])
    assert f'<li><a href="{address}"><bdi>Animals of a zoo</bdi></a></li>' in page
    assert (
        "<strong><bdi>entry 2 &#x27;bad&#x27;, line 1, column &#x27;title&#x27;, character 1</bdi></strong>: "
        "<bdi>fake.titel does not exist" in page
    )
    assert "it has no description_hash: the one of its description here is taken" in page


def test_all_or_nothing_leaves_all_out(admin_client: Client) -> None:
    response = sent(admin_client, document(good=GOOD, bad=7), all_or_nothing="on")
    assert (counts(response), Schema.objects.count()) == ({"refused": 1}, 0)
    assert '<h2 id="import-result">Nothing went in</h2>' in response.content.decode()


def test_a_dry_run_only_says(admin_client: Client) -> None:
    response = sent(admin_client, document(good=GOOD), dry_run="on")
    assert (counts(response), Schema.objects.count()) == ({"added": 1}, 0)


@pytest.mark.parametrize(
    ("form", "count", "revision"),
    [
        ({}, {"kept as they are": 1}, 1),
        ({"on_conflict": "replace"}, {"kept as they are": 1}, 1),
        ({"on_conflict": "replace", "overwrite_curated": "on"}, {"replaced": 1}, 2),
    ],
)
def test_what_is_there_meets_the_file_as_was_asked(
    admin_client: Client, admin_user: User, form: dict[str, str], count: dict[str, int], revision: int
) -> None:
    hash_ = obtain("Animals of a zoo", None, design=by_rules, wait=0, replace_offline=False)[0].hash
    mark_curated([hash_], curated=True)

    response = sent(admin_client, document(good=GOOD), **form)

    assert (counts(response), find(hash_).revision) == (count, revision)
    assert find(hash_).author == (admin_user.get_username() if revision == 2 else "")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "Nothing went in. line 1: the file ends in the middle of the document"),
        (b"", "The submitted file is empty."),
        (b"\xff\xfe", "Nothing went in. line 1: it is not JSON: invalid char in json text."),
    ],
)
def test_what_is_no_such_file_is_refused_at_its_field(admin_client: Client, content: bytes, said: str) -> None:
    response = sent(admin_client, content)
    assert response.context["form"].errors == {"file": [said]}


def test_a_form_without_a_file_is_refused(admin_client: Client) -> None:
    assert admin_client.post(PAGE, {"on_conflict": "skip"}).context["form"].errors == {
        "file": ["This field is required."]
    }


@override_settings(MAX_IMPORT_BYTES=10_000)
def test_a_file_that_is_too_large_is_refused_without_being_kept(admin_client: Client) -> None:
    response = sent(admin_client, b" " * 20_000)
    assert response.context["form"].errors == {"file": ["The file is too large: it has 9.8\xa0KB at most."]}


def test_what_a_file_says_is_escaped(admin_client: Client) -> None:
    empty = Elements(admin_client.get(PAGE).content.decode())
    strange = GOOD | {"original_description": f"Animals {CANARY}", CANARY: 7}
    bad = GOOD | {"schema": {CANARY: {"faker_method": CANARY, "data_type": CANARY}}}

    page = Elements(sent(admin_client, document(**{f"a{CANARY}": strange, CANARY: bad})).content.decode())

    assert page.text.count(CANARY) >= 4
    assert page.names.count("script") == empty.names.count("script")


def test_what_a_file_says_turns_nothing_around(admin_client: Client) -> None:
    strange = GOOD | {"original_description": f"Animals {CANARY}", CANARY: 7}
    bad = GOOD | {"schema": {CANARY: {"faker_method": CANARY, "data_type": CANARY}}}
    file = SimpleUploadedFile("schemas.json", document(**{f"a{CANARY}": strange, CANARY: bad}), "application/json")

    dom = Dom.of(admin_client.post(PAGE, {"file": file, "on_conflict": "skip"}))

    assert (dom.text.count(CANARY) >= 4, dom.loose.count(CANARY)) == (True, 0)


def test_who_may_not_import_is_refused(client: Client) -> None:
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_schema"))
    client.force_login(viewer)
    assert [client.get(PAGE).status_code, client.post(PAGE).status_code] == [403, 403]


def test_who_may_not_curate_overwrites_nothing_that_is_curated(client: Client) -> None:
    importer = User.objects.create_user("importer", is_staff=True)
    importer.user_permissions.add(Permission.objects.get(codename="import_schema"))
    client.force_login(importer)
    file = SimpleUploadedFile("schemas.json", document(good=GOOD))
    form = {"file": file, "on_conflict": "replace", "overwrite_curated": "on"}
    assert client.post(PAGE, form).status_code == 403


def test_who_may_not_curate_marks_nothing_by_a_file(client: Client) -> None:
    importer = User.objects.create_user("importer", is_staff=True)
    importer.user_permissions.add(Permission.objects.get(codename="import_schema"))
    client.force_login(importer)

    page = sent(client, document(good=GOOD | {"curated": True})).content.decode()

    assert "its curated mark is left out" in page
    assert not Schema.objects.get().curated


def test_who_may_curate_marks_by_a_file(admin_client: Client) -> None:
    sent(admin_client, document(good=GOOD | {"curated": True}))
    assert Schema.objects.get().curated
