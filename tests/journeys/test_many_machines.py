"""The server, a broker, a bucket and workers of Celery, each with a disk of its own, as if they were on many machines."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from generation.engine import DatasetSchema, compile_plan, export, run_plan
from tests.brokers import Redis
from tests.buckets import new_bucket
from tests.servers import PATIENCE, ROOT, Server, environment, serve

COLUMNS = {
    "id": {"faker_method": "row_number + 1", "data_type": "integer"},
    "name": {"faker_method": "fake.name()", "data_type": "string"},
    "price": {"faker_method": "round(random.lognormvariate(3.4, 0.8), 2)", "data_type": "decimal"},
}
ROWS = 60_000
PARTS = 6


@dataclass(frozen=True)
class Machines:
    """A server, and what workers must be told to work for it."""

    server: Server
    settings: dict[str, str]
    database: Path
    folder: Path
    redis: Redis

    def submit(self) -> str:
        """Ask for a job, and return its address."""
        wish = {"schema": COLUMNS, "rows": ROWS, "seed": 7, "as_of": "2026-01-01", "parts": PARTS}
        answer = self.server.post("/jobs", wish)
        assert answer.status == 202, answer.body
        return answer.headers["location"]

    def finished(self, job: str) -> Any:
        """Return what is said of a job when it is done."""
        return awaited(lambda: (found := self.server.get(job).json)["state"] == "done" and found)

    def parts(self, columns: str, where: str) -> list[Any]:
        """Look into the table of parts."""
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(f"SELECT {columns} FROM jobs_part WHERE {where}").fetchall()

    @contextmanager
    def worker(self, name: str) -> Iterator["Worker"]:
        """Run a worker of Celery that makes one part at a time until the block is left."""
        folder = self.folder / name
        folder.mkdir()
        celery = [sys.executable, "-m", "celery", "-A", "jobs", "worker"]
        with (folder / "log").open("w") as log:
            process = subprocess.Popen(
                [*celery, "--concurrency", "1", "--hostname", f"{name}@tests"],
                cwd=ROOT,
                env=environment(**self.settings, DATA_DIR=str(folder), C_FORCE_ROOT="true", CELERY_SKIP_CHECKS="true"),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        worker = Worker(name, process)
        try:
            yield worker
        finally:
            worker.kill()


@dataclass(frozen=True)
class Worker:
    """The processes of a worker."""

    name: str
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """End all of them at once, without a word."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(PATIENCE)


@dataclass(frozen=True)
class Made:
    """A job that is done: its address, and what is said of it."""

    address: str
    said: Any


@pytest.fixture(scope="module")
def machines(
    redis: Redis, store: str, empty_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Machines]:
    folder = tmp_path_factory.mktemp("machines")
    database = folder / "db.sqlite3"
    shutil.copy(empty_database, database)
    shared = {"DATABASE_URL": f"sqlite:///{database}", "JOB_BROKER_URL": redis.url, **new_bucket(store)}
    with serve(folder, **shared) as server:
        yield Machines(server, {"SECRET_KEY": "of the tests", **shared}, database, folder, redis)


@pytest.fixture(scope="module")
def survivor(machines: Machines) -> Iterator[Worker]:
    """Run a worker that nobody kills."""
    with machines.worker("survivor") as worker:
        yield worker


@pytest.fixture(scope="module")
def job(machines: Machines, survivor: Worker) -> Made:
    """Make a job with two workers, one of which is killed in the middle of a part."""
    with machines.worker("victim") as victim:
        awaited(lambda: machines.redis.knows("survivor") and machines.redis.knows("victim"))
        address = machines.submit()
        awaited(lambda: machines.parts("number", "owner LIKE 'victim@%' AND NOT is_done"))
        victim.kill()
    assert survivor.process.poll() is None
    return Made(address, machines.finished(address))


def awaited(look: Callable[[], Any]) -> Any:
    """Return what is found as soon as there is something."""
    deadline = time.monotonic() + 2 * PATIENCE
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError("it does not come")


def in_one_piece() -> str:
    """Return the digest of the rows as one process makes them."""
    plan = compile_plan(DatasetSchema.from_json(COLUMNS))
    return sha256(b"".join(export(run_plan(plan, rows=ROWS, seed=7, as_of=date(2026, 1, 1)), "csv"))).hexdigest()


def test_a_job_one_of_whose_workers_was_killed_has_the_bytes_of_one_piece(machines: Machines, job: Made) -> None:
    file = machines.server.get(f"{job.address}/file").body
    assert sha256(file).hexdigest() == in_one_piece()


def test_another_worker_made_the_part_of_the_one_that_was_killed(machines: Machines, job: Made) -> None:
    made = machines.parts("attempts, substr(owner, 1, instr(owner, '@') - 1)", "is_done")
    assert (len(made), job.said["rows_done"]) == (PARTS, ROWS)
    assert (2, "survivor") in made


def test_a_part_is_taken_from_the_bucket_by_a_signed_link(machines: Machines, job: Made) -> None:
    part = job.said["parts"][1]
    answer = machines.server.get(f"{job.address}/parts/{part['number']}")
    with urlopen(answer.headers["location"]) as file:
        taken = (sha256(file.read()).hexdigest(), file.headers["Content-Disposition"])
    name = job.said["file_name"].replace(".csv", ".part-00001.csv")
    assert (answer.status, *taken) == (302, part["sha256"], f'attachment; filename="{name}"')


@pytest.mark.usefixtures("job", "survivor")
def test_a_job_that_is_asked_for_while_there_is_no_broker_is_made_when_there_is_one(
    machines: Machines, redis: Redis
) -> None:
    redis.kill()
    address = machines.submit()
    redis.start()
    assert machines.finished(address)["rows_done"] == ROWS
