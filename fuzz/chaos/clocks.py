"""Clocks that can be set: the time of day that the processes of a deployment see, and no other's."""

import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from struct import pack

from bench.services import Service

_SOURCE = Path(__file__).with_name("clock.c")


@dataclass(frozen=True, slots=True)
class Clock:
    """The time of day of processes that have these `settings` in their environment."""

    folder: Path

    @classmethod
    def made(cls, folder: Path) -> "Clock | None":
        """Return a clock whose files are in a folder; None where there is no C compiler to make it with."""
        compiler = shutil.which("cc")
        if compiler is None:
            return None
        clock = cls(folder)
        clock.set(0)
        command = [compiler, "-shared", "-fPIC", "-O2", "-o", str(clock._library), str(_SOURCE)]
        subprocess.run(command, check=True)  # noqa: S603 - the compiler of this machine
        return clock

    @property
    def settings(self) -> dict[str, str]:
        """Return what has a process use it."""
        return {"LD_PRELOAD": str(self._library), "CLOCK_OFF": str(self._file)}

    def set(self, seconds: int) -> None:
        """Set it off by so many seconds, for all at once."""
        with self._file.open("r+b" if self._file.exists() else "wb") as file:
            file.write(pack("@l", seconds))

    def rule(self, service: Service) -> None:
        """Have a service use it that was started without."""
        service.unit = replace(service.unit, environment={**service.unit.environment, **self.settings})
        service.restart()

    @property
    def _library(self) -> Path:
        return self.folder / "clock.so"

    @property
    def _file(self) -> Path:
        return self.folder / "clock"
