"""A file that is too large to be answered at once: asked for, looked at while it is made, cancelled, taken."""

import html
import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from generation.engine import DatasetSchema
from jobs.models import Job, Part, State
from schemas_cache.curating import drop
from schemas_cache.services import store
from tests.curation.remembered import remember
from tests.page_dom import CANARY, Dom

pytestmark = pytest.mark.django_db

QUERY = "rows=5000000&seed=7&as_of=2026-09-01&revision=1"
BEGUN, ENDED = datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 9, 1, 0, 1, tzinfo=UTC)
NOWHERE = UUID(int=0)


@pytest.fixture
def hash_() -> str:
    return remember("Animals of a zoo", "name", "city")


def ask(client: Client, hash_: str, query: str = QUERY) -> Any:
    return client.post(f"/datasets/{hash_}/file?{query}")


def page(client: Client, hash_: str, state: State = State.WAITING, **other: Any) -> Any:
    """Have a file made as far as this, and return its page."""
    address = ask(client, hash_)["Location"]
    ends = {"finished_at": ENDED, "expires_at": ENDED} if state not in {State.WAITING, State.RUNNING} else {}
    Job.objects.update(state=state, started_at=BEGUN, **ends | other)
    return client.get(address)


def words(response: Any, id_: str = "job") -> str:
    """Return what is to be read in the section with this id, in one line."""
    inside = response.content.decode().partition(f'id="{id_}"')[2].partition(">")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", inside.partition("</section>")[0])).split())


def forms(response: Any) -> list[str]:
    """Return where the forms of the page lead, but for that of the language."""
    actions = [attributes["action"] for tag, attributes in Dom.of(response).elements if tag == "form"]
    return [action for action in actions if action != "/language"]


# To ask for it


def test_a_file_is_asked_for_and_leads_to_its_page(client: Client, hash_: str) -> None:
    response = ask(client, hash_, f"{QUERY}&decimal_comma=true")
    job = Job.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/jobs/{job.pk}/page")
    assert (job.schema_hash, job.revision, job.rows, job.seed, str(job.as_of), job.format, job.options) == (
        *(hash_, 1, 5_000_000, 7, "2026-09-01", "csv"),
        {"decimal_comma": True},
    )


def test_a_button_that_is_pressed_twice_asks_once(client: Client, hash_: str) -> None:
    addresses = {ask(client, hash_)["Location"] for _ in range(2)}
    other = ask(client, hash_, QUERY.replace("seed=7", "seed=8"))["Location"]
    assert (len(addresses), Job.objects.count(), other in addresses) == (1, 2, False)


def test_where_too_many_wait_the_page_says_when_to_ask_again(client: Client, hash_: str, settings: Any) -> None:
    settings.JOB_MAX_WAITING = 1
    ask(client, hash_, QUERY.replace("seed=7", "seed=8"))
    response = ask(client, hash_)
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert words(response, "refused").startswith("Too many files are waiting to be made")


def test_what_takes_longer_than_a_job_may_is_refused(client: Client, hash_: str, settings: Any) -> None:
    settings.JOB_MAX_SECONDS = 1e-6
    response = ask(client, hash_)
    assert (response.status_code, Job.objects.count()) == (400, 0)


def test_who_comes_back_to_where_it_was_asked_for_is_led_to_the_dataset(client: Client, hash_: str) -> None:
    response = client.get(f"/datasets/{hash_}/file?{QUERY}")
    assert (response.status_code, response["Location"]) == (302, f"/datasets/{hash_}?{QUERY}")


# To look at it


def test_what_waits_says_so_and_can_be_cancelled(client: Client, hash_: str) -> None:
    response = page(client, hash_)
    assert words(response).startswith("Waiting to be made 0 of 5,000,000 rows (0 %)")
    assert forms(response) == [f"/jobs/{Job.objects.get().pk}/cancel"]


def test_what_is_made_says_how_far_it_is(client: Client, hash_: str) -> None:
    ask(client, hash_)
    Part.objects.filter(number=0).update(rows_done=1_000_000)
    response = page(client, hash_, State.RUNNING, finished_at=ENDED)
    assert words(response).startswith(
        "Being made 1,000,000 of 5,000,000 rows (20 %) , 16,667 rows a second , about 4 minutes left"
    )
    assert '<progress id="made" class="whole" max="5000000" value="1000000"' in response.content.decode()


@pytest.mark.parametrize("state", State)
def test_only_what_may_still_change_asks_for_itself_again(client: Client, hash_: str, state: State) -> None:
    text = page(client, hash_, state).content.decode()
    is_active = state in {State.WAITING, State.RUNNING}
    assert ('<noscript><meta http-equiv="refresh" content="3"></noscript>' in text, "data-events=" in text) == (
        is_active,
        is_active,
    )


