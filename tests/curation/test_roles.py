"""Who may do what: each role, on each page of the admin and each route of the service, by each method.

A status stands for itself; `login` and `own` are the ways to the page where one signs in, and to the one where whoever
has a one-time password sets a password of their own.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import Model
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from rest_framework.authtoken.models import Token

from access.keys import make
from access.models import ApiKey
from schemas_cache.curating import mark_curated
from schemas_cache.models import Revision, Schema
from schemas_cache.services import find
from tests.curation import accounts
from tests.curation.remembered import page, remember, revise, row
from tests.jobs.wished import submitted
from tests.page_dom import Dom

pytestmark = pytest.mark.django_db

ROLES: dict[str, Callable[[], User | None]] = {
    "anonymous": lambda: None,
    "plain": accounts.plain,
    "staff": accounts.staff,
    "viewer": accounts.viewer,
    "instructor": accounts.instructor,
    "pending": accounts.pending,
    "superuser": accounts.superuser,
}
PAGES = """
                                                                              anonymous      plain      staff     viewer instructor    pending  superuser
GET    /admin/                                                                    login      login        200        200        200        own        200
GET    /admin/login/                                                                200        200        302        302        302        302        302
POST   /admin/logout/                                                               302        302        200        200        200        200        200
GET    /admin/password_change/                                                    login      login        200        200        200        200        200
POST   /admin/password_change/                                                    login      login        200        200        200        200        200
GET    /admin/password_change/done/                                               login      login        200        200        200        own        200
GET    /admin/jsi18n/                                                             login      login        200        200        200        200        200
GET    /admin/autocomplete/                                                       login      login        403        403        403        own        403
GET    /admin/r/1/1/                                                              login      login        404        404        404        own        404
GET    /admin/nothing/                                                            login      login        404        404        404        own        404
GET    /admin/schemas_cache/                                                      login      login        404        200        200        own        200
GET    /admin/auth/                                                               login      login        404        404        404        own        200
GET    /admin/authtoken/                                                          login      login        404        404        404        own        404
GET    /admin/token/                                                              login      login        403        403        200        own        200
POST   /admin/token/ do=make                                                      login      login        403        403        200        own        200
POST   /admin/token/ do=revoke                                                    login      login        403        403        302        own        302
GET    /admin/schemas_cache/schema/                                               login      login        403        200        200        own        200
POST   /admin/schemas_cache/schema/ action=mark_as_curated                        login      login        403        302        302        own        302
POST   /admin/schemas_cache/schema/ action=delete_selected                        login      login        403        302        200        own        200
GET    /admin/schemas_cache/schema/add/                                           login      login        403        403        200        own        200
POST   /admin/schemas_cache/schema/add/                                           login      login        403        403        200        own        200
GET    /admin/schemas_cache/schema/{schema}/                                      login      login        302        302        302        own        302
GET    /admin/schemas_cache/schema/{schema}/change/                               login      login        403        200        200        own        200
POST   /admin/schemas_cache/schema/{schema}/change/                               login      login        403        403        200        own        200
GET    /admin/schemas_cache/schema/{schema}/history/                              login      login        403        200        200        own        200
GET    /admin/schemas_cache/schema/{schema}/delete/                               login      login        403        403        200        own        200
POST   /admin/schemas_cache/schema/{schema}/delete/ post=yes                      login      login        403        403        302        own        302
GET    /admin/schemas_cache/schema/{curated}/delete/                              login      login        403        403        403        own        403
POST   /admin/schemas_cache/schema/{curated}/delete/ post=yes                     login      login        403        403        403        own        403
GET    /admin/schemas_cache/schema/preview/                                       login      login        403        405        405        own        405
POST   /admin/schemas_cache/schema/preview/                                       login      login        403        400        400        own        400
GET    /admin/schemas_cache/schema/{schema}/revisions/                            login      login        403        200        200        own        200
GET    /admin/schemas_cache/schema/{schema}/revisions/1/restore/                  login      login        403        403        405        own        405
POST   /admin/schemas_cache/schema/{schema}/revisions/1/restore/ revision=2       login      login        403        403        302        own        302
GET    /admin/schemas_cache/schema/{schema}/redesign/                             login      login        403        403        200        own        200
POST   /admin/schemas_cache/schema/{schema}/redesign/                             login      login        403        403        200        own        200
POST   /admin/schemas_cache/schema/{schema}/redesign/ design=x                    login      login        403        403        302        own        302
GET    /admin/schemas_cache/schema/merge/?ids={schema},{curated}                  login      login        403        403        200        own        200
POST   /admin/schemas_cache/schema/merge/ ids={schema},{curated}                  login      login        403        403        302        own        302
GET    /admin/schemas_cache/schema/{schema}/sample.csv                            login      login        403        200        200        own        200
GET    /admin/schemas_cache/schema/export/                                        login      login        403        403        200        own        200
GET    /admin/schemas_cache/schema/import/                                        login      login        403        403        200        own        200
POST   /admin/schemas_cache/schema/import/                                        login      login        403        403        200        own        200
GET    /admin/access/                                                             login      login        404        404        200        own        200
GET    /admin/access/apikey/                                                      login      login        403        403        200        own        200
POST   /admin/access/apikey/ action=revoke                                        login      login        403        403        302        own        302
POST   /admin/access/apikey/ action=delete_selected                               login      login        403        403        302        own        302
GET    /admin/access/apikey/add/                                                  login      login        403        403        200        own        200
POST   /admin/access/apikey/add/ name=class                                       login      login        403        403        200        own        200
GET    /admin/access/apikey/{key}/                                                login      login        302        302        302        own        302
GET    /admin/access/apikey/{key}/change/                                         login      login        403        403        200        own        200
POST   /admin/access/apikey/{key}/change/ name=other                              login      login        403        403        403        own        403
GET    /admin/access/apikey/{key}/history/                                        login      login        403        403        200        own        200
GET    /admin/access/apikey/{key}/delete/                                         login      login        403        403        403        own        403
POST   /admin/access/apikey/{key}/delete/ post=yes                                login      login        403        403        403        own        403
GET    /admin/auth/user/                                                          login      login        403        403        403        own        200
GET    /admin/auth/user/add/                                                      login      login        403        403        403        own        200
POST   /admin/auth/user/add/ username=eve                                         login      login        403        403        403        own        200
GET    /admin/auth/user/{other}/                                                  login      login        302        302        302        own        302
GET    /admin/auth/user/{other}/change/                                           login      login        403        403        403        own        200
POST   /admin/auth/user/{other}/change/ is_superuser=on                           login      login        403        403        403        own        200
GET    /admin/auth/user/{other}/password/                                         login      login        403        403        403        own        200
POST   /admin/auth/user/{other}/password/ password1=correct-horse-9               login      login        403        403        403        own        200
GET    /admin/auth/user/{other}/history/                                          login      login        403        403        403        own        200
GET    /admin/auth/user/{other}/delete/                                           login      login        403        403        403        own        200
POST   /admin/auth/user/{other}/delete/ post=yes                                  login      login        403        403        403        own        302
GET    /admin/auth/group/                                                         login      login        403        403        403        own        200
GET    /admin/auth/group/add/                                                     login      login        403        403        403        own        200
POST   /admin/auth/group/add/ name=eve                                            login      login        403        403        403        own        302
GET    /admin/auth/group/{group}/                                                 login      login        302        302        302        own        302
GET    /admin/auth/group/{group}/change/                                          login      login        403        403        403        own        200
POST   /admin/auth/group/{group}/change/ name=eve                                 login      login        403        403        403        own        302
GET    /admin/auth/group/{group}/history/                                         login      login        403        403        403        own        200
GET    /admin/auth/group/{group}/delete/                                          login      login        403        403        403        own        200
POST   /admin/auth/group/{group}/delete/ post=yes                                 login      login        403        403        403        own        302
"""
ROUTES = """
                                 anonymous      plain      staff     viewer instructor    pending  superuser
