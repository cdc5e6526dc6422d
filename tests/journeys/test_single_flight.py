"""Of all who ask for the same new description at once, one designs it."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.servers import ROOT, manage
from tests.servers import environment as cleaned

PATIENCE = 120  # seconds for anything at all
PROCESSES = 2
MANY, FEW = 100, 20  # threads in each
COLUMNS = {
    "order_id": {"faker_method": "row_number + 1", "data_type": "integer"},
    "price": {"faker_method": "round(random.lognormvariate(3, 1), 2)", "data_type": "decimal"},
}


class Designer(ThreadingHTTPServer):
    """Designs by HTTP, counts how often. The first answer is held back until `release`; `status` is every answer's."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, status: int = 200) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = status
        self.calls = 0
        self.counting = threading.Lock()
        self.asked = threading.Event()
        self.release = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Designer

    def do_POST(self) -> None:
        with self.server.counting:
            self.server.calls += 1
            first = self.server.calls == 1
        self.server.asked.set()
        if first:
            self.server.release.wait(PATIENCE)
        body = json.dumps(COLUMNS).encode()
        with suppress(ConnectionError):  # the asker was killed
            self.send_response(self.server.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Askers:
    """A process of `threads` askers; see tests.journeys.askers."""

    def __init__(self, environment: dict[str, str], designer: Designer, *, threads: int, lease: float = 40) -> None:
        command = [
            "-m",
            "tests.journeys.askers",
            "--designer",
            designer.url,
            f"--threads={threads}",
            f"--lease={lease}",
        ]
        self.process = subprocess.Popen(
            [sys.executable, *command],
            env=cleaned(**environment),
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._watchdog = threading.Timer(PATIENCE, self.process.kill)
        self._watchdog.start()

    def says(self, word: str) -> None:
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == f"{word}\n"

    def start(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def answers(self) -> list[dict[str, Any]]:
        assert self.process.stdout is not None
        answers: list[dict[str, Any]] = json.loads(self.process.stdout.readline())
        return answers

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()
        self._watchdog.cancel()


@contextmanager
def serving(designer: Designer) -> Iterator[Designer]:
    with designer:
        thread = threading.Thread(target=designer.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield designer
        finally:
            designer.release.set()
            designer.shutdown()
            thread.join()


@pytest.fixture
def environment(migrated_url: str, tmp_path: Path) -> dict[str, str]:
    """Return what leads a process to a migrated, empty database."""
    return {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": migrated_url, "DATA_DIR": str(tmp_path)}


def daily_use(environment: dict[str, str]) -> tuple[int, int]:
    """Return how many requests were counted, and how many of them as hits, on all days."""
    totals = "DailyUse.objects.aggregate(Sum('requests'), Sum('hits')).values()"
    code = f"from django.db.models import Sum; from schemas_cache.models import DailyUse; print(*{totals})"
    requests, hits = map(int, manage("shell", "--no-imports", "-c", code, **environment).stdout.split())
    return requests, hits


def exported(environment: dict[str, str]) -> Any:
    """Return the document of all schemas."""
    return json.loads(manage("export_schemas", **environment).stdout)


def ask_at_once(environment: dict[str, str], designer: Designer, *, threads: int = FEW) -> list[dict[str, Any]]:
    """Let all askers ask, the designer answer once they all did, and return what they got."""
    with ExitStack() as closing, serving(designer):
        crowd = [Askers(environment, designer, threads=threads) for _ in range(PROCESSES)]
        for askers in crowd:
            closing.callback(askers.close)
        for askers in crowd:
            askers.says("ready")
        for askers in crowd:
            askers.start()
        for askers in crowd:
            askers.says("arrived")
        designer.release.set()
        return [answer for askers in crowd for answer in askers.answers()]


def test_two_hundred_who_ask_at_once_cost_one_design_and_all_get_it(environment: dict[str, str]) -> None:
    designer = Designer()

    answers = ask_at_once(environment, designer, threads=MANY)

    (entry,) = exported(environment)["schemas"].values()
    everybodys = {answer.pop("cached"): answer for answer in answers}
    assert designer.calls == 1
    assert len(answers) == PROCESSES * MANY
    assert all(answer == answers[0] for answer in answers)
    assert everybodys.keys() == {False, True}
    assert (answers[0]["hash"], answers[0]["schema"]) == (entry["description_hash"], COLUMNS)
    assert entry["usage_count"] == PROCESSES * MANY
    assert daily_use(environment) == (PROCESSES * MANY, PROCESSES * MANY - 1)


def test_what_rules_designed_for_a_model_that_fails_is_shared_with_all_who_waited(environment: dict[str, str]) -> None:
    designer = Designer(status=503)

    answers = ask_at_once(environment, designer)

    assert designer.calls == 1
    assert {(answer["designed_by"], answer["schema"] == COLUMNS) for answer in answers} == {("offline/2", True)}
    assert sum(not answer["cached"] for answer in answers) == 1


def test_a_failure_is_shared_with_all_who_waited_for_it(environment: dict[str, str]) -> None:
    designer = Designer(status=429)

    answers = ask_at_once(environment, designer)

    assert designer.calls == 1
    assert answers == PROCESSES * FEW * [
        {
            "error": "ModelRateLimited",
            "message": "The model is busy",
            "retry_after": 7,
            "limit": "3 requests per minute",
        }
    ]
    assert exported(environment)["schemas"] == {}


def test_who_waited_for_a_designer_that_was_killed_is_served_by_another(environment: dict[str, str]) -> None:
    with ExitStack() as closing, serving(Designer()) as designer:
        leader = Askers(environment, designer, threads=1, lease=6)  # in which all of the others arrive
        closing.callback(leader.close)
        followers = Askers(environment, designer, threads=FEW)
        closing.callback(followers.close)
        leader.says("ready")
        followers.says("ready")
        leader.start()
        assert designer.asked.wait(PATIENCE)
        followers.start()
        followers.says("arrived")
        leader.process.kill()
        answers = followers.answers()

    (entry,) = exported(environment)["schemas"].values()
    assert designer.calls == 2
    assert sorted(answer.pop("cached") for answer in answers) == [False, *[True] * (FEW - 1)]
    assert all(answer == answers[0] for answer in answers)
    assert entry["usage_count"] == FEW
