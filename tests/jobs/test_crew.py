from threading import Event

import pytest

from jobs import crew
from jobs.crew import Crew, new_owner


def test_no_two_workers_have_one_name() -> None:
    assert len({new_owner() for _ in range(100)}) == 100


def test_workers_that_cannot_begin_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "no.such.settings")
    monkeypatch.setattr(crew, "_LONGEST_PAUSE", 0.0)
    monkeypatch.setattr(crew, "_MOST_DEATHS", 2)
    buried: list[str] = []

    assert not Crew(1, until_idle=True, bury=buried.append).run(Event())
    assert len(set(buried)) == 2


def test_a_crew_that_is_told_to_stop_begins_nothing() -> None:
    stop = Event()
    stop.set()

    assert Crew(1, until_idle=False, bury=print).run(stop)
