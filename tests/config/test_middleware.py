"""What the pages may load and run: nothing from elsewhere, and nothing that was written into them."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.views.defaults import permission_denied, server_error
from rest_framework.authtoken.models import Token

from tests.curation import accounts
from tests.curation.remembered import remember, revise, row
from tests.jobs.wished import submitted
from tests.page_dom import CANARY, Dom

pytestmark = pytest.mark.django_db

POLICY = (
    "default-src 'self'; img-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; style-src 'self'"
)


def routes(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, set[str]]]:
    """Yield the name of each route that has one, and the names of its arguments."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, f"{pattern.namespace}:" if pattern.namespace else namespace)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{namespace}{pattern.name}", set(pattern.pattern.regex.groupindex)


def addresses(user: User) -> dict[str, str]:
    """Return an address of each route by its name; it leads to something where the route leads to things."""
    hash_ = remember("Animals of a zoo")
    revise(hash_, "animal")
    Token.objects.create(user=user)
    schema = row(hash_).pk
    things = {"auth_group": Group.objects.get(name="instructor").pk, "auth_user": user.pk, "authtoken": user.pk}
    arguments = {"hash": hash_, "extension": "csv", "pk": schema, "number": 1, "id": user.pk, "app_label": "auth"}
    arguments |= {"content_type_id": 1, "job": submitted().id}
    return {
        name: reverse(name, kwargs={key: arguments.get(key, _thing(name, things, schema)) for key in keys})
        for name, keys in routes(get_resolver())
    }


def _thing(name: str, things: dict[str, Any], other: Any) -> Any:
    return next((key for prefix, key in things.items() if name.startswith(f"admin:{prefix}")), other)


def pages(client: Client, user: User) -> dict[str, HttpResponseBase]:
    """Return what a browser shows as a page, by the name of its route."""
    answers = {name: client.get(address) for name, address in addresses(user).items()}
    return {name: answer for name, answer in answers.items() if answer["Content-Type"].startswith("text/html")}


def dom_of(page: HttpResponseBase) -> Dom:
    dom = Dom()
    dom.feed(getattr(page, "content", b"").decode())
    dom.close()
    return dom


def faults(page: HttpResponseBase) -> list[str]:
    return dom_of(page).faults()


def test_every_page_has_the_policy_and_brings_no_style_script_or_handler_in_itself(
    admin_client: Client, admin_user: User
) -> None:
    found = pages(admin_client, admin_user)

    assert {
        "workbench:home",
        "docs",
        "redoc",
        "admin:index",
        "admin:login",
        "admin:schemas_cache_schema_change",
    } < found.keys()
    assert sum(page.status_code == 200 for page in found.values()) > 25
    assert {name: (page["Content-Security-Policy"], faults(page)) for name, page in found.items()} == {
        name: (POLICY if name != "redoc" else page["Content-Security-Policy"], []) for name, page in found.items()
    }


def test_the_page_whose_script_writes_styles_lets_in_those_that_carry_its_nonce(client: Client) -> None:
    page = client.get("/redoc")
    (nonce,) = Dom.of(page).attributes("script", "nonce")
    assert page["Content-Security-Policy"] == f"{POLICY} 'nonce-{nonce}'"


def test_no_two_pages_have_the_same_nonce(client: Client) -> None:
    nonces = [re.findall(r"'nonce-([\w-]{22})'", client.get("/redoc")["Content-Security-Policy"]) for _ in range(2)]
    assert [len(each) for each in nonces] == [1, 1]
    assert nonces[0] != nonces[1]


def test_the_pages_of_errors_bring_nothing_in_themselves_either(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    form = {"username": "ann", "password": "secret", "next": "/admin/"}
    answers = [Client(enforce_csrf_checks=True).post("/admin/login/"), client.post("/admin/login/", form)]
    client.force_login(accounts.staff())
    answers += [client.get("/admin/nothing/"), client.get("/admin/schemas_cache/schema/")]
    assert [(page.status_code, page["Content-Security-Policy"], faults(page)) for page in answers] == [
        (status, POLICY, []) for status in (403, 400, 404, 403)
    ]
    assert all(b"To the front of the admin" in page.content for page in answers)


def test_the_page_of_a_crash_needs_nothing_of_the_request() -> None:
    page = server_error(RequestFactory().get("/admin/"))
    assert (page.status_code, faults(page)) == (500, [])
    assert b"Something went wrong here" in page.content


def test_why_something_is_not_allowed_is_said_as_text() -> None:
    page = permission_denied(RequestFactory().get("/admin/"), PermissionDenied(CANARY))
    assert faults(page) == []
    assert CANARY in dom_of(page).text


def test_the_debug_pages_are_under_the_policy_as_well(admin_client: Client, settings: Any) -> None:
    settings.DEBUG = True
    page = admin_client.get("/admin/nothing/")
    assert (page.status_code, page["Content-Security-Policy"]) == (404, POLICY)


def test_what_is_no_page_loads_nothing_at_all(client: Client) -> None:
    assert client.get("/health")["Content-Security-Policy"] == (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


@pytest.mark.parametrize("path", ["/", "/docs", "/redoc", "/admin/login/"])
def test_a_page_has_the_icon_of_the_service(client: Client, path: str) -> None:
    icons = [href for href in Dom.of(client.get(path)).attributes("link", "href") if "favicon" in href]
    assert icons == ["/static/generation/favicon.svg"]
