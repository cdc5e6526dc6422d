from collections.abc import Callable
from datetime import timedelta
from threading import Event

import pytest
from django.db.models.functions import Now

from jobs import claims
from jobs.claims import Claim, claim, end, give_back, take
from jobs.making import make_part
from jobs.models import Job, Part, State
from tests.jobs.wished import claimed, submitted

pytestmark = pytest.mark.django_db


def let_time_pass() -> None:
    """Make all leases run out."""
    Part.objects.filter(lease_until__isnull=False).update(lease_until=Now() - timedelta(seconds=1))


def test_a_part_is_had_by_one_until_it_is_given_back() -> None:
    submitted(parts=1)
    first = claimed("one")

    assert claim("another") is None
    assert take(first.part, "another") is None
    assert first.release()
    assert claimed("another").part == first.part


def test_the_first_claim_begins_a_job() -> None:
    status = submitted()
    before = Job.objects.get(pk=status.id)
    claimed()
    after = Job.objects.get(pk=status.id)

    assert (before.state, before.started_at) == (State.WAITING, None)
    assert after.state == State.RUNNING
    assert after.started_at is not None


def test_each_claim_is_of_another_part() -> None:
    submitted(rows=100, parts=4)
    spans = sorted((found.start, found.rows) for found in [claimed(owner) for owner in "abcd"])

    assert spans == [(0, 25), (25, 25), (50, 25), (75, 25)]
    assert claim("e") is None


def test_a_part_whose_worker_was_killed_goes_to_another_when_the_lease_runs_out() -> None:
    submitted(parts=1)
    lost = claimed("killed")
    let_time_pass()
    taken = claimed("another")

    assert taken.part == lost.part
    assert [lost.renew(5), lost.finish(size=1, sha256="ab"), lost.release(), lost.fail("", most=1)] == [False] * 4
    assert taken.renew(5)
    assert Part.objects.get().rows_done == 5


def test_who_is_late_but_has_no_successor_still_has_the_part() -> None:
    submitted(parts=1)
    late = claimed()
    let_time_pass()

    assert late.finish(size=1, sha256="ab")


@pytest.mark.parametrize("ended", [State.CANCELLED, State.FAILED])
def test_nobody_has_a_part_of_a_job_that_has_ended(ended: State) -> None:
    status = submitted(parts=2)
    had = claimed()

    assert end(status.id, ended)
    assert not had.renew(5)
    assert not had.finish(size=1, sha256="ab")
    assert claim("another") is None
    assert take(Part.objects.get(job=status.id, number=1).pk, "another") is None
    assert not end(status.id, State.CANCELLED)


def test_a_part_that_is_done_is_made_no_more() -> None:
    submitted(parts=1)
    done = claimed()
    done.finish(size=1, sha256="ab")
    let_time_pass()

    assert claim("another") is None
    assert take(done.part, "another") is None


def test_the_parts_of_a_small_job_do_not_wait_for_those_of_a_large_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "_LOOKED_AT", 1)
    large, small = submitted(rows=100, parts=4), submitted(rows=10, parts=1)

    assert [claimed(owner).job for owner in "abc"] == [large.id, small.id, large.id]


def test_a_worker_can_be_of_one_job_alone() -> None:
    _, second = submitted(parts=1), submitted(parts=1)

    assert claimed(job=second.id).job == second.id
    assert claim("another", second.id) is None


def test_what_a_dead_worker_had_is_free_at_once() -> None:
    submitted(parts=2)
    dead, living = claimed("dead"), claimed("living")
    give_back("dead")

    assert not dead.renew(5)
    assert living.renew(5)
    assert claimed("another").part == dead.part


def test_a_part_is_tried_again_after_a_pause_that_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    submitted(parts=1)
    seconds: list[float] = []

    def later(pause: float) -> object:
        seconds.append(pause)
        return Now() + timedelta(seconds=pause)

    monkeypatch.setattr(claims, "_later", later)
    for _ in range(claims.MOST_FAILURES - 1):
        claimed().fail("no room", most=claims.MOST_FAILURES)
        assert claim("at once") is None
        let_time_pass()

    assert [pause for pause in seconds if pause != claims.LEASE_SECONDS] == [1.0, 2.0, 4.0, 8.0]
    assert Job.objects.get().state == State.RUNNING


def test_a_job_fails_when_a_part_of_it_has_failed_often() -> None:
    status = submitted(parts=2)
    for _ in range(claims.MOST_FAILURES):
        let_time_pass()
        part = take(Part.objects.get(job=status.id, number=0).pk, "a worker")
        assert part is not None
        part.fail("no room", most=claims.MOST_FAILURES)

    job = Job.objects.get()
    assert (job.state, job.message, job.finished_at is not None) == (State.FAILED, "no room", True)


def test_a_job_fails_at_once_for_good() -> None:
    submitted(parts=2)
    claimed().fail("no such schema", most=1)

    assert Job.objects.get().message == "no such schema"


def give_up(had: Claim) -> None:
    had.release()


def die(_: Claim) -> None:
    let_time_pass()


@pytest.mark.parametrize(("ending", "state"), [(give_up, State.RUNNING), (die, State.FAILED)])
def test_a_job_fails_whose_workers_are_killed_again_and_again_but_not_for_those_that_are_told_to_stop(
    ending: Callable[[Claim], None], state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims, "MOST_ATTEMPTS", 3)
    submitted(parts=1)
    for _ in range(3):
        ending(claimed())
    claim("the fourth")

    assert Job.objects.get().state == state


def test_failures_that_were_told_do_not_count_as_killed_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "MOST_ATTEMPTS", 1)
    submitted(parts=1)
    for _ in range(3):
        claimed().fail("no room", most=claims.MOST_FAILURES)
        let_time_pass()

    assert make_part(claimed(), Event())


def test_what_killed_its_worker_again_and_again_ends_the_job() -> None:
    submitted(parts=1)
    for number in range(claims.MOST_FAILURES):
        assert claim(f"worker {number}") is not None
        give_back(f"worker {number}", "it takes more memory than there is")
        let_time_pass()

    assert Job.objects.values_list("state", "message").get() == (State.FAILED, "it takes more memory than there is")


def test_a_lease_of_before_the_clock_was_set_back_holds_nobody_up() -> None:
    submitted(parts=1)
    before = claimed("before")
    Part.objects.update(lease_until=Now() + timedelta(hours=1))

    assert claimed("after").part == before.part
