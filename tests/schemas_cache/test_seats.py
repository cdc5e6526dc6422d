"""Of the threads of a process few wait for the language model at one time."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event

import pytest

from schemas_cache import seats
from schemas_cache.errors import DesignPending
from schemas_cache.seats import Seats

SOON = 60.0  # for anything at all


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as threads:
        yield threads


def sit(room: Seats, sat: Event, until: Event) -> None:
    with room.taken():
        sat.set()
        assert until.wait(SOON)


@pytest.fixture
def fill(pool: ThreadPoolExecutor) -> Iterator[Callable[[Seats], Event]]:
    """Return what has somebody else take a seat until an event comes."""
    ends = ExitStack()

    def take(room: Seats) -> Event:
        sat, until = Event(), Event()
        ends.callback(until.set)
        pool.submit(sit, room, sat, until)
        assert sat.wait(SOON)
        return until

    with ends:
        yield take


def test_who_has_a_seat_needs_no_other() -> None:
    room = Seats(1)
    with room.taken(), room.taken():
        room.sit_down()


def test_a_seat_is_free_again_when_its_owner_leaves() -> None:
    room = Seats(1)
    for _ in range(3):
        with room.taken():
            pass


def test_one_who_waits_gets_the_seat_that_becomes_free(
    pool: ThreadPoolExecutor, fill: Callable[[Seats], Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seats, "PATIENCE", SOON)
    room = Seats(1)
    until, sat, gone = fill(room), Event(), Event()
    gone.set()
    waiting: Future[None] = pool.submit(sit, room, sat, gone)
    until.set()
    assert waiting.result(SOON) is None


def test_nobody_waits_for_a_model_that_hangs(fill: Callable[[Seats], Event], monkeypatch: pytest.MonkeyPatch) -> None:
    room = Seats(1)
    fill(room)
    monkeypatch.setattr(seats, "PATIENCE", 0.0)  # it has hung for that long
    with pytest.raises(DesignPending, match="busy with others"), room.taken():
        pass


def test_who_follows_a_short_design_needs_no_seat(fill: Callable[[Seats], Event]) -> None:
    room = Seats(1)
    fill(room)
    with room.following("a key") as follower:
        follower.stay()


def test_who_follows_a_long_design_needs_one(fill: Callable[[Seats], Event], monkeypatch: pytest.MonkeyPatch) -> None:
    room = Seats(2)
    fill(room)
    with room.following("a key") as first:
        monkeypatch.setattr(seats, "PATIENCE", -1.0)
        first.stay()
        first.stay()
        fill_is_refused(room)
    with room.taken():  # the follower's is free again
        pass


def fill_is_refused(room: Seats) -> None:
    with ThreadPoolExecutor(1) as another, pytest.raises(DesignPending):
        another.submit(room.sit_down).result(SOON)


def test_who_comes_late_to_a_long_design_has_waited_as_long_as_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(seats, "monotonic", lambda: now[0])
    room = Seats(1)
    with room.following("a key"), room.taken():
        now[0] += 60.0
        with ThreadPoolExecutor(1) as another, pytest.raises(DesignPending):
            another.submit(follow, room).result(SOON)
    with room.following("a key") as follower:  # another design
        follower.stay()


def follow(room: Seats) -> None:
    with room.following("a key") as follower:
        follower.stay()
