from collections.abc import Iterator
from threading import Event

import pytest

from curation.deadlines import Deadline, TimeIsUp, last_until

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


def test_the_last_result_is_the_one_that_counts() -> None:
    assert last_until(Deadline.after(LONG), iter([1, 2, 3])) == 3


def test_what_was_found_before_the_time_was_up_stays_found() -> None:
    def results() -> Iterator[int]:
        yield 1
        raise TimeIsUp

    assert last_until(Deadline.after(LONG), results()) == 1


def test_a_step_that_takes_long_is_not_waited_for() -> None:
    begun, may_end, ended = Event(), Event(), Event()

    def results() -> Iterator[int]:
        yield 1
        begun.set()
        may_end.wait(LONG)
        ended.set()
        yield 2

    def clock() -> float:
        begun.wait(LONG)
        return 10.0  # which is the deadline

    assert last_until(Deadline(10.0, clock), results()) == 1
    assert not ended.is_set()
    may_end.set()
    assert ended.wait(LONG)


def test_nothing_in_time_is_none() -> None:
    may_end = Event()

    def results() -> Iterator[int]:
        may_end.wait(LONG)
        yield 1

    assert last_until(Deadline.after(0.0), results()) is None
    may_end.set()


def test_other_errors_are_passed_on() -> None:
    def results() -> Iterator[int]:
        yield 1
        raise LookupError

    with pytest.raises(LookupError):
        last_until(Deadline.after(LONG), results())
