"""The proxy with the configuration that is shipped, but for ports and folders, in front of the service."""

import json
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bench.deployment import DEPLOY, Missing, free_ports, program, proxy_command, proxy_conf
from fuzz.wire import ODD
from tests.servers import PATIENCE, Answer, Server, serve

REQUESTS = 60  # that each client may send in a minute
SECRET = "Marmalade auctions in Ventspils"  # a description that is nobody else's business


@dataclass(frozen=True)
class Proxy:
    """A proxy that runs at `port`, in front of a service with one thread."""

    port: int
    folder: Path
    service: Server

    @property
    def as_server(self) -> Server:
        return replace(self.service, port=self.port)

    def ask(self, method: str, path: str) -> Answer:
        return self.as_server.ask(method, path)

    def said(self) -> str:
        return "".join((self.folder / name).read_text("utf-8") for name in ("access.log", "error.log"))


@pytest.fixture(scope="module")
def nginx() -> str:
    try:
        return program("nginx")
    except Missing as error:
        pytest.skip(f"no proxy here: {error}")


@contextmanager
def _proxying(folder: Path, web_port: int) -> Iterator[int]:
    """Run the proxy until the block is left, and yield its port."""
    (port,) = free_ports(1)
    proxy_conf(folder, port=port, web_port=web_port)
    with (
        (folder / "error.log").open("wb") as log,
        subprocess.Popen(proxy_command(folder), cwd=folder, stderr=log) as process,
    ):
        try:
            _await(port, process)
            yield port
        finally:
            process.terminate()


def _await(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise AssertionError("the proxy does not start")


@pytest.fixture(scope="module")
def proxy(nginx: str, empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    assert nginx
    data = tmp_path_factory.mktemp("data")
    shutil.copy(empty_database, data)
    given = {"THREADS": "1", "PROXIES": "1", "CLIENT_REQUESTS_PER_MINUTE": str(REQUESTS)}
    with (
        TemporaryDirectory() as own,  # which other users reach, as pytest's own is not
        serve(data, **given) as service,
        _proxying(Path(own), service.port) as port,
    ):
        yield Proxy(port, Path(own), service)


def _error(answer: Answer) -> tuple[int, str, list[str]]:
    return answer.status, answer.json["error_type"], list(answer.json)


IN_FORM = ["error_type", "message", "details", "timestamp"]


def test_what_the_service_answers_comes_through(proxy: Proxy) -> None:
    body = json.dumps({"description": SECRET, "rows": 3, "seed": 7}).encode()
    sent = {"Content-Type": "application/json"}
    there, here = (each.ask("POST", "/generate", body, sent) for each in (proxy.service, proxy.as_server))
    assert (here.status, here.body, here.headers["content-location"]) == (
        200,
        there.body,
        there.headers["content-location"],
    )


def test_figures_are_not_for_the_outside(proxy: Proxy) -> None:
    asked = [proxy.ask("GET", path) for path in ("/metrics", "//metrics", "/%6detrics", "/health/../metrics")]
    assert [_error(answer) for answer in asked] == [(404, "not_found", IN_FORM)] * 4


def test_a_body_that_no_route_takes_is_refused_in_the_same_form(proxy: Proxy) -> None:
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=PATIENCE) as client:
        client.sendall(b"POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99000000\r\n\r\n")
        answer = client.recv(65536)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 413 ")
    assert (json.loads(body)["error_type"], list(json.loads(body))) == ("validation", IN_FORM)


@pytest.mark.parametrize("name", ["encrypted", "a tunnel", "dots that are written out", "a nul in the address"])
def test_what_cannot_even_be_read_is_refused_in_the_same_form(proxy: Proxy, name: str) -> None:
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=PATIENCE) as client:
        client.sendall(ODD[name])
        head, _, body = b"".join(iter(lambda: client.recv(65536), b"")).partition(b"\r\n\r\n")
    assert (head.partition(b"\r\n")[0], json.loads(body)["error_type"]) == (b"HTTP/1.1 400 Bad Request", "validation")


