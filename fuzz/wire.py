"""Requests whose bytes are not what they should be: `python -m fuzz.wire [CASES] [SEED] [HOST:PORT]`.

Each is sent on a connection of its own to a server that is started here, or to the one at HOST:PORT, such as a proxy
before it. What frames a request in two ways gets one refusal and the end of the connection, so that nothing hides
behind it; whatever else is sent, also spliced and cut at random, gets answers that are HTTP, none of them a crash, and
in time. The last line counts; the exit status is 1 if there are any findings.
"""

import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from random import Random, SystemRandom
from tempfile import TemporaryDirectory
from time import monotonic

from bench.programs import manage, serve

_KEPT = 0.7  # of the lines of a request that is spliced
_PATIENCE = 30.0  # seconds: more than the server's own for a client that stalls
_HIDDEN = b"GET /health?hidden HTTP/1.1\r\nHost: localhost\r\n\r\n"
_BODY = b'{"description": "Books with title, author and year", "rows": 1}'
_OWN_FAULTS = {HTTPStatus.NOT_IMPLEMENTED, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.HTTP_VERSION_NOT_SUPPORTED}


def _post(*fields: bytes, body: bytes = _HIDDEN) -> bytes:
    head = b"\r\n".join((b"POST /generate HTTP/1.1", b"Host: localhost", b"Content-Type: application/json", *fields))
    return head + b"\r\n\r\n" + body


def _chunked(*chunks: bytes) -> bytes:
    return _post(b"Transfer-Encoding: chunked", body=b"".join(chunks) + _HIDDEN)


