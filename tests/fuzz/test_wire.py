"""Requests whose bytes are not what they should be get one refusal, or an answer like others."""

import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from fuzz.wire import ODD, TWO_WAYS, Heard, ask, fault_in, findings, splices
from tests.servers import PATIENCE, Server, serve

SEED = 20261121
SPLICED = 40


@pytest.fixture(scope="module")
def strict(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server without a client's limits."""
    folder = tmp_path_factory.mktemp("wire")
    shutil.copy(empty_database, folder)
    with serve(folder, CLIENT_REQUESTS_PER_MINUTE="0") as server:
        yield server


def test_no_request_hides_behind_another_and_none_is_a_crash(strict: Server) -> None:
    assert list(findings(("127.0.0.1", strict.port), SPLICED, SEED)) == []
    assert [line for line in strict.log_lines() if line["level"] == "ERROR"] == []


def test_the_same_seed_gives_the_same_requests() -> None:
    first, second = splices(SEED), splices(SEED)
    assert [next(first) for _ in range(50)] == [next(second) for _ in range(50)]


@contextmanager
def saying(said: bytes) -> Iterator[tuple[str, int]]:
    """Run a server that says the same to everybody, and return where it is."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(said)

        thread = Thread(target=answer)
        thread.start()
        yield listening.getsockname()[:2]
        thread.join(PATIENCE)


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (OK + OK, Heard((200, 200), is_http=True, is_closed=True)),
        (CHUNKED + OK, Heard((200, 200), is_http=True, is_closed=True)),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + OK, Heard((200,), is_http=True, is_closed=True)),
        (OK + b"more", Heard((200,), is_http=False, is_closed=True)),
        (b"", Heard((), is_http=True, is_closed=True)),
    ],
)
def test_what_comes_back_is_read_as_http(said: bytes, heard: Heard) -> None:
    with saying(said) as address:
        assert ask(address, b"GET / HTTP/1.1\r\n\r\n") == heard


@pytest.mark.parametrize(
    ("heard", "two_ways", "wrong"),
    [
        (Heard((400,), is_http=True, is_closed=True), True, None),
        (Heard((400, 200), is_http=True, is_closed=True), True, "not one refusal: (400, 200)"),
        (Heard((200,), is_http=True, is_closed=True), True, "not one refusal: (200,)"),
        (Heard((200, 200), is_http=True, is_closed=True), False, None),
        (Heard((500,), is_http=True, is_closed=True), False, "a crash: (500,)"),
        (Heard((200,), is_http=False, is_closed=True), False, "an answer that is not HTTP, after (200,)"),
        (Heard((), is_http=True, is_closed=False), False, "no end within 30.0 seconds, after ()"),
    ],
)
def test_what_is_wrong_is_said(heard: Heard, two_ways: bool, wrong: str | None) -> None:  # noqa: FBT001 - a parameter
    assert fault_in(heard, 1.0, two_ways=two_ways) == wrong


def test_each_request_is_another() -> None:
    requests = [*TWO_WAYS.values(), *ODD.values()]
    assert len(set(requests)) == len(requests)
