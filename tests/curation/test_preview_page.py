from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.curation.accounts import staff, viewer
from tests.page_dom import CANARY, Dom
from tests.presenting.test_posted import row

pytestmark = pytest.mark.django_db
ADDRESS = reverse("admin:schemas_cache_schema_preview")
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def asker(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Return the client of somebody who may look, and for whom there is time."""
    monkeypatch.setattr("curation.pages.preview.SECONDS", 60.0)
    client.force_login(viewer())
    return client


def ask(client: Client, *rows: dict[str, str], **fields: str) -> HttpResponseBase:
    said = {"columns-TOTAL_FORMS": str(len(rows)), "columns-INITIAL_FORMS": "0", "locale": "en_US"} | fields
    for number, fields_of_row in enumerate(rows):
        said |= {f"columns-{number}-{field}": value for field, value in fields_of_row.items()}
    answer: HttpResponseBase = client.post(ADDRESS, urlencode(said), content_type=FORM)
    return answer


def result(dom: Dom) -> dict[str, str]:
    """Return the attributes of the element around everything."""
    return dom.elements[0][1]


def test_who_may_look_sees_what_the_unsaved_form_would_make(asker: Client) -> None:
    response = ask(asker, row("a", "row_number + 41", "integer"), row("b", "'some'"))
    dom = Dom.of(response)
    assert "10 rows of 2 columns." in dom.text
    assert dom.text.count("some") >= 10
    assert "Each whole number from 41 to 540, once." in dom.text
    assert "Always “some”." in dom.text
    assert "no-store" in response["Cache-Control"]
    assert result(dom)["class"] == "preview-result"


def test_columns_are_pictured(asker: Client) -> None:
    dom = Dom.of(ask(asker, row("a", "random.randint(1, 6)", "integer"), row("b", "random.choice(['x', 'y'])")))
    assert dom.attributes("svg", "role") == ["img", "img"]
    assert "Histogram of a" in dom.text
    assert "Shares of b" in dom.text


def test_problems_are_answered_beside_what_runs(asker: Client) -> None:
    dom = Dom.of(ask(asker, row("a", "fake.nam()"), row("b", "'some'"), row("c", ""), row("d", "c")))
    assert dom.attributes("li", "data-problem-of") == ["c", "a", "d"]
    assert "fake.nam does not exist" in dom.text
    assert "write how its values are made" in dom.text
    assert "this uses 'c', which does not run" in dom.text
    assert "10 rows of 1 column. 3 columns do not run." in dom.text


def test_a_form_without_columns_is_answered_in_words(asker: Client) -> None:
    assert "There are no columns yet." in Dom.of(ask(asker)).text


def test_what_was_typed_is_escaped(asker: Client) -> None:
    dom = Dom.of(ask(asker, row(CANARY, repr(CANARY)), row("b", f"fake.nam({CANARY!r})"), row("c", CANARY)))
    assert dom.faults() == []
    assert CANARY in dom.text


def test_a_schema_that_takes_too_long_is_answered_and_may_be_asked_for_again(
    asker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("presenting.previews.Deadline.left", 0.0)
    dom = Dom.of(ask(asker, row("a"), row("b")))
    assert "There was no time for more: 0 of 2 columns were checked." in dom.text
    assert "data-again" in result(dom)


def test_a_form_that_is_too_large_is_refused_in_words(asker: Client, settings: Settings) -> None:
    settings.MAX_BODY_BYTES = 100
    response = ask(asker, row("a", "1" * 200))
    assert response.status_code == 413
    assert b"the form is too large for a preview" in response.content  # type: ignore[attr-defined]  # a whole answer


def test_a_form_that_is_large_enough_to_be_saved_may_be_too_large_for_a_preview(asker: Client) -> None:
    assert ask(asker, row("a", "1" * 9_000_000)).status_code == 413


def test_what_is_no_plain_form_is_refused_in_words(asker: Client) -> None:
    response = asker.post(ADDRESS, {"columns-TOTAL_FORMS": "0"})
    assert response.status_code == 400
    assert b"a preview takes a form" in response.content


def test_many_fields_are_read_and_too_many_refused(asker: Client, settings: Settings) -> None:
    fields: dict[str, Any] = {f"columns-{number}-missing": "" for number in range(4001)}
    assert settings.DATA_UPLOAD_MAX_NUMBER_FIELDS < 4001
    assert ask(asker, **fields).status_code == 400


def test_who_may_not_look_is_refused(client: Client) -> None:
    client.force_login(staff())
    assert ask(client, row("a")).status_code == 403


def test_who_is_not_signed_in_is_sent_to_do_so(client: Client) -> None:
    assert ask(client, row("a")).status_code == 302


def test_a_preview_is_posted(asker: Client) -> None:
    assert asker.get(ADDRESS).status_code == 405


def test_a_form_of_another_site_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser("admin"))
    assert ask(client, row("a")).status_code == 403
