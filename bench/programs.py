"""Our own programs as people start them, each a process of its own: manage.py to its end, and the server."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

ROOT = Path(__file__).parents[1]
_NO_SETTINGS = dict.fromkeys(dotenv_values(ROOT / ".env.example"), "")  # blank is the same as none; .env is not asked
_PATIENCE = 60


@dataclass(frozen=True)
class Server:
    """A server that runs, at `port` on loopback, in a group of processes of its own."""

    port: int
    process: "subprocess.Popen[str]"

    def workers(self) -> list[int]:
        """Return the processes that answer."""
        return children(self.process.pid)


def environment(**settings: str) -> dict[str, str]:
    """Return a process's environment in which only these settings are given."""
    return {"PATH": os.environ["PATH"], **_NO_SETTINGS, **settings}


def manage(*arguments: str, **settings: str) -> None:
    """Run manage.py to its end. Raises CalledProcessError where it fails."""
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment(**settings), check=True)  # noqa: S603 - our own program


@contextmanager
def serve(log: Path, application: str = "config.wsgi", **settings: str) -> Iterator[Server]:
    """Run a server of one worker on a free port until the block is left."""
    given = environment(**{"PORT": "0", "WORKERS": "1"} | settings)
    command = [sys.executable, "-m", "gunicorn", application]
    with (
        log.open("a") as stderr,
        subprocess.Popen(  # noqa: S603 - our own program
            command, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=stderr, text=True, start_new_session=True
        ) as process,
    ):
        try:
            line = process.stdout.readline() if process.stdout else ""
            yield Server(urlsplit(line.split()[1]).port or 0, process)
        finally:
            _stop(process)


def _stop(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise


def children(process: int) -> list[int]:
    """Return the processes that another one has started; none where it has ended."""
    try:
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def descendants(process: int) -> list[int]:
    """Return the processes that another one has started, and those that they have."""
    return [each for child in children(process) for each in (child, *descendants(child))]


def peak_memory(process: int) -> int:
    """Return the most kilobytes that a process has had so far; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return max((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), default=0)
