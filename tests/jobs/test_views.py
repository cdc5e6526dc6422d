"""Jobs over HTTP: taken in, looked at, followed, cancelled, and their files taken."""

import json
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any
from uuid import UUID

import pyarrow.parquet as pq
import pytest
from django.conf import LazySettings
from django.http import HttpResponseBase
from django.test import Client
from django.utils.timezone import now

from generation.digests import digest_field
from generation.engine import FORMATS, DatasetSchema, compile_plan
from jobs import dividing, files, services
from jobs.claims import end
from jobs.models import Job, Part, State
from jobs.services import JobWish, Status
from tests.jobs.wished import COLUMNS, made, submitted, whole, wish

pytestmark = pytest.mark.django_db

BODY = {"schema": COLUMNS, "rows": 100, "seed": 7, "as_of": "2026-01-01", "parts": 4}


def post(client: Client, body: dict[str, Any]) -> Any:
    return client.post("/jobs", body, content_type="application/json")


def content(answer: HttpResponseBase) -> bytes:
    return b"".join(answer)


@pytest.fixture
def done() -> Status:
    """Return a job that is done, in four parts."""
    return made(submitted())


def address(status: Status) -> str:
    return f"/jobs/{status.id}"


def test_a_job_is_taken_in(client: Client) -> None:
    answer = post(client, BODY)
    document = answer.json()
    assert (answer.status_code, answer["Location"]) == (202, f"/jobs/{document['id']}")
    assert answer["Cache-Control"] == "no-store"
    hash_, job = document["schema_hash"], document["id"]
    plain = ("state", "format", "rows", "seed", "as_of", "offset", "options", "file_name", "rows_done", "rate", "bytes")
    assert {name: document[name] for name in plain} == {
        "state": "waiting",
        "format": "csv",
        "rows": 100,
        "seed": 7,
        "as_of": "2026-01-01",
        "offset": 0,
        "options": {},
        "file_name": f"dataset_{hash_[:8]}.csv",
        "rows_done": 0,
        "rate": None,
        "bytes": 0,
    }
    assert document["links"] == {
        "self": f"/jobs/{job}",
        "events": f"/jobs/{job}/events",
        "file": f"/jobs/{job}/file",
        "dataset": f"/datasets/{hash_}.csv?rows=100&seed=7&as_of=2026-01-01&revision=1",
    }
    assert [(part["number"], part["start"], part["rows"]) for part in document["parts"]] == [
        (0, 0, 25),
        (1, 25, 25),
        (2, 50, 25),
        (3, 75, 25),
    ]


def test_what_is_answered_then_is_what_is_answered_later_but_for_the_secret(client: Client) -> None:
    document = post(client, BODY).json()
    secret = document.pop("webhook_secret")
    assert (secret, client.get(f"/jobs/{document['id']}").json()) == (None, document)


def test_the_secret_of_the_webhook_is_told_once(client: Client, settings: LazySettings) -> None:
    settings.WEBHOOK_ALLOWED_HOSTS = ["localhost"]
    document = post(client, BODY | {"webhook": "http://localhost:9/hook"}).json()
    assert document["webhook_secret"] == services.webhook_secret(UUID(document["id"]))
    later = client.get(f"/jobs/{document['id']}").json()
    assert later["webhook"] == {"state": "waiting", "attempts": 0, "error": ""}
    assert "webhook_secret" not in later


def test_options_stand_in_the_job_and_in_its_permanent_link(client: Client) -> None:
    document = post(client, BODY | {"delimiter": ";", "header": False}).json()
    assert document["options"] == {"delimiter": ";", "header": False}
    assert document["links"]["dataset"].endswith("&delimiter=%3B&header=false")


def test_a_job_has_more_rows_than_an_answer(client: Client, settings: LazySettings) -> None:
    document = post(client, BODY | {"rows": settings.MAX_ROWS * 1000, "parts": 1000}).json()
    assert (document["rows"], len(document["parts"])) == (settings.MAX_ROWS * 1000, 1000)


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"rows": 0}, "rows", "Row count must be between 1 and 1000000000"),
        ({"rows": 10**9 + 1}, "rows", "Row count must be between 1 and 1000000000"),
        ({"parts": 0}, "parts", "Parts must be between 1 and 1000"),
        ({"parts": 1001}, "parts", "Parts must be between 1 and 1000"),
        ({"parts": "4"}, "parts", "Parts must be a whole number"),
        ({"webhook": 5}, "webhook", "Webhook must be an address such as https://example.org/hook"),
        (
            {"webhook": "x"},
            "webhook",
            "Webhook cannot be called: it is not an address such as https://example.org/hook",
        ),
        ({"webhook": "http://10.0.0.1/"}, "webhook", "Webhook cannot be called: it leads into a private network"),
        ({"part": 4}, "part", "There is no field 'part'; did you mean parts?"),
    ],
)
def test_a_wrong_wish_is_refused(client: Client, wrong: dict[str, Any], field: str, message: str) -> None:
    answer = post(client, BODY | wrong)
    document = answer.json()
    assert (answer.status_code, document["error_type"], document["message"]) == (400, "validation", message)
    assert document["details"]["field"] == field
    assert not Job.objects.exists()


