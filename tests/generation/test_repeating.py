"""A permanent link answers what the client has not got, and of that what it asks for."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from django.utils.http import http_date, parse_http_date

from generation import recipes
from generation.engine import ENGINE_VERSION, FORMATS
from schemas_cache import entries
from schemas_cache.models import Revision

pytestmark = pytest.mark.django_db

COLUMNS = {"n": {"faker_method": "row_number"}, "name": {"faker_method": "fake.name()", "null_rate": 0.2}}
DAY = "as_of=2026-09-01&revision=1"
KEPT = ("Cache-Control", "Content-Location", "ETag", "Last-Modified", "Vary")


@pytest.fixture
def path(client: Client) -> str:
    """Return the path of a dataset, without the ending that names its format."""
    answer = client.post("/schemas", {"schema": COLUMNS}, content_type="application/json")
    return f"/datasets/{answer.json()['description_hash']}"


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_each_coding_has_its_etag(client: Client, path: str) -> None:
    plain, gzip, zstd = (
        client.get(f"{path}.csv?{DAY}", headers={"accept-encoding": coding})["ETag"]
        for coding in ("identity", "gzip", "zstd")
    )
    assert (gzip, zstd) == (f'{plain[:-1]}-gzip"', f'{plain[:-1]}-zstd"')


def test_other_options_have_another_etag(client: Client, path: str) -> None:
    queries = ("", "&header=false", "&missing=NA", "&csv_safe=true")
    assert len({client.get(f"{path}.csv?{DAY}{query}")["ETag"] for query in queries}) == 4


def test_options_as_they_are_by_default_change_nothing(client: Client, path: str) -> None:
    plain, said = (client.get(f"{path}.csv?{DAY}{query}") for query in ("", "&header=true&csv_safe=false&missing="))
    assert (said["ETag"], said["Content-Location"]) == (plain["ETag"], plain["Content-Location"])


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_who_has_the_bytes_is_told_so_with_all_that_a_cache_keeps(client: Client, path: str, coding: str) -> None:
    headers = {"accept-encoding": coding}
    whole = client.get(f"{path}.csv?{DAY}", headers=headers)
    again = client.get(f"{path}.csv?{DAY}", headers=headers | {"if-none-match": whole["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert [again[name] for name in KEPT] == [whole[name] for name in KEPT]


def test_who_has_them_in_another_coding_has_other_bytes(client: Client, path: str) -> None:
    etag = client.get(f"{path}.csv?{DAY}")["ETag"]
    headers = {"accept-encoding": "gzip", "if-none-match": etag}
    assert client.get(f"{path}.csv?{DAY}", headers=headers).status_code == 200


def test_bytes_are_as_old_as_the_revision(client: Client, path: str) -> None:
    made = client.get(path.replace("datasets", "schemas")).json()["created_at"]
    modified = client.get(f"{path}.csv?{DAY}")["Last-Modified"]
    assert modified == http_date(int(datetime.fromisoformat(made).timestamp()))


def test_how_old_they_are_under_another_engine_nobody_knows(client: Client, path: str) -> None:
    Revision.objects.update(engine_version="1")
    answer = client.get(f"{path}.csv?{DAY}", headers={"if-modified-since": http_date(datetime.now(UTC).timestamp())})
    assert (answer.status_code, "Last-Modified" in answer) == (200, False)


def test_what_another_engine_makes_of_an_old_link_says_so(client: Client, path: str) -> None:
    now = client.get(f"{path}.csv?{DAY}")
    Revision.objects.update(engine_version="1")
    later = client.get(f"{path}.csv?{DAY}")
    assert [answer.get(name) for answer in (now, later) for name in ("X-Engine-Version", "X-Earlier-Engine")] == [
        *(ENGINE_VERSION, None),
        *(ENGINE_VERSION, "1"),
    ]


def test_who_needs_the_bytes_of_an_earlier_engine_is_refused_others(
    client: Client, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    etag = client.get(f"{path}.csv?{DAY}")["ETag"]
    for module in (recipes, entries):
        monkeypatch.setattr(module, "ENGINE_VERSION", "3")
    answer = client.get(f"{path}.csv?{DAY}", headers={"if-match": etag})
    assert answer.status_code == 412


def test_without_a_day_they_are_never_older_than_the_day(client: Client, path: str) -> None:
    modified = parse_http_date(client.get(f"{path}.csv?revision=1")["Last-Modified"])
    assert datetime.fromtimestamp(modified, UTC).date() == datetime.now(UTC).date()


def test_who_has_them_since_then_gets_none(client: Client, path: str) -> None:
    modified = client.get(f"{path}.csv?{DAY}")["Last-Modified"]
    before = http_date(parse_http_date(modified) - 1)
    statuses = [
        client.get(f"{path}.csv?{DAY}", headers={"if-modified-since": since}).status_code
        for since in (modified, before)
    ]
    assert statuses == [304, 200]


@pytest.mark.parametrize(
    "condition",
    [{"if-match": '"another"'}, {"if-unmodified-since": http_date((datetime.now(UTC) - timedelta(400)).timestamp())}],
)
def test_what_is_to_be_as_it_was_and_is_not_is_refused(client: Client, path: str, condition: dict[str, str]) -> None:
    answer = client.get(f"{path}.csv?{DAY}", headers=condition)
    assert (answer.status_code, answer.json()["error_type"]) == (412, "validation")


# Ranges


def test_a_range_of_rows_is_answered_with_their_bytes(client: Client, path: str) -> None:
    whole = content(client.get(f"{path}.csv?rows=10&{DAY}"))
    answer = client.get(f"{path}.csv?rows=10&{DAY}", headers={"range": "rows=3-5"})
    body = content(answer)
    assert (answer.status_code, body) == (206, b"".join(whole.splitlines(keepends=True)[4:7]))
    assert [answer[name] for name in ("Content-Range", "Accept-Ranges", "X-Row-Count", "Content-Digest")] == [
        "rows 3-5/10",
        "rows",
        "3",
        f"sha-256=:{b64encode(sha256(body).digest()).decode()}:",
    ]
    assert ("Repr-Digest" in answer, answer["Content-Length"]) == (False, str(len(body)))


@pytest.mark.parametrize("name", [name for name, of in FORMATS.items() if of.group_rows == 1])
def test_ranges_one_after_the_other_are_the_file(client: Client, path: str, name: str) -> None:
    whole = content(client.get(f"{path}.{name}?rows=10&{DAY}"))
    ranges = ("rows=0-2", "rows=3-3", "rows=4-", "rows=-1")
    parts = [content(client.get(f"{path}.{name}?rows=10&{DAY}", headers={"range": each})) for each in ranges]
    assert (b"".join(parts[:3]), parts[2].endswith(parts[3])) == (whole, True)


def test_an_offset_makes_a_file_of_the_same_rows(client: Client, path: str) -> None:
    lines = content(client.get(f"{path}.csv?rows=10&{DAY}")).splitlines()
    assert content(client.get(f"{path}.csv?rows=3&offset=3&{DAY}")).splitlines() == [lines[0], *lines[4:7]]


def test_a_range_of_what_begins_later_counts_from_there(client: Client, path: str) -> None:
    lines = content(client.get(f"{path}.csv?rows=10&{DAY}")).splitlines()
    answer = client.get(f"{path}.csv?rows=5&offset=5&{DAY}", headers={"range": "rows=1-2"})
    assert content(answer).splitlines() == lines[7:9]


def test_a_range_after_the_last_row_is_refused(client: Client, path: str) -> None:
    answer = client.get(f"{path}.csv?rows=10&{DAY}", headers={"range": "rows=10-"})
    assert (answer.status_code, answer["Content-Range"], answer.json()["message"]) == (
        416,
        "rows */10",
        "There are 10 rows, and none of them in this range",
    )


@pytest.mark.parametrize("asked", ["bytes=0-9", "rows=0-1,3-4", "nonsense"])
def test_another_range_is_left_aside(client: Client, path: str, asked: str) -> None:
    assert client.get(f"{path}.csv?rows=10&{DAY}", headers={"range": asked}).status_code == 200


def test_a_format_of_which_no_part_is_a_part_is_answered_whole(client: Client, path: str) -> None:
    answer = client.get(f"{path}.parquet?rows=10&{DAY}", headers={"range": "rows=0-4"})
    assert (answer.status_code, answer["X-Row-Count"], answer["Accept-Ranges"]) == (200, "10", "none")


def test_a_range_is_not_compressed(client: Client, path: str) -> None:
    plain = client.get(f"{path}.csv?{DAY}")["ETag"]
    answer = client.get(f"{path}.csv?{DAY}", headers={"range": "rows=0-4", "accept-encoding": "gzip"})
    assert (answer.status_code, "Content-Encoding" in answer, answer["ETag"]) == (206, False, plain)


def test_to_ask_for_the_head_of_a_range_is_to_ask_for_that_of_the_whole(client: Client, path: str) -> None:
    assert client.head(f"{path}.csv?{DAY}", headers={"range": "rows=0-4"}).status_code == 200


@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd"])
def test_rows_of_what_the_client_has_are_answered(client: Client, path: str, coding: str) -> None:
    whole = client.get(f"{path}.csv?{DAY}", headers={"accept-encoding": coding})
    statuses = [
        client.get(f"{path}.csv?{DAY}", headers={"range": "rows=5-9", "if-range": whole[name]}).status_code
        for name in ("ETag", "Last-Modified")
    ]
    assert statuses == [206, 206]


@pytest.mark.parametrize("condition", ['"another"', "Mon, 01 Jan 2024 00:00:00 GMT", "nonsense"])
def test_who_has_another_dataset_gets_all_of_this_one(client: Client, path: str, condition: str) -> None:
    headers = {"range": "rows=5-9", "if-range": condition}
    assert client.get(f"{path}.csv?{DAY}", headers=headers).status_code == 200
