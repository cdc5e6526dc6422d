import json
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from schemas_cache.curating import mark_curated
from schemas_cache.exporting import export_chunks
from schemas_cache.models import Revision
from schemas_cache.services import obtain
from tests.schemas_cache.designs import by_model, by_rules

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:schemas_cache_schema_export")


def body(client: Client, **query: str) -> bytes:
    response: Any = client.get(PAGE, query)
    assert isinstance(response, StreamingHttpResponse)
    return response.getvalue()


def test_the_schemas_come_as_a_file(admin_client: Client) -> None:
    obtain("Animals of a zoo", None, design=by_rules, wait=0, replace_offline=False)

    response = admin_client.get(PAGE)

    assert "no-store" in response["Cache-Control"]
    assert response["Content-Disposition"].startswith('attachment; filename="schemas-2')
    assert response["Content-Type"] == "application/json"
    assert body(admin_client) == b"".join(export_chunks())


def test_some_of_the_schemas_are_asked_for(admin_client: Client) -> None:
    rules = obtain("Animals of a zoo", None, design=by_rules, wait=0, replace_offline=False)[0].hash
    model = obtain("Books of a library", None, design=by_model, wait=0, replace_offline=False)[0].hash
    mark_curated([model], curated=True)

    asked = [
        {"curated": "on"},
        {"domain": "people"},
        {"domain": "zoos"},
        {"since": "2020-01-01"},
        {"since": "2999-01-01"},
    ]
    found = [list(json.loads(body(admin_client, **query))["schemas"]) for query in asked]

    assert found == [[model], [rules], [], sorted([rules, model]), []]


def test_a_day_that_is_none_is_refused_on_the_list(admin_client: Client) -> None:
    page = admin_client.get(PAGE, {"since": "yesterday"}, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "Nothing was exported: since is a day such as 2026-09-01."
    ]


def test_a_schema_that_cannot_be_read_any_more_is_left_out_and_told_on_the_list(admin_client: Client) -> None:
    obtain("Animals of a zoo", None, design=by_rules, wait=0, replace_offline=False)
    Revision.objects.update(columns=[])
    assert json.loads(body(admin_client))["schemas"] == {}
    page = admin_client.get(reverse("admin:schemas_cache_schema_changelist"))
    assert [str(message) for message in page.context["messages"]] == [
        "Left out, as they cannot be read: 1. The command check_schemas lists them."
    ]


def test_who_may_not_export_is_refused(client: Client) -> None:
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_schema"))
    client.force_login(viewer)
    assert client.get(PAGE).status_code == 403
