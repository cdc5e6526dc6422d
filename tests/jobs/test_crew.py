import signal
import subprocess
import sys
from threading import Event

import pytest

from jobs.crew import Crew, fault, new_owner
from jobs.memory import MemoryWatch
from tests.servers import ROOT, environment


def test_no_two_workers_have_one_name() -> None:
    assert len({new_owner() for _ in range(100)}) == 100


SCRIPT = """
from threading import Event
from jobs import crew
crew._LONGEST_PAUSE, crew._MOST_DEATHS = 0.0, 2
crew.count = print  # without settings, nothing is counted
buried = []
worked = crew.Crew(1, until_idle=True, bury=lambda owner, _: buried.append(owner)).run(Event())
print(worked, len(set(buried)))
"""


def test_workers_that_cannot_begin_are_given_up() -> None:
    given = environment(DJANGO_SETTINGS_MODULE="no.such.settings")
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=ROOT, env=given, capture_output=True, check=True)

    assert done.stdout.endswith(b"False 2\n")


NO_FORK = """
import multiprocessing.forkserver
from threading import Event
from jobs import crew
crew._LONGEST_PAUSE, crew._MOST_DEATHS = 0.0, 2
def refuse(*_):
    raise ConnectionResetError
multiprocessing.forkserver._forkserver.connect_to_new_process = refuse
print(crew.Crew(1, until_idle=True, bury=print).run(Event()))
"""


def test_a_crew_outlasts_the_death_of_who_forks_for_it() -> None:
    given = environment(SECRET_KEY="of the tests")
    done = subprocess.run([sys.executable, "-c", NO_FORK], cwd=ROOT, env=given, capture_output=True, check=True)

    assert done.stdout == b"False\n"


def test_a_crew_that_is_told_to_stop_begins_nothing() -> None:
    stop = Event()
    stop.set()

    assert Crew(1, until_idle=False, bury=print).run(stop)


@pytest.mark.parametrize(
    ("exit_code", "kills", "is_blamed"),
    [
        (-signal.SIGKILL, 0, False),
        (-signal.SIGKILL, 1, True),
        (-signal.SIGTERM, 0, False),
        (-signal.SIGSEGV, 0, True),
        (1, 1, False),
        (255, 0, False),
    ],
)
def test_a_part_is_blamed_for_the_death_of_its_worker_unless_somebody_killed_that(
    exit_code: int, kills: int, *, is_blamed: bool
) -> None:
    counts = iter([0])
    memory = MemoryWatch(lambda: next(counts, kills))

    assert bool(fault(exit_code, memory)) == is_blamed