# What two readers may take for requests of other lengths: one refusal, and nothing is read after it.
TWO_WAYS: dict[str, bytes] = {
    "both lengths": _post(b"Content-Length: 5", b"Transfer-Encoding: chunked", body=b"0\r\n\r\n" + _HIDDEN),
    "both lengths, the other way round": _post(b"Transfer-Encoding: chunked", b"Content-Length: 5", body=b"0\r\n\r\n"),
    "two lengths": _post(b"Content-Length: 0", b"Content-Length: 5"),
    "a list of lengths": _post(b"Content-Length: 0, 5"),
    "a length with a sign": _post(b"Content-Length: +0"),
    "a length below nothing": _post(b"Content-Length: -1"),
    "a length in hexadecimal": _post(b"Content-Length: 0x0"),
    "a length with a line": _post(b"Content-Length: 1_0"),
    "a length in other digits": _post("Content-Length: \u0663".encode()),
    "a length that is blank": _post(b"Content-Length: "),
    "a length of many digits": _post(b"Content-Length: " + b"9" * 5000),
    "a space before the colon": _post(b"Content-Length : 0"),
    "a tab before the colon": _post(b"Transfer-Encoding\t: chunked"),
    "a name that is blank": _post(b": 0"),
    "a line without a colon": _post(b"Content-Length"),
    "a folded field": _post(b"Content-Length:", b" 0"),
    "a folded coding": _post(b"Transfer-Encoding:", b"\tchunked", body=b"0\r\n\r\n" + _HIDDEN),
    "a nul in a value": _post(b"X: a\0b", b"Content-Length: 0"),
    "a carriage return in a value": _post(b"X: a\rContent-Length: 5", b"Content-Length: 0"),
    "a nul in a name": _post(b"X\0: a", b"Content-Length: 0"),
    "an underscore in the length": _post(b"Content_Length: 5", b"Transfer-Encoding: xchunked"),
    "a coding that is none": _post(b"Transfer-Encoding: xchunked", body=b"0\r\n\r\n" + _HIDDEN),
    "a coding twice": _post(b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked", body=b"0\r\n\r\n" + _HIDDEN),
    "a coding before another": _post(b"Transfer-Encoding: chunked, identity", body=b"0\r\n\r\n" + _HIDDEN),
    "a coding with a tail": _post(b"Transfer-Encoding: chunked;a=b", body=b"0\r\n\r\n" + _HIDDEN),
    "a coding in quotes": _post(b'Transfer-Encoding: "chunked"', body=b"0\r\n\r\n" + _HIDDEN),
    "a coding with a line": _post(b"Transfer-Encoding: \x0bchunked", body=b"0\r\n\r\n" + _HIDDEN),
    "chunks in HTTP/1.0": _chunked(b"0\r\n\r\n").replace(b"HTTP/1.1", b"HTTP/1.0", 1),
    "a chunk below nothing": _chunked(b"-1\r\n\r\n"),
    "a chunk with a prefix": _chunked(b"0x5\r\nhello\r\n0\r\n\r\n"),
    "a chunk of many digits": _chunked(b"F" * 30 + b"\r\nhello\r\n0\r\n\r\n"),
    "a chunk that is longer than it says": _chunked(b"3\r\nhello\r\n0\r\n\r\n"),
    "a chunk with half an end": _chunked(b"5\nhello\n0\n\n"),
    "a chunk with an extension of lines": _chunked(b"5;a=\n\r\nhello\r\n0\r\n\r\n"),
}
# What may be refused or be served, and must do neither twice.
ODD: dict[str, bytes] = {
    "nothing": b"\r\n" * 50,
    "no version": b"GET /health\r\n\r\n",
    "another version": b"GET /health HTTP/9.9\r\nHost: localhost\r\n\r\n",
    "another protocol": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "encrypted": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),
    "a proxy's greeting": b"PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\nGET /health HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "the whole server": b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "an address with a host": b"GET http://localhost/health HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "an address of another host": b"GET http://evil.example/health HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a tunnel": b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n",
    "a trace": b"TRACE /health HTTP/1.1\r\nHost: localhost\r\nX-Secret: canary\r\n\r\n",
    "a long method": b"A" * 5000 + b" /health HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a method of others": b"PROPFIND / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a method in small letters": b"get /health HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "no host": b"GET /health HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
    "a host of another": b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "a host with a path": b"GET / HTTP/1.1\r\nHost: localhost/evil\r\n\r\n",
    "a host with a name": b"GET / HTTP/1.1\r\nHost: a@localhost\r\n\r\n",
    "a long address": b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "many fields": b"GET /health HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 500 + b"\r\n",
    "a long field": b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
    "bytes beyond ascii": b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\nX: \xff\r\n\r\n",
    "a nul in the address": b"GET /a\0b HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a nul that is written out": b"GET /a%00b?q=%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "dots": b"GET /static/../../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "dots that are written out": b"GET /static/%2e%2e/%2e%2e%2fetc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "other slashes": b"GET /static/..\\..\\..\\etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "an address of two hosts": b"GET //evil.example/datasets/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a line end that is written out": b"GET /datasets%0d%0aX:y HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "line ends of Unix": b"GET /health HTTP/1.1\nHost: localhost\n\n",
    "a body that is promised": _post(b"Content-Length: 50", b"Expect: 100-continue", body=_BODY[:50]),
    "a promise of something else": _post(b"Content-Length: 50", b"Expect: 200-ok", body=_BODY[:50]),
    "a body that is squeezed": _post(b"Content-Length: 64", b"Content-Encoding: gzip", body=_BODY + b" "),
    "another protocol is asked for": b"GET /health HTTP/1.1\r\nHost: localhost\r\nUpgrade: h2c\r\n"
    b"Connection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
    "ten at once": _HIDDEN * 10,
    "many ranges": b"GET /health HTTP/1.1\r\nHost: localhost\r\nRange: bytes=" + b"0-1," * 1500 + b"5-6\r\n\r\n",
    "many languages": b"GET / HTTP/1.1\r\nHost: localhost\r\nAccept-Language: " + b"a-b;q=0.1," * 700 + b"de\r\n\r\n",
    "many kinds": b"GET / HTTP/1.1\r\nHost: localhost\r\nAccept: " + b"a/b;q=0.001," * 600 + b"*/*\r\n\r\n",
    "many cookies": b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: " + b'a="\\;' * 1500 + b"\r\n\r\n",
}


@dataclass(frozen=True, slots=True)
class Heard:
    """The statuses of what came back, in its order; whether all of it was HTTP, and whether the other end closed."""

    statuses: tuple[int, ...]
    is_http: bool
    is_closed: bool


def ask(address: tuple[str, int], sent: bytes) -> Heard:
    """Send bytes and then nothing more, and read until the other end closes or says nothing for a while."""
    with socket.create_connection(address, _PATIENCE) as connection:
        with suppress(ConnectionError):
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
        return _heard(connection)


def _heard(connection: socket.socket) -> Heard:
    came = b""
    try:
        while piece := connection.recv(65_536):
            came += piece
    except ConnectionError:
        return _read(came, is_closed=True)
    except TimeoutError:
        return _read(came, is_closed=False)
    return _read(came, is_closed=True)


def _read(came: bytes, *, is_closed: bool) -> Heard:
    statuses: list[int] = []
    while came:
        head, end, rest = came.partition(b"\r\n\r\n")
        line = head.split(b"\r\n", 1)[0].split(b" ")
        if not end or not line[0].startswith(b"HTTP/1.") or len(line) < len(("version", "status")):
            return Heard(tuple(statuses), is_http=False, is_closed=is_closed)
        status = int(line[1])
        if status >= HTTPStatus.OK:
            statuses.append(status)
        came = _after(head, rest) if status >= HTTPStatus.OK else rest
    return Heard(tuple(statuses), is_http=True, is_closed=is_closed)


