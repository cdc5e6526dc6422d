"""How the deployment bears slow clients: `python -m bench.slow_clients [--seconds N] [--clients N] [--keep]`.

bench/dripping.py connects them, in a process of its own, to the shipped proxy, and then to the web processes alone, as
if there was none. Meanwhile /health is asked for, each time on a connection of its own as who watches over a service
does, and 1,000 rows by somebody who is as fast as ever. Before, both are asked without anybody else. Times are those of
a clock on the wall, the whole answer taken: they want a machine that does nothing else.
"""

import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from math import ceil
from statistics import median
from time import perf_counter, sleep

from bench import report
from bench.deployment import Deployment, deployed
from bench.mixture import wish
from bench.programs import ROOT

BAR = 250.0  # milliseconds, of the 99th percentile of /health
_ALONE = "nobody else"
_EVERY = 0.05  # seconds between two questions
_CONNECTING = 3.0  # seconds until all who drip have begun
_PATIENCE = 10.0  # who waits longer is not answered
_BODY = wish("patients of a clinic with names, cities and dates")

Ask = Callable[[HTTPConnection], None]


@dataclass(frozen=True, slots=True)
class Waits:
    """How long answers took, in milliseconds, and how many did not come as they should."""

    where: str
    what: str
    times: Sequence[float]
    failures: int

    @property
    def p99(self) -> float:
        """Return the 99th percentile."""
        return sorted(self.times)[ceil(0.99 * len(self.times)) - 1]

    def line(self) -> tuple[str, ...]:
        """Return it as a row of a table."""
        figures = (median(self.times), self.p99, max(self.times))
        return (self.where, self.what, *(f"{each:.0f}" for each in figures), str(len(self.times)), str(self.failures))


def main() -> None:
    """Measure, print, and keep the table if asked. Ends with 1 where the bar is missed."""
    given = _arguments()
    with deployed() as deployment:
        waits = [each for where in _measured(deployment, given) for each in where]
    text = f"`python -m bench.slow_clients --clients {given.clients}`: {report.facts()}\n\n{tables(waits)}"
    print(text)
    if given.keep:
        report.keep_section("slow_clients", text)
    sys.exit(not measure(waits).reached)


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m bench.slow_clients", description=__doc__)
    parser.add_argument("--seconds", type=float, default=30, help="of each measurement (30)")
    parser.add_argument("--clients", type=int, default=200, help="who are slow (200)")
    parser.add_argument("--keep", action="store_true", help="write the table to bench/README.md")
    return parser.parse_args()


def _measured(deployment: Deployment, given: Namespace) -> Iterator[list[Waits]]:
    places = {"the proxy": deployment.port, "no proxy": deployment.web_port}
    for name, port in places.items():
        yield _asked(port, given.seconds, f"{name}, {_ALONE}")
    for name, port in places.items():
        for who, arguments in {"send slowly": ["--only-senders"], "send or take slowly": []}.items():
            with _dripping(port, given.clients, *arguments):
                yield _asked(port, given.seconds, f"{name}, {given.clients} who {who}")


@contextmanager
def _dripping(port: int, clients: int, *arguments: str) -> Iterator[None]:
    """Have them drip until the block is left."""
    command = [sys.executable, "-m", "bench.dripping", str(port), "--clients", str(clients), *arguments]
    with subprocess.Popen(command, cwd=ROOT) as process:  # noqa: S603 - our own program
        try:
            sleep(_CONNECTING)
            yield
        finally:
            process.kill()


def _asked(port: int, seconds: float, where: str) -> list[Waits]:
    """Ask for both in turn until so many seconds are past."""
    asks: dict[str, Ask] = {"/health": _health, "1,000 rows": _rows}
    times: dict[str, list[float]] = {what: [] for what in asks}
    failures = dict.fromkeys(asks, 0)
    until = perf_counter() + seconds
    while perf_counter() < until:
        for what, ask in asks.items():
            began = perf_counter()
            failures[what] += not _is_answered(port, ask)
            times[what].append(1000 * (perf_counter() - began))
        sleep(_EVERY)
    return [Waits(where, what, times[what], failures[what]) for what in asks]


def _is_answered(port: int, ask: Ask) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        ask(connection)
        answer = connection.getresponse()
        answer.read()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return answer.status == 200  # noqa: PLR2004 - OK


def _health(connection: HTTPConnection) -> None:
    connection.request("GET", "/health")


def _rows(connection: HTTPConnection) -> None:
    connection.request("POST", "/generate", _BODY, {"Content-Type": "application/json"})


def measure(waits: Sequence[Waits]) -> report.Measure:
    """Return what is measured against the bar: /health through the proxy, while others are slow."""
    behind = [each for each in waits if each.where.startswith("the proxy") and _ALONE not in each.where]
    slowest = max(each.p99 for each in behind if each.what == "/health")
    return report.at_most("99th percentile of /health, through the proxy", slowest, BAR, " ms")


def tables(waits: Sequence[Waits]) -> str:
    """Return the table of waits, and the bar."""
    head = ("through", "what", "median, ms", "p99, ms", "longest, ms", "asked", "not answered")
    return f"{report.table(head, [each.line() for each in waits])}\n\n{report.floors([measure(waits)])}"


if __name__ == "__main__":
    main()
