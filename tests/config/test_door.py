"""The closed door: whom it lets in, and what the others are told."""

from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import Client
from rest_framework.authtoken.models import Token

from access import keys
from config import door
from tests.curation import accounts
from tests.curation.remembered import remember
from tests.curation.test_roles import ROUTES, rows

pytestmark = pytest.mark.django_db
OPEN = {"/health", "/health/live", "/metrics"}
CHALLENGE = 'Basic realm="datasets", charset="UTF-8", Bearer realm="datasets"'


@pytest.fixture(autouse=True)
def _closed(settings: Any) -> None:
    settings.API_KEYS_REQUIRED = True


def basic(key: str) -> str:
    return f"Basic {b64encode(f'me:{key}'.encode()).decode()}"


def token(user: User) -> str:
    return f"Token {Token.objects.create(user=user).key}"


def test_without_a_key_no_route_says_anything(client: Client) -> None:
    named = {"hash": "0" * 64, "curated_hash": "0" * 64, "job": "00000000-0000-0000-0000-000000000000"}
    asked = [each.split() for each, _ in rows(ROUTES)]
    statuses = {
        (method, path): client.generic(method, path.format(**named)) for method, path in asked if path not in OPEN
    }
    assert {answer.status_code for answer in statuses.values()} == {401}
    assert {answer["WWW-Authenticate"] for answer in statuses.values()} == {CHALLENGE}


@pytest.mark.parametrize(
    "path", ["/health", "/health/live", "/metrics", "/admin/login/", "/static/workbench/error.css"]
)
def test_who_watches_and_who_signs_in_needs_none(client: Client, path: str) -> None:
    answer = client.get(path)
    answer.close()
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/", "/datasets", "/schemas", "/openapi.json", "/docs"])
@pytest.mark.parametrize("way", ["Bearer {}", "basic"])
def test_a_key_opens_it(client: Client, path: str, way: str) -> None:
    key = keys.make("A class").text
    header = basic(key) if way == "basic" else way.format(key)
    assert client.get(path, HTTP_AUTHORIZATION=header).status_code == 200


WHO: dict[str, tuple[Callable[[], User], int]] = {
    "instructor": (accounts.instructor, 200),
    "viewer": (accounts.viewer, 200),
    "plain": (accounts.plain, 401),
    "pending": (accounts.pending, 401),
}


@pytest.mark.parametrize(("make", "status"), WHO.values(), ids=WHO)
def test_who_is_signed_in_or_has_a_token_gets_in_as_far_as_the_admin(
    client: Client, make: Callable[[], User], status: int
) -> None:
    user = make()
    by_token = client.get("/schemas", HTTP_AUTHORIZATION=token(user))
    client.force_login(user)
    assert (by_token.status_code, client.get("/schemas").status_code) == (status, status)


def test_one_who_is_signed_in_needs_nothing_of_a_wrong_header(client: Client) -> None:
    client.force_login(accounts.instructor())
    assert client.get("/schemas", HTTP_AUTHORIZATION=basic("wrong")).status_code == 200


@pytest.mark.parametrize("header", ["Bearer wrong", f"Token {'0' * 40}", basic("wrong"), "nonsense"])
def test_what_opens_nothing_is_said(client: Client, header: str) -> None:
    answer = client.get("/schemas", HTTP_AUTHORIZATION=header)
    assert (answer.status_code, answer.json()["error_type"], answer.json()["message"]) == (
        401,
        "permission",
        "What was sent in the header Authorization opens nothing: it is not valid, or not any more",
    )


def test_a_revoked_key_opens_nothing(client: Client) -> None:
    made = keys.make("A class")
    keys.revoke(made.kept)
    assert client.get("/schemas", HTTP_AUTHORIZATION=f"Bearer {made.text}").status_code == 401


def test_people_are_told_in_their_language_and_see_nothing_else(client: Client) -> None:
    hash_ = remember("Quokkas of an island", "name")
    address = f"/datasets/{hash_}/refine"
    answer = client.post(address, {"instruction": "add a city"}, HTTP_ACCEPT_LANGUAGE="de")
    text = answer.content.decode()
    assert (answer.status_code, answer["Content-Language"], answer["WWW-Authenticate"]) == (401, "de", CHALLENGE)
    assert ("Dieser Dienst verlangt einen Schlüssel" in text, "Quokkas" in text, "add a city" in text) == (
        True,
        False,
        False,
    )


def test_what_is_answered_is_for_no_cache_that_others_share(client: Client) -> None:
    hash_ = remember("Animals of a zoo", "name")
    link = f"/datasets/{hash_}.csv?rows=1&seed=1&as_of=2026-01-01&revision=1"
    answer = client.get(link, HTTP_AUTHORIZATION=f"Bearer {keys.make('A class').text}")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, max-age=86400")


def test_while_the_database_is_gone_nobody_gets_in_and_that_is_why(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Any) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(door, "key_of", fail)
    answer = client.get("/schemas")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


def test_pages_elsewhere_may_ask_what_they_may_send(client: Client) -> None:
    headers = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    answer = client.options("/generate", headers=headers)
    assert (answer.status_code, "authorization" in answer["Access-Control-Allow-Headers"]) == (200, True)


def test_an_open_door_asks_nobody(client: Client, settings: Any) -> None:
    settings.API_KEYS_REQUIRED = False
    assert client.get("/schemas", HTTP_AUTHORIZATION="Bearer wrong").status_code == 200
