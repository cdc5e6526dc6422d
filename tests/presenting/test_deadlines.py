from collections.abc import Callable, Iterator
from threading import Event

import pytest

from presenting.deadlines import Deadline, TimeIsUp, Workers

LONG = 60.0  # seconds: more than any test takes


def at(*moments: float) -> Deadline:
    """Return the deadline 10 of a clock that shows these moments one after the other."""
    shown = iter(moments)
    return Deadline(10.0, lambda: next(shown))


def test_a_deadline_knows_what_is_left() -> None:
    deadline = at(4.0, 10.0, 11.0)
    assert [deadline.left, deadline.left, deadline.left] == [6.0, 0.0, 0.0]


def test_a_check_passes_before_the_deadline_alone() -> None:
    deadline = at(9.0, 10.0)
    deadline.check()
    with pytest.raises(TimeIsUp):
        deadline.check()


def workers(make: Callable[[str], Iterator[int]], kept: int = 2) -> Workers[str, int]:
    return Workers(make, at_once=1, kept=kept)


def test_the_last_result_is_the_one_that_counts() -> None:
    assert workers(lambda key: iter(range(len(key)))).last("abc", Deadline.after(LONG)) == 2


def test_what_was_found_before_the_work_ended_early_stays_found_and_it_begins_anew_next_time() -> None:
    begun = []

    def make(_key: str) -> Iterator[int]:
        begun.append(1)
        yield len(begun)
        raise TimeIsUp

    working = workers(make)
    assert [working.last("a", Deadline.after(LONG)), working.last("a", Deadline.after(LONG))] == [1, 2]


def test_what_was_made_is_there_for_whoever_asks_again_while_it_is_kept() -> None:
    begun = []

    def make(key: str) -> Iterator[int]:
        begun.append(key)
        yield 1

    working = workers(make)
    for key in ("a", "b", "a", "c", "a", "b"):
        assert working.last(key, Deadline.after(LONG)) == 1
    assert begun == ["a", "b", "c", "b"]


def test_work_that_takes_long_is_not_waited_for_and_goes_on() -> None:
    begun, may_end = Event(), Event()

    def make(_key: str) -> Iterator[int]:
        yield 1
        begun.set()
        may_end.wait(LONG)
        yield 2

    def clock() -> float:
        begun.wait(LONG)
        return 10.0  # which is the deadline

    working = workers(make)
    assert working.last("a", Deadline(10.0, clock)) == 1
    may_end.set()
    assert working.last("a", Deadline.after(LONG)) == 2


def test_work_that_has_not_begun_in_time_is_not_begun_later() -> None:
    begun: list[str] = []
    may_end, running = Event(), Event()

    def make(key: str) -> Iterator[int]:
        begun.append(key)
        running.set()
        may_end.wait(LONG)
        yield 1

    working = workers(make)
    working.last("a", Deadline.after(0.0))
    running.wait(LONG)
    assert working.last("b", Deadline.after(0.0)) is None
    may_end.set()
    assert working.last("a", Deadline.after(LONG)) == 1
    assert begun == ["a"]


def test_other_errors_are_passed_on_and_nothing_is_kept() -> None:
    begun = []

    def make(_key: str) -> Iterator[int]:
        begun.append(1)
        yield 1
        if len(begun) == 1:
            raise LookupError

    working = workers(make)
    with pytest.raises(LookupError):
        working.last("a", Deadline.after(LONG))
    assert working.last("a", Deadline.after(LONG)) == 1
