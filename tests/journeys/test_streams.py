"""A dataset is streamed: it is whole, or the connection breaks; and nobody works for a client that is gone."""

import socket
from http.client import HTTPConnection, IncompleteRead
from pathlib import Path

import pytest

from tests.servers import PATIENCE, Server, serve

ROWS = 400_000
LARGE = {"rows": ROWS, "schema": {"a": {"faker_method": "'x' * 100"}, "b": {"faker_method": "fake.name()"}}}


def open_stream(server: Server, request_id: str) -> HTTPConnection:
    """Ask for a dataset that fits in no buffer, and read its first bytes."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    link = server.post("/schemas", {"schema": LARGE["schema"]}).headers["location"].removeprefix("/schemas/")
    connection.request("GET", f"/datasets/{link}.csv?rows={ROWS}", headers={"X-Request-ID": request_id})
    return connection


def test_a_stream_is_finished_before_the_server_stops(data_dir: Path) -> None:
    with serve(data_dir, MAX_ROWS=str(ROWS)) as server:
        connection = open_stream(server, "stopped")
        response = connection.getresponse()
        first = response.read(1000)
        server.process.terminate()
        rest = response.read()
        connection.close()
        assert (first + rest).count(b"\n") == ROWS + 1
        assert server.process.wait(PATIENCE) == 0
        assert server.log_line("stopped")["complete"] is True


def test_a_client_that_leaves_frees_its_thread(data_dir: Path) -> None:
    with serve(data_dir, MAX_ROWS=str(ROWS), WORKERS="1", THREADS="1") as server:
        connection = open_stream(server, "gone")
        response = connection.getresponse()
        response.read(1000)
        connection.sock.shutdown(socket.SHUT_RDWR)
        response.close()
        connection.close()
        assert server.log_line("gone")["complete"] is False
        assert server.get("/health").status == 200


def test_a_failure_breaks_the_connection(data_dir: Path) -> None:
    with serve(data_dir, "tests.config.crashing_site") as server:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        connection.request("GET", "/break", headers={"X-Request-ID": "broken"})
        response = connection.getresponse()
        with pytest.raises(IncompleteRead) as caught:
            response.read()
        connection.close()
        assert (response.status, caught.value.partial) == (200, b"a\n1\n")
        assert server.log_line("broken")["complete"] is False
        assert "CANARY" not in server.log.read_text("utf-8")


def test_the_first_row_comes_before_the_last_is_made(data_dir: Path) -> None:
    with serve(data_dir, "tests.config.crashing_site", WORKERS="1", THREADS="2") as server:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        connection.request("GET", "/pause")
        response = connection.getresponse()
        first = response.read(2)
        assert server.get("/resume").status == 204
        rest = response.read()
        connection.close()
        assert (first, rest) == (b"a\n", b"1\n")
