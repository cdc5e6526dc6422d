"""The real server, as a process of its own, and a client that shows what went over the wire.

with serve(tmp_path, MAX_ROWS="5") as server:
    answer = server.post("/generate", {"description": "..."})
    assert answer.status == 200
"""

import json
import os
import selectors
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import urlsplit

import pytest
from dotenv import dotenv_values

from tests import forking
from tests.forking import Program
from tests.sharing import once, together

ROOT = Path(__file__).parents[1]
PATIENCE = 60  # seconds for anything at all
NO_SETTINGS = dict.fromkeys(dotenv_values(ROOT / ".env.example"), "")  # blank is the same as none; .env is not asked


@dataclass(frozen=True)
class Answer:
    """What came back; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Server:
    """A server that runs: at `port` on loopback, its log in a file."""

    port: int
    log: Path
    process: Program

    def ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            fields = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, fields, response.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, body: Any, **headers: str) -> Answer:
        return self.ask("POST", path, json.dumps(body).encode(), {"Content-Type": "application/json", **headers})

    def log_lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]

    def log_line(self, correlation_id: str) -> dict[str, Any]:
        """Return the line of this request, which may be a moment behind its answer."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for line in self.log_lines():
                if (line["message"], line.get("correlation_id")) == ("request", correlation_id):
                    return line
            time.sleep(0.02)
        raise AssertionError(f"no line of {correlation_id}: {self.log.read_text('utf-8')}")


def environment(**settings: str) -> dict[str, str]:
    """Return a process's environment in which only these settings are given."""
    return {"PATH": os.environ["PATH"], **NO_SETTINGS, **settings}


def manage(*arguments: str, **settings: str) -> subprocess.CompletedProcess[bytes]:
    """Run manage.py to its end."""
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        files = {"stdout": stdout.fileno(), "stderr": stderr.fileno()}
        with forking.start(["manage.py", *arguments], environment(**settings), **files) as program:
            code = program.wait(PATIENCE)
        stdout.seek(0)
        stderr.seek(0)
        return subprocess.CompletedProcess(arguments, code, stdout.read(), stderr.read())


@contextmanager
def serve(folder: Path, application: str = "config.wsgi", **settings: str) -> Iterator[Server]:
    """Run the server on a free port until the block is left; the database is expected to have its tables.

    It has one process unless WORKERS says otherwise: each takes seconds to start.
    """
    log = folder / "server.log"
    own = {"DATA_DIR": str(folder), "SECRET_KEY": "the secret of the tests", "PORT": "0", "WORKERS": "1"}
    given = environment(**own | settings)
    reading, writing = os.pipe()
    with (
        log.open("w") as stderr,
        os.fdopen(reading, encoding="utf-8") as said,
        forking.start(["-m", "gunicorn", application], given, stdout=writing, stderr=stderr.fileno()) as process,
    ):
        os.close(writing)
        try:
            yield Server(_port(said, log), log, process)
        finally:
            _stop(process)


def _port(said: TextIO, log: Path) -> int:
    """Return the port that the server says it is open at."""
    with selectors.DefaultSelector() as selector:
        selector.register(said, selectors.EVENT_READ)
        ready = selector.select(PATIENCE)
    line = said.readline() if ready else ""
    assert line.startswith("Open http://"), f"the server does not start: {log.read_text('utf-8')}"
    port = urlsplit(line.split()[1]).port
    assert port is not None
    return port


def _stop(process: Program) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise


@pytest.fixture(scope="session", autouse=True)
def _forking_ends() -> Iterator[None]:
    yield
    forking.end()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an SQLite database that has its tables and nothing in them; it is to be copied."""
    return once(together(tmp_path_factory) / "empty", _migrate) / "db.sqlite3"


def _migrate(folder: Path) -> None:
    done = manage("migrate", "--verbosity", "0", DATA_DIR=str(folder), SECRET_KEY="of the tests")
    assert done.returncode == 0, done.stderr.decode()


@pytest.fixture
def data_dir(empty_database: Path, tmp_path: Path) -> Path:
    """Return a folder that a server of the test's own can run in."""
    shutil.copy(empty_database, tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def server(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server without any setting for the tests of a module."""
    folder = tmp_path_factory.mktemp("server")
    shutil.copy(empty_database, folder)
    with serve(folder) as running:
        yield running
