"""Clients that stall hold no thread for long."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import PATIENCE, Server, serve

HEAD = b"POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"


@pytest.fixture
def impatient(data_dir: Path) -> Iterator[Server]:
    """Run a server with a single thread and half a second of patience."""
    with serve(data_dir, "tests.config.impatient_site", WORKERS="1", THREADS="1") as server:
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
