"""Clients that take their time: `python -m bench.dripping PORT` connects 200 of them, until it is killed.

Of five, two send the headers of a request byte by byte, two its body, and one takes its answer so, which is larger than
what the system keeps on the way: a byte every tenth of a second. Whoever is cut off begins again.
"""

import asyncio
import json
import socket
from argparse import ArgumentParser, Namespace
from collections.abc import Awaitable, Callable

from bench.traffic import address_of

PAUSE = 0.1  # seconds between two bytes; the proxy and the server give up after ten and more
_PARTS = "name, email, phone, address, city, country, company, job, birth date, sentence, blood type, height and weight"
_BODY = json.dumps({"description": f"patients with {_PARTS}", "rows": 10_000, "seed": 7, "format": "json"}).encode()
_SPACES = b" " * 2000
_SMALL_BUFFER = 4096  # bytes, of what the system takes on behalf of a client

Act = Callable[[socket.socket], Awaitable[None]]


def _head(body: bytes) -> bytes:
    lines = ("POST /generate HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json", f"X-Padding: {'x' * 500}")
    return "\r\n".join((*lines, f"Content-Length: {len(body)}", "", "")).encode()


async def headers(connection: socket.socket) -> None:
    """Send a request's headers byte by byte."""
    await _drip(connection, _head(_BODY))


async def body(connection: socket.socket) -> None:
    """Send a request's headers at once, and its body byte by byte."""
    longer = _SPACES + _BODY
    await asyncio.get_running_loop().sock_sendall(connection, _head(longer))
    await _drip(connection, longer)


async def reading(connection: socket.socket) -> None:
    """Ask at once, and take the answer byte by byte."""
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(connection, _head(_BODY) + _BODY)
    while await loop.sock_recv(connection, 1):  # noqa: ASYNC110 - the waiting is what it is for
        await asyncio.sleep(PAUSE)


KINDS: tuple[Act, ...] = (headers, body, headers, body, reading)
SENDERS: tuple[Act, ...] = (headers, body)


async def _drip(connection: socket.socket, text: bytes) -> None:
    for place in range(len(text)):
        await asyncio.get_running_loop().sock_sendall(connection, text[place : place + 1])
        await asyncio.sleep(PAUSE)


async def drip(port: int, number: int, act: Act) -> None:
    """Be one such client, for ever."""
    while True:
        try:
            await _once(port, address_of(number), act)
        except OSError:
            await asyncio.sleep(PAUSE)


async def _once(port: int, address: str, act: Act) -> None:
    """Act on one connection until it ends. Raises OSError."""
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL_BUFFER)
        connection.settimeout(0)
        connection.bind((address, 0))
        await asyncio.get_running_loop().sock_connect(connection, ("127.0.0.1", port))
        await act(connection)


async def _all(port: int, clients: int, kinds: tuple[Act, ...]) -> None:
    await asyncio.gather(*(drip(port, number, kinds[number % len(kinds)]) for number in range(clients)))


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m bench.dripping", description=__doc__)
    parser.add_argument("port", type=int, help="of the server, on 127.0.0.1")
    parser.add_argument("--clients", type=int, default=200, help="at one time (200)")
    parser.add_argument("--only-senders", action="store_true", help="nobody who takes an answer slowly")
    return parser.parse_args()


def main() -> None:
    """Drip until somebody ends it."""
    given = _arguments()
    asyncio.run(_all(given.port, given.clients, SENDERS if given.only_senders else KINDS))


if __name__ == "__main__":
    main()
