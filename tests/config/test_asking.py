"""How often one may ask, how many cells one may have, and how that is refused."""

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from access import keys
from jobs.models import Job
from tests.scripted_model import ScriptedModel

pytestmark = pytest.mark.django_db

COLUMNS = {"n": {"faker_method": "row_number"}, "name": {"faker_method": "fake.name()"}}
WISH = {"schema": COLUMNS, "rows": 50}  # 100 cells
SOON = range(1, 31)  # seconds, for half of what there is in a minute


@pytest.fixture
def _two_requests(settings: Settings) -> None:
    settings.CLIENT_REQUESTS_PER_MINUTE = 2


@pytest.fixture
def _two_hundred_cells(settings: Settings) -> None:
    settings.CLIENT_CELLS_PER_MINUTE = 200


def post(client: Client, path: str, body: dict[str, Any], **headers: str) -> Any:
    return client.post(path, body, content_type="application/json", headers=headers)


def statuses(client: Client, path: str, times: int, **headers: str) -> list[int]:
    return [client.get(path, headers=headers).status_code for _ in range(times)]


@pytest.mark.usefixtures("_two_requests")
def test_who_asks_too_often_hears_when_to_come_back(client: Client) -> None:
    assert statuses(client, "/schemas", 2) == [200, 200]
    refused = client.get("/schemas")
    document = json.loads(refused.content)
    del document["timestamp"]
    seconds = int(refused["Retry-After"])
    assert (refused.status_code, seconds in SOON, refused["Content-Type"]) == (429, True, "application/json")
    assert document == {
        "error_type": "rate_limit",
        "message": f"The limit of 2 requests per minute for one client is reached. Please try again in {seconds} seconds",
        "details": {"retry_after": seconds, "limit": "2 requests per minute"},
    }


@pytest.mark.usefixtures("_two_requests")
def test_what_watches_over_the_service_is_always_answered(client: Client) -> None:
    assert [statuses(client, path, 4) for path in ("/health", "/health/live")] == [[200] * 4] * 2


@pytest.mark.usefixtures("_two_requests")
def test_addresses_that_are_none_count_as_well(client: Client) -> None:
    assert statuses(client, "/nothing", 3) == [404, 404, 429]


@pytest.mark.usefixtures("_two_requests")
@pytest.mark.parametrize("path", ["/", "/datasets", "/admin/login/"])
def test_pages_say_it_in_words(client: Client, path: str) -> None:
    statuses(client, "/schemas", 2)
    refused = client.get(path)
    assert (refused.status_code, int(refused["Retry-After"]) in SOON, refused["Cache-Control"]) == (
        429,
        True,
        "no-store",
    )
    assert "You have asked for very much in a short time" in refused.content.decode()


@pytest.mark.usefixtures("_two_requests")
def test_pages_say_it_in_the_readers_language(client: Client) -> None:
    statuses(client, "/schemas", 2)
    refused = client.get("/", headers={"accept-language": "de"})
    assert refused["Content-Language"] == "de"
    assert "You have asked" not in refused.content.decode()


@pytest.mark.usefixtures("_two_requests")
def test_what_was_typed_into_a_page_is_still_there(client: Client) -> None:
    statuses(client, "/schemas", 2)
    refused = client.post("/datasets", {"description": "Wombats and their weights"})
    assert (refused.status_code, "Wombats and their weights" in refused.content.decode()) == (429, True)


@pytest.mark.usefixtures("_two_requests")
def test_each_client_of_a_proxy_counts_alone(client: Client, settings: Settings) -> None:
    settings.PROXIES = 1
    asked = [statuses(client, "/schemas", 3, x_forwarded_for=f"10.9.9.9, 203.0.113.{end}") for end in (1, 2)]
    assert asked == [[200, 200, 429]] * 2


@pytest.mark.usefixtures("_two_requests")
def test_what_clients_make_up_about_where_they_are_is_worth_nothing(client: Client, settings: Settings) -> None:
    made_up = [statuses(client, "/schemas", 1, x_forwarded_for=f"203.0.113.{end}") for end in range(3)]
    settings.PROXIES = 1
    behind = [statuses(client, "/schemas", 1, x_forwarded_for=f"203.0.113.{end}, 198.51.100.1") for end in range(3)]
    assert (made_up, behind) == ([[200], [200], [429]], [[200], [200], [429]])


@pytest.mark.usefixtures("_two_requests")
def test_who_sends_a_key_counts_alone_wherever_they_are(client: Client) -> None:
    key = keys.make("a class").text
    assert statuses(client, "/schemas", 3) == [200, 200, 429]
    assert statuses(client, "/schemas", 3, authorization=f"Bearer {key}") == [200, 200, 429]
    assert statuses(client, "/schemas", 1, authorization="Bearer dfs_not-a-key") == [429]


