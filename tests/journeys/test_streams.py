"""A dataset is streamed: it is whole, or the connection breaks; and nobody works for a client that is gone."""

import gzip
import shutil
import socket
import zlib
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from http.client import HTTPConnection, IncompleteRead
from pathlib import Path

import pytest

from tests.servers import PATIENCE, Server, serve

ROWS = 400_000
LARGE = {"rows": ROWS, "schema": {"a": {"faker_method": "'x' * 100"}, "b": {"faker_method": "fake.name()"}}}
SEVERAL_BATCHES = 20_000  # rows


@pytest.fixture(scope="module")
def streaming(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server that answers one client at a time."""
    folder = tmp_path_factory.mktemp("streaming")
    shutil.copy(empty_database, folder)
    with serve(folder, MAX_ROWS=str(ROWS), WORKERS="1", THREADS="1") as running:
        yield running


@pytest.fixture(scope="module")
def crashing(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server with addresses at which streams break or wait."""
    folder = tmp_path_factory.mktemp("crashing")
    shutil.copy(empty_database, folder)
    with serve(folder, "tests.config.crashing_site", WORKERS="1", THREADS="2") as running:
        yield running


def large_link(server: Server) -> str:
    """Return the path of a dataset, without the ending that names its format."""
    located = server.post("/schemas", {"schema": LARGE["schema"]}).headers["location"]
    return located.replace("schemas", "datasets")


def open_stream(server: Server, request_id: str, format_name: str = "csv") -> HTTPConnection:
    """Ask for a dataset that fits in no buffer."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    path = f"{large_link(server)}.{format_name}?rows={ROWS}"
    connection.request("GET", path, headers={"X-Request-ID": request_id})
    return connection


def said_to(server: Server, request: str) -> tuple[bytes, bytes]:
    """Return the head and the body of an answer, as they go over the wire, to a client that says so much."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
        connection.sendall(f"{request}Host: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(2**16), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    return head, body


def pieces(body: bytes) -> tuple[bytes, bytes]:
    """Return what came in chunks, and what came after them."""
    come = b""
    while True:
        size, _, body = body.partition(b"\r\n")
        if not int(size, 16):
            return come, body
        come, body = come + body[: int(size, 16)], body[int(size, 16) + 2 :]


def digest(data: bytes) -> str:
    return f"sha-256=:{b64encode(sha256(data).digest()).decode()}:"


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


def test_a_client_that_leaves_frees_its_thread(streaming: Server) -> None:
    connection = open_stream(streaming, "gone")
    response = connection.getresponse()
    response.read(1000)
    connection.sock.shutdown(socket.SHUT_RDWR)
    response.close()
    connection.close()
    assert streaming.log_line("gone")["complete"] is False
    assert streaming.get("/health").status == 200


def test_one_that_leaves_before_the_first_byte_frees_it_too(streaming: Server) -> None:
    connection = open_stream(streaming, "gone-before", "sqlite")
    connection.close()
    assert streaming.get("/health").status == 200
    line = streaming.log_line("gone-before")
    assert (line["status"], [entry for entry in streaming.log_lines() if entry["level"] == "ERROR"]) == (400, [])


def test_to_ask_for_the_head_of_a_large_file_is_not_to_have_it_made(streaming: Server) -> None:
    answer = streaming.ask("HEAD", f"{large_link(streaming)}.sqlite?rows={ROWS}")
    assert (answer.status, answer.headers["x-row-count"], "content-length" in answer.headers) == (200, str(ROWS), False)


def test_who_takes_trailers_is_told_the_digest_after_the_last_byte(streaming: Server) -> None:
    path = f"{large_link(streaming)}.csv?rows={SEVERAL_BATCHES}"
    head, body = said_to(streaming, f"GET {path} HTTP/1.1\r\nTE: trailers\r\n")
    come, after = pieces(body)
    assert (b"\r\nTrailer: Repr-Digest\r\n" in head, come.count(b"\n")) == (True, SEVERAL_BATCHES + 1)
    assert after.decode() == f"Repr-Digest: {digest(come)}\r\n\r\n"


def test_of_what_is_compressed_both_digests_are_told(streaming: Server) -> None:
    path = f"{large_link(streaming)}.csv?rows={SEVERAL_BATCHES}"
    _, body = said_to(streaming, f"GET {path} HTTP/1.1\r\nTE: trailers\r\nAccept-Encoding: gzip\r\n")
    come, after = pieces(body)
    plain = gzip.decompress(come)
    assert plain.count(b"\n") == SEVERAL_BATCHES + 1
    assert after.decode() == f"Unencoded-Digest: {digest(plain)}\r\nRepr-Digest: {digest(come)}\r\n\r\n"


@pytest.mark.parametrize("asked", ["HTTP/1.1\r\n", "HTTP/1.0\r\nTE: trailers\r\n"])
def test_who_takes_none_is_told_none(streaming: Server, asked: str) -> None:
    head, body = said_to(streaming, f"GET {large_link(streaming)}.csv?rows={SEVERAL_BATCHES} {asked}")
    assert (b"Trailer" in head, b"Digest" in body) == (False, False)


@pytest.mark.parametrize("path", ["/break", "/break/compressed"])
def test_a_failure_breaks_the_connection(crashing: Server, path: str) -> None:
    connection = HTTPConnection("127.0.0.1", crashing.port, timeout=PATIENCE)
    request_id = path[1:].replace("/", "-")
    connection.request("GET", path, headers={"X-Request-ID": request_id})
    response = connection.getresponse()
    with pytest.raises(IncompleteRead) as caught:
        response.read()
    connection.close()
    partial = caught.value.partial
    decompressor = zlib.decompressobj(wbits=31)
    plain = decompressor.decompress(partial) if path.endswith("compressed") else partial
    assert (response.status, plain, decompressor.eof) == (200, b"a\n1\n", False)
    assert crashing.log_line(request_id)["complete"] is False
    assert "CANARY" not in crashing.log.read_text("utf-8")


def test_the_first_row_comes_before_the_last_is_made(crashing: Server) -> None:
    connection = HTTPConnection("127.0.0.1", crashing.port, timeout=PATIENCE)
    connection.request("GET", "/pause")
    response = connection.getresponse()
    first = response.read(2)
    assert crashing.get("/resume").status == 204
    rest = response.read()
    connection.close()
    assert (first, rest) == (b"a\n", b"1\n")