def test_what_can_never_be_made_is_refused_before_it_is_taken_in(client: Client) -> None:
    four = {"side": {"faker_method": "random.choice(['n', 'e', 's', 'w'])", "unique": True}}
    answer = post(client, BODY | {"schema": four})
    assert (answer.status_code, answer.json()["details"]["column"]) == (400, "side")
    assert not Job.objects.exists()


def test_parts_that_are_settled_from_the_first_row_on_are_counted_with_all_that(
    client: Client, settings: LazySettings
) -> None:
    body = BODY | {"schema": {"name": {"faker_method": "fake.name()", "unique": True}}, "rows": 1000}
    settings.JOB_MAX_SECONDS = 10 * compile_plan(DatasetSchema.from_json(body["schema"])).seconds(rows=1000, start=0)
    refused = post(client, body | {"parts": 1000})
    assert [post(client, body | {"parts": 5}).status_code, refused.status_code] == [202, 400]
    assert refused.json()["details"] == {"field": "parts", "provided_value": 1000}


def test_more_than_may_wait_are_refused(client: Client, settings: LazySettings) -> None:
    settings.JOB_MAX_WAITING = 1
    assert [post(client, BODY).status_code, (refused := post(client, BODY)).status_code] == [202, 429]
    assert (refused.json()["error_type"], refused["Retry-After"]) == ("rate_limit", "60")


@pytest.mark.parametrize("below", ["", "/events", "/file", "/parts/0"])
def test_there_is_nothing_of_a_job_that_there_is_not(client: Client, below: str) -> None:
    answer = client.get(f"/jobs/{UUID(int=5)}{below}")
    assert (answer.status_code, answer.json()["message"]) == (404, f"there is no job {UUID(int=5)}")


@pytest.mark.parametrize("below", ["/file", "/parts/0"])
def test_a_file_that_is_not_there_yet_is_told_of(client: Client, below: str) -> None:
    answer = client.get(address(submitted()) + below)
    assert (answer.status_code, answer["Retry-After"]) == (409, "2")
    assert answer.json()["message"] == "the file is not there yet"


@pytest.mark.parametrize("state", [State.FAILED, State.CANCELLED, State.EXPIRED])
def test_a_file_that_will_never_be_there_is_gone(client: Client, state: State) -> None:
    status = submitted()
    Job.objects.update(state=state)
    answer = client.get(f"{address(status)}/file")
    assert (answer.status_code, answer.json()["message"]) == (410, f"the job is {state}, and there is no file")


def test_a_file_that_somebody_removed_is_gone(client: Client, done: Status) -> None:
    files.drop(done.id)
    answer = client.get(f"{address(done)}/file")
    assert (answer.status_code, answer.json()["message"]) == (410, "the file is not there any more")


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_file_of_which_somebody_removed_a_later_part_is_gone(client: Client, done: Status, method: str) -> None:
    Path(files.storage().path(files.part_name(done.id, 2))).unlink()
    assert getattr(client, method)(f"{address(done)}/file").status_code == 410


def test_a_file_that_is_cut_off_breaks_the_answer(client: Client, done: Status) -> None:
    Path(files.storage().path(files.part_name(done.id, 2))).write_bytes(b"1,")
    chunks = iter(client.get(f"{address(done)}/file"))
    with pytest.raises(FileNotFoundError, match="is shorter than it was"):
        list(chunks)


def test_a_part_that_there_is_not_is_not_found(client: Client, done: Status) -> None:
    answer = client.get(f"{address(done)}/parts/4")
    assert (answer.status_code, answer.json()["message"]) == (404, "the job has no part 4")


def test_cancelling_ends_a_job_and_does_no_harm_when_it_is_asked_twice(client: Client) -> None:
    status = submitted()
    assert [client.delete(address(status)).status_code for _ in range(2)] == [204, 204]
    assert client.get(address(status)).json()["state"] == "cancelled"


def test_a_job_that_is_done_is_not_cancelled_any_more(client: Client, done: Status) -> None:
    assert client.delete(address(done)).status_code == 204
    assert client.get(address(done)).json()["state"] == "done"