@pytest.mark.usefixtures("_two_hundred_cells")
def test_cells_are_charged_before_rows_are_made(client: Client) -> None:
    answers = [post(client, "/generate", WISH) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    details = json.loads(answers[2].content)["details"]
    assert (details["limit"], details["retry_after"] in SOON) == ("200 cells per minute", True)


@pytest.mark.usefixtures("_two_hundred_cells")
def test_links_and_windows_are_charged_for_what_they_answer(client: Client) -> None:
    link = post(client, "/generate", WISH | {"rows": 1})["Content-Location"].replace("rows=1&", "rows=99&")
    assert client.get(link).status_code == 200  # nothing is left
    assert client.get(link, headers={"range": "rows=0-49"}).status_code == 429


@pytest.mark.usefixtures("_two_hundred_cells")
def test_what_needs_no_rows_costs_no_cells(client: Client) -> None:
    answer = post(client, "/generate", WISH | {"rows": 100})
    etag = client.get("/datasets/x.csv")  # which is none
    same = client.get(answer["Content-Location"], headers={"if-none-match": "*"})
    refused = post(client, "/generate", WISH | {"rows": 10**9})
    assert (etag.status_code, same.status_code, refused.status_code) == (404, 304, 400)


@pytest.mark.usefixtures("_two_hundred_cells")
def test_more_than_one_may_ever_have_is_refused_for_that(client: Client) -> None:
    refused = post(client, "/generate", WISH | {"rows": 101})
    assert refused.status_code == 429
    assert json.loads(refused.content)["message"] == (
        "This alone is more than the limit of 200 cells per minute for one client. Please ask for less"
    )


@pytest.mark.usefixtures("_two_hundred_cells")
def test_what_a_page_shows_is_charged_too(client: Client) -> None:
    link = post(client, "/generate", WISH)["Content-Location"]
    page = link.partition(".csv")[0] + "?rows=50"
    assert [client.get(page).status_code for _ in range(2)] == [200, 429]


def test_jobs_wait_in_bounds_for_each_client(client: Client, settings: Settings) -> None:
    settings.CLIENT_JOBS_WAITING = 1
    first, second = (post(client, "/jobs", WISH) for _ in range(2))
    assert (first.status_code, second.status_code, second["Retry-After"]) == (202, 429, "60")
    assert json.loads(second.content)["details"] == {"retry_after": 60, "limit": "1 jobs at one time"}
    assert client.delete(first["Location"]).status_code == 204
    assert post(client, "/jobs", WISH).status_code == 202


def test_the_cells_of_jobs_that_are_cancelled_are_given_back(client: Client, settings: Settings) -> None:
    settings.CLIENT_JOB_CELLS_PER_DAY = 100
    for _ in range(3):
        taken = post(client, "/jobs", WISH)
        assert taken.status_code == 202
        assert client.delete(taken["Location"]).status_code == 204
    assert [post(client, "/jobs", WISH).status_code for _ in range(2)] == [202, 429]
    assert len(Job.objects.exclude(client="").values_list("client").distinct()) == 1


@pytest.fixture
def model(settings: Settings) -> Any:
    settings.CLIENT_MODEL_DESIGNS_PER_DAY = 1
    with ScriptedModel("good") as scripted:
        settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL = "sk-of-the-tests", scripted.base_url
        yield scripted


def test_rules_answer_and_say_so_who_has_had_the_designs_of_a_day(client: Client, model: ScriptedModel) -> None:
    first, second = (post(client, "/schemas", {"description": f"Orders of {shop} with a price"}) for shop in "ab")
    assert (first.json()["designed_by"], second.json()["designed_by"][:7], model.calls) == ("gpt-4o-mini", "offline", 1)
    assert second.json()["assumptions"][0] == (
        "The language model has made as many designs for whoever asked as one may have in a day, so rules designed "
        "this schema."
    )


def test_without_rules_who_has_had_the_designs_of_a_day_is_refused_alone(
    client: Client, model: ScriptedModel, settings: Settings
) -> None:
    settings.OFFLINE_FALLBACK, settings.PROXIES = False, 1
    wishes = [("a", "192.0.2.1"), ("b", "192.0.2.1"), ("b", "192.0.2.2")]
    answers = [
        post(client, "/schemas", {"description": f"Orders of {shop} with a price"}, x_forwarded_for=address)
        for shop, address in wishes
    ]
    assert ([answer.status_code for answer in answers], model.calls) == ([201, 429, 201], 2)
    details = json.loads(answers[1].content)["details"]
    assert (details["limit"], 86_000 < details["retry_after"] <= 86_400) == ("1 designs per day", True)
