"""A receiver of webhooks: a real HTTP server on loopback."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread


@dataclass(frozen=True)
class Call:
    """What came; header names in lower case."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Answers each call with a status, and keeps it; silent, it answers nothing until the block is left."""

    port: int = 0
    status: int = 204
    is_silent: bool = False
    calls: list[Call] = field(default_factory=list)
    called: Event = field(default_factory=Event)
    leaving: Event = field(default_factory=Event)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}/hook?of=jobs"


@contextmanager
def receive(status: int = 204, *, is_silent: bool = False, certificate: Path | None = None) -> Iterator[Receiver]:
    """Run a receiver until the block is left; with a certificate, one that speaks TLS."""
    receiver = Receiver(status=status, is_silent=is_silent)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            fields = {name.lower(): value for name, value in self.headers.items()}
            receiver.calls.append(Call(self.path, fields, body))
            receiver.called.set()
            if receiver.is_silent:
                receiver.leaving.wait()
                return
            self.send_response(receiver.status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver.port = server.server_port
        if certificate:
            secure = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            secure.load_cert_chain(certificate)
            server.socket = secure.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield receiver
        finally:
            receiver.leaving.set()
            server.shutdown()
            thread.join()
