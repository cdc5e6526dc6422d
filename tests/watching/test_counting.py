"""What a process counts is told with what all others have counted, each metric in the manner of its kind."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from watching.books import Book
from watching.counting import begin, count, gathered, note
from watching.folders import open_file
from watching.metrics import CACHE, IN_PROGRESS, MODEL_WORKED, PROCESSES, REQUEST_SECONDS

ALL = (CACHE, IN_PROGRESS, MODEL_WORKED, PROCESSES, REQUEST_SECONDS)


def child(does: Callable[[], None]) -> None:
    """Do something in a process that is forked, and ends without another word."""
    if not (pid := os.fork()):
        does()
        os._exit(0)
    os.waitpid(pid, 0)


def other(does: Callable[[Book], None], folder: Path) -> Book:
    """Have another process do something, which lives on."""
    book = Book(lambda: open_file(folder, folder))
    does(book)
    return book


def test_what_forked_processes_count_is_added() -> None:
    count(CACHE.by(1, "hit"))
    child(lambda: count(CACHE.by(10, "hit")))
    child(lambda: count(CACHE.by(100, "hit"), CACHE.by(1, "miss")))
    assert gathered(ALL) == {CACHE.key("hit"): 111, CACHE.key("miss"): 1}


def test_a_forked_process_counts_in_no_others_file(tmp_path: Path) -> None:
    count(CACHE.by(1, "hit"))
    child(lambda: count(CACHE.by(1, "hit")))
    assert len(list((tmp_path / "figures").glob("*.figures"))) == 2


def test_a_gauge_is_told_of_the_living_alone(tmp_path: Path) -> None:
    count(IN_PROGRESS.by(1))
    child(lambda: count(IN_PROGRESS.by(1)))
    book = other(lambda book: book.add([IN_PROGRESS.by(5)]), tmp_path / "figures")
    alive = gathered(ALL)[IN_PROGRESS.key()]
    book.close()
    assert (alive, gathered(ALL)[IN_PROGRESS.key()]) == (6, 1)


def test_of_moments_the_latest_is_told(tmp_path: Path) -> None:
    note(MODEL_WORKED, 100.0)
    book = other(lambda book: book.put(MODEL_WORKED.key(), 300.0), tmp_path / "figures")
    assert gathered(ALL)[MODEL_WORKED.key()] == 300
    book.close()


def test_processes_are_told_by_what_they_are(tmp_path: Path) -> None:
    begin("web")
    book = other(lambda book: book.add([PROCESSES.by(1, "worker")]), tmp_path / "figures")
    assert gathered(ALL) == {PROCESSES.key("web"): 1, PROCESSES.key("worker"): 1}
    book.close()


def test_a_value_is_in_the_bucket_whose_end_it_does_not_exceed() -> None:
    for seconds in (0.01, 0.010001, 1000.0):
        count(*REQUEST_SECONDS.seen(seconds, "/", "GET"))
    assert gathered(ALL) == {
        ("dataset_request_duration_seconds_bucket", ("/", "GET", "0.01")): 1,
        ("dataset_request_duration_seconds_bucket", ("/", "GET", "0.025")): 1,
        ("dataset_request_duration_seconds_bucket", ("/", "GET", "+Inf")): 1,
        ("dataset_request_duration_seconds_sum", ("/", "GET")): pytest.approx(1000.020001, abs=1e-5),
    }


def test_figures_of_another_version_are_left_out(tmp_path: Path) -> None:
    book = other(lambda book: book.add([(("dataset_of_old_total", ()), 1.0)]), tmp_path / "figures")
    assert gathered(ALL) == {}
    book.close()


def test_where_nothing_can_be_shared_a_process_tells_its_own(
    settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    settings.METRICS_DIR = tmp_path / "file"
    count(CACHE.by(1, "hit"))
    assert gathered(ALL) == {CACHE.key("hit"): 1}
    assert caplog.messages == ["figures are not shared"]
