"""How large a body may be at each address, before anything of it is read."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from config.bodies import BoundedBodies

HASH = "0" * 64
JSON_1MB = "The request body must not have more than 1000000 bytes"
MOST = {
    "/generate": 1_000_000,
    "/jobs": 1_000_000,
    "/schemas": 1_000_000,
    f"/schemas/{HASH}": 1_000_000,
    f"/schemas/{HASH}/refine": 1_000_000,
    "/schemas/import": 20_000_000,
    "/health": 1_000_000,
    "/nothing": 1_000_000,
    "/datasets": 1_000_000,
    f"/datasets/{HASH}/refine": 1_000_000,
    f"/datasets/{HASH}/draft": 1_000_000,
    f"/datasets/{HASH}/file": 1_000_000,
    f"/datasets/{HASH}/columns": 10_000_000,
    "/language": 1_000_000,
    "/admin/login/": 1_000_000,
    "/admin/token/": 1_000_000,
    "/admin/schemas_cache/schema/preview/": 1_000_000,
    "/admin/schemas_cache/schema/add/": 10_000_000,
    "/admin/schemas_cache/schema/1/change/": 10_000_000,
    "/admin/schemas_cache/schema/import/": 20_100_000,
}


class Unread:
    """A body that nobody may read."""

    def read(self, *_: Any) -> bytes:
        raise AssertionError("it was read")

    readline = read


def request(path: str, size: int | str) -> HttpRequest:
    made = RequestFactory().post(path, CONTENT_LENGTH=str(size))
    setattr(made, "_stream", Unread())  # noqa: B010 - where Django reads it from, and types know nothing of
    return made


def status(path: str, size: int | str) -> int:
    return BoundedBodies(lambda _: HttpResponse())(request(path, size)).status_code


@pytest.mark.parametrize(("path", "most"), MOST.items())
def test_so_many_bytes_and_no_more_are_taken(path: str, most: int) -> None:
    assert (status(path, most), status(path, most + 1)) == (200, 413)


@pytest.mark.parametrize("size", ["", "0", "-1", "x", "٣"])
def test_a_length_that_is_none_is_for_others_to_refuse(size: str) -> None:
    assert status("/generate", size) == 200


def refused(path: str, client: Client, language: str = "en") -> Any:
    headers = {"Accept-Language": language}
    return client.generic("POST", path, b"", headers=headers, CONTENT_LENGTH="30000000")


@pytest.mark.parametrize(
    ("path", "message"),
    {
        "/generate": JSON_1MB,
        "/nothing": JSON_1MB,
        "/schemas/import": "The file must not have more than 20000000 bytes",
    }.items(),
)
def test_programs_are_told_how_many(client: Client, path: str, message: str) -> None:
    answer = refused(path, client)
    assert (answer.status_code, answer.json()["error_type"], answer.json()["message"]) == (413, "validation", message)
    assert answer["Connection"] == "close"


@pytest.mark.parametrize(
    ("path", "language", "said"),
    [
        ("/datasets", "en", "What you sent is too large"),
        ("/datasets", "de", "Was du geschickt hast, ist zu groß"),
        (f"/datasets/{HASH}/columns", "en", "There is too much text in the columns"),
        (f"/datasets/{HASH}/draft", "en", "There is too much text in the columns"),
        ("/admin/login/", "de", "What you sent is too large"),
        ("/admin/schemas_cache/schema/import/", "en", "What you sent is too large"),
    ],
)
@pytest.mark.django_db
def test_people_are_told_in_words(client: Client, path: str, language: str, said: str) -> None:
    answer = refused(path, client, language)
    assert (answer.status_code, said in answer.content.decode()) == (413, True)


def test_a_preview_is_refused_in_its_place(client: Client) -> None:
    answer = refused("/admin/schemas_cache/schema/preview/", client)
    assert (answer.status_code, b"the form is too large for a preview" in answer.content) == (413, True)


@pytest.mark.django_db
def test_what_is_too_large_is_left_unread_also_of_who_asks_too_often(client: Client, settings: Settings) -> None:
    settings.CLIENT_REQUESTS_PER_MINUTE = 1
    assert [client.get("/schemas").status_code for _ in range(2)] == [200, 429]
    form: dict[str, Any] = {
        "content_type": "multipart/form-data; boundary=b",
        "CONTENT_LENGTH": "30000000",
        "wsgi.input": Unread(),
    }
    answer = client.generic("POST", "/datasets", b"", **form)
    assert (answer.status_code, answer["Connection"]) == (413, "close")
