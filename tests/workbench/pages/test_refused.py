"""What is shown in place of a page: what happened, what to do, and all that was typed."""

import re
from http import HTTPStatus
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from generation import services
from tests.curation.remembered import remember

SENTENCE = "Animals of a zoo with name and age"


def lose_the_memory(*_: Any, **__: Any) -> None:
    raise OperationalError("connection refused")


def crash(*_: Any, **__: Any) -> None:
    raise ZeroDivisionError("a secret")


def alert(response: Any) -> str:
    """Return what the alert says, in one line."""
    inside = response.content.decode().partition('id="refused"')[2].partition(">")[2].partition("</section>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", inside).split())


@pytest.mark.django_db
def test_a_sentence_stays_in_its_field_when_the_memory_is_gone(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "choose_recipe", lose_the_memory)
    response = client.post("/datasets", {"description": SENTENCE, "rows": "77"})
    page = response.content.decode()
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "5", "no-store")
    assert alert(response).startswith("The memory of this service cannot be reached just now")
    assert (f">\n{SENTENCE}</textarea>" in page, 'name="rows" value="77"' in page) == (True, True)


@pytest.mark.django_db
def test_a_crash_tells_no_secret_but_where_to_find_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "choose_recipe", crash)
    client.raise_request_exception = False
    response = client.post("/datasets", {"description": SENTENCE})
    assert (response.status_code, "secret" in response.content.decode()) == (500, False)
    assert alert(response).endswith(f"Reference: {response['X-Request-ID']}")
    assert f">\n{SENTENCE}</textarea>" in response.content.decode()


@pytest.mark.django_db
def test_what_can_be_shown_nowhere_is_sent_again_by_a_button(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    hash_ = remember("Animals of a zoo", "name")
    monkeypatch.setattr(services, "find_recipe", lose_the_memory)
    monkeypatch.setattr("workbench.queries.find_recipe", lose_the_memory)
    response = client.post(f"/datasets/{hash_}/refine?rows=5", {"instruction": "<drop> city"})
    page = response.content.decode()
    assert (response.status_code, response.templates[0].name) == (503, "workbench/refused.html")
    assert f'action="/datasets/{hash_}/refine?rows=5"' in page
    assert '<textarea name="instruction" hidden>\n&lt;drop&gt; city</textarea>' in page


@pytest.mark.django_db
def test_who_cannot_find_a_dataset_may_ask_for_another_at_once(client: Client) -> None:
    response = client.get(f"/datasets/{'0' * 64}")
    page = response.content.decode()
    assert (response.status_code, response["X-Robots-Tag"]) == (404, "noindex")
    assert ('id="id_description"' in page, ">Try again</a>" in page) == (True, False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"x"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"x=1"),
        ("application/x-www-form-urlencoded", "&".join(f"a{n}=1" for n in range(5000)).encode()),
    ],
    ids=["no boundary", "charset", "too many fields"],
)
def test_what_no_form_sends_is_refused_in_words(client: Client, content_type: str, body: bytes) -> None:
    response = client.post("/datasets", body, content_type=content_type)
    assert (response.status_code, alert(response).partition(" What")[0]) == (400, "That could not be read")


def test_a_mistyped_address_is_said_to_be_one_in_a_browser(client: Client) -> None:
    response = client.get("/nothing", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (response.status_code, response["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert alert(response).startswith("There is nothing at this address It may be mistyped")


@pytest.mark.parametrize("accept", ["", "*/*", "application/json"])
def test_a_program_is_told_so_in_json(client: Client, accept: str) -> None:
    response = client.get("/nothing", headers={"Accept": accept})
    assert (response.status_code, response["Content-Type"]) == (HTTPStatus.NOT_FOUND, "application/json")
