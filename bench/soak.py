"""The shipped deployment under the mixed load: `make soak`, or `python -m bench.soak --minutes 1 --warm-up 0.5` to try.

bench/deployment.py runs what deploy/ ships, on loopback; bench/mixture.py asks it, in a process of its own, from an
address for each client. Everything that is not answered as it should be is an error, and so is every line of the
service's log that says ERROR, and every process that ends. The memory is what each process of the service has (RSS),
after the warming up and at the end; PostgreSQL's and Redis's are told too, but they may keep what they have read.
The drift is that of the 95th percentile, from the first third of the time that counts to the last one.
"""

import json
import os
import re
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import nan
from pathlib import Path
from statistics import median, quantiles
from time import monotonic, sleep

from bench import report
from bench.deployment import Deployment, deployed
from bench.mixture import Asked
from bench.programs import ROOT

MOST_GROWTH = 5.0  # percent
MOST_DRIFT = 10.0  # percent
SLICES = 10
_OURS = ("web", "worker")  # of the services, those that are this project's programs
_LOOK_SECONDS = 2.0
_LOOKS = 5  # of which the median is the memory of a time

_SOUND = re.compile(r'Open http|\{(?!.*"level": "(ERROR|CRITICAL)")')

Memory = Mapping[tuple[str, int], int]


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen at a time: kilobytes of memory by service and process, and each service's CPU seconds till then."""

    at: float
    memory: Memory
    cpu: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Soaked:
    """What came of it after the warming up: the requests, what was seen meanwhile, and the errors of all the time."""

    asked: Sequence[Asked]
    looks: Sequence[Look]
    errors: Mapping[str, int]

    @property
    def before(self) -> Memory:
        """Return the memory after the warming up."""
        return settled([look.memory for look in self.looks[:_LOOKS]])

    @property
    def after(self) -> Memory:
        """Return the memory at the end."""
        return settled([look.memory for look in self.looks[-_LOOKS:]])

    @property
    def growth(self) -> float:
        """Return by how many percent the memory of our own processes grew."""
        before, after = (
            sum(size for (name, _), size in each.items() if name in _OURS) for each in (self.before, self.after)
        )
        return 100 * (after / before - 1)

    @property
    def drift(self) -> float:
        """Return by how many percent the 95th percentile grew from the first third to the last."""
        first, _, last = _sliced(self.asked, 3)
        return 100 * (_percentiles(last)[1] / _percentiles(first)[1] - 1)

    def cpu(self, service: str) -> tuple[float, float]:
        """Return the CPU seconds that a service takes for a request, in the first third and in the last."""
        third = len(self.looks) // 3
        return self._cpu(service, self.looks[: third + 1]), self._cpu(service, self.looks[-third - 1 :])

    def _cpu(self, service: str, looks: Sequence[Look]) -> float:
        requests = sum(looks[0].at <= each.at < looks[-1].at for each in self.asked)
        return (looks[-1].cpu[service] - looks[0].cpu[service]) / max(1, requests)


def main() -> None:
    """Run it, print the tables, and keep them if asked. Ends with 1 where a bar is missed."""
    given = _arguments()
    with deployed() as deployment:
        soaked = _soaked(deployment, given)
    text = f"`{_command(given)}`: {report.facts()}\n\n{tables(soaked)}"
    print(text)
    if given.keep:
        report.keep_section("soak", text)
    sys.exit(not all(measure.reached for measure in measures(soaked)))


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="that count (10)")
    parser.add_argument("--warm-up", type=float, default=2, help="minutes before these that do not (2)")
    parser.add_argument("--clients", type=int, default=64, help="at one time (64)")
    parser.add_argument("--seed", type=int, default=1, help="of what is asked for (1)")
    parser.add_argument("--keep", action="store_true", help="write the tables to bench/README.md")
    return parser.parse_args()


def _command(given: Namespace) -> str:
    return f"python -m bench.soak --minutes {given.minutes:g} --warm-up {given.warm_up:g} --clients {given.clients}"


def _soaked(deployment: Deployment, given: Namespace) -> Soaked:
    """Have it asked, and look at its memory meanwhile."""
    looks = []
    with _asking(deployment, given) as asking:
        while asking.poll() is None:
            looks.append(Look(monotonic(), memory(deployment), cpu(deployment)))
            sleep(_LOOK_SECONDS)
    asked = [Asked(**each) for each in json.loads(_answers(deployment).read_text("utf-8"))]
    warm = asked[0].at + 60 * given.warm_up
    return Soaked(
        [each for each in asked if each.at >= warm],
        [look for look in looks if look.at >= warm],
        Counter(each.problem for each in asked if each.problem) + _crashes(deployment) + _restarts(deployment),
    )


@contextmanager
def _asking(deployment: Deployment, given: Namespace) -> Iterator["subprocess.Popen[bytes]"]:
    """Ask, in a process of its own, until the block is left."""
    seconds = 60 * (given.warm_up + given.minutes)
    numbers = ("--clients", str(given.clients), "--seconds", str(seconds), "--seed", str(given.seed))
    command = [sys.executable, "-m", "bench.mixture", str(deployment.port), *numbers]
    with (
        _answers(deployment).open("wb") as answers,
        subprocess.Popen(command, cwd=ROOT, stdout=answers) as process,  # noqa: S603 - our own program
    ):
        try:
            yield process
        finally:
            process.kill()


