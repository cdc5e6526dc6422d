"""Who was killed for want of memory: the system counts such kills, and of a process only says that it was killed."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic

_LATELY = 5.0  # seconds between a kill and the moment that it is seen here
_MEMBERSHIP = Path("/proc/self/cgroup")
_GROUPS = Path("/sys/fs/cgroup")
_MACHINE = Path("/proc/vmstat")
_SCORE = Path("/proc/self/oom_score_adj")


def count_kills() -> int:
    """Return how many processes were killed for want of memory: of this container or service, else of the machine."""
    return _counted((*_own(), _MACHINE))


def prefer_to_die() -> None:
    """Be killed for want of memory before others are: who makes something large is to end, not who looks after it."""
    with suppress(OSError):  # no Linux
        _SCORE.write_text("500")


class MemoryWatch:
    """Notices kills for want of memory, as long as it is asked often."""

    def __init__(self, count: Callable[[], int] = count_kills, clock: Callable[[], float] = monotonic) -> None:
        self._count = count
        self._clock = clock
        self._seen = count()
        self._risen_at = float("-inf")

    def look(self) -> None:
        """Take note of kills since the last look."""
        if (count := self._count()) > self._seen:
            self._seen, self._risen_at = count, self._clock()

    def has_killed(self) -> bool:
        """Tell whether something was killed just now."""
        self.look()
        return self._clock() - self._risen_at < _LATELY


def _own() -> list[Path]:
    """Return the files that count for the control group of this process, of the new kind and of the old one."""
    try:
        lines = [line.split(":", 2) for line in _MEMBERSHIP.read_text().splitlines()]
    except OSError:
        return []
    new = [_GROUPS / place.lstrip("/") / "memory.events" for _, kind, place in lines if not kind]
    old = [
        _GROUPS / "memory" / place.lstrip("/") / "memory.oom_control" for _, kind, place in lines if kind == "memory"
    ]
    return new + old


def _counted(files: tuple[Path, ...]) -> int:
    """Return the count in the first file that has one."""
    for file in files:
        try:
            words = dict(line.split(maxsplit=1) for line in file.read_text().splitlines() if " " in line)
        except OSError:
            continue
        if (said := words.get("oom_kill", "")).isdigit():
            return int(said)
    return 0
