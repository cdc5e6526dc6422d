"""A query that is not UTF-8 is refused wherever it is asked for, and what is UTF-8 comes as it was sent."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
HASH = "0" * 64


def ask(client: Client, path: str, query: str) -> Any:
    return client.get(path, QUERY_STRING=query)


@pytest.mark.parametrize("query", ["missing=%ff", "missing=%ed%a0%80", "missing=\xff", "%c3=1", "q=%e4%f6"])
def test_what_is_not_utf_8_is_refused(client: Client, query: str) -> None:
    answer = ask(client, f"/datasets/{HASH}.csv", query)
    assert (answer.status_code, answer.json()["message"], answer.json()["details"]["field"]) == (
        400,
        "What the address asks for is not UTF-8",
        "query",
    )


def test_it_is_so_on_pages_in_words(client: Client) -> None:
    answer = ask(client, "/fields", "q=%ff")
    assert (answer.status_code, answer["Content-Type"]) == (400, "text/html; charset=utf-8")


@pytest.mark.parametrize("query", ["q=%ef%bf%bd", "q=%C3%A4", "q=%", "q=100%25", "q=%zz", ""])
def test_what_is_utf_8_is_asked_for(client: Client, query: str) -> None:
    assert ask(client, "/schemas", query).status_code == 200