def _after(head: bytes, rest: bytes) -> bytes:
    """Return what follows a body."""
    fields = {name.strip().lower(): value.strip() for name, _, value in map(_parted, head.split(b"\r\n")[1:])}
    if b"content-length" in fields:
        return rest[int(fields[b"content-length"]) :]
    while b"transfer-encoding" in fields:
        size, _, rest = rest.partition(b"\r\n")
        length = int(size or b"0", 16)
        rest = rest[length + 2 :]
        if not length:
            return rest
    return b""


def _parted(line: bytes) -> tuple[bytes, bytes, bytes]:
    return line.partition(b":")


def fault_in(heard: Heard, seconds: float, *, two_ways: bool) -> str | None:
    """Return what is wrong with what came back; None for nothing."""
    if not heard.is_http:
        return f"an answer that is not HTTP, after {heard.statuses}"
    if not heard.is_closed or seconds > _PATIENCE:
        return f"no end within {_PATIENCE} seconds, after {heard.statuses}"
    if {status for status in heard.statuses if status >= HTTPStatus.INTERNAL_SERVER_ERROR} - _OWN_FAULTS:
        return f"a crash: {heard.statuses}"
    if two_ways and (len(heard.statuses) != 1 or heard.statuses[0] < HTTPStatus.BAD_REQUEST):
        return f"not one refusal: {heard.statuses}"
    return None


def splices(seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield requests without end, cut out of those above and put together anew, the same ones for the same seed."""
    dice = Random(seed)  # noqa: S311 - data, not secrets
    whole = [*TWO_WAYS.values(), *ODD.values(), _post(b"Content-Length: %d" % len(_BODY), body=_BODY)]
    while True:
        lines = [line for each in dice.sample(whole, 2) for line in each[:9000].split(b"\r\n")]
        first = dice.choice((b"POST /generate HTTP/1.1", b"GET /health HTTP/1.1", lines[0]))
        kept = [line for line in lines if dice.random() < _KEPT]
        dice.shuffle(kept)
        text = bytearray(b"\r\n".join((first, b"Host: localhost", *kept, b"", b"")))
        for _ in range(dice.choice((0, 0, 1, 3))):
            text[dice.randrange(len(text))] = dice.choice(b"\0\r\n\t :;,0\xff%")
        yield f"spliced {bytes(text[:300])!r}", bytes(text)


def findings(address: tuple[str, int], cases: int, seed: int) -> Iterator[str]:
    """Yield what is wrong with the answers to all of the table, and to so many splices."""
    told = [(name, sent, True) for name, sent in TWO_WAYS.items()] + [(name, sent, False) for name, sent in ODD.items()]
    drawn = splices(seed)
    for name, sent, two_ways in (*told, *((*next(drawn), False) for _ in range(cases))):
        started = monotonic()
        if wrong := fault_in(ask(address, sent), monotonic() - started, two_ways=two_ways):
            yield f"{name}: {wrong}"


def main(cases: int, seed: int, address: tuple[str, int]) -> int:
    """Ask, and return how many findings there are."""
    found = list(findings(address, cases, seed))
    sys.stdout.write("".join(f"{line}\n" for line in found))
    count = len(TWO_WAYS) + len(ODD) + cases
    sys.stdout.write(f"{count} requests, {cases} of them from seed {seed}, {len(found)} findings\n")
    return len(found)


def _with_server(cases: int, seed: int) -> int:
    with TemporaryDirectory() as folder:
        own = {"DATA_DIR": folder, "SECRET_KEY": "only-for-the-fuzz-0123456789"}
        manage("migrate", "--verbosity", "0", **own)
        log = Path(folder) / "server.log"
        with serve(log, **own) as server:
            found = main(cases, seed, ("127.0.0.1", server.port))
        crashes = [line for line in log.read_text("utf-8").splitlines() if '"level": "ERROR"' in line]
        sys.stdout.write("".join(f"{line}\n" for line in crashes))
        return found + len(crashes)


if __name__ == "__main__":
    given = sys.argv[1:]
    count = int(given[0]) if given else 2000
    drawn_seed = int(given[1]) if len(given) > 1 else SystemRandom().randrange(10**6)
    if len(given) > 2:  # noqa: PLR2004 - the third argument
        host, _, port = given[2].rpartition(":")
        sys.exit(1 if main(count, drawn_seed, (host, int(port))) else 0)
    sys.exit(1 if _with_server(count, drawn_seed) else 0)
