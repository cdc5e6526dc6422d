"""What goes wrong: each fault begins, and ends."""

import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.deployment import Deployment
from bench.programs import children
from bench.services import Service
from fuzz.chaos.clocks import Clock
from fuzz.chaos.disks import clear, fill
from tests.scripted_model import ScriptedModel

SHIFT = 3600  # seconds, by which clocks are set


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong for some seconds; answers may break off meanwhile if `may_break`."""

    name: str
    begin: Callable[[], object]
    end: Callable[[], object]
    seconds: float = 8.0
    may_break: bool = False


def stopped(service: Service, name: str) -> Fault:
    """Return the fault that a service is ended, and started again."""
    return Fault(f"{name} stopped", service.stop, service.start)


def restarted(service: Service, name: str) -> Fault:
    """Return the fault that a service is asked to end in the middle of its work, and started again; nothing breaks."""
    return Fault(f"{name} restarted", service.restart, service.await_ready, seconds=2.0)


def frozen(service: Service, name: str) -> Fault:
    """Return the fault that a service does not answer, though it is there."""

    def send(number: signal.Signals) -> None:
        for process in service.processes():
            os.kill(process, number)

    return Fault(f"{name} hanging", lambda: send(signal.SIGSTOP), lambda: send(signal.SIGCONT), seconds=12.0)


def full(folder: Path, name: str) -> Fault:
    """Return the fault that there is no byte left on a small disk."""
    return Fault(f"disk of {name} full", lambda: fill(folder), lambda: clear(folder))


def misbehaving(model: ScriptedModel, *behaviours: str) -> list[Fault]:
    """Return the faults that the language model behaves so, and then well again."""
    return [
        Fault(
            f"model: {behaviour.replace('_', ' ')}",
            lambda behaviour=behaviour: model.follow(behaviour),  # type: ignore[misc]  # bound now
            lambda: model.follow("good"),
        )
        for behaviour in behaviours
    ]


def jumps(clock: Clock) -> list[Fault]:
    """Return the faults that the clock of the machine jumps forth, and back."""
    return [
        Fault("clock an hour ahead", lambda: clock.set(SHIFT), lambda: clock.set(0)),
        Fault("clock an hour behind", lambda: clock.set(-SHIFT), lambda: clock.set(0)),
    ]


def victims(deployment: Deployment) -> dict[str, Callable[[], Sequence[int]]]:
    """Return all kinds of processes that may be killed, and which those are at the moment."""
    return {
        "master of the web processes": lambda: _main(deployment.web),
        "web process": lambda: children(deployment.web.pid),
        "worker": lambda: _main(deployment.worker),
        "process of the worker": lambda: [
            each for child in children(deployment.worker.pid) for each in (child, *children(child))
        ],
        "database": lambda: _main(deployment.database),
        "process of the database": lambda: children(deployment.database.pid),
        "cache": lambda: _main(deployment.cache),
        "process of the proxy": lambda: children(deployment.proxy.pid),
    }


def _main(service: Service) -> list[int]:
    return [service.pid] if service.pid else []
