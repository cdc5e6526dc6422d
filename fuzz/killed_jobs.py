"""Workers and servers that are killed in the middle: `python -m fuzz.killed_jobs [WORKERS] [SERVERS] [SEED] [ROWS]`.

Workers, those who start them, or all of them at once get SIGKILL at a moment that is drawn while they make jobs; who is
left or comes anew makes the jobs to their end. Servers get it while they stream a dataset. Each file that is made is
the one that is made in one piece, each stream that broke is the beginning of it, told as broken, and no job stands
still for longer than a lease and the start of a worker. The last line counts; the exit status is 1 if anything was
wrong.
"""

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

import django

from bench.datasets import R10
from bench.programs import ROOT, Server, children, environment, manage, serve

PARTS = 20
PROCESSES = 2
_LEASE = 15.0
_START = 15.0  # seconds for a worker to begin, on a busy machine
_PATIENCE = 120.0
_VICTIMS = {"worker": 70, "starter": 20, "all": 10}


@dataclass(slots=True)
class Trial:
    """A folder with a database, what was seen, and what is wrong, which must never be."""

    folder: Path
    draw: random.Random
    rows: int
    seen: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    longest: float = 0.0  # standstill, in seconds
    _moved_at: float = 0.0
    _progress: object = None

    @property
    def settings(self) -> dict[str, str]:
        """Return the settings of the processes."""
        return {"DATA_DIR": str(self.folder), "SECRET_KEY": "of the trial", "MAX_ROWS": str(self.rows)}

    def crew(self) -> "subprocess.Popen[bytes]":
        """Start workers, as a group of their own."""
        command = [sys.executable, "manage.py", "worker", "--processes", str(PROCESSES)]
        log = (self.folder / "workers.log").open("ab")
        with log:
            return subprocess.Popen(  # noqa: S603 - our own program
                command, cwd=ROOT, env=environment(**self.settings), stderr=log, start_new_session=True
            )

    def look(self, progress: object) -> None:
        """Take note of how far the jobs are, and of how long that has been so."""
        now = monotonic()
        if progress != self._progress:
            self._progress, self._moved_at = progress, now
        self.longest = max(self.longest, now - self._moved_at)


def kill_workers(trial: Trial, times: int) -> None:
    """Kill workers while they make jobs; then let them be made, and look at the files."""
    from jobs.models import ACTIVE, Job  # noqa: PLC0415 - when Django is set up

    crew = trial.crew()
    expected = whole(trial.rows)
    while trial.seen["workers killed"] < times:
        if not Job.objects.filter(state__in=ACTIVE).exists():
            _submit(trial.rows)
        _watch(trial, _PATIENCE, until=_is_being_made)
        _watch(trial, trial.draw.uniform(0, 2))
        crew = _killed(trial, crew)
    until = monotonic() + _PATIENCE
    while Job.objects.filter(state__in=ACTIVE).exists() and monotonic() < until:
        _watch(trial, 0.2)
    crew.terminate()
    if crew.wait(_PATIENCE):
        trial.wrong.append("workers that were told to stop ended with an error")
    trial.wrong += [fault for job in Job.objects.all() for fault in _faults(job.pk, expected)]
    trial.seen["jobs made"] += Job.objects.count()
    if trial.longest > _LEASE + _START:
        trial.wrong.append(f"a job stood still for {trial.longest:.0f} seconds")


def _submit(rows: int) -> None:
    from jobs.services import submit_recipe  # noqa: PLC0415 - when Django is set up

    submit_recipe(_recipe(rows), parts=PARTS)


def _recipe(rows: int):  # type: ignore[no-untyped-def]  # noqa: ANN202 - its type is known when Django is set up
    from generation.engine import DatasetSchema  # noqa: PLC0415 - as above
    from generation.services import DatasetWish, SchemaWish, choose_recipe  # noqa: PLC0415

    schema = SchemaWish(schema=DatasetSchema.from_json(R10.document(), locale="en_US"))
    return choose_recipe(DatasetWish(schema=schema, rows=rows, format="csv", seed=7, as_of=date(2026, 1, 1)))[0]


def whole(rows: int) -> bytes:
    """Return the dataset in one piece."""
    from generation.services import write_rows  # noqa: PLC0415 - when Django is set up

    return b"".join(write_rows(_recipe(rows), start=0, rows=rows, most_seconds=3600))


def _is_being_made() -> bool:
    from jobs.models import Part  # noqa: PLC0415 - when Django is set up

    return Part.objects.filter(is_done=False).exclude(owner="").exists()


