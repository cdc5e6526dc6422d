import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.db.models.functions import Now
from pytest_django.fixtures import Settings

from generation.engine import DatasetSchema
from generation.services import SchemaWish, choose_recipe
from jobs import claims, making, services
from jobs.claims import Claim
from jobs.errors import ClaimLost
from jobs.files import Digest, keep
from jobs.finishing import tidy
from jobs.making import Heart, make_part
from jobs.models import Job, Part, State
from jobs.services import JobWish
from schemas_cache import curating
from tests.jobs.wished import claimed, kept, made, submitted, whole, wish

pytestmark = pytest.mark.django_db


def stopped() -> Event:
    stop = Event()
    stop.set()
    return stop


@contextmanager
def no_room() -> Iterator[None]:
    """Let files have no more than 50,000 bytes, which is enough for a line of the log."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.parametrize("parts", [1, 2, 7])
def test_the_parts_one_after_the_other_are_the_whole_dataset(parts: int) -> None:
    status = made(submitted(rows=50, parts=parts))
    files = kept(status)

    assert len(files) == parts
    assert b"".join(files) == whole(status)
    assert b"".join(services.open_file(status)) == whole(status)


def test_options_and_an_offset_are_those_of_the_whole() -> None:
    recipe, _ = choose_recipe(wish(rows=30, delimiter=";", header=False))
    status = made(services.submit_recipe(recipe, parts=3))

    assert b"".join(kept(status)) == whole(status)
    assert whole(status).startswith(b"1;")


def test_a_part_tells_its_size_and_digest() -> None:
    status = made(submitted(rows=50, parts=3))

    assert [(part.bytes, part.sha256, part.rows_done, part.is_done) for part in status.parts] == [
        (len(file), sha256(file).hexdigest(), part.rows, True)
        for file, part in zip(kept(status), status.parts, strict=True)
    ]


def test_a_worker_that_is_told_to_stop_gives_its_part_back() -> None:
    submitted(parts=1)

    assert not make_part(claimed(), stopped())
    assert Part.objects.values_list("attempts", "failures", "lease_until", "owner").get() == (0, 0, None, "")
    assert Job.objects.get().state == State.RUNNING


def test_a_cancelled_job_gets_no_file(folder: Path) -> None:
    status = submitted(parts=1)
    claim = claimed()
    services.cancel(status.id)

    assert not make_part(claim, Event())
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_file_that_comes_after_the_sweep_is_swept_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    status = submitted(parts=1)

    def slow(name: str, chunks: Iterator[bytes]) -> Digest:
        made = list(chunks)
        services.cancel(status.id)
        Part.objects.update(lease_until=Now() - timedelta(seconds=1))
        tidy()
        return keep(name, made)

    monkeypatch.setattr(making, "keep", slow)
    assert not make_part(claimed(), Event())
    tidy()
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_who_lost_a_part_while_asleep_leaves_what_its_successor_made(folder: Path) -> None:
    status = submitted(parts=1)
    asleep = claimed("asleep")
    Part.objects.update(lease_until=Now() - timedelta(seconds=1))
    make_part(claimed("awake"), Event())
    (folder / str(status.id) / "00000").write_bytes(b"by the other")

    assert not make_part(asleep, Event())
    assert kept(services.find(status.id)) == [b"by the other"]


def test_a_part_of_a_job_that_was_forgotten_is_nobodys() -> None:
    submitted(parts=1)
    claim = claimed()
    Job.objects.all().delete()

    assert not make_part(claim, Event())


def test_a_schema_that_was_dropped_meanwhile_ends_the_job() -> None:
    status = submitted(parts=2)
    curating.drop([status.schema_hash])

    assert not make_part(claimed(), Event())
    job = Job.objects.get()
    assert (job.state, job.message) == (State.FAILED, f"there is no schema '{status.schema_hash}'")


def test_a_version_that_makes_other_bytes_ends_the_job() -> None:
    submitted(parts=2)
    Job.objects.update(fingerprint="of another version")

    assert not make_part(claimed(), Event())
    assert Job.objects.get().message == (
        "the service makes other bytes from its schema than when it was asked for; ask again"
    )


def test_what_the_engine_refuses_ends_the_job(settings: Settings) -> None:
    submitted(rows=100, parts=1)
    settings.JOB_MAX_SECONDS = 0.0

    assert not make_part(claimed(), Event())
    assert Job.objects.get().state == State.FAILED
    assert Job.objects.get().message.startswith("100 rows are about ")


def test_a_full_disk_is_tried_again_and_told_in_the_end(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(claims, "_PAUSE_SECONDS", -1.0)
    status = submitted(rows=5000, parts=1)
    with no_room():
        made_it = [make_part(claimed(), Event()) for _ in range(claims.MOST_REFUSALS - 1)]
        assert made_it == [False] * (claims.MOST_REFUSALS - 1)
        assert Job.objects.get().state == State.RUNNING
        make_part(claimed(), Event())

    assert Job.objects.values_list("state", "message").get() == (
        State.FAILED,
        "its file cannot be written: File too large",
    )
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert services.find(status.id).rows_done == 0


def test_a_disk_with_room_again_is_all_that_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "_PAUSE_SECONDS", -1.0)
    status = submitted(rows=5000, parts=1)
    with no_room():
        make_part(claimed(), Event())

    assert kept(made(status)) == [whole(status)]


def test_a_crash_is_told_to_the_log_and_does_not_end_the_worker(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(making, "write_rows", lambda *_, **__: 1 / 0)
    submitted(parts=1)

    assert not make_part(claimed(), Event())
    assert Part.objects.get().failures == 1
    (record,) = [record for record in caplog.records if record.name == "jobs.making"]
    assert record.exc_info is not None
    assert (record.getMessage(), record.exc_info[0]) == ("a part cannot be made", ZeroDivisionError)


def test_an_interruption_gives_the_part_back_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(making, "write_rows", interrupted)
    submitted(parts=1)
    with pytest.raises(KeyboardInterrupt):
        make_part(claimed(), Event())

    assert Part.objects.values_list("attempts", "lease_until").get() == (0, None)


class TestHeart:
    def claim(self) -> Claim:
        submitted(parts=1)
        return claimed()

    def test_rows_are_counted_as_long_as_they_are_wanted(self) -> None:
        stop = Event()
        heart = Heart(self.claim(), stop)
        heart.count(5)
        stop.set()

        with pytest.raises(ClaimLost):
            heart.count(5)

    def test_a_file_is_published_only_by_who_still_has_the_part(self) -> None:
        claim = self.claim()
        heart = Heart(claim, Event())
        assert list(heart.held(iter([b"a", b"b"]))) == [b"a", b"b"]
        claim.release()

        with pytest.raises(ClaimLost):
            list(heart.held(iter([b"a", b"b"])))


def test_the_recipe_of_a_job_is_the_one_that_was_asked_for() -> None:
    schema = DatasetSchema.from_json({"n": {"faker_method": "row_number", "data_type": "integer"}})
    asked = wish()
    asked = type(asked)(schema=SchemaWish(schema=schema), rows=9, format="csv", seed=3, as_of=asked.as_of)
    status = services.submit(JobWish(dataset=asked, parts=2))
    recipe, _ = choose_recipe(asked)

    assert making.recipe_of(Job.objects.get(pk=status.id)) == recipe
