"""A client that stalls is taken for one that has left, and one that has left is seen."""

import socket
from collections.abc import Iterator

import pytest

from config.connections import Connection, has_left


@pytest.fixture
def ends() -> Iterator[tuple[Connection, socket.socket]]:
    """Return the server's end of a connection, out of patience at once, and its client's."""
    ours, theirs = socket.socketpair()
    with Connection(fileno=ours.detach()) as server, theirs:
        server.settimeout(0.05)
        yield server, theirs


def test_what_the_server_lets_wait_for_ever_has_a_bound() -> None:
    with Connection() as connection:
        connection.setblocking(True)  # noqa: FBT003 - its signature
        assert connection.gettimeout() == 15.0


def test_nothing_is_read_after_a_stall(ends: tuple[Connection, socket.socket]) -> None:
    server, client = ends
    client.sendall(b"begun")
    before = (server.recv(100), server.recv(100))
    client.sendall(b"GET /smuggled HTTP/1.1\r\n\r\n")
    assert (*before, server.recv(100)) == (b"begun", b"", b"")


def test_who_takes_nothing_is_gone(ends: tuple[Connection, socket.socket]) -> None:
    server, _ = ends
    with pytest.raises(ConnectionResetError):
        server.sendall(bytes(50_000_000))


def test_who_only_listens_is_still_there(ends: tuple[Connection, socket.socket]) -> None:
    server, client = ends
    client.sendall(b"the next request")
    assert has_left(server) is False


def test_who_has_hung_up_has_left_even_if_something_of_them_is_unread(
    ends: tuple[Connection, socket.socket],
) -> None:
    server, client = ends
    client.sendall(b"the next request")
    client.close()
    assert has_left(server) is True


HEAD = b"POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n"


@pytest.mark.parametrize(
    "said",
    [b"", b"POST", b"\r\n\r\n", HEAD, HEAD + b"\r\n", HEAD + b"\r\n123"],
    ids=["nothing", "a word", "empty lines", "half a head", "a head", "half a body"],
)
def test_what_is_not_there_yet_is_waited_for(ends: tuple[Connection, socket.socket], said: bytes) -> None:
    server, client = ends
    client.sendall(said)
    assert server.gather() is False


@pytest.mark.parametrize(
    "said",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        HEAD + b"\r\n1234",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 4\r\nContent-Length: 9\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 99000000\r\n\r\n",
    ],
    ids=["no body", "an empty line before", "a body", "chunks", "two lengths", "too large to be gathered"],
)
def test_what_there_is_nothing_more_to_wait_for_is_read_as_it_came(
    ends: tuple[Connection, socket.socket], said: bytes
) -> None:
    server, client = ends
    client.sendall(said)
    assert (server.gather(), server.recv(10_000)) == (True, said)


def test_a_head_without_end_is_not_waited_for(ends: tuple[Connection, socket.socket]) -> None:
    server, client = ends
    client.settimeout(5)
    client.sendall(b"GET / HTTP/1.1\r\nX: " + bytes(100_000))
    before = server.gather()
    client.sendall(bytes(50_000))
    assert (before, server.gather()) == (False, True)


def test_who_asks_before_sending_a_body_is_told_to_go_on(ends: tuple[Connection, socket.socket]) -> None:
    server, client = ends
    client.sendall(HEAD + b"Expect: 100-continue\r\n\r\n")
    assert (server.gather(), client.recv(100)) == (False, b"HTTP/1.1 100 Continue\r\n\r\n")


def test_the_end_of_a_connection_is_not_waited_for(ends: tuple[Connection, socket.socket]) -> None:
    server, client = ends
    client.sendall(b"GET")
    client.close()
    assert (server.gather(), server.recv(100), server.recv(100)) == (True, b"GET", b"")


def test_the_next_request_begins_with_what_was_read_too_far(ends: tuple[Connection, socket.socket]) -> None:
    server, client = ends
    client.sendall(b" / HTTP/1.1\r\n\r\n")
    server.take_back(b"GET")
    assert (server.gather(), server.recv(3), server.take_rest()) == (True, b"GET", b" / HTTP/1.1\r\n\r\n")


def test_what_a_client_sends_on_is_read_until_it_has_seen_the_end(ends: tuple[Connection, socket.socket]) -> None:
    server, client = ends
    client.sendall(b"more of a body that nobody wants")
    server.part()
    before = (server.has_parted(), client.recv(100))
    client.close()
    assert (before, server.has_parted()) == ((False, b""), True)


@pytest.mark.parametrize(
    ("path", "size", "is_handed_over"),
    [
        ("/generate", 1_000_000, False),
        ("/generate", 1_000_001, True),
        ("/nothing?/columns", 1_000_001, True),
        ("/admin/login/", 2_000_000, True),
        (f"/datasets/{'0' * 64}/columns?rows=1", 2_000_000, False),
        ("/admin/schemas_cache/schema/add/", 2_000_000, False),
        ("/admin/schemas_cache/schema/7/change/", 2_000_000, False),
        ("/schemas/import?dry_run=true", 2_000_000, False),
        ("/schemas/import", 20_000_000, True),
    ],
)
def test_what_is_larger_than_its_address_takes_is_not_waited_for(
    ends: tuple[Connection, socket.socket],
    path: str,
    size: int,
    is_handed_over: bool,  # noqa: FBT001 - a parameter
) -> None:
    server, client = ends
    client.sendall(f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\n".encode())
    assert server.gather() == is_handed_over