def _watch(trial: Trial, seconds: float, until: Callable[[], bool] = bool) -> None:
    """Look for so long, or until something is so."""
    from jobs.models import ACTIVE, Part  # noqa: PLC0415 - when Django is set up

    end = monotonic() + seconds
    while monotonic() < end and not until():
        parts = Part.objects.filter(job__state__in=ACTIVE).order_by("pk")
        rows = tuple(parts.values_list("rows_done", "is_done", "attempts"))
        trial.look(rows or monotonic())  # where there is nothing to do, nothing stands still
        sleep(0.1)


def _killed(trial: Trial, crew: "subprocess.Popen[bytes]") -> "subprocess.Popen[bytes]":
    """Kill somebody; return who works from now on."""
    (victim,) = trial.draw.choices(list(_VICTIMS), list(_VICTIMS.values()))
    workers = _workers(crew.pid)
    if not workers:
        return crew
    trial.seen["workers killed"] += 1
    trial.seen[f"by the kill of {victim}"] += 1
    if victim == "worker":
        os.kill(trial.draw.choice(workers), signal.SIGKILL)
        return crew
    if victim == "all":
        os.killpg(crew.pid, signal.SIGKILL)
    crew.kill()
    crew.wait()
    return trial.crew()


def _workers(crew: int) -> list[int]:
    """Return the processes that work for a crew: they are forked from one of its own."""
    return [worker for child in children(crew) for worker in children(child)]


def _faults(job: object, expected: bytes) -> Iterator[str]:
    from jobs import files  # noqa: PLC0415 - when Django is set up
    from jobs.models import State  # noqa: PLC0415
    from jobs.services import find  # noqa: PLC0415

    status = find(job)  # type: ignore[arg-type]  # a UUID
    if status.state is not State.DONE:
        yield f"a job is {status.state}: {status.message}"
        return
    parts = [b"".join(files.read([files.part_name(status.id, part.number)])) for part in status.parts]
    if b"".join(parts) != expected:
        yield "the parts are not the whole"
    if [(len(made), sha256(made).hexdigest()) for made in parts] != [
        (part.bytes, part.sha256) for part in status.parts
    ]:
        yield "a part is not what its row says"


def kill_servers(trial: Trial, times: int) -> None:
    """Kill a server's worker, or all of the server, while it streams; what came is told as broken, and comes again."""
    expected = whole(trial.rows)
    link = _recipe(trial.rows).link.address
    while trial.seen["servers killed"] < times:
        with serve(trial.folder / "server.log", **trial.settings) as server:
            while trial.seen["servers killed"] < times:
                _stream(trial, server, link, expected, kill=True)
                if server.process.poll() is not None:
                    break
                _stream(trial, server, link, expected, kill=False)


def _stream(trial: Trial, server: Server, link: str, expected: bytes, *, kill: bool) -> None:
    """Read a stream, in the middle of which the server may be killed."""
    share = trial.draw.uniform(0, 0.9) if kill else 2.0
    came, is_whole = bytearray(), False
    connection = HTTPConnection("127.0.0.1", server.port, timeout=_PATIENCE)
    try:
        connection.request("GET", link)
        answer = connection.getresponse()
        while piece := answer.read(2**16):
            came += piece
            if len(came) > share * len(expected):
                share = 2.0
                _kill_server(trial, server)
        is_whole = True
    except (HTTPException, OSError):
        pass  # it broke, which is told so
    finally:
        connection.close()
    if not expected.startswith(came) or (is_whole and came != expected):
        trial.wrong.append(f"{'a whole' if is_whole else 'a broken'} stream has other bytes")
    trial.seen["whole streams" if is_whole else "broken streams"] += 1


def _kill_server(trial: Trial, server: Server) -> None:
    trial.seen["servers killed"] += 1
    if trial.draw.random() < 1 / 3:
        os.killpg(server.process.pid, signal.SIGKILL)
        server.process.wait()
        return
    for worker in server.workers():
        os.kill(worker, signal.SIGKILL)


def main(workers: int = 100, servers: int = 20, seed: int = 7, rows: int = 1_000_000) -> int:
    """Kill so many workers and servers; say what was seen; return how many things were wrong."""
    with TemporaryDirectory() as folder:
        trial = Trial(Path(folder), random.Random(seed), rows)  # noqa: S311 - moments, not secrets
        manage("migrate", "--verbosity", "0", **trial.settings)
        os.environ |= environment(**trial.settings) | {"DJANGO_SETTINGS_MODULE": "config.settings"}
        django.setup()
        kill_workers(trial, workers)
        kill_servers(trial, servers)
    for fault in trial.wrong:
        sys.stdout.write(f"{fault}\n")
    seen = ", ".join(f"{count} {what}" for what, count in sorted(trial.seen.items()))
    sys.stdout.write(f"{seen}; the longest standstill {trial.longest:.1f} s; {len(trial.wrong)} things wrong\n")
    return len(trial.wrong)


if __name__ == "__main__":
    raise SystemExit(min(main(*map(int, sys.argv[1:])), 1))
