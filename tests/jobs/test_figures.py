"""What is told of jobs is what the table says."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from jobs.claims import claim
from jobs.figures import chores_done, job_figures, note_chores, work
from jobs.models import Chores, Job, State
from tests.jobs.wished import submitted
from watching.metrics import CHORES_DONE, JOBS, OLDEST_WAITING, PARTS_LEFT, WEBHOOKS_DUE

pytestmark = pytest.mark.django_db


def test_without_jobs_there_are_none_of_any_state() -> None:
    states = {JOBS.key(state): 0.0 for state in State.values}
    parts = {PARTS_LEFT.key(state): 0.0 for state in ("waiting", "running", "done")}
    assert job_figures() == {**states, **parts, WEBHOOKS_DUE.key(): 0.0, OLDEST_WAITING.key(): 0.0}


def test_jobs_and_parts_are_counted_by_their_state() -> None:
    submitted(rows=300, parts=3)
    one = submitted(rows=100, parts=1)
    taken = claim("somebody", one.id)
    assert taken is not None
    figures = job_figures()
    assert (figures[JOBS.key("waiting")], figures[JOBS.key("running")]) == (1, 1)
    assert [figures[PARTS_LEFT.key(state)] for state in ("waiting", "running", "done")] == [3, 1, 0]
    taken.finish(size=1, sha256="")
    assert [job_figures()[PARTS_LEFT.key(state)] for state in ("waiting", "running", "done")] == [3, 0, 1]


def test_the_oldest_that_nobody_has_begun_is_told() -> None:
    for minutes in (5, 50):
        job = submitted(rows=1).id
        Job.objects.filter(pk=job).update(created_at=Now() - timedelta(minutes=minutes))
    assert round(job_figures()[OLDEST_WAITING.key()] / 60) == round((work().oldest_waiting or 0) / 60) == 50


def test_chores_are_noted_in_one_row() -> None:
    before = chores_done()
    note_chores()
    note_chores()
    assert (before, Chores.objects.count(), job_figures()[CHORES_DONE.key()] > 1e9) == (None, 1, True)
    assert 0 <= (work().unseen or 0.0) < 60


def test_they_are_noted_again_after_a_while_alone() -> None:
    note_chores()
    first = chores_done()
    note_chores()
    assert chores_done() == first
    Chores.objects.update(done_at=Now() - timedelta(minutes=1))
    note_chores()
    assert (work().unseen or 0.0) < 60


def test_they_are_noted_again_after_the_clock_was_set_back() -> None:
    note_chores()
    Chores.objects.update(done_at=Now() + timedelta(hours=1))
    note_chores()
    assert 0 <= (work().unseen or 0.0) < 60


def test_a_service_without_a_worker_was_never_seen_at_work() -> None:
    assert work().unseen is None
