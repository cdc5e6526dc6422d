"""The page of the token."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from rest_framework.authtoken.models import Token

from tests.curation.accounts import instructor, staff, viewer

pytestmark = pytest.mark.django_db
PAGE = "/admin/token/"


@pytest.fixture
def ada(client: Client) -> User:
    """Sign an instructor in."""
    user = instructor("ada")
    client.force_login(user)
    return user


def log() -> list[tuple[str, int, str, str, str | None]]:
    entries = LogEntry.objects.order_by("pk")
    return [
        (entry.user.username, entry.action_flag, entry.object_repr, entry.change_message, entry.get_admin_url())
        for entry in entries
    ]


def test_a_token_is_made_and_shown_once(client: Client, ada: User) -> None:
    assert "You have no token" in client.get(PAGE).content.decode()
    made = client.post(PAGE, {"do": "make"})
    key = Token.objects.get(user=ada).key
    assert f'value="{key}"' in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    later = client.get(PAGE).content.decode()
    assert ("You have a token" in later, key in later) == (True, False)


def test_another_token_takes_its_place(client: Client, ada: User) -> None:
    keys = []
    for _ in range(2):
        client.post(PAGE, {"do": "make"})
        keys.append(Token.objects.get(user=ada).key)
    assert keys[0] != keys[1]


def test_a_token_is_revoked(client: Client, ada: User) -> None:
    client.post(PAGE, {"do": "make"})
    answer: Any = client.post(PAGE, {"do": "revoke"}, follow=True)
    assert "The token is revoked." in answer.content.decode()
    assert not Token.objects.filter(user=ada).exists()


def test_what_is_done_is_logged_without_the_token(client: Client, ada: User) -> None:
    client.post(PAGE, {"do": "make"})
    key = Token.objects.get(user=ada).key
    client.post(PAGE, {"do": "revoke"})
    client.post(PAGE, {"do": "revoke"})
    assert log() == [
        ("ada", 1, "token for programs", "Made a token.", None),
        ("ada", 3, "token for programs", "Revoked the token.", None),
    ]
    assert key not in str(list(LogEntry.objects.values_list()))


@pytest.mark.usefixtures("ada")
def test_looking_makes_none_and_neither_does_a_word_that_there_is_not(client: Client) -> None:
    answers = [client.get(PAGE, {"do": "make"}), client.head(PAGE), client.post(PAGE), client.post(PAGE, {"do": "x"})]
    assert [answer.status_code for answer in answers] == [200, 200, 400, 400]
    assert not Token.objects.exists()


@pytest.mark.usefixtures("ada")
def test_it_is_ones_own_token_alone(client: Client) -> None:
    other = Token.objects.create(user=instructor("ben"))
    client.post(PAGE, {"do": "make", "user": other.user.pk, "user_id": other.user.pk})
    client.post(PAGE, {"do": "revoke", "user": other.user.pk})
    assert list(Token.objects.values_list("key", flat=True)) == [other.key]


@pytest.mark.usefixtures("ada")
def test_a_post_without_the_forms_own_token_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get())
    assert (client.post(PAGE, {"do": "make"}).status_code, Token.objects.exists()) == (403, False)


@pytest.mark.parametrize("make", [viewer, staff])
def test_who_may_write_nothing_has_no_use_for_one(client: Client, make: Any) -> None:
    client.force_login(make())
    assert [client.get(PAGE).status_code, client.post(PAGE, {"do": "make"}).status_code] == [403, 403]
