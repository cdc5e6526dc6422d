"""Programs that are kept running, as systemd keeps the units of deploy/systemd."""

import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import RLock, Thread
from time import monotonic, sleep

from bench.programs import descendants

PATIENCE = 90.0  # seconds for anything at all


@dataclass(frozen=True, slots=True)
class Unit:
    """What is kept running: `ready` tells whether it answers, `ending` is the signal that asks it to end.

    `listens` is a socket that is kept open for it while it is away, as a socket unit does, or None.
    """

    name: str
    command: Sequence[str]
    folder: Path
    log: Path
    environment: Mapping[str, str]
    ready: Callable[[], bool]
    user: str | None = None
    ending: signal.Signals = signal.SIGTERM
    listens: int | None = None
    after_death: Callable[[], None] = lambda: None


@dataclass
class Service:
    """A unit that runs, and is started again whenever it ends by itself or is killed."""

    unit: Unit
    restarts: int = 0
    pause: float = 1.0  # seconds before it is started again: RestartSec of the units
    _process: "subprocess.Popen[bytes] | None" = None
    _wanted: bool = False
    _lock: RLock = field(default_factory=RLock)

    @property
    def pid(self) -> int:
        """Return the main process; 0 while there is none."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else 0

    def processes(self) -> list[int]:
        """Return the main process and all below it; none while there are none."""
        main = self.pid
        return [main, *descendants(main)] if main else []

    def start(self) -> None:
        """Start it unless it runs, and wait until it answers. Raises TimeoutError."""
        with self._lock:
            self._wanted = True
            if not self.pid:
                self._spawn()
        self.await_ready()

    def stop(self) -> None:
        """Ask it to end, wait until it has, and leave it stopped. What does not end in time is killed."""
        with self._lock:
            self._wanted = False
            process = self._process
        if process is None:
            return
        process.send_signal(self.unit.ending)
        try:
            process.wait(PATIENCE)
        finally:
            self._sweep(process)

    def kill(self) -> None:
        """Kill the main process at once; it is started again after a second."""
        self.signal(signal.SIGKILL)

    def restart(self, **settings: str) -> None:
        """Ask it to end, and start it again, with other settings where some are given."""
        self.stop()
        self.unit = replace(self.unit, environment={**self.unit.environment, **settings})
        self.start()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the main process, if there is one."""
        if main := self.pid:
            os.kill(main, number)

    def await_ready(self, seconds: float = PATIENCE) -> None:
        """Wait until it answers. Raises TimeoutError."""
        until = monotonic() + seconds
        while not (self.pid and self.unit.ready()):
            if monotonic() > until:
                raise TimeoutError(f"{self.unit.name} does not answer; {self.unit.log} says why")
            sleep(0.05)

    def _spawn(self) -> None:
        unit, kept = self.unit, () if self.unit.listens is None else (self.unit.listens,)
        with unit.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                unit.command,
                cwd=unit.folder,
                env=dict(unit.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=kept,
                user=unit.user,
                extra_groups=None if unit.user is None else [],
            )
        Thread(target=self._watch, args=(self._process,), daemon=True).start()

    def _watch(self, process: "subprocess.Popen[bytes]") -> None:
        process.wait()
        if not self._wanted:
            return
        self._sweep(process)
        sleep(self.pause)
        with self._lock:
            if self._wanted and self._process is process:
                self.restarts += 1
                self._spawn()

    def _sweep(self, process: "subprocess.Popen[bytes]") -> None:
        """Kill what the main process has left behind, as systemd does with all of a unit's processes."""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.unit.after_death()
