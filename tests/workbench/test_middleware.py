"""The pages are in the reader's language, and small on the wire; the API and the admin are what they were."""

import gzip
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from tests.page_dom import Dom

GERMAN = {"accept-language": "de-AT,de;q=0.9,en;q=0.5"}
UNKNOWN = "/datasets/" + "0" * 64

pytestmark = pytest.mark.django_db


def language(answer: Any) -> tuple[str, list[str]]:
    """Return what an answer says of its language: in its head, and in its page."""
    dom = Dom()
    dom.feed(answer.content.decode())
    return answer["Content-Language"], dom.attributes("html", "lang")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-CH", "de"),
        ("en-GB, de", "en"),
        ("fr, de;q=0.5", "de"),
        ("fr", "en"),
        ("*", "en"),
        ("de;q=0, en", "en"),
        ("../../etc", "en"),
        ("x" * 5000, "en"),
    ],
)
def test_a_page_is_in_the_language_that_the_browser_prefers(client: Client, wanted: str, found: str) -> None:
    assert language(client.get("/", headers={"accept-language": wanted})) == (found, [found])


@pytest.mark.parametrize(("chosen", "found"), [("en", "en"), ("de", "de"), ("fr", "de"), ("", "de"), ("\u00fc", "de")])
def test_what_somebody_chose_comes_first_if_it_is_there(client: Client, chosen: str, found: str) -> None:
    client.cookies["django_language"] = chosen
    assert language(client.get("/", headers=GERMAN)) == (found, [found])


def test_a_page_says_that_others_may_get_another_one(client: Client) -> None:
    assert {"Accept-Language", "Cookie", "Accept-Encoding"} <= set(client.get("/")["Vary"].split(", "))


def test_what_is_refused_is_in_the_readers_language_too(client: Client) -> None:
    answer = client.get(UNKNOWN, headers=GERMAN)
    assert (answer.status_code, language(answer)) == (404, ("de", ["de"]))


def test_a_crash_is_in_the_readers_language_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("workbench.pages.home.front", crash)
    answer = client.get("/", headers=GERMAN)
    assert (answer.status_code, language(answer)) == (500, ("de", ["de"]))


def test_a_method_that_is_refused_is_so_in_english(client: Client) -> None:
    answer = client.delete("/", headers=GERMAN)
    assert (answer.status_code, answer.get("Content-Language"), answer.json()["message"]) == (
        405,
        None,
        "This method is not allowed here",
    )


def test_a_browser_is_told_in_words_that_a_method_is_refused(client: Client) -> None:
    answer = client.delete("/", headers=GERMAN | {"Accept": "text/html,*/*;q=0.8"})
    assert (answer.status_code, answer["Allow"], answer["Content-Type"], language(answer)) == (
        405,
        "GET, HEAD",
        "text/html; charset=utf-8",
        ("de", ["de"]),
    )


def test_no_language_is_left_for_the_next_request(client: Client) -> None:
    client.get("/", headers=GERMAN)
    assert translation.get_language() == "en-us"


def test_no_language_is_left_after_a_crash(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: Any) -> None:
        raise SystemExit

    monkeypatch.setattr("workbench.pages.home.front", crash)
    with pytest.raises(SystemExit):
        client.get("/", headers=GERMAN)
    assert translation.get_language() == "en-us"


WRONG = {
    "no body": {},
    "a wrong type": {"description": 7},
    "a short description": {"description": "x"},
    "wrong rows": {"description": "Patients with name and age", "rows": "many"},
    "a wrong flag": {"description": "Patients with name and age", "seed": True},
    "a wrong schema": {"schema": {"a": {"faker_method": "fake.nam()", "data_type": "string"}}},
    "no schema": {"schema": {}},
    "an unknown field": {"descriptoin": "Patients with name and age"},
}


