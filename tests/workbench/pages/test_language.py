"""The switch of the language."""

import re

import pytest
from django.conf import settings
from django.test import Client

from tests.page_dom import Dom

pytestmark = pytest.mark.django_db

HERE = "http://testserver"
OPENED = "/datasets?domain=health"


def test_a_choice_is_remembered_for_a_year_in_a_cookie_of_this_site_alone(client: Client) -> None:
    cookie = client.post("/language", {"language": "de"}).cookies["django_language"]
    told = {name: cookie[name] for name in ("max-age", "samesite", "httponly", "path", "domain", "secure")}
    assert (cookie.value, told) == (
        "de",
        {"max-age": 31_536_000, "samesite": "Lax", "httponly": True, "path": "/", "domain": "", "secure": ""},
    )


def test_the_cookie_is_for_https_alone_where_the_service_is() -> None:
    assert settings.LANGUAGE_COOKIE_SECURE == settings.HTTPS


def test_it_leads_back_to_the_page_where_it_was_chosen(client: Client) -> None:
    answer = client.post("/language", {"language": "de"}, headers={"referer": f"{HERE}{OPENED}"})
    assert (answer.status_code, answer["Location"]) == (302, f"{HERE}{OPENED}")


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_it_leads_nowhere_else(client: Client, elsewhere: str) -> None:
    answer = client.post("/language", {"language": "de", "next": elsewhere}, headers={"referer": elsewhere})
    assert answer["Location"] == "/"


@pytest.mark.parametrize("unknown", ["fr", "", "de\n", "../../de", "\x00", "DE"])
def test_a_language_that_is_not_there_is_not_remembered(client: Client, unknown: str) -> None:
    answer = client.post("/language", {"language": unknown}, headers={"referer": f"{HERE}/"})
    assert (answer.status_code, list(answer.cookies)) == (302, [])


def test_no_cookie_is_set_while_nobody_chooses(client: Client) -> None:
    paths = ("/", "/datasets", "/datasets/" + "0" * 64)
    assert [list(client.get(path, headers={"accept-language": "de"}).cookies) for path in paths] == [[], [], []]


@pytest.mark.parametrize("language", ["en", "de"])
def test_each_language_is_named_in_itself(client: Client, language: str) -> None:
    page = client.get("/", headers={"accept-language": language}).content.decode()
    assert re.findall(r'<button [^>]*name="language"[^>]*>(\w+)</button>', page) == ["English", "Deutsch"]


def test_the_choice_is_that_of_the_next_page(client: Client) -> None:
    client.post("/language", {"language": "de"})
    assert client.get("/")["Content-Language"] == "de"


def test_the_switch_marks_the_current_language(client: Client) -> None:
    buttons = [
        (attributes["value"], attributes["lang"], "aria-current" in attributes)
        for tag, attributes in Dom.of(client.get("/", headers={"accept-language": "de"})).elements
        if tag == "button" and attributes.get("name") == "language"
    ]
    assert buttons == [("en", "en", False), ("de", "de", True)]


def test_a_page_that_cannot_be_opened_again_leads_to_the_front_page(client: Client) -> None:
    refused = client.post("/datasets", {"description": ""})
    fields = [attributes for tag, attributes in _dom(refused.content).elements if attributes.get("name") == "next"]
    assert [field["value"] for field in fields] == ["/"]


def test_opening_the_address_of_the_switch_is_refused(client: Client) -> None:
    assert client.get("/language").status_code == 405


def _dom(content: bytes) -> Dom:
    dom = Dom()
    dom.feed(content.decode())
    return dom
