"""What requests cost: `python -m bench.request_cost [--requests N] [--rounds N] [--database URL] [--keep]`.

The service runs as it is, with a view beside its own that does nothing (bench/empty_view.py): the same server, the same
middleware. All is the CPU time of the server's process, its threads and the kernel's work for them included, and the
requests come one after the other on one connection, so that a busy machine is so to all of them. What each costs is
told as so many times of that view's; medians of some rounds, in which all take turns, after one that warms up.
"""

import json
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from time import sleep

from bench import report
from bench.clock import interleaved
from bench.programs import Server, manage, serve

BAR = 12.0  # times an empty view
SENTENCE = "e-commerce products with names, prices, categories and ratings"
_EMPTY = "GET an empty view"
_CACHED = "POST /generate, 1,000 rows, cached"
_JSON = {"Content-Type": "application/json"}
_STARTED = 2.0  # seconds in which a server that is asked already still reads what it needs

Ask = Callable[[], None]


def main() -> None:
    """Measure, print the table, and keep it if asked."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder, _serving(Path(folder), asked.database) as server:
        seconds = _measured(server, asked.requests, asked.rounds)
    text = f"`python -m bench.request_cost`: {report.facts()}\n\n{table(seconds)}"
    print(text)
    if asked.keep:
        report.keep_section("request_cost", text)


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m bench.request_cost", description=__doc__)
    parser.add_argument("--requests", type=int, default=200, help="of each kind in a round (200)")
    parser.add_argument("--rounds", type=int, default=5, help="after the one that warms up (5)")
    parser.add_argument("--database", default="", help="the address of an empty one (SQLite)")
    parser.add_argument("--keep", action="store_true", help="write the table to bench/README.md")
    return parser.parse_args()


@contextmanager
def _serving(folder: Path, database: str) -> Iterator[Server]:
    """Run a server that refuses nobody, for all comes from one client."""
    settings = {"DATA_DIR": str(folder), "SECRET_KEY": "of the measurement", "DATABASE_URL": database}
    unlimited = {"CLIENT_REQUESTS_PER_MINUTE": str(10**9), "CLIENT_CELLS_PER_MINUTE": str(10**15)}
    manage("migrate", "--verbosity", "0", **settings)
    with serve(folder / "log", application="bench.empty_view", **settings, **unlimited) as server:
        sleep(_STARTED)
        yield server


def _measured(server: Server, requests: int, rounds: int) -> dict[str, float]:
    """Return the CPU seconds of a request of each kind."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
    runs = {name: partial(_repeated, ask, requests) for name, ask in kinds(connection).items()}
    taken = interleaved(runs, rounds, partial(_servers_seconds, server))
    return {name: seconds / requests for name, seconds in taken.items()}


def kinds(connection: HTTPConnection) -> dict[str, Ask]:
    """Return what is asked for, by name; the empty view comes first."""
    dataset = {"description": SENTENCE, "rows": 1000, "seed": 7}
    link, page = _places(connection, dataset)
    numbers = count()
    return {
        _EMPTY: partial(_ask, connection, "GET", "/empty"),
        _CACHED: partial(_ask, connection, "POST", "/generate", dataset),
        "GET a permanent link, 1,000 rows": partial(_ask, connection, "GET", link),
        "POST /schemas, cached": partial(_ask, connection, "POST", "/schemas", {"description": SENTENCE}),
        "POST /schemas, new, designed by rules": lambda: _ask(
            connection, "POST", "/schemas", {"description": f"{SENTENCE}, number {next(numbers)}"}
        ),
        "GET /health": partial(_ask, connection, "GET", "/health"),
        "GET /": partial(_ask, connection, "GET", "/"),
        "GET the page of a dataset": partial(_ask, connection, "GET", page),
    }


def _places(connection: HTTPConnection, dataset: dict[str, object]) -> tuple[str, str]:
    """Return the permanent link of a dataset, and the address of its page."""
    connection.request("POST", "/generate", json.dumps(dataset), _JSON)
    answer = connection.getresponse()
    answer.read()
    link = answer.headers["Content-Location"]
    return link, f"/datasets/{answer.headers['X-Schema-Hash']}?rows=1000&seed=7"


def _ask(connection: HTTPConnection, method: str, path: str, document: dict[str, object] | None = None) -> None:
    """Ask, and take the whole answer. Raises ValueError for a refusal."""
    connection.request(method, path, json.dumps(document) if document else None, _JSON if document else {})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status not in {200, 201}:
        raise ValueError(f"{method} {path} is answered {answer.status}: {body[:200]!r}")


def _repeated(ask: Ask, times: int) -> None:
    for _ in range(times):
        ask()


def _servers_seconds(server: Server, run: Callable[[], object]) -> float:
    """Return the CPU time that the processes that answer take meanwhile."""
    before = _seconds(server)
    run()
    return _seconds(server) - before


def _seconds(server: Server) -> float:
    """Return what all threads have taken, to the nanosecond; none of a pool ends before the server."""
    files = [path for worker in server.workers() for path in Path(f"/proc/{worker}/task").glob("*/schedstat")]
    return sum(int(path.read_text().split()[0]) for path in files) / 1e9


def table(seconds: dict[str, float]) -> str:
    """Return what each costs beside the first, and the bar."""
    reference = next(iter(seconds.values()))
    lines = [(name, f"{taken * 1000:.2f}", f"{taken / reference:.1f}") for name, taken in seconds.items()]
    measure = report.at_most("a cached request of 1,000 rows", seconds[_CACHED] / reference, BAR, "x")
    return f"{report.table(('request', 'CPU, ms', 'times an empty view'), lines)}\n\n{report.floors([measure])}"


if __name__ == "__main__":
    main()