def test_slow_clients_hold_no_thread_of_the_service(proxy: Proxy) -> None:
    with ExitStack() as stack:
        for _ in range(8):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", proxy.port), timeout=PATIENCE))
            client.sendall(b"POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n{")
        assert proxy.ask("GET", "/health").status == 200


def test_what_was_asked_for_is_in_no_log(proxy: Proxy) -> None:
    path = "/?description=" + SECRET.replace(" ", "+")
    assert proxy.ask("GET", path).status == 200
    with _proxying(proxy.folder / "of-nobody", _closed_port()) as port:
        assert replace(proxy, port=port).ask("GET", path).status == 503
        said = (proxy.folder / "of-nobody" / "access.log").read_text("utf-8")
        said += (proxy.folder / "of-nobody" / "error.log").read_text("utf-8")
    assert "Marmalade" not in proxy.said() + said


def test_who_asks_is_told_by_the_proxy_alone(proxy: Proxy) -> None:
    spoofed = (_from("127.0.0.9", proxy.port, f"203.0.113.{number % 256}") for number in range(20 * REQUESTS))
    assert (429 in spoofed, proxy.ask("GET", "/nothing").status) == (True, 404)  # more come with time


def _from(address: str, port: int, spoofed: str) -> int:
    """Return how one is answered who asks from an address, and names another one."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE, source_address=(address, 0))
    with closing(connection):
        connection.request("GET", "/nothing", headers={"X-Forwarded-For": spoofed})
        return connection.getresponse().status


def test_while_the_service_is_away_clients_are_told_when_to_ask_again(nginx: str, tmp_path: Path) -> None:
    assert nginx
    with TemporaryDirectory() as own, _proxying(Path(own), _closed_port()) as port:
        answer = Server(port, tmp_path, None).ask("GET", "/health")  # type: ignore[arg-type]  # no process
        page = Server(port, tmp_path, None).get("/", Accept="text/html,*/*")  # type: ignore[arg-type]  # as above
    assert (page.status, page.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert (_error(answer), answer.headers["retry-after"]) == ((503, "generation_failure", IN_FORM), "5")


@pytest.mark.parametrize("here", ["here.conf", "here-containers.conf"])
@pytest.mark.parametrize("listen", ["plain.conf", "tls.conf"])
def test_the_proxy_understands_every_variant(nginx: str, here: str, listen: str, tmp_path: Path) -> None:
    for name in ("nginx.conf", "site.conf", "passed.conf", "refused.conf"):
        shutil.copy(DEPLOY / "nginx" / name, tmp_path)
    said = (DEPLOY / "nginx" / here).read_text("utf-8")
    (tmp_path / "here.conf").write_text(re.sub("access_log .* line", "access_log off", said), "utf-8")
    shutil.copy(DEPLOY / "nginx" / listen, tmp_path / "listen.conf")
    _certify(tmp_path / "tls")
    command = [nginx, "-t", "-q", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"), "-g", f"pid {tmp_path}/pid;"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def _certify(folder: Path) -> None:
    """Make a certificate that nobody trusts."""
    folder.mkdir()
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=localhost", "-keyout", f"{folder}/privkey.pem", "-out", f"{folder}/fullchain.pem"]
    if shutil.which("openssl") is None:
        pytest.skip("no openssl on PATH, which makes the certificate")
    subprocess.run([*made, *names], check=True, capture_output=True)


def _closed_port() -> int:
    return free_ports(1)[0]


def test_an_answer_is_taken_off_the_service_before_a_slow_client_has_it(proxy: Proxy) -> None:
    body = json.dumps({"description": SECRET, "rows": 10_000, "seed": 7}).encode()
    with ExitStack() as stack:
        for _ in range(3):
            slow = HTTPConnection("127.0.0.1", proxy.port, timeout=PATIENCE)
            stack.callback(slow.close)
            slow.request("POST", "/generate", body, {"Content-Type": "application/json"})  # and reads nothing
        assert proxy.ask("GET", "/health").status == 200
