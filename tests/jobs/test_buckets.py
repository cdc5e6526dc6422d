from hashlib import sha256
from http.client import HTTPResponse, IncompleteRead
from io import BytesIO
from typing import Any
from urllib.request import urlopen
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django.fixtures import Settings
from urllib3.exceptions import ProtocolError

from jobs import files, services
from jobs.buckets import Bucket, Download
from tests.jobs.wished import made, submitted, whole

JOB = uuid4()
NAME = files.part_name(JOB, 3)


def opened(bucket: dict[str, str], **other: str) -> Bucket:
    given = bucket | other
    return Bucket(
        bucket_name=given["JOB_BUCKET"],
        endpoint_url=given["JOB_BUCKET_URL"],
        region_name=given["JOB_BUCKET_REGION"],
        access_key=given["JOB_BUCKET_KEY_ID"],
        secret_key=given["JOB_BUCKET_SECRET"],
    )


@pytest.fixture
def of(bucket: dict[str, str]) -> Bucket:
    return opened(bucket)


@pytest.fixture
def _kept_there(bucket: dict[str, str], settings: Settings) -> None:
    options = {
        "bucket_name": bucket["JOB_BUCKET"],
        "endpoint_url": bucket["JOB_BUCKET_URL"],
        "region_name": bucket["JOB_BUCKET_REGION"],
        "access_key": bucket["JOB_BUCKET_KEY_ID"],
        "secret_key": bucket["JOB_BUCKET_SECRET"],
    }
    settings.STORAGES = settings.STORAGES | {"jobs": {"BACKEND": "jobs.buckets.Bucket", "OPTIONS": options}}


@pytest.mark.usefixtures("_kept_there")
def test_the_files_of_a_job_are_kept_replaced_read_and_dropped_in_a_bucket() -> None:
    other = files.part_name(uuid4(), 0)
    files.keep(NAME, [b"a longer one"])
    files.keep(NAME, [b"sh", b"ort"])
    files.keep(other, [b"rows"])

    assert b"".join(files.read([NAME, other])) == b"shortrows"
    files.drop(JOB)
    files.drop(JOB)
    assert b"".join(files.read([other])) == b"rows"
    with pytest.raises(FileNotFoundError):
        list(files.read([NAME]))


@pytest.mark.usefixtures("_kept_there")
def test_a_link_gives_the_file_to_anybody_as_a_download_of_a_name() -> None:
    files.keep(NAME, [b"a,b\n"])
    link = files.link(NAME, file_name="orders.csv", content_type="text/csv; charset=utf-8", seconds=60)
    assert link is not None
    answer: HTTPResponse
    with urlopen(link) as answer:
        said = (answer.headers["Content-Disposition"], answer.headers["Content-Type"], answer.read())
    assert said == ('attachment; filename="orders.csv"', "text/csv; charset=utf-8", b"a,b\n")
    assert "X-Amz-Expires=60" in link


def test_a_folder_has_no_links() -> None:
    assert files.link(NAME, file_name="orders.csv", content_type="text/csv", seconds=60) is None


def test_a_large_file_is_read_from_anywhere(of: Bucket) -> None:
    data = bytes(range(256)) * 40_000  # ten times what is read at once, and sent in several parts
    of.save("large", ContentFile(data))
    with of.open("large") as file:
        read = [file.read(10)]
        for place in (5_000_000, 17, len(data) - 3, len(data) + 9):
            file.seek(place)
            read.append(file.read(1000))
        file.seek(-4, 2)
        read.append(file.read())
    assert read == [data[:10], data[5_000_000:5_001_000], data[17:1017], data[-3:], b"", data[-4:]]


def test_an_empty_file_is_read(of: Bucket) -> None:
    of.save("empty", ContentFile(b""))
    with of.open("empty") as file:
        assert file.read() == b""


def test_files_are_not_written_piece_by_piece(of: Bucket) -> None:
    with pytest.raises(ValueError, match="written as a whole"):
        of.open("new", "wb")


