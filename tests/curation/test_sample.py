"""A few rows of a schema, as a file to look at."""

from typing import Any

import pytest
from django.test import Client

from generation.designer import Design
from generation.engine import DatasetSchema
from schemas_cache.models import DailyUse
from schemas_cache.services import find, obtain
from tests.curation.accounts import staff, viewer
from tests.curation.remembered import page, remember, revise, row

pytestmark = pytest.mark.django_db


def sample(client: Client, hash_: str) -> Any:
    return client.get(page("sample", row(hash_).pk))


def test_a_hundred_rows_of_the_current_revision_come_as_a_file(client: Client) -> None:
    client.force_login(viewer())
    hash_ = remember("Animals of a zoo", "name")
    revise(hash_, "nick")

    response = sample(client, hash_)
    lines = response.getvalue().decode().splitlines()

    assert (lines[0], len(lines)) == ("nick", 101)
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "text/csv; charset=utf-8",
        'attachment; filename="animals_zoo.csv"',
    )


def test_the_rows_are_the_same_each_time(admin_client: Client) -> None:
    hash_ = remember("Animals")
    assert sample(admin_client, hash_).getvalue() == sample(admin_client, hash_).getvalue()


def test_looking_at_a_sample_is_no_use(admin_client: Client) -> None:
    hash_ = remember("Animals")
    sample(admin_client, hash_).getvalue()
    assert (find(hash_).usage_count, DailyUse.objects.count()) == (0, 0)


@pytest.mark.parametrize("expression", ["fake.gone()", "fake.random_element(['x', 'y'])"])
def test_a_schema_that_does_not_run_says_so(admin_client: Client, expression: str) -> None:
    columns = {"name": {"faker_method": expression, "unique": True}}
    design = Design(schema=DatasetSchema.from_json(columns), domain="", designed_by="gpt-2")
    hash_ = obtain("Animals", None, design=lambda: design, wait=0, replace_offline=False)[0].hash

    assert sample(admin_client, hash_).status_code == 302
    messages = admin_client.get(page("changelist")).context["messages"]
    assert [str(message).split(":")[0] for message in messages] == ["No sample can be made"]


def test_who_may_not_look_gets_no_sample(client: Client) -> None:
    client.force_login(staff())
    assert sample(client, remember("Animals")).status_code == 403
