"""A job from the wish to the file, over real HTTP, made by a worker beside the server."""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from jobs.signing import signed
from tests.jobs.receiver import Call, receive
from tests.servers import PATIENCE, Server, manage, serve

WISH = {
    "description": "Orders with an order id, a customer name, a quantity and a unit price",
    "rows": 3000,
    "parts": 3,
    "seed": 7,
    "as_of": "2026-01-01",
}


@pytest.fixture(scope="module")
def folder(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("jobs")
    shutil.copy(empty_database, folder)
    return folder


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Server]:
    with serve(folder, THREADS="3", JOB_EVENT_STREAMS="1", WEBHOOK_ALLOWED_HOSTS="localhost") as server:
        yield server


def work(folder: Path) -> None:
    """Make all that is to be made."""
    settings = {"DATA_DIR": str(folder), "SECRET_KEY": "of the tests", "WEBHOOK_ALLOWED_HOSTS": "localhost"}
    done = manage("worker", "--processes", "1", "--until-idle", **settings)
    assert done.returncode == 0, done.stderr.decode()


def submit(server: Server, **more: Any) -> Any:
    answer = server.post("/jobs", WISH | more)
    assert answer.status == 202, answer.body
    return answer.json


class Listener:
    """A client that reads a stream of events."""

    def __init__(self, server: Server, path: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        self._connection.request("GET", path)
        self._stream = self._connection.getresponse()

    def event(self) -> dict[str, str]:
        """Return the next event, or nothing at the end."""
        lines = iter(self._stream.readline, b"")
        block: dict[str, str] = {}
        for line in lines:
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if not name and "data" in block:
                return block
            block |= {name: value} if value else {}
        return {}

    def events(self) -> Iterator[dict[str, str]]:
        """Yield all that come until the end."""
        return iter(self.event, {})

    def close(self) -> None:
        self._connection.close()


@dataclass(frozen=True)
class Story:
    """What came of a job: what was answered first, the events of its progress, and the calls at its end."""

    job: dict[str, Any]
    events: list[dict[str, str]]
    calls: list[Call]


@pytest.fixture(scope="module")
def story(served: Server, folder: Path) -> Story:
    """Have a job made while somebody follows it."""
    with receive() as receiver:
        job = submit(served, webhook=receiver.url)
        with closing(Listener(served, job["links"]["events"])) as listener:
            first = listener.event()
            work(folder)
            return Story(job, [first, *listener.events()], receiver.calls)


def test_a_job_is_followed_to_its_end(story: Story) -> None:
    first, last = (json.loads(event["data"]) for event in (story.events[0], story.events[-1]))
    assert [(told["state"], told["rows_done"]) for told in (first, last)] == [("waiting", 0), ("done", 3000)]
    assert [event.get("id") for event in story.events] == [None] * (len(story.events) - 1) + ["last"]


def test_its_file_is_what_the_permanent_link_answers(served: Server, story: Story) -> None:
    file, again = (served.get(story.job["links"][name]) for name in ("file", "dataset"))
    assert (file.status, file.headers["content-length"]) == (200, str(len(file.body)))
    assert file.body == again.body


def test_a_download_that_broke_off_goes_on(served: Server, story: Story) -> None:
    file = story.job["links"]["file"]
    first = served.get(file, Range="bytes=0-9999")
    rest = served.get(file, **{"Range": "bytes=10000-", "If-Range": first.headers["etag"]})
    assert (first.status, rest.status) == (206, 206)
    assert first.body + rest.body == served.get(file).body


def test_who_asked_for_it_is_called_at_its_end(story: Story) -> None:
    (call,) = story.calls
    identity, moment = call.headers["webhook-id"], int(call.headers["webhook-timestamp"])
    signature = signed(identity, moment, call.body, story.job["webhook_secret"])
    assert {name: call.headers[name] for name in signature} == signature
    assert json.loads(call.body)["data"]["id"] == story.job["id"]


def test_streams_leave_threads_for_others(served: Server) -> None:
    events = submit(served)["links"]["events"]
    with closing(Listener(served, events)) as listener:
        assert json.loads(listener.event()["data"])["state"] == "waiting"
        for _ in range(3):
            with closing(Listener(served, events)) as another:
                assert [json.loads(event["data"])["state"] for event in another.events()] == ["waiting"]


def test_a_server_that_ends_waits_for_no_stream(data_dir: Path) -> None:
    with serve(data_dir) as server:
        with closing(Listener(server, submit(server)["links"]["events"])) as listener:
            assert json.loads(listener.event()["data"])["state"] == "waiting"
            server.process.terminate()
            assert listener.event() == {}
        assert server.process.wait(PATIENCE) == 0