def test_what_a_store_refuses_is_an_error_of_files_that_says_nothing_of_keys(
    bucket: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    elsewhere = opened(bucket, JOB_BUCKET="there-is-no-such")
    with pytest.raises(OSError, match="in the bucket") as caught:
        elsewhere.save("name", ContentFile(b"rows"))
    assert "tests" not in str(caught.value)
    assert "of the tests" not in caplog.text


def test_a_store_that_is_not_there_is_an_error_of_files(
    bucket: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    gone = opened(bucket, JOB_BUCKET_URL="http://127.0.0.1:9")
    gone.client_config = gone.client_config.merge(type(gone.client_config)(retries={"total_max_attempts": 1}))
    with pytest.raises(OSError, match="the bucket cannot be used"):
        gone.listdir("")


def test_a_link_is_no_key_to_other_files(of: Bucket) -> None:
    for name in ("mine", "other"):
        of.save(name, ContentFile(b"rows"))
    link = of.link("mine", file_name="a.csv", content_type="text/csv", seconds=60)
    with urlopen(link) as answer:
        assert answer.read() == b"rows"
    assert link.partition("?")[0].endswith("/mine")


class Breaking(BytesIO):
    """The body of an answer whose connection breaks after some bytes, by an error or by an early end."""

    def __init__(self, data: bytes, *, after: int, error: Exception | None) -> None:
        super().__init__(data[:after])
        self._error = error

    def read(self, size: int | None = -1, /) -> bytes:
        read = super().read(size)
        if not read and self._error:
            raise self._error
        return read


@pytest.mark.parametrize("error", [ProtocolError("gone"), None])
def test_a_broken_connection_is_taken_up_again_where_it_broke(error: Exception | None) -> None:
    data = bytes(range(200))
    asked: list[int] = []

    def fetch(start: int) -> Any:
        asked.append(start)
        return Breaking(data[start:], after=90, error=error)

    assert Download(fetch, len(data)).read() == data
    assert asked == [0, 90, 180]


def test_a_connection_that_breaks_at_once_and_again_is_an_error_of_files() -> None:
    def fetch(_: int) -> Any:
        return Breaking(b"", after=0, error=ProtocolError("gone", IncompleteRead(b"")))

    with pytest.raises(OSError, match="the bucket cannot be used"):
        Download(fetch, 10).read()


def test_a_file_that_is_shorter_than_it_was_is_an_error_of_files() -> None:
    with pytest.raises(OSError, match="shorter than it was"):
        Download(lambda _: BytesIO(b""), 10).read()


def test_what_is_not_read_on_from_where_it_was_is_asked_for_anew() -> None:
    asked: list[int] = []
    bodies: list[BytesIO] = []

    def fetch(start: int) -> Any:
        asked.append(start)
        bodies.append(BytesIO(b"0123456789"[start:]))
        return bodies[-1]

    download = Download(fetch, 10)
    read = [download.read(2), download.read(2)]
    download.seek(4)
    read.append(download.read(1))
    download.seek(-2, 1)
    read.append(download.read(3))
    download.close()

    assert (read, asked) == ([b"01", b"23", b"4", b"345"], [0, 3])
    assert all(body.closed for body in bodies)


def test_a_parquet_file_is_read_out_of_a_bucket(of: Bucket) -> None:
    table = pa.table({"number": list(range(1000))})
    written = BytesIO()
    pq.write_table(table, written, row_group_size=100)
    of.save("numbers", ContentFile(written.getvalue()))
    with of.open("numbers") as file:
        read = pq.ParquetFile(file).read_row_groups([7, 2])
    assert read == pa.concat_tables([table.slice(700, 100), table.slice(200, 100)])


@pytest.mark.django_db
@pytest.mark.usefixtures("_kept_there")
def test_the_service_sends_files_itself_where_clients_are_to_have_no_links(settings: Settings, store: str) -> None:
    job = made(submitted(parts=1))
    link = services.link_to(job, 0, file_name="a.csv")
    settings.JOB_LINK_SECONDS = 0
    assert (str(link).startswith(store), services.link_to(job, 0, file_name="a.csv")) == (True, None)


@pytest.mark.django_db
@pytest.mark.usefixtures("_kept_there")
def test_whoever_takes_a_file_is_led_to_the_bucket_once_they_ask_for_its_bytes(client: Client, store: str) -> None:
    job = made(submitted(parts=2))
    led, head = client.get(f"/jobs/{job.id}/parts/1"), client.head(f"/jobs/{job.id}/parts/1")
    assert (led.status_code, led["Location"].startswith(store), led["Cache-Control"]) == (302, True, "no-store")
    assert head.status_code == 200
    answer: HTTPResponse
    with urlopen(led["Location"]) as answer:
        part = answer.read()
    assert (sha256(part).hexdigest(), head["Content-Length"]) == (job.parts[1].sha256, str(len(part)))


@pytest.mark.django_db
@pytest.mark.usefixtures("_kept_there")
def test_the_service_puts_the_parts_in_a_bucket_together_and_sends_some_of_their_bytes(client: Client) -> None:
    job = made(submitted(parts=2))
    file = f"/jobs/{job.id}/file"
    all_of_it, some = client.get(file), client.get(file, headers={"Range": "bytes=100-1899"})
    body = b"".join(all_of_it)
    assert (body, b"".join(some)) == (whole(job), body[100:1900])
