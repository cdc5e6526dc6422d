"""What every answer tells browsers not to do with it."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client

from config.headers import server_headers
from tests.curation.test_roles import PAGES, ROUTES, rows

pytestmark = pytest.mark.django_db
NAMED = {"hash": "0" * 64, "curated_hash": "0" * 64, "job": "00000000-0000-0000-0000-000000000000"} | dict.fromkeys(
    ("schema", "curated", "other", "group", "key"), "1"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
OTHERS: dict[str, dict[str, Any]] = {
    "GET /nothing": {},
    "GET /static/workbench/error.css": {},
    "GET /static/nothing": {},
    "GET /admin": {},
    "GET /health ": {"HTTP_HOST": "evil.example"},
    "POST /generate": {"HTTP_TRANSFER_ENCODING": "chunked"},
    "POST /generate ": {"CONTENT_LENGTH": "2000000"},
    "OPTIONS /generate": {"HTTP_ORIGIN": "https://example.org", "HTTP_ACCESS_CONTROL_REQUEST_METHOD": "POST"},
    "TRACE /": {},
}


def lacking(answer: HttpResponseBase) -> list[str]:
    """Return which of the headers an answer lacks, or has with other words."""
    answer.close()
    begins = ALWAYS | {"Permissions-Policy": "accelerometer=()", "Content-Security-Policy": "default-src '"}
    return [name for name, value in begins.items() if not answer.get(name, "").startswith(value)]


def faults(asked: dict[str, dict[str, Any]], **more: Any) -> dict[str, list[str]]:
    found = {}
    for each, extra in asked.items():
        method, path = each.format(**NAMED).split()[:2]
        found[each] = lacking(Client(raise_request_exception=False).generic(method, path, **more, **extra))
    return {each: names for each, names in found.items() if names}


def test_every_route_and_whatever_refuses_it_has_them() -> None:
    assert faults({asked: {} for asked, _ in rows(ROUTES) + rows(PAGES)}) == {}


def test_so_has_what_no_route_answers() -> None:
    assert faults(OTHERS) == {}


def test_a_crash_has_them_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generation.views.check_health", lambda: 1 / 0)
    answer = Client(raise_request_exception=False).get("/health")
    assert (answer.status_code, lacking(answer)) == (500, [])


@pytest.mark.parametrize("asked", ["GET /", "GET /schemas", "GET /nothing", "GET /admin/login/", *OTHERS])
def test_browsers_keep_to_tls_wherever_it_is_spoken(settings: Any, asked: str) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 1000, True
    method, path = asked.split()[:2]
    answers = [Client().generic(method, path, secure=secure, **OTHERS.get(asked, {})) for secure in (True, False)]
    for answer in answers:
        answer.close()
    assert [answer.get("Strict-Transport-Security") for answer in answers] == ["max-age=1000; includeSubDomains", None]


def test_the_server_says_the_same_by_itself(settings: Any) -> None:
    answer = HttpResponse(headers=server_headers())
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 1000, False
    assert (lacking(answer), "Strict-Transport-Security" in answer) == ([], False)
    assert server_headers()["Strict-Transport-Security"] == "max-age=1000"