def test_what_is_done_is_taken_by_links_and_lines(client: Client, hash_: str) -> None:
    response = page(client, hash_, State.DONE)
    dom, path = Dom.of(response), f"/jobs/{Job.objects.get().pk}"
    files = [each["href"] for tag, each in dom.elements if tag == "a" and "download" in each]
    assert files == [f"{path}/file", *(f"{path}/parts/{number}" for number in range(Part.objects.count()))]
    assert f'pd.read_csv("http://testserver{path}/file")' in dom.text
    assert "5,000,000 rows, made in 60 seconds. The file is kept until" in words(response)


@pytest.mark.parametrize(("name", "is_known"), [("csv", True), ("parquet", False)])
def test_the_size_is_told_of_what_is_not_put_together_first(
    client: Client, hash_: str, name: str, *, is_known: bool
) -> None:
    address = ask(client, hash_, f"{QUERY}&format={name}")["Location"]
    Job.objects.update(state=State.DONE, started_at=BEGUN, finished_at=ENDED, expires_at=ENDED)
    Part.objects.update(bytes=1024)
    size = f"{Part.objects.count()}.0\xa0KB"
    head = client.get(address).content.decode().partition('id="file"')[2].partition("</p>")[0]
    assert (size in head) is is_known


@pytest.mark.parametrize(
    ("state", "said", "button"),
    [
        (State.FAILED, "This file could not be made What went wrong: no room", "Try again"),
        (State.CANCELLED, "This was cancelled There is no file.", "Make it after all"),
        (State.EXPIRED, "This file is not kept any more It was there for as long as files", "Make the file again"),
    ],
)
def test_what_is_not_there_is_asked_for_again(client: Client, hash_: str, state: State, said: str, button: str) -> None:
    response = page(client, hash_, state, message="no room")
    assert words(response).startswith(said)
    assert words(response).endswith(button)
    (action,) = forms(response)
    again = client.post(html.unescape(action))
    assert (again.status_code, Job.objects.count()) == (302, 2)


def test_a_page_outlives_its_dataset(client: Client, hash_: str) -> None:
    address = ask(client, hash_)["Location"]
    Job.objects.update(state=State.FAILED, message="there is no schema")
    drop([hash_])
    response = client.get(address)
    assert (forms(response), "Its dataset is remembered no longer." in response.content.decode()) == ([], True)


def test_a_page_says_which_file_it_is_and_leads_back(client: Client, hash_: str) -> None:
    address = ask(client, hash_, f"{QUERY}&format=sql&dialect=mysql")["Location"]
    response = client.get(address)
    said = " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())
    assert "Animals of a zoo 5,000,000 rows SQL Seed 7 “Today” is Sept. 1, 2026 Revision 1 dialect=mysql" in said
    back = f'href="/datasets/{hash_}?{QUERY}&format=sql&dialect=mysql"'
    assert back.replace("&", "&amp;") in response.content.decode()


def test_a_page_is_never_kept_and_in_no_index(client: Client, hash_: str) -> None:
    response = page(client, hash_)
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store", "noindex")


def test_nothing_that_people_wrote_becomes_part_of_the_page(client: Client) -> None:
    entry, _ = store(DatasetSchema.from_json({CANARY: {"faker_method": repr(CANARY)}}))
    dom = Dom.of(page(client, entry.hash, State.FAILED, message=CANARY, file_name=CANARY))
    assert (dom.faults(), CANARY in dom.text, CANARY in dom.loose) == ([], True, False)


@pytest.mark.parametrize("path", [f"/jobs/{NOWHERE}/page", f"/jobs/{NOWHERE}/cancel"])
def test_there_is_no_page_of_what_was_never_asked_for(client: Client, path: str) -> None:
    response = client.get(path) if path.endswith("page") else client.post(path)
    assert response.status_code == 404
    assert words(response, "refused").startswith("There is no file at this address")


# To cancel it


def test_what_is_cancelled_is_not_made(client: Client, hash_: str) -> None:
    address = ask(client, hash_)["Location"]
    response = client.post(address.replace("/page", "/cancel"))
    assert (response.status_code, response["Location"]) == (302, address)
    assert Job.objects.get().state == State.CANCELLED


def test_to_open_the_address_of_a_button_changes_nothing(client: Client, hash_: str) -> None:
    address = ask(client, hash_)["Location"]
    assert client.get(address.replace("/page", "/cancel"))["Location"] == address
    assert Job.objects.get().state == State.WAITING


def test_what_is_done_is_not_cancelled(client: Client, hash_: str) -> None:
    page(client, hash_, State.DONE)
    client.post(f"/jobs/{Job.objects.get().pk}/cancel")
    assert Job.objects.get().state == State.DONE
