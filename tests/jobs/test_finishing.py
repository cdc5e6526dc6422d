from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from django.db.models.functions import Now

from jobs import files, services
from jobs.claims import end
from jobs.finishing import finish_job, finish_left, is_at_work, notice_lost, tidy
from jobs.making import make_part
from jobs.models import Job, Part, State
from tests.jobs.wished import claimed, made, submitted

pytestmark = pytest.mark.django_db
AN_HOUR = timedelta(hours=1)


def folders(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_job_is_done_with_its_last_part_and_kept_for_a_day() -> None:
    status = submitted(parts=2)
    make_part(claimed(), Event())
    assert services.find(status.id).state is State.RUNNING
    make_part(claimed(), Event())

    job = Job.objects.get()
    assert (job.state, job.swept) == (State.DONE, False)
    assert job.finished_at is not None
    assert job.expires_at == job.finished_at + timedelta(hours=24)


def test_a_job_is_finished_once_and_never_before_its_parts() -> None:
    status = submitted(parts=1)
    assert not finish_job(status.id)
    made(status)

    assert not finish_job(status.id)


def test_a_job_that_was_cancelled_is_not_done_however_many_parts_are() -> None:
    status = submitted(parts=1)
    part = claimed()
    part.finish(size=1, sha256="ab")
    services.cancel(status.id)

    assert not finish_job(status.id)
    assert Job.objects.get().state == State.CANCELLED


def test_what_a_worker_left_that_was_killed_after_the_last_part_is_finished_by_another() -> None:
    status = submitted(parts=1)
    waiting = submitted(parts=1)
    claimed(job=status.id).finish(size=1, sha256="ab")
    finish_left()

    states = {job.pk: job.state for job in Job.objects.all()}
    assert states == {status.id: State.DONE, waiting.id: State.WAITING}
    assert is_at_work()
    assert not is_at_work(status.id)


def test_files_are_swept_when_their_time_is_over_and_their_job_is_remembered(folder: Path) -> None:
    old, new = made(submitted()), made(submitted())
    Job.objects.filter(pk=old.id).update(expires_at=Now() - AN_HOUR)
    tidy()

    states = {job.pk: (job.state, job.swept) for job in Job.objects.all()}
    assert states == {old.id: (State.EXPIRED, True), new.id: (State.DONE, False)}
    assert folders(folder) == {str(new.id)}


def test_files_of_a_cancelled_job_are_swept_when_nobody_can_be_writing_any_more(folder: Path) -> None:
    status = submitted(parts=2)
    make_part(claimed(), Event())
    writing = claimed()
    services.cancel(status.id)
    tidy()
    assert folders(folder) == {str(status.id)}
    Part.objects.filter(pk=writing.part).update(lease_until=Now() - AN_HOUR)
    tidy()

    assert folders(folder) == set()
    assert Job.objects.get().swept


def test_files_that_cannot_be_removed_now_are_removed_later(folder: Path) -> None:
    status = made(submitted(parts=1))
    end(status.id, State.FAILED)
    Job.objects.update(expires_at=Now() - AN_HOUR)
    in_the_way = folder / str(status.id) / "a folder"
    in_the_way.mkdir()
    tidy()
    assert not Job.objects.get().swept
    in_the_way.rmdir()
    tidy()

    assert Job.objects.get().swept
    assert folders(folder) == set()


def test_old_jobs_are_forgotten_once_they_are_swept() -> None:
    forgotten, swept_today, active = made(submitted()), made(submitted()), submitted()
    Job.objects.filter(pk=forgotten.id).update(expires_at=Now(), finished_at=Now() - timedelta(days=31))
    Job.objects.filter(pk=swept_today.id).update(expires_at=Now())

    assert tidy() == 1
    assert {job.pk for job in Job.objects.all()} == {swept_today.id, active.id}
    assert Part.objects.filter(job=forgotten.id).count() == 0


def test_parts_whose_files_were_lost_are_made_again() -> None:
    status = submitted(parts=2)
    make_part(claimed(), Event())
    files.drop(status.id)

    assert notice_lost() == 1
    assert [part.is_done for part in Part.objects.order_by("number")] == [False, False]


def test_a_job_that_is_done_and_whose_file_was_lost_says_so() -> None:
    kept, lost = made(submitted()), made(submitted())
    files.drop(lost.id)

    assert notice_lost() == 1
    states = {job.pk: (job.state, job.message) for job in Job.objects.all()}
    said = "its file was lost; its link makes the dataset again"
    assert states == {kept.id: (State.DONE, ""), lost.id: (State.EXPIRED, said)}
