import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from tests.servers import PATIENCE, ROOT, environment, manage

WORKER = f"{sys.executable} manage.py worker --processes 1"


def started(folder: Path, command: str) -> "subprocess.Popen[bytes]":
    """Start a worker by a shell, as a group of its own, and return when it works."""
    process = subprocess.Popen(
        ["bash", "-c", command],
        cwd=ROOT,
        env=environment(DATA_DIR=str(folder)),
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stderr is not None
    assert b"a worker begins" in process.stderr.readline()
    return process


def kill(process: "subprocess.Popen[bytes]") -> None:
    process.kill()


def interrupt_all(process: "subprocess.Popen[bytes]") -> None:
    """Do what a terminal does at Ctrl-C."""
    os.killpg(process.pid, signal.SIGINT)


@pytest.mark.parametrize(
    ("command", "end"),
    [
        (f"{WORKER} --with-parent & wait", kill),
        (f"exec {WORKER}", kill),
        (f"exec {WORKER}", interrupt_all),
    ],
    ids=["its parent is killed", "it is killed", "it is interrupted"],
)
def test_no_process_of_a_worker_is_left_when(
    command: str, end: Callable[["subprocess.Popen[bytes]"], None], data_dir: Path
) -> None:
    with started(data_dir, command) as process:
        end(process)
        output, _ = process.communicate(timeout=PATIENCE)  # which ends when all have ended that could write to it
    assert output is None


def test_a_worker_makes_what_was_asked_for_and_ends_when_it_is_idle(data_dir: Path) -> None:
    submitted = subprocess.run(
        [sys.executable, "-m", "tests.jobs.submitting", "1000", "3"],
        cwd=ROOT,
        env=environment(DATA_DIR=str(data_dir), DJANGO_SETTINGS_MODULE="config.settings"),
        stdout=subprocess.PIPE,
        check=True,
    )
    job = json.loads(submitted.stdout)

    done = manage("worker", "--processes", "2", "--until-idle", DATA_DIR=str(data_dir))

    lines = [json.loads(line) for line in done.stderr.splitlines()]
    files = sorted((data_dir / "jobs" / "files" / job["id"]).iterdir())
    assert done.returncode == 0
    assert sha256(b"".join(file.read_bytes() for file in files)).hexdigest() == job["sha256"]
    assert sorted(line["part"] for line in lines if line["message"] == "a part is made") == [0, 1, 2]
    assert [line["job"] for line in lines if line["message"] == "a job is done"] == [job["id"]]


def test_a_crew_of_nobody_is_refused(data_dir: Path) -> None:
    done = manage("worker", "--processes", "0", DATA_DIR=str(data_dir))

    assert done.stderr == b"CommandError: --processes is at least 1\n"