def _answers(deployment: Deployment) -> Path:
    return deployment.folder / "asked.json"


def memory(deployment: Deployment) -> Memory:
    """Return what each process has now."""
    pids = [(service.unit.name, pid) for service in deployment.services for pid in service.processes()]
    return {(name, pid): size for name, pid in pids if (size := resident(pid))}


def resident(process: int) -> int:
    """Return the kilobytes of memory that a process has; 0 where it has ended."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def cpu(deployment: Deployment) -> Mapping[str, float]:
    """Return the CPU seconds that the processes of each service have taken, with those that have ended."""
    return {service.unit.name: sum(map(cpu_seconds, service.processes())) for service in deployment.services}


def cpu_seconds(process: int) -> float:
    """Return the CPU seconds of a process and of its children that have ended; none where it has ended itself."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def settled(looks: Sequence[Memory]) -> Memory:
    """Return the median of each process that is there in all of the looks."""
    there = set.intersection(*(set(look) for look in looks)) if looks else set()
    return {key: int(median(look[key] for look in looks)) for key in sorted(there)}


def _crashes(deployment: Deployment) -> Counter[str]:
    """Return the lines of our own logs that tell of a fault of ours."""
    lines = [line for service in (deployment.web, deployment.worker) for line in deployment.log(service).splitlines()]
    return Counter(f"in the log: {line[:200]}" for line in lines if not _SOUND.match(line))


def _restarts(deployment: Deployment) -> Counter[str]:
    return +Counter({f"{service.unit.name} has ended": service.restarts for service in deployment.services})


def _ours(memory: Memory) -> int:
    return sum(size for (name, _), size in memory.items() if name in _OURS)


def measures(soaked: Soaked) -> list[report.Measure]:
    """Return what is measured against the bars."""
    return [
        report.at_most("errors", sum(soaked.errors.values()), 0, ""),
        report.at_most("growth of the service's memory", soaked.growth, MOST_GROWTH, " %"),
        report.at_most("drift of the 95th percentile", soaked.drift, MOST_DRIFT, " %"),
    ]


def tables(soaked: Soaked) -> str:
    """Return the tables: how long answers took over time and by kind, the memory, and the bars; then the errors."""
    unit = _percentiles(_sliced(soaked.asked, SLICES)[0])[0]
    over_time = [(f"{number}", *_line(each, unit)) for number, each in enumerate(_sliced(soaked.asked, SLICES), 1)]
    kinds = sorted({each.kind for each in soaked.asked})
    by_kind = [(kind, *_line([each for each in soaked.asked if each.kind == kind], unit)) for kind in kinds]
    head = ("requests", "median", "p95", "p99")
    return "\n\n".join(
        [
            f"Times are told as so many of the median of the first tenth, which was {1000 * unit:.0f} ms.",
            report.table(("tenth of the time", *head), over_time),
            report.table(("kind", *head), by_kind),
            report.table(("process", "MB after the warming up", "MB at the end", "growth, %"), _memory_lines(soaked)),
            report.table(
                ("service", "CPU of a request in the first third, ms", "in the last, times"), _cpu_lines(soaked)
            ),
            report.floors(measures(soaked)),
            *(f"- {times} times {problem}" for problem, times in list(soaked.errors.items())[:20]),
        ]
    )


def _cpu_lines(soaked: Soaked) -> Iterator[tuple[str, ...]]:
    for name in soaked.looks[0].cpu:
        first, last = soaked.cpu(name)
        yield name, f"{1000 * first:.2f}", f"{last / first:.2f}" if first else ""


def _sliced(asked: Sequence[Asked], slices: int) -> list[Sequence[Asked]]:
    """Return the requests in so many slices of time, all equally long."""
    first, last = asked[0].at, asked[-1].at
    of = [min(slices - 1, int(slices * (each.at - first) / (last - first))) for each in asked]
    return [[each for each, place in zip(asked, of, strict=True) if place == number] for number in range(slices)]


def _percentiles(asked: Sequence[Asked]) -> tuple[float, float, float]:
    """Return the median, the 95th and the 99th percentile of how long answers took, in seconds."""
    if len(asked) < 2:  # noqa: PLR2004 - there are none of fewer
        return nan, nan, nan
    cuts = quantiles((each.seconds for each in asked), n=100, method="inclusive")
    return cuts[49], cuts[94], cuts[98]


def _line(asked: Sequence[Asked], unit: float) -> tuple[str, ...]:
    return (f"{len(asked):,}", *(f"{seconds / unit:.2f}" for seconds in _percentiles(asked)))


def _memory_lines(soaked: Soaked) -> Iterator[tuple[str, ...]]:
    """Yield each process of ours, and the sum of each service."""
    names = dict.fromkeys(name for name, _ in soaked.before)
    for name in names:
        there = [key for key in soaked.before if key[0] == name and key in soaked.after]
        for number, key in enumerate(there if name in _OURS else [], 1):
            yield (f"{name} {number}", *_growth(soaked.before[key], soaked.after[key]))
        sums = [sum(size for key, size in each.items() if key[0] == name) for each in (soaked.before, soaked.after)]
        yield (f"{name}, together", *_growth(*sums))


def _growth(before: int, after: int) -> tuple[str, ...]:
    return f"{before / 1024:.1f}", f"{after / 1024:.1f}", f"{100 * (after / before - 1):.1f}"


if __name__ == "__main__":
    main()
