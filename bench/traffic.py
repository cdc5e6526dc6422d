"""Clients of a server, many of them in one process, each with an address of its own on loopback."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

PATIENCE = 120.0  # seconds for one answer; longer than the proxy has


class BrokenOff(Exception):
    """The connection ended before the answer did."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Client:
    """Asks one request after the other on one connection, as long as the server keeps it."""

    def __init__(self, port: int, address: str = "127.0.0.1") -> None:
        self._port = port
        self._address = address
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """Return the whole answer. Raises BrokenOff, OSError, TimeoutError."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self._port}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        lines += [f"Content-Length: {len(body)}"] if body else []
        async with asyncio.timeout(PATIENCE):
            reader, writer = await self._connected()
            writer.write("\r\n".join([*lines, "", ""]).encode() + body)
            try:
                answer = await _read(reader)
            except BaseException:
                self.close()
                raise
        if answer.headers.get("connection") == "close":
            self.close()
        return answer

    def close(self) -> None:
        """Leave the server; the next question comes on a connection anew."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port, local_addr=(self._address, 0))
        return self._streams


def address_of(number: int) -> str:
    """Return an address on loopback for a client, from 0 to 999, that no other one has."""
    return f"127.0.{1 + number // 250}.{1 + number % 250}"


async def _read(reader: asyncio.StreamReader) -> Answer:
    """Return the next answer of a connection. Raises BrokenOff."""
    try:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").rstrip().split("\r\n")
        fields = (line.partition(":") for line in lines)
        headers = {name.strip().lower(): value.strip() for name, _, value in fields}
        return Answer(int(first.split()[1]), headers, await _body(reader, headers))
    except asyncio.IncompleteReadError as error:
        raise BrokenOff(f"after {len(error.partial)} bytes") from error


async def _body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    if headers.get("transfer-encoding") != "chunked":
        return await reader.readexactly(int(headers.get("content-length", "0")))
    chunks = []
    while size := int(await reader.readuntil(b"\r\n"), 16):
        chunks.append((await reader.readexactly(size + 2))[:-2])
    while await reader.readuntil(b"\r\n") != b"\r\n":
        pass  # fields after the last chunk
    return b"".join(chunks)