def refusal(client: Client, method: str, path: str, *, wanted: dict[str, str], body: Any = None) -> Any:
    """Return a refusal without its time and what stands in its head."""
    answer = client.generic(method, path, "" if body is None else json.dumps(body), "application/json", headers=wanted)
    document = answer.json() | {"timestamp": ""}
    assert answer.get("Content-Language") is None
    return answer.status_code, document


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("path", ["/generate", "/schemas"])
def test_the_api_refuses_in_english(client: Client, path: str, body: Any) -> None:
    english = refusal(client, "POST", path, wanted={}, body=body)
    client.cookies["django_language"] = "de"
    assert refusal(client, "POST", path, wanted=GERMAN, body=body) == english


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/schemas?limit=many"),
        ("GET", "/schemas?offset=-1"),
        ("GET", f"{UNKNOWN}.csv"),
        ("GET", f"{UNKNOWN}.csv?as_of=today"),
        ("PATCH", UNKNOWN.replace("datasets", "schemas")),
        ("DELETE", UNKNOWN.replace("datasets", "schemas")),
        ("GET", "/schemas/export?since=always"),
        ("DELETE", "/generate"),
        ("GET", "/nothing"),
    ],
)
def test_the_other_routes_refuse_in_english(client: Client, method: str, path: str) -> None:
    english = refusal(client, method, path, wanted={})
    client.cookies["django_language"] = "de"
    assert refusal(client, method, path, wanted=GERMAN) == english


@pytest.mark.parametrize("path", ["/openapi.json", "/openapi.json?lang=de", "/docs", "/redoc"])
def test_the_document_is_in_english(client: Client, path: str) -> None:
    english = client.get(path.partition("?")[0])
    german = client.get(path, headers=GERMAN)
    without_nonce = [answer.content.split(b"nonce")[0] for answer in (english, german)]
    assert (without_nonce[0] == without_nonce[1], german.get("Content-Language")) == (True, None)


def test_health_is_in_english(client: Client) -> None:
    english, german = client.get("/health").json(), client.get("/health", headers=GERMAN).json()
    assert german | {"timestamp": ""} == english | {"timestamp": ""}


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/password_change/", "/admin/schemas_cache/schema/add/"])
def test_the_admin_is_in_english(admin_client: Client, path: str) -> None:
    client = Client() if "login" in path else admin_client
    client.cookies["django_language"] = "de"
    dom = Dom.of(client.get(path, headers=GERMAN))
    heard = {"Log in", "Change my password", "Save"} & {*dom.attributes("input", "value"), *dom.text.split("\n")}
    assert (dom.attributes("html", "lang"), len(heard)) == (["en-us"], 1)


def test_a_form_of_the_admin_refuses_in_english(client: Client) -> None:
    page = Dom.of(client.post("/admin/login/", {"username": "", "password": ""}, headers=GERMAN))
    assert "This field is required." in page.text


def test_a_page_is_compressed_for_those_who_take_it(client: Client) -> None:
    plain, small = client.get("/"), client.get("/", headers={"accept-encoding": "gzip, br"})
    assert (
        small["Content-Encoding"],
        small["Content-Length"],
        plain.get("Content-Encoding"),
        gzip.decompress(small.content),
    ) == ("gzip", str(len(small.content)), None, plain.content)


def test_a_page_that_refuses_is_compressed_too(client: Client) -> None:
    answer = client.get(UNKNOWN, headers={"accept-encoding": "gzip"})
    assert (answer.status_code, answer["Content-Encoding"]) == (404, "gzip")


@pytest.mark.parametrize("path", ["/schemas", "/openapi.json", "/admin/login/", "/docs"])
def test_what_is_no_page_of_this_app_is_not_compressed_here(client: Client, path: str) -> None:
    assert client.get(path, headers={"accept-encoding": "gzip"}).get("Content-Encoding") is None


def test_a_dataset_is_streamed_as_it_is_and_has_no_bytes_at_random(client: Client) -> None:
    asked = {"description": "Patients with name and age", "rows": 50, "seed": 1}
    headers = {"accept-encoding": "gzip"} | GERMAN
    answers: list[Any] = [client.post("/generate", asked, "application/json", headers=headers) for _ in range(2)]
    assert [(each.status_code, each.get("Content-Language"), each.streaming) for each in answers] == [
        (200, None, True)
    ] * 2
    assert len({b"".join(each.streaming_content) for each in answers}) == 1
