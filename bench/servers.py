"""How many processes and threads of the server are best: `python -m bench.servers --keep`.

The shipped deployment is asked with the mixed load of bench/mixture.py, for each number of processes and threads for
some seconds, in turns and again and again; the table has the median of the turns. Times and rates are told as so many
of those of the shipped setting. Memory is what the web processes have for themselves and their share of what they have
in common.
"""

import json
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from bench import report
from bench.deployment import Deployment, deployed
from bench.mixture import CACHED, COLD, Asked
from bench.programs import ROOT

GRID = ((1, 8), (2, 8), (3, 4), (3, 8), (3, 16), (4, 8))


@dataclass(frozen=True, slots=True)
class Turn:
    """What was seen of one setting in one turn: requests a second, seconds, megabytes."""

    rate: float
    cached: float
    cold: float
    memory: float
    errors: int


def main() -> None:
    """Measure, print the table, and keep it if asked."""
    parser = ArgumentParser(prog="python -m bench.servers", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10, help="of one turn (10)")
    parser.add_argument("--turns", type=int, default=3, help="of each setting (3)")
    parser.add_argument("--clients", type=int, default=64, help="at one time (64)")
    parser.add_argument("--keep", action="store_true", help="write the table to bench/README.md")
    given = parser.parse_args()
    turns: dict[tuple[int, int], list[Turn]] = {each: [] for each in GRID}
    with deployed() as deployment:
        shipped = (int(deployment.settings["WORKERS"]), int(deployment.settings["THREADS"]))
        for number in range(given.turns):
            for setting, taken in turns.items():
                taken.append(_turn(deployment, setting, given.clients, given.seconds, number))
    command = f"python -m bench.servers --seconds {given.seconds:g} --turns {given.turns} --clients {given.clients}"
    text = f"`{command}`: {report.facts()}\n\n{told(turns, shipped)}"
    sys.stdout.write(f"{text}\n")
    if given.keep:
        report.keep_section("servers", text)


def _turn(deployment: Deployment, setting: tuple[int, int], clients: int, seconds: float, seed: int) -> Turn:
    workers, threads = map(str, setting)
    deployment.web.restart(WORKERS=workers, THREADS=threads)
    command = [sys.executable, "-m", "bench.mixture", str(deployment.port), "--clients", str(clients)]
    asking = [*command, "--seconds", str(seconds), "--seed", f"{seed}{workers}{threads}"]
    said = subprocess.run(asking, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout  # noqa: S603 - our own program
    asked = [Asked(**each) for each in json.loads(said)]
    return Turn(
        rate=len(asked) / max(each.at + each.seconds for each in asked),
        cached=_late(asked, CACHED),
        cold=_late(asked, COLD),
        memory=sum(_proportional(process) for process in deployment.web.processes()) / 1024,
        errors=sum(bool(each.problem) for each in asked),
    )


def _late(asked: Sequence[Asked], kind: str) -> float:
    """Return the 95th percentile of a kind, in seconds."""
    times = [each.seconds for each in asked if each.kind == kind]
    return quantiles(times, n=20, method="inclusive")[18] if len(times) > 1 else max(times, default=0.0)


def _proportional(process: int) -> int:
    """Return the kilobytes of a process, of what it shares with others its share; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def told(turns: dict[tuple[int, int], list[Turn]], shipped: tuple[int, int]) -> str:
    """Return the table: a line for each setting."""
    middle = {setting: _middle(taken) for setting, taken in turns.items()}
    unit = middle[shipped]
    rows = [
        (
            *(f"**{number}**" if setting == shipped else str(number) for number in setting),
            *(f"{one / of:.2f}" for one, of in ((each.rate, unit.rate), (each.cached, unit.cached))),
            *(f"{each.cold / unit.cold:.2f}", f"{each.memory:.0f}", str(each.errors)),
        )
        for setting, each in middle.items()
    ]
    head = ("`WORKERS`", "`THREADS`", "requests a second", "p95 of cached", "p95 of new ones", "MB together", "errors")
    return report.table(head, rows)


def _middle(turns: Sequence[Turn]) -> Turn:
    return Turn(
        rate=median(each.rate for each in turns),
        cached=median(each.cached for each in turns),
        cold=median(each.cold for each in turns),
        memory=median(each.memory for each in turns),
        errors=sum(each.errors for each in turns),
    )


if __name__ == "__main__":
    main()