def test_the_file_is_the_dataset(client: Client, done: Status) -> None:
    answer = client.get(f"{address(done)}/file")
    assert content(answer) == whole(done)
    assert (answer.status_code, answer["Content-Length"]) == (200, str(len(whole(done))))
    assert (answer["Content-Type"], answer["Accept-Ranges"]) == ("text/csv; charset=utf-8", "bytes")
    assert answer["Content-Disposition"] == f'attachment; filename="{done.file_name}"'


@pytest.mark.parametrize("name", FORMATS)
def test_the_file_of_each_format_is_what_the_permanent_link_answers(client: Client, name: str) -> None:
    status = made(services.submit(JobWish(dataset=replace(wish(), format=name), parts=3)))
    links = client.get(address(status)).json()["links"]
    answers = [client.get(links["file"]), client.get(links["dataset"])]
    assert content(answers[0]) == content(answers[1])
    assert answers[0]["Content-Type"] == answers[1]["Content-Type"]


def test_the_parts_are_the_file_one_after_the_other(client: Client, done: Status) -> None:
    links = [part["link"] for part in client.get(address(done)).json()["parts"]]
    answers = [client.get(link) for link in links]
    assert b"".join(map(content, answers)) == whole(done)
    names = [answer["Content-Disposition"].partition('"')[2] for answer in answers]
    assert names[3] == done.file_name.replace(".csv", '.part-00003.csv"')


def test_a_part_says_its_digest(client: Client, done: Status) -> None:
    answer = client.get(f"{address(done)}/parts/1")
    body = content(answer)
    assert answer["Repr-Digest"] == digest_field(body)
    assert done.parts[1].sha256 == sha256(body).hexdigest()


@pytest.mark.parametrize(
    "asked", ["bytes=0-0", "bytes=10-1999", "bytes=700-", "bytes=-5", "bytes=0-999999", "Bytes=3-4"]
)
def test_some_bytes_are_those_of_the_whole(client: Client, done: Status, asked: str) -> None:
    answer = client.get(f"{address(done)}/file", headers={"Range": asked})
    all_of_it = whole(done)
    first, _, last = asked[6:].partition("-")
    start = int(first) if first else len(all_of_it) - int(last)
    stop = min(int(last) + 1 if first and last else len(all_of_it), len(all_of_it))
    assert content(answer) == all_of_it[start:stop]
    assert (answer.status_code, answer["Content-Range"]) == (206, f"bytes {start}-{stop - 1}/{len(all_of_it)}")
    assert answer["Content-Length"] == str(stop - start)


@pytest.mark.parametrize("asked", ["rows=0-5", "bytes=0-1,5-6", "bytes=5-4", "bytes=-", "bytes=x-", "0-5"])
def test_a_range_that_is_not_understood_is_the_whole(client: Client, done: Status, asked: str) -> None:
    answer = client.get(f"{address(done)}/file", headers={"Range": asked})
    assert (answer.status_code, content(answer)) == (200, whole(done))


@pytest.mark.parametrize("asked", ["bytes=999999-", "bytes=-0"])
def test_bytes_that_there_are_not_are_refused(client: Client, done: Status, asked: str) -> None:
    answer = client.get(f"{address(done)}/file", headers={"Range": asked})
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(whole(done))}")
    assert answer.json()["error_type"] == "validation"


def test_a_range_of_another_file_is_the_whole(client: Client, done: Status) -> None:
    file = f"{address(done)}/file"
    etag = client.head(file)["ETag"]
    asked = [{"Range": "bytes=0-9", "If-Range": condition} for condition in (etag, '"other"')]
    assert [client.get(file, headers=headers).status_code for headers in asked] == [206, 200]


def test_the_head_says_the_same_without_a_byte(client: Client, done: Status) -> None:
    answers = [client.head(f"{address(done)}/file"), client.get(f"{address(done)}/file")]
    heads = [{name: value for name, value in each.headers.items() if name != "X-Request-ID"} for each in answers]
    assert heads[0] == heads[1]
    assert content(answers[0]) == b""


def test_a_head_of_some_bytes_is_that_of_all(client: Client, done: Status) -> None:
    answer = client.head(f"{address(done)}/file", headers={"Range": "bytes=0-9"})
    assert (answer.status_code, answer["Content-Length"]) == (200, str(len(whole(done))))


def test_a_file_says_what_it_is_made_of(client: Client, done: Status) -> None:
    names = ("X-Row-Count", "X-Seed", "X-As-Of", "X-Schema-Hash", "X-Schema-Revision", "X-CSV-Safe")
    made_of = ("7", "2026-01-01", done.schema_hash, "1", "false")
    answers = [client.head(address(done) + below) for below in ("/file", "/parts/1")]
    assert [tuple(answer[name] for name in names) for answer in answers] == [("100", *made_of), ("25", *made_of)]


