"""The pages on which schemas are edited and added show what others wrote, and obey none of it."""

import re

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from schemas_cache.curating import edit
from schemas_cache.services import find
from tests.curation.accounts import instructor, viewer
from tests.curation.form_dom import FormDom, typed
from tests.curation.remembered import row
from tests.curation.test_editing import ADD, change, column, written
from tests.page_dom import Dom

pytestmark = pytest.mark.django_db
CANARIES = (
    "<script>alert('canary')</script>",
    '"><img src=x onerror=canary()>',
    "</textarea><canary>",
    "{{7*7}}{% now 'Y' %}",
    "canary\u202eyranac\u2066",
    "<!-- canary",
)


@pytest.fixture
def teacher(client: Client) -> Client:
    """Return a client in which an instructor is signed in."""
    client.force_login(instructor("ada"))
    return client


@pytest.mark.parametrize("canary", CANARIES)
def test_what_was_written_is_text_and_nothing_else(teacher: Client, canary: str) -> None:
    hash_ = written(column(canary, f"'{canary[:1]}' # {canary}", description=canary), description=f"Animals {canary}")
    entry = find(hash_)
    edit(hash_, entry.schema, domain=canary, revision=1, author="ada")
    row(hash_).revisions.filter(number=2).update(assumptions=[canary], not_understood=[canary], designed_by=canary)
    plain = written(column("a"))

    response = teacher.get(change(hash_))
    assert_harmless(response, shape(teacher.get(change(plain))))
    fields = FormDom.of(response).fields
    assert (fields["columns-0-name"], fields["columns-0-description"], fields["domain"]) == (canary,) * 3
    assert Dom.of(response).text.count(canary) >= 3


@pytest.mark.parametrize("canary", CANARIES)
def test_what_is_typed_is_text_and_nothing_else(teacher: Client, canary: str) -> None:
    wrong = {"name": canary, "expression": f"{canary} +", "description": canary, "missing": canary, "ORDER": canary}
    said = typed(wrong, wrong, description=canary, domain=canary, locale=canary)

    response = teacher.post(ADD, said)

    assert_harmless(response, [])
    fields = FormDom.of(response).fields
    assert (fields["columns-0-expression"], fields["description"]) == (f"{canary} +", canary)


def test_a_viewer_reads_text_and_nothing_else(client: Client) -> None:
    client.force_login(viewer())
    canary = "".join(CANARIES)[:100]
    hash_ = written(column(canary, f"'' # {canary}", description=canary), description=f"Animals {canary}")

    assert_harmless(client.get(change(hash_)), [])


def shape(response: HttpResponseBase) -> list[str]:
    """Return the kinds of the elements of a page that a text could bring in."""
    return [tag for tag, _ in Dom.of(response).elements if tag in {"script", "img", "canary"}]


def assert_harmless(response: HttpResponseBase, kinds: list[str]) -> None:
    dom = Dom.of(response)
    assert dom.faults() == []
    assert set(shape(response)) <= {*kinds, "script"}
    assert all(re.match(r"/static/[\w/.]+$", source) for source in dom.attributes("script", "src"))
    assert "49" not in [text.strip() for text in dom.text.split()]
