from threading import Event

import pytest
from django.db import connection

from jobs import services, working
from jobs.models import Job, Part, State
from jobs.working import bury, work
from tests.jobs.wished import claimed, kept, submitted, whole

pytestmark = pytest.mark.django_db


def test_a_worker_makes_all_jobs_and_ends_when_they_have() -> None:
    statuses = [submitted(rows=20, parts=2), submitted(rows=10, parts=1)]
    work("a worker", Event(), until_idle=True)

    assert [b"".join(kept(services.find(status.id))) for status in statuses] == [whole(status) for status in statuses]
    assert {job.state for job in Job.objects.all()} == {State.DONE}


def test_a_worker_of_one_job_leaves_the_others_alone() -> None:
    mine, other = submitted(), submitted()
    work("a worker", Event(), until_idle=True, job=mine.id)

    assert services.find(mine.id).state is State.DONE
    assert services.find(other.id).state is State.WAITING


def test_a_worker_that_is_told_to_stop_begins_nothing() -> None:
    submitted()
    stop = Event()
    stop.set()
    work("a worker", stop)

    assert Part.objects.exclude(attempts=0).count() == 0


def test_a_job_that_was_left_after_its_last_part_is_finished_before_a_worker_ends() -> None:
    status = submitted(parts=1)
    claimed().finish(size=1, sha256="ab")
    work("a worker", Event(), until_idle=True)

    assert services.find(status.id).state is State.DONE


def test_what_was_had_by_a_dead_worker_is_made_at_once() -> None:
    status = submitted(parts=1)
    claimed("dead")
    bury("dead")
    work("a worker", Event(), until_idle=True)

    assert services.find(status.id).state is State.DONE


def test_a_worker_outlasts_a_database_that_is_gone_for_a_while(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(working, "_REST_SECONDS", 0.0)
    status = submitted(parts=1)
    missing = 'ALTER TABLE "jobs_part" RENAME TO "elsewhere"', 'ALTER TABLE "elsewhere" RENAME TO "jobs_part"'
    turns = iter(missing)
    doing = working.do_chores

    def interfere() -> None:
        with connection.cursor() as cursor:
            cursor.execute(next(turns, "SELECT 1"))
        doing()

    monkeypatch.setattr(working, "do_chores", interfere)
    work("a worker", Event(), until_idle=True)

    assert services.find(status.id).state is State.DONE
    assert next(record.getMessage() for record in caplog.records) == "the database cannot be used"
