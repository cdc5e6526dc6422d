"""Clients that stall hold no thread for long."""

import json
import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.servers import PATIENCE, Server, serve

HEAD = b"POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"


@pytest.fixture(scope="module")
def impatient(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server with a single thread and half a second of patience."""
    folder = tmp_path_factory.mktemp("impatient")
    shutil.copy(empty_database, folder)
    with serve(folder, "tests.config.impatient_site", THREADS="1") as server:
        yield server


@pytest.mark.parametrize("said", [HEAD[:20], HEAD + b"{"], ids=["head", "body"])
def test_others_are_served(impatient: Server, said: bytes) -> None:
    with socket.create_connection(("127.0.0.1", impatient.port), timeout=PATIENCE) as stalled:
        stalled.sendall(said)
        assert impatient.get("/health").status == 200


def test_an_unfinished_body_is_refused_and_the_connection_ends(impatient: Server) -> None:
    with socket.create_connection(("127.0.0.1", impatient.port), timeout=PATIENCE) as stalled:
        stalled.sendall(HEAD + b"{")
        answer = b"".join(iter(lambda: stalled.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["error_type"] == "validation"


def test_a_slow_body_is_read_to_its_end(impatient: Server) -> None:
    body = b'{"description": "Students with name and age", "rows": 1}'.ljust(100)
    with socket.create_connection(("127.0.0.1", impatient.port), timeout=PATIENCE) as slow:
        slow.sendall(HEAD)
        for start in range(0, 100, 20):
            slow.settimeout(0.15)
            with pytest.raises(TimeoutError):
                slow.recv(1)  # nothing is answered yet, and this passes the time
            slow.sendall(body[start : start + 20])
        slow.settimeout(PATIENCE)
        assert slow.recv(12) == b"HTTP/1.1 200"


@pytest.mark.parametrize("said", [HEAD[:20], HEAD + b"{"], ids=["heads", "bodies"])
def test_many_who_send_slowly_keep_nobody_waiting(impatient: Server, said: bytes) -> None:
    """A hundred of them send a byte for each answer that the only thread gives to somebody else."""
    with ExitStack() as slow:
        clients = [slow.enter_context(socket.create_connection(("127.0.0.1", impatient.port))) for _ in range(100)]
        for client in clients:
            client.sendall(said)
        statuses = []
        for client in clients[:20]:
            client.sendall(b" ")
            statuses.append(impatient.get("/health").status)
    assert statuses == [200] * 20


def test_requests_in_one_breath_are_answered_one_after_the_other(impatient: Server) -> None:
    breath = (
        b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n" * 3
        + b"GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", impatient.port), timeout=PATIENCE) as client:
        client.sendall(breath)
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    assert re.findall(rb"HTTP/1.1 (\d+)", answer) == [b"200", b"200", b"200", b"404"]


def test_the_rest_of_a_body_in_chunks_keeps_nobody_waiting(impatient: Server) -> None:
    head = b"POST /generate HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"
    with socket.create_connection(("127.0.0.1", impatient.port), timeout=PATIENCE) as client:
        client.sendall(head)
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 411 ")
    assert b"Connection: close" in answer
