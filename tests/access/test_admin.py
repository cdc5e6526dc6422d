"""The pages of API keys; who may open them, tests/curation/test_roles.py says."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from access import keys
from access.models import ApiKey
from tests.curation.accounts import instructor
from tests.page_dom import Dom

pytestmark = pytest.mark.django_db
LIST = "/admin/access/apikey/"


@pytest.fixture
def ada(client: Client) -> Client:
    """Return a client in which an instructor is signed in."""
    client.force_login(instructor("ada"))
    return client


def test_a_key_is_made_and_shown_once(ada: Client) -> None:
    page = Dom.of(ada.post(f"{LIST}add/", {"name": "Statistics 101"}))
    (text,) = [attributes["value"] for tag, attributes in page.elements if attributes.get("id") == "key"]
    made = keys.read(f"Bearer {text}")
    assert made == ApiKey.objects.get()
    assert (made.name, made.created_by.username) == ("Statistics 101", "ada")  # type: ignore[union-attr]  # it is there
    later = ada.get(LIST).content.decode()
    assert (text in later, f"{made.beginning}…" in later) == (False, True)
    assert text not in str(list(LogEntry.objects.values_list()))


def test_the_page_of_a_made_key_is_not_kept(ada: Client) -> None:
    assert "no-store" in ada.post(f"{LIST}add/", {"name": "A class"})["Cache-Control"]


def test_keys_are_revoked_from_the_list(ada: Client) -> None:
    made = [keys.make(name) for name in ("one", "two", "three")]
    chosen = [made[0].kept.pk, made[1].kept.pk]
    page = ada.post(LIST, {"action": "revoke", "_selected_action": chosen, "index": "0"}, follow=True)
    assert "2 keys are revoked." in page.content.decode()
    assert [keys.read(f"Bearer {each.text}") is None for each in made] == [True, True, False]
    assert LogEntry.objects.filter(change_message="Revoked.").count() == 2


def test_a_name_is_text_and_nothing_else(ada: Client) -> None:
    name = "<script>alert('canary')</script>"
    pages = [Dom.of(ada.post(f"{LIST}add/", {"name": name})), Dom.of(ada.get(LIST))]
    assert [(page.faults(), name in page.text) for page in pages] == [([], True)] * 2
