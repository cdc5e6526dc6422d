"""A client that stalls is taken for one that has left, and one that has left is seen."""

import socket
from collections.abc import Iterator

import pytest

from config.worker import ImpatientSocket, has_left


@pytest.fixture
def ends() -> Iterator[tuple[ImpatientSocket, socket.socket]]:
    """Return the server's end of a connection, out of patience at once, and its client's."""
    ours, theirs = socket.socketpair()
    with ImpatientSocket(fileno=ours.detach()) as server, theirs:
        server.settimeout(0.05)
        yield server, theirs


def test_what_the_server_lets_wait_for_ever_has_a_bound() -> None:
    with ImpatientSocket() as connection:
        connection.setblocking(True)  # noqa: FBT003 - its signature
        assert connection.gettimeout() == 15.0


def test_nothing_is_read_after_a_stall(ends: tuple[ImpatientSocket, socket.socket]) -> None:
    server, client = ends
    client.sendall(b"begun")
    before = (server.recv(100), server.recv(100))
    client.sendall(b"GET /smuggled HTTP/1.1\r\n\r\n")
    assert (*before, server.recv(100)) == (b"begun", b"", b"")


def test_who_takes_nothing_is_gone(ends: tuple[ImpatientSocket, socket.socket]) -> None:
    server, _ = ends
    with pytest.raises(ConnectionResetError):
        server.sendall(bytes(50_000_000))


def test_who_only_listens_is_still_there(ends: tuple[ImpatientSocket, socket.socket]) -> None:
    server, client = ends
    client.sendall(b"the next request")
    assert has_left(server) is False


def test_who_has_hung_up_has_left_even_if_something_of_them_is_unread(
    ends: tuple[ImpatientSocket, socket.socket],
) -> None:
    server, client = ends
    client.sendall(b"the next request")
    client.close()
    assert has_left(server) is True
