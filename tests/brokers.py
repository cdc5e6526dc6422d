"""A private Redis for tests, which can be killed and started again at the same place."""

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest
from redis import Redis as Client

from tests.servers import PATIENCE


@dataclass
class Redis:
    """A server on loopback that keeps nothing on the disk."""

    program: str
    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = {"bind": "127.0.0.1", "port": self.port, "save": "", "appendonly": "no", "dir": self.folder}
        command = [self.program, *(text for name, value in options.items() for text in (f"--{name}", str(value)))]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._await()

    def knows(self, worker: str) -> bool:
        """Tell whether a worker of Celery, on a host of the name `tests`, takes messages."""
        with Client(port=self.port, decode_responses=True) as client:
            bound = client.smembers("_kombu.binding.celery.pidbox")
        return any(f"{worker}@tests.celery.pidbox" in binding for binding in cast(set[str], bound))

    def kill(self) -> None:
        """End it at once, with all that it knew."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)

    def _await(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise AssertionError("Redis does not start")


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    """Run a Redis that is a module's own."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no Redis here: there is no redis-server on PATH")
    running = Redis(program, tmp_path_factory.mktemp("redis"), _free_port())
    running.start()
    try:
        yield running
    finally:
        running.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
