import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.services import Service, Unit
from tests.servers import PATIENCE

_PROGRAM = "import os, sys, time; print(os.environ.get('NAME', 'nobody'), flush=True); time.sleep(600)"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    log = tmp_path / "log"
    unit = Unit(
        name="sleeper",
        command=[sys.executable, "-S", "-c", _PROGRAM],
        folder=tmp_path,
        log=log,
        environment={},
        ready=lambda: "\n" in log.read_text("utf-8"),
    )
    running = Service(unit, pause=0.01)
    running.start()
    try:
        yield running
    finally:
        running.stop()


def _await_restart(service: Service, restarts: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while service.restarts < restarts and time.monotonic() < deadline:
        time.sleep(0.01)
    service.await_ready()


def test_what_is_killed_is_started_again(service: Service) -> None:
    before = service.pid
    service.kill()
    _await_restart(service, 1)
    assert (service.restarts, service.pid not in {0, before}, len(service.processes())) == (1, True, 1)


def test_what_is_stopped_stays_so_until_it_is_started(service: Service) -> None:
    service.stop()
    stopped = service.processes()
    service.start()
    assert (stopped, len(service.processes()), service.restarts) == ([], 1, 0)


def test_it_is_started_again_with_other_settings(service: Service) -> None:
    service.restart(NAME="somebody")
    deadline = time.monotonic() + PATIENCE
    while "somebody" not in service.unit.log.read_text("utf-8") and time.monotonic() < deadline:
        time.sleep(0.01)
    assert service.unit.log.read_text("utf-8").split() == ["nobody", "somebody"]
