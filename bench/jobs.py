"""How fast jobs are, and how much memory they take: `python -m bench.jobs [--rows N] [--keep]`, on an idle machine.

R10 to CSV: in one process that writes it to a file; as a job by as many workers as there are cores; as jobs of 1, 2 and
7 parts; and as one answer of a server over HTTP. All of them give the same bytes, or it fails. Times are of a clock on
the wall; those of jobs are from the first claim to the end, and with the start of the processes.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter, sleep

import django

from bench import report
from bench.contenders import AS_OF, SEED, chunks, planned, write_chunks
from bench.datasets import R10
from bench.programs import ROOT, descendants, environment, manage, peak_memory, serve

FEW = 100_000
_NEAR_TWO = 1.8  # for two cores; the rest goes to what is done once
_FLAT = 1.2
_LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Run:
    """A dataset made: in so many seconds, `whole` with all processes started; kilobytes at the peak of any process."""

    what: str
    rows: int
    seconds: float
    whole: float
    memory: int
    digest: str

    @property
    def line(self) -> tuple[str, ...]:
        """Return it as a row of a table."""
        rate = f"{self.rows / self.seconds:,.0f}"
        return (
            self.what,
            f"{self.seconds:.1f}",
            rate,
            f"{self.whole:.1f}",
            f"{self.memory / 1024:.0f}",
            self.digest[:16],
        )


def main() -> None:
    """Measure, print, and keep the table if asked."""
    asked = _arguments()
    if asked.alone:
        _alone(Path(asked.alone), asked.rows)
        return
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        text = _text(asked, Path(folder))
    print(text)
    if asked.keep:
        report.keep_section("jobs", text)


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m bench.jobs", description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000, help="of each run (10000000)")
    parser.add_argument("--parts", type=int, nargs="*", default=[1, 2, 7], help="of the jobs for the digest (1 2 7)")
    parser.add_argument("--folder", help="where the files go (the system's folder for such)")
    parser.add_argument("--keep", action="store_true", help="write the table to bench/README.md")
    parser.add_argument("--alone", metavar="FILE", help="only make the dataset in this process")
    return parser.parse_args()


def _text(asked: Namespace, folder: Path) -> str:
    _prepare(folder, asked.rows)
    single = _single(folder, asked.rows)
    job = _job(folder, asked.rows, None)
    others = [_job(folder, asked.rows, parts) for parts in asked.parts]
    stream = _stream(folder, asked.rows)
    few = [_single(folder, FEW), _job(folder, FEW, None), _stream(folder, FEW)]
    runs = [single, job, *others, stream]
    if len({run.digest for run in runs}) > 1:
        raise SystemExit(f"the digests differ: {[(run.what, run.digest) for run in runs]}")
    head = ("", "seconds", "rows a second", "with the start", "peak of a process, MB", "SHA-256")
    table = report.table(head, [run.line for run in runs])
    return f"`python -m bench.jobs`: {report.facts()}\n\n{table}\n\n{report.floors(_measures(runs, few))}"


def _measures(runs: list[Run], few: list[Run]) -> Iterator[report.Measure]:
    single, job, stream = runs[0], runs[1], runs[-1]
    yield report.at_least("a job against one process", single.seconds / job.seconds, _NEAR_TWO, "x")
    for large, small in zip((single, job, stream), few, strict=True):
        what = f"peak memory, {large.rows:,} rows against {small.rows:,}: {large.what}"
        yield report.at_most(what, large.memory / small.memory, _FLAT, "x")


def _prepare(folder: Path, rows: int) -> None:
    settings = {
        "DATA_DIR": str(folder),
        "SECRET_KEY": "of the measurement",
        "MAX_ROWS": str(rows),
        "MAX_SECONDS": "3600",
    }
    os.environ |= environment(**settings) | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    manage("migrate", "--verbosity", "0", **settings)
    django.setup()


def _alone(path: Path, rows: int) -> None:
    """Make the dataset in this process, and print the seconds and the peak memory."""
    plan = planned(R10)
    started = perf_counter()
    write_chunks(path, chunks(plan, rows))
    seconds = perf_counter() - started
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))


def _single(folder: Path, rows: int) -> Run:
    path = folder / "alone.csv"
    command = [sys.executable, "-m", "bench.jobs", "--alone", str(path), "--rows", str(rows)]
    started = perf_counter()
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)  # noqa: S603 - this module
    whole = perf_counter() - started
    seconds, memory = json.loads(done.stdout)
    digest = _digest([path])
    path.unlink()
    return Run("one process", rows, seconds, whole, memory, digest)


def _job(folder: Path, rows: int, parts: int | None) -> Run:
    from jobs import files, services  # noqa: PLC0415 - when Django is set up

    status = services.submit_recipe(_recipe(rows), parts=parts)
    command = [sys.executable, "manage.py", "worker", "--until-idle"]
    started, memory = perf_counter(), 0
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as crew:  # noqa: S603 - ours
        while crew.poll() is None:
            memory = max(memory, *map(peak_memory, (crew.pid, *descendants(crew.pid))))
            sleep(_LOOK_SECONDS)
    whole = perf_counter() - started
    status = services.find(status.id)
    made = folder / "jobs" / "files" / str(status.id)
    digest = _digest(sorted(made.iterdir()))
    files.drop(status.id)
    what = f"a job of {len(status.parts)} part{'s' if len(status.parts) > 1 else ''}, {os.cpu_count()} workers"
    return Run(what, rows, status.seconds, whole, memory, digest)


def _recipe(rows: int):  # type: ignore[no-untyped-def]  # noqa: ANN202 - its type is known when Django is set up
    from generation.engine import DatasetSchema  # noqa: PLC0415 - as above
    from generation.services import DatasetWish, SchemaWish, choose_recipe  # noqa: PLC0415

    schema = SchemaWish(schema=DatasetSchema.from_json(R10.document()))
    return choose_recipe(DatasetWish(schema=schema, rows=rows, format="csv", seed=SEED, as_of=AS_OF))[0]


def _stream(folder: Path, rows: int) -> Run:
    settings = {name: os.environ[name] for name in ("DATA_DIR", "SECRET_KEY", "MAX_ROWS", "MAX_SECONDS")}
    link = _recipe(rows).link.address
    digest = sha256()
    with serve(folder / "server.log", **settings) as server:
        started = perf_counter()
        connection = HTTPConnection("127.0.0.1", server.port, timeout=600)
        connection.request("GET", link)
        answer = connection.getresponse()
        while chunk := answer.read(2**20):
            digest.update(chunk)
        seconds = perf_counter() - started
        connection.close()
        memory = max(map(peak_memory, server.workers()))
    return Run("one answer over HTTP", rows, seconds, seconds, memory, digest.hexdigest())


def _digest(paths: list[Path]) -> str:
    digest = sha256()
    for path in paths:
        with path.open("rb") as opened:
            while chunk := opened.read(2**20):
                digest.update(chunk)
    return digest.hexdigest()


if __name__ == "__main__":
    main()
