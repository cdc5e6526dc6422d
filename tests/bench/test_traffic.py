import asyncio

import pytest

from bench.traffic import Answer, BrokenOff, Client, address_of


async def _asked(answer: bytes) -> tuple[Answer, str]:
    """Return what a client makes of an answer, and the address that it came from."""
    came_from = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came_from.append(writer.get_extra_info("peername")[0])
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        client = Client(server.sockets[0].getsockname()[1], address_of(251))
        try:
            return await client.ask("GET", "/"), came_from[0]
        finally:
            client.close()


def test_an_answer_is_taken_by_its_length() -> None:
    answer, _ = asyncio.run(_asked(b"HTTP/1.1 404 Not Found\r\nX-Seed: 7\r\nContent-Length: 2\r\n\r\nno"))

    assert answer == Answer(404, {"x-seed": "7", "content-length": "2"}, b"no")


def test_an_answer_is_taken_by_its_chunks_and_what_follows_them() -> None:
    chunks = b"3\r\nabc\r\nA\r\n0123456789\r\n0\r\nDigest: x\r\n\r\n"
    answer, _ = asyncio.run(_asked(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks))

    assert answer.body == b"abc0123456789"


def test_an_answer_that_ends_too_early_is_broken_off() -> None:
    with pytest.raises(BrokenOff):
        asyncio.run(_asked(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort"))


def test_each_client_comes_from_an_address_of_its_own() -> None:
    _, came_from = asyncio.run(_asked(b"HTTP/1.1 204 No Content\r\n\r\n"))

    assert (came_from, len({address_of(number) for number in range(1000)})) == ("127.0.2.2", 1000)
