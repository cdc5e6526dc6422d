"""Progress is told as server-sent events, in streams of which there are few, each for a while."""

from collections.abc import Callable, Iterator
from threading import BoundedSemaphore

import pytest
from django.db import OperationalError

from jobs.errors import JobNotFound
from jobs.events import Progress, Stream

RETRY = b"retry: 2000\n\n"


def told(text: str) -> bytes:
    return f"event: progress\ndata: {text}\n\n".encode()


def last(text: str) -> bytes:
    return f"event: progress\nid: last\ndata: {text}\n\n".encode()


def looks(*texts: str) -> Callable[[], Progress]:
    """Return what finds one text after the other, the last of which is that of a job that has ended."""
    left = iter(texts)
    return lambda: Progress(text := next(left), is_last=text == texts[-1])


class Clock:
    """A clock that goes on by pauses alone; the process ends after so many of them."""

    def __init__(self, *, step: float = 0.5, ends_after: float = float("inf")) -> None:
        self.now = 0.0
        self.step = step
        self.ends_after = ends_after

    def __call__(self) -> float:
        return self.now

    def pause(self, _: float) -> bool:
        self.now += self.step
        return self.now >= self.ends_after


def stream(look: Callable[[], Progress], clock: Clock | None = None, seats: int = 1) -> Iterator[bytes]:
    clock = clock or Clock()
    return iter(Stream(look=look, seats=BoundedSemaphore(seats) if seats else none(), pause=clock.pause, clock=clock))


def none() -> BoundedSemaphore:
    taken = BoundedSemaphore(1)
    taken.acquire()
    return taken


def test_it_begins_with_how_it_stands_and_ends_with_the_job() -> None:
    assert list(stream(looks("1", "2", "3"))) == [RETRY, told("1"), told("2"), last("3")]


def test_what_has_not_changed_is_not_told_again() -> None:
    assert list(stream(looks("1", "1", "1", "2"))) == [RETRY, told("1"), last("2")]


def test_a_long_silence_is_broken_so_that_a_client_who_is_gone_is_noticed() -> None:
    assert list(stream(looks("1", "1", "1", "2"), Clock(step=3))) == [RETRY, told("1"), b":\n\n", last("2")]


def test_it_ends_after_a_minute_and_the_client_comes_back() -> None:
    assert list(stream(looks("1", "2", "3", "4"), Clock(step=30))) == [RETRY, told("1"), told("2"), told("3")]


def test_it_ends_with_the_process() -> None:
    assert list(stream(looks("1", "2", "3"), Clock(ends_after=1))) == [RETRY, told("1"), told("2")]


def test_it_ends_when_the_client_is_gone() -> None:
    left = iter([False, True])
    seats = BoundedSemaphore(1)
    chunks = Stream(look=looks("1", "2", "3"), seats=seats, pause=lambda _: False, has_left=lambda: next(left))
    assert list(chunks) == [RETRY, told("1"), told("2")]
    assert seats.acquire(blocking=False)


@pytest.mark.parametrize("error", [JobNotFound("there is no job"), OperationalError("gone")])
def test_it_ends_where_nothing_can_be_found_out_and_the_client_comes_back(error: Exception) -> None:
    def look() -> Progress:
        if told_before := next(before, None):
            return told_before
        raise error

    before = iter([Progress("1", is_last=False)])
    assert list(stream(look)) == [RETRY, told("1")]


def test_who_finds_no_seat_is_told_once() -> None:
    assert list(stream(looks("1", "2"), seats=0)) == [RETRY, told("1")]


def test_a_seat_is_free_again_after_the_end() -> None:
    seats = BoundedSemaphore(1)
    for _ in range(2):
        assert len(list(Stream(look=looks("1", "2"), seats=seats, pause=lambda _: False, clock=Clock()))) == 3


def test_a_seat_is_free_again_when_the_client_is_gone() -> None:
    seats = BoundedSemaphore(1)
    chunks = iter(Stream(look=looks("1", "2"), seats=seats, pause=lambda _: False, clock=Clock()))
    assert [next(chunks), next(chunks)] == [RETRY, told("1")]
    assert not seats.acquire(blocking=False)
    chunks.close()  # type: ignore[attr-defined]  # it is a generator
    assert seats.acquire(blocking=False)


@pytest.mark.parametrize("taken", [0, 1])
def test_a_stream_that_nobody_reads_takes_no_seat(taken: int) -> None:
    seats = BoundedSemaphore(1)
    chunks = iter(Stream(look=looks("1", "2"), seats=seats, pause=lambda _: False, clock=Clock()))
    assert [next(chunks) for _ in range(taken)] == [RETRY][:taken]
    assert seats.acquire(blocking=False)
