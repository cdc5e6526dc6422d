"""Every refusal over real HTTP is JSON of the one form, also of what no HTTP library would send."""

import json
import re
import socket
from typing import Any

import pytest

from tests.servers import PATIENCE, Server

STUDENTS = b'{"description": "Students with name and age"}'
JSON = {"Content-Type": "application/json"}


def refusal(body: bytes) -> tuple[str, str]:
    document: dict[str, Any] = json.loads(body)
    assert list(document) == ["error_type", "message", "details", "timestamp"]
    return document["error_type"], document["message"]


def say(server: Server, request: bytes) -> tuple[int, bytes]:
    """Send bytes as they are, and return the status and the body of what comes back until the server closes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-type: application/json" in head.lower()
    assert re.search(rb"\r\nx-request-id: [0-9a-f-]{36}(\r\n|$)", head.lower())
    return int(head.split()[1]), body


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        (b"", 400, "Description field is required and cannot be empty"),
        (b'{"description": ""}', 400, "Description field is required and cannot be empty"),
        (b'{"description": "Students with age", "rows": 15000}', 400, "Row count must be between 1 and 10000"),
        (b"[" * 500_000, 400, "The request body is not valid JSON: it is nested deeper than 16 levels"),
        (b'{"rows": 1, "rows": 2}', 400, "The request body is not valid JSON: a key occurs twice in one object"),
        (b'{"rows": NaN}', 400, "The request body is not valid JSON: NaN and Infinity are not JSON"),
        (
            b'{"description": "\\u0000"}',
            400,
            "The request body is not valid JSON: a text holds a NUL or half a surrogate pair",
        ),
        (
            b'{"description": "\\udc00"}',
            400,
            "The request body is not valid JSON: a text holds a NUL or half a surrogate pair",
        ),
        (b"\xff\xfe", 400, "The request body is not valid JSON: it is not UTF-8"),
        (b" " * 1_000_001, 413, "The request body must not have more than 1000000 bytes"),
        (b" " * 60_000_000, 413, "The request body must not have more than 1000000 bytes"),
    ],
    ids=["nothing", "empty", "rows", "deep", "twice", "NaN", "NUL", "surrogate", "bytes", "large", "huge"],
)
def test_a_body_is_refused(server: Server, body: bytes, status: int, message: str) -> None:
    answer = server.ask("POST", "/generate", body, JSON)
    assert (answer.status, refusal(answer.body)) == (status, ("validation", message))


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "error_type"),
    [
        ("GET", "/nothing", {}, 404, "not_found"),
        ("GET", f"/datasets/{'0' * 64}.csv", {}, 404, "not_found"),
        ("GET", "/static/nothing.css", {}, 404, "not_found"),
        ("POST", "/static/admin/css/base.css", {}, 405, "validation"),
        ("DELETE", "/generate", {}, 405, "validation"),
        ("BREW", "/generate", {}, 405, "validation"),
        ("POST", "/generate", {"Content-Type": "text/plain"}, 415, "validation"),
        ("GET", "/health", {"Host": "evil.example"}, 400, "validation"),
        ("GET", "/health", {"Host": "a b"}, 400, "validation"),
        ("GET", "/schemas?limit=0", {}, 400, "validation"),
        ("GET", "/schemas?q=%00", {}, 400, "validation"),
        ("GET", "/%00", {}, 404, "not_found"),
        ("GET", "/%ff%fe", {}, 404, "not_found"),
    ],
)
def test_a_request_is_refused(  # noqa: PLR0917 - parameters
    server: Server, method: str, path: str, headers: dict[str, str], status: int, error_type: str
) -> None:
    answer = server.ask(method, path, STUDENTS if method == "POST" else None, headers)
    assert (answer.status, refusal(answer.body)[0]) == (status, error_type)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET /health HTTP/9.9\r\nHost: localhost\r\n\r\n", 400),
        (b"GET /health HTTP/1.1\r\nHost localhost\r\n\r\n", 400),
        (b"GET /health HTTP/1.1\r\n folded: yes\r\n\r\n", 400),
        (b"GET /" + b"x" * 10_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        (b"GET /health HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"x" * 10_000 + b"\r\n\r\n", 431),
        (b"GET /health HTTP/1.1\r\n" + b"X-Many: 1\r\n" * 200 + b"\r\n", 431),
        (b"POST /generate HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: nonsense\r\n\r\n", 501),
        (b"POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", 400),
        (
            b"POST /generate HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            411,
        ),
        (b"GET http://[::1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 400),
    ],
    ids=["nonsense", "version", "header", "folded", "line", "field", "fields", "coding", "length", "chunks", "address"],
)
def test_what_is_hardly_http_is_refused(server: Server, request_: bytes, status: int) -> None:
    answered, body = say(server, request_)
    assert (answered, refusal(body)[0]) == (status, "validation")


def test_a_body_that_ends_early_is_no_crash(server: Server) -> None:
    head = (
        b"POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
    )
    status, body = say(server, head + b'{"description": ')
    assert (status, refusal(body)[0]) == (400, "validation")


def test_a_header_cannot_be_smuggled_through_a_description(server: Server) -> None:
    body = json.dumps({"description": 'Orders"\r\nSet-Cookie: a=b\r\n\r\n; filename=x'}).encode()
    answer = server.ask("POST", "/generate", body, JSON)
    assert (answer.status, answer.headers["content-disposition"]) == (
        200,
        'attachment; filename="orders_setcookie.csv"',
    )
    assert "set-cookie" not in answer.headers


def test_the_log_of_all_this_is_json_without_what_was_said(server: Server) -> None:
    said = re.compile(r"Set-Cookie|nonsense|evil\.example|x{100}")
    assert [line for line in server.log_lines() if said.search(json.dumps(line))] == []