GET    /                               200        200        200        200        200        200        200
POST   /                               405        405        405        405        405        405        405
PATCH  /                               405        405        405        405        405        405        405
DELETE /                               405        405        405        405        405        405        405
PUT    /                               405        405        405        405        405        405        405
GET    /datasets                       200        200        200        200        200        200        200
POST   /datasets                       302        302        302        302        302        302        302
PATCH  /datasets                       405        405        405        405        405        405        405
DELETE /datasets                       405        405        405        405        405        405        405
PUT    /datasets                       405        405        405        405        405        405        405
GET    /datasets/{hash}                200        200        200        200        200        200        200
POST   /datasets/{hash}                405        405        405        405        405        405        405
PATCH  /datasets/{hash}                405        405        405        405        405        405        405
DELETE /datasets/{hash}                405        405        405        405        405        405        405
PUT    /datasets/{hash}                405        405        405        405        405        405        405
GET    /datasets/{hash}/refine         302        302        302        302        302        302        302
POST   /datasets/{hash}/refine         302        302        302        302        302        302        302
PATCH  /datasets/{hash}/refine         405        405        405        405        405        405        405
DELETE /datasets/{hash}/refine         405        405        405        405        405        405        405
PUT    /datasets/{hash}/refine         405        405        405        405        405        405        405
GET    /datasets/{hash}/columns        302        302        302        302        302        302        302
POST   /datasets/{hash}/columns        400        400        400        400        400        400        400
PATCH  /datasets/{hash}/columns        405        405        405        405        405        405        405
DELETE /datasets/{hash}/columns        405        405        405        405        405        405        405
PUT    /datasets/{hash}/columns        405        405        405        405        405        405        405
GET    /datasets/{hash}/draft          405        405        405        405        405        405        405
POST   /datasets/{hash}/draft          200        200        200        200        200        200        200
PATCH  /datasets/{hash}/draft          405        405        405        405        405        405        405
DELETE /datasets/{hash}/draft          405        405        405        405        405        405        405
PUT    /datasets/{hash}/draft          405        405        405        405        405        405        405
GET    /datasets/{hash}/file           302        302        302        302        302        302        302
POST   /datasets/{hash}/file           302        302        302        302        302        302        302
PATCH  /datasets/{hash}/file           405        405        405        405        405        405        405
DELETE /datasets/{hash}/file           405        405        405        405        405        405        405
PUT    /datasets/{hash}/file           405        405        405        405        405        405        405
GET    /jobs/{job}/page                200        200        200        200        200        200        200
POST   /jobs/{job}/page                405        405        405        405        405        405        405
PATCH  /jobs/{job}/page                405        405        405        405        405        405        405
DELETE /jobs/{job}/page                405        405        405        405        405        405        405
PUT    /jobs/{job}/page                405        405        405        405        405        405        405
GET    /jobs/{job}/cancel              302        302        302        302        302        302        302
POST   /jobs/{job}/cancel              302        302        302        302        302        302        302
PATCH  /jobs/{job}/cancel              405        405        405        405        405        405        405
DELETE /jobs/{job}/cancel              405        405        405        405        405        405        405
PUT    /jobs/{job}/cancel              405        405        405        405        405        405        405
GET    /fields                         200        200        200        200        200        200        200
POST   /fields                         405        405        405        405        405        405        405
PATCH  /fields                         405        405        405        405        405        405        405
DELETE /fields                         405        405        405        405        405        405        405
PUT    /fields                         405        405        405        405        405        405        405
GET    /language                       405        405        405        405        405        405        405
POST   /language                       302        302        302        302        302        302        302
PATCH  /language                       405        405        405        405        405        405        405
DELETE /language                       405        405        405        405        405        405        405
PUT    /language                       405        405        405        405        405        405        405
GET    /generate                       405        405        405        405        405        405        405
POST   /generate                       200        200        200        200        200        200        200
PATCH  /generate                       405        405        405        405        405        405        405
DELETE /generate                       405        405        405        405        405        405        405
PUT    /generate                       405        405        405        405        405        405        405
GET    /datasets/{hash}.csv            200        200        200        200        200        200        200
POST   /datasets/{hash}.csv            405        405        405        405        405        405        405
PATCH  /datasets/{hash}.csv            405        405        405        405        405        405        405
DELETE /datasets/{hash}.csv            405        405        405        405        405        405        405
PUT    /datasets/{hash}.csv            405        405        405        405        405        405        405
GET    /jobs                           405        405        405        405        405        405        405
POST   /jobs                           202        202        202        202        202        202        202
PATCH  /jobs                           405        405        405        405        405        405        405
DELETE /jobs                           405        405        405        405        405        405        405
PUT    /jobs                           405        405        405        405        405        405        405
GET    /jobs/{job}                     200        200        200        200        200        200        200
POST   /jobs/{job}                     405        405        405        405        405        405        405
PATCH  /jobs/{job}                     405        405        405        405        405        405        405
DELETE /jobs/{job}                     204        204        204        204        204        204        204
PUT    /jobs/{job}                     405        405        405        405        405        405        405
GET    /jobs/{job}/events              200        200        200        200        200        200        200
POST   /jobs/{job}/events              405        405        405        405        405        405        405
PATCH  /jobs/{job}/events              405        405        405        405        405        405        405
DELETE /jobs/{job}/events              405        405        405        405        405        405        405
PUT    /jobs/{job}/events              405        405        405        405        405        405        405
GET    /jobs/{job}/file                409        409        409        409        409        409        409
POST   /jobs/{job}/file                405        405        405        405        405        405        405
PATCH  /jobs/{job}/file                405        405        405        405        405        405        405
DELETE /jobs/{job}/file                405        405        405        405        405        405        405
PUT    /jobs/{job}/file                405        405        405        405        405        405        405
GET    /jobs/{job}/parts/0             409        409        409        409        409        409        409
POST   /jobs/{job}/parts/0             405        405        405        405        405        405        405
PATCH  /jobs/{job}/parts/0             405        405        405        405        405        405        405
DELETE /jobs/{job}/parts/0             405        405        405        405        405        405        405
PUT    /jobs/{job}/parts/0             405        405        405        405        405        405        405
GET    /schemas                        200        200        200        200        200        200        200
POST   /schemas                        201        201        201        201        201        201        201
PATCH  /schemas                        405        405        405        405        405        405        405
DELETE /schemas                        405        405        405        405        405        405        405
PUT    /schemas                        405        405        405        405        405        405        405
GET    /schemas/export                 401        403        403        403        200        403        200
POST   /schemas/export                 405        405        405        405        405        405        405
PATCH  /schemas/export                 405        405        405        405        405        405        405
DELETE /schemas/export                 405        405        405        405        405        405        405
PUT    /schemas/export                 405        405        405        405        405        405        405
GET    /schemas/import                 405        405        405        405        405        405        405
POST   /schemas/import                 401        403        403        403        200        403        200
PATCH  /schemas/import                 405        405        405        405        405        405        405
DELETE /schemas/import                 405        405        405        405        405        405        405
PUT    /schemas/import                 405        405        405        405        405        405        405
GET    /schemas/{hash}                 200        200        200        200        200        200        200
POST   /schemas/{hash}                 405        405        405        405        405        405        405
PATCH  /schemas/{hash}                 401        403        403        403        200        403        200
DELETE /schemas/{hash}                 401        403        403        403        204        403        204
PUT    /schemas/{hash}                 405        405        405        405        405        405        405
DELETE /schemas/{curated_hash}         401        403        403        403        403        403        403
GET    /schemas/{hash}/refine          405        405        405        405        405        405        405
POST   /schemas/{hash}/refine          201        201        201        201        201        201        201
PATCH  /schemas/{hash}/refine          405        405        405        405        405        405        405
DELETE /schemas/{hash}/refine          405        405        405        405        405        405        405
PUT    /schemas/{hash}/refine          405        405        405        405        405        405        405
GET    /health                         200        200        200        200        200        200        200
POST   /health                         405        405        405        405        405        405        405
PATCH  /health                         405        405        405        405        405        405        405
DELETE /health                         405        405        405        405        405        405        405
PUT    /health                         405        405        405        405        405        405        405
GET    /metrics                        200        200        200        200        200        200        200
POST   /metrics                        405        405        405        405        405        405        405
PATCH  /metrics                        405        405        405        405        405        405        405
DELETE /metrics                        405        405        405        405        405        405        405
PUT    /metrics                        405        405        405        405        405        405        405
GET    /health/live                    200        200        200        200        200        200        200
POST   /health/live                    405        405        405        405        405        405        405
PATCH  /health/live                    405        405        405        405        405        405        405
DELETE /health/live                    405        405        405        405        405        405        405
PUT    /health/live                    405        405        405        405        405        405        405
GET    /openapi.json                   200        200        200        200        200        200        200
POST   /openapi.json                   405        405        405        405        405        405        405
PATCH  /openapi.json                   405        405        405        405        405        405        405
DELETE /openapi.json                   405        405        405        405        405        405        405
PUT    /openapi.json                   405        405        405        405        405        405        405
GET    /docs                           200        200        200        200        200        200        200
POST   /docs                           405        405        405        405        405        405        405
PATCH  /docs                           405        405        405        405        405        405        405
DELETE /docs                           405        405        405        405        405        405        405
PUT    /docs                           405        405        405        405        405        405        405
GET    /redoc                          200        200        200        200        200        200        200
POST   /redoc                          405        405        405        405        405        405        405
PATCH  /redoc                          405        405        405        405        405        405        405
DELETE /redoc                          405        405        405        405        405        405        405
PUT    /redoc                          405        405        405        405        405        405        405
"""
FORMS = {
    "/datasets": {"description": "Birds of a zoo with name and age"},
    "/datasets/{hash}/refine": {"instruction": "add a city column"},
    "/datasets/{hash}/columns": {},
    "/datasets/{hash}/draft": {},
    "/datasets/{hash}/file": {},
    "/jobs/{job}/cancel": {},
    "/language": {"language": "de"},
}
BODIES = {
    "/generate": {"schema": {"a": {"faker_method": "fake.name()"}}, "rows": 1},
    "/jobs": {"schema": {"a": {"faker_method": "fake.name()"}}, "rows": 1},
    "/schemas": {"schema": {"a": {"faker_method": "fake.name()"}}},
    "/schemas/{hash}": {"curated": True},
    "/schemas/{hash}/refine": {"instruction": "add a city column"},
    "/schemas/import": {"schemas": {}},
}


def rows(table: str) -> list[tuple[str, list[str]]]:
    """Return each row of a table: what is asked, and the status for each role."""
    lines = [line.rsplit(maxsplit=len(ROLES)) for line in table.strip().splitlines()[1:]]
    return [(asked, statuses) for asked, *statuses in lines]


def names(table: str) -> list[str]:
    return table.strip().splitlines()[0].split()[-len(ROLES) :]


@pytest.fixture
def things() -> dict[str, Any]:
    """Make what the addresses name."""
    plain, curated = remember("Animals of a zoo", "name", "city"), remember("Books of a library", "title")
    revise(plain, "name")
    mark_curated([curated], curated=True)
    other = User.objects.create_user("other")
    Token.objects.create(user=other)
    return {
        "schema": Schema.objects.get(hash=plain).pk,
        "curated": Schema.objects.get(hash=curated).pk,
        "hash": plain,
        "curated_hash": curated,
        "other": other.pk,
        "job": submitted(rows=1).id,
        "group": Group.objects.create(name="others").pk,
        "key": make("a class").kept.pk,
    }


def status(answer: HttpResponseBase) -> str:
    location = str(answer.get("Location", ""))
    if location.startswith("/admin/login/?next="):
        return "login"
    return "own" if location == "/admin/password_change/" else str(answer.status_code)


def ask_page(client: Client, asked: str, things: dict[str, Any]) -> HttpResponseBase:
    method, path, *fields = asked.format(**things).split()
    form = dict(field.split("=", 1) for field in fields)
    if form.get("action"):
        chosen = things["key" if "/apikey/" in path else "schema"]
        form |= {"_selected_action": str(chosen), "index": "0"}
    return client.get(path) if method == "GET" else client.post(path, form)


def ask_route(client: Client, asked: str, things: dict[str, Any]) -> HttpResponseBase:
    method, path = asked.split()
    if method == "POST" and path in FORMS:
        return client.post(path.format(**things), FORMS[path])
    body = json.dumps(BODIES.get(path, {}))
    return client.generic(method, path.format(**things), body, content_type="application/json")


def statuses(ask: Callable[..., HttpResponseBase], asked: str, things: dict[str, Any]) -> list[str]:
    """Return how each role is answered, each in a database as it was before."""
    found = []
    for make_user in ROLES.values():
        client = Client()
        with transaction.atomic():
            if (user := make_user()) is not None:
                client.force_login(user)
            answer = ask(client, asked, things)
            found.append(status(answer))
            answer.close()
            transaction.set_rollback(True)
    return found


@pytest.mark.parametrize(("asked", "expected"), rows(PAGES), ids=lambda value: value if isinstance(value, str) else "")
def test_a_page_is_for_these_roles(asked: str, expected: list[str], things: dict[str, Any]) -> None:
    assert statuses(ask_page, asked, things) == expected


@pytest.mark.parametrize(("asked", "expected"), rows(ROUTES), ids=lambda value: value if isinstance(value, str) else "")
def test_a_route_is_for_these_roles(asked: str, expected: list[str], things: dict[str, Any]) -> None:
    assert statuses(ask_route, asked, things) == expected


def kept(*models: type[Model]) -> list[list[dict[str, Any]]]:
    return [list(model.objects.order_by("pk").values()) for model in models]  # type: ignore[attr-defined]  # each has one


def changes(asked: str, things: dict[str, Any], role: str, *models: type[Model]) -> bool:
    """Tell whether what a role asks for changes anything in these tables, and leave them as they were."""
    with transaction.atomic():
        user = ROLES[role]()
        client = Client()
        if user is not None:
            client.force_login(user)
        before = kept(*models)
        ask_page(client, asked, things)
        changed = kept(*models) != before
        transaction.set_rollback(True)
    return changed


POSTS = [asked for asked, _ in rows(PAGES) if asked.startswith("POST")]


@pytest.mark.parametrize("asked", POSTS)
def test_nobody_but_instructors_and_superusers_changes_anything(asked: str, things: dict[str, Any]) -> None:
    others = [role for role in ROLES if role not in {"instructor", "superuser"}]
    tables = (Schema, Revision, User, Group, Token, ApiKey)
    assert [role for role in others if changes(asked, things, role, *tables)] == []


@pytest.mark.parametrize("asked", POSTS)
def test_instructors_change_no_accounts(asked: str, things: dict[str, Any]) -> None:
    memberships = (User.groups.through, User.user_permissions.through, Group.permissions.through)
    assert not changes(asked, things, "instructor", User, Group, *memberships)


# What a form or a body says beyond what its page takes


def fields_of(client: Client, address: str) -> dict[str, str]:
    """Return what the form on a page would send as it stands."""
    form = Dom.of(client.get(address))
    inputs = [attributes for tag, attributes in form.elements if tag == "input" and "name" in attributes]
    shown = {each["name"]: each.get("value", "") for each in inputs if each.get("type") not in {"checkbox", "submit"}}
    return shown | {"columns-0-expression": "fake.city()", "columns-0-data_type": "string"}


def edit_with(client: Client, hash_: str, **more: str) -> None:
    address = page("change", row(hash_).pk)
    fields = fields_of(client, address)
    answer = client.post(address, fields | more)
    assert (answer.status_code, find(hash_).revision) == (302, 2)


EXTRA = {
    "author": "eve",
    "designed_by": "eve",
    "usage_count": "1000",
    "hash": "0" * 64,
    "description_key": "0" * 64,
    "is_superuser": "on",
    "merged_into": "1",
    "user_permissions": "1",
}


def test_an_edit_takes_no_more_than_its_form_has(client: Client) -> None:
    ada = accounts.instructor("ada")
    client.force_login(ada)
    hash_ = remember("Animals of a zoo", "name")
    edit_with(client, hash_, **EXTRA)
    entry = find(hash_)
    ada.refresh_from_db()
    assert (entry.author, entry.designed_by, entry.usage_count, entry.hash) == ("ada", "instructor", 0, hash_)
    assert (ada.is_superuser, ada.user_permissions.count()) == (False, 0)
    assert Schema.objects.get().description_key == hash_


def test_who_may_edit_but_not_curate_sets_no_mark(client: Client) -> None:
    client.force_login(accounts.staff("editor", "view_schema", "change_schema"))
    hash_ = remember("Animals of a zoo", "name")
    edit_with(client, hash_, curated="on")
    assert not find(hash_).curated


def test_the_page_for_passwords_changes_nothing_else(client: Client) -> None:
    ada = accounts.instructor("ada")
    ada.set_password("one-of-her-own-7")
    ada.save()
    client.force_login(ada)
    passwords = {"old_password": "one-of-her-own-7", "new_password1": "another-own-8", "new_password2": "another-own-8"}
    client.post("/admin/password_change/", passwords | EXTRA | {"username": "eve", "groups": "1"})
    ada.refresh_from_db()
    assert (ada.check_password("another-own-8"), ada.username, ada.is_superuser) == (True, "ada", False)
    assert ada.user_permissions.count() == 0


def test_the_tables_have_a_column_a_role() -> None:
    assert names(PAGES) == names(ROUTES) == list(ROLES)


def routes(patterns: list[URLPattern | URLResolver], above: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = above + str(pattern.pattern).removeprefix("^" if above else "")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def test_the_tables_have_every_route() -> None:
    addresses = {asked.split()[1].partition("?")[0] for asked, _ in rows(PAGES) + rows(ROUTES)}
    named = dict.fromkeys(("schema", "curated", "other", "group", "key"), "1")
    named |= {"hash": "0" * 64, "curated_hash": "0" * 64, "job": str(UUID(int=0))}
    tested = {resolve(address.format(**named)).route for address in addresses}
    assert set(routes(get_resolver().url_patterns)) - tested == set()