def test_who_has_the_file_gets_it_no_more(client: Client, done: Status) -> None:
    file = f"{address(done)}/file"
    answer = client.get(file, headers={"If-None-Match": client.head(file)["ETag"]})
    assert (answer.status_code, answer.content) == (304, b"")


def test_the_same_bytes_have_the_same_name_whoever_made_them(client: Client) -> None:
    first, second = (client.head(f"{address(made(submitted()))}/file") for _ in range(2))
    assert first["ETag"] == second["ETag"]


def test_one_file_is_made_of_parts_that_are_files_of_their_own(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = replace(wish(rows=300), format="parquet")
    monkeypatch.setattr(dividing, "FORMATS", {"parquet": replace(FORMATS["parquet"], group_rows=100)})
    status = made(services.submit(JobWish(dataset=wanted, parts=3)))
    answer = client.get(f"{address(status)}/file", headers={"Range": "bytes=0-9"})
    assert pq.read_table(BytesIO(content(answer))).num_rows == 300
    assert (answer.status_code, answer["Accept-Ranges"], "Content-Length" in answer) == (200, "none", False)
    part = client.get(f"{address(status)}/parts/2")
    assert pq.read_table(BytesIO(content(part))).num_rows == 100


@pytest.fixture
def joint(monkeypatch: pytest.MonkeyPatch) -> Status:
    """Return a job whose file is to be made of its parts, of which one can be made at once, without waiting."""
    monkeypatch.setattr(dividing, "FORMATS", {"parquet": replace(FORMATS["parquet"], group_rows=100)})
    monkeypatch.setattr(services, "_PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(services, "_JOINING", BoundedSemaphore(1))
    return made(services.submit(JobWish(dataset=replace(wish(rows=200), format="parquet"), parts=2)))


def test_no_more_files_are_made_of_their_parts_at_once_than_leave_room_for_others(
    client: Client, joint: Status
) -> None:
    begun = client.get(f"{address(joint)}/file")
    refused = client.get(f"{address(joint)}/file")
    begun.close()
    assert (refused.status_code, refused["Retry-After"], refused.json()["error_type"]) == (
        503,
        "2",
        "generation_failure",
    )


def test_who_leaves_a_file_that_is_made_of_its_parts_makes_room_for_others(client: Client, joint: Status) -> None:
    client.get(f"{address(joint)}/file").close()
    answer = client.get(f"{address(joint)}/file")
    answer.close()
    assert answer.status_code == 200


def test_a_job_that_has_ended_is_followed_to_its_end(client: Client, done: Status) -> None:
    answer = client.get(f"{address(done)}/events")
    retry, event = content(answer).decode().split("\n\n")[:2]
    name, identity, data = event.splitlines()
    expected = client.get(address(done)).json()
    del expected["parts"]
    assert (retry, name, identity) == ("retry: 2000", "event: progress", "id: last")
    assert json.loads(data.removeprefix("data: ")) == expected
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/event-stream", "no-store")


def test_who_has_the_last_event_need_not_come_back(client: Client, done: Status) -> None:
    answer = client.get(f"{address(done)}/events", headers={"Last-Event-ID": "last"})
    assert (answer.status_code, answer.content) == (204, b"")


def test_progress_is_told_while_parts_are_made(client: Client) -> None:
    status = submitted()
    chunks = iter(client.get(f"{address(status)}/events"))
    assert (next(chunks), b'"rows_done":0,' in next(chunks)) == (b"retry: 2000\n\n", True)
    made(status)
    ended = next(chunks)
    assert (b'"state":"done"' in ended, b'"rows_done":100,' in ended, list(chunks)) == (True, True, [])


def test_the_rate_and_what_is_left_are_told_while_a_job_is_made(client: Client) -> None:
    status = submitted()
    moment = now()  # and a clock that stands still at it
    Job.objects.update(state=State.RUNNING, started_at=moment - timedelta(seconds=10), finished_at=moment)
    Part.objects.filter(number=0).update(rows_done=25)
    document = client.get(address(status)).json()
    assert (document["rows_done"], document["rate"], document["seconds_left"]) == (25, 2.5, 30)


def test_a_job_that_failed_says_why(client: Client) -> None:
    status = submitted()
    end(status.id, State.FAILED, "it went wrong")
    document = client.get(address(status)).json()
    assert (document["state"], document["message"], document["seconds_left"]) == ("failed", "it went wrong", 0)
