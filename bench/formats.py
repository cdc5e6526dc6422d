"""What each format costs beside CSV: `python -m bench.formats [--rows N] [--keep]`, on an idle machine.

R10 in every format, to a file that is thrown away as it comes. A process of its own makes each, so that the peak of its
memory is the format's; sizes are of the files. CPU time is the process's, without its start and what is read first; the
seconds of a clock on the wall are less where threads of Arrow's compress beside one another.
"""

import json
import resource
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict, dataclass
from time import perf_counter, process_time

from bench import report
from bench.contenders import AS_OF, SEED, planned
from bench.datasets import R10
from generation.engine import FORMATS, About, Plan, export, run_plan

FEW = 1000
_REFERENCE = "csv"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one file cost: seconds, and the bytes of the file and of the process's memory before it and at its peak."""

    cpu: float
    wall: float
    size: int
    memory_before: int
    memory: int

    def line(self, name: str, rows: int, reference: "Cost") -> tuple[str, ...]:
        """Return it as a row of a table."""
        return (
            name,
            f"{self.cpu:.2f}",
            f"{self.cpu / reference.cpu:.2f}",
            f"{self.wall:.2f}",
            f"{rows / self.wall:,.0f}",
            f"{self.size / 1e6:.1f}",
            f"{self.memory / 2**20:.0f}",
            f"{(self.memory - self.memory_before) / 2**20:.0f}",
        )


_HEAD = (
    *("format", "CPU, s", "times CSV's", "wall, s", "rows a second", "file, MB", "peak memory, MiB"),
    "of which the file's, MiB",
)


def main() -> None:
    """Measure each format in a process of its own, print the table, and keep it if asked."""
    asked = _arguments()
    if asked.alone:
        print(json.dumps(asdict(cost(asked.alone, asked.rows))))
        return
    costs = {name: _in_a_process_of_its_own(name, asked.rows) for name in asked.formats}
    text = _text(costs, asked.rows)
    print(text)
    if asked.keep:
        report.keep_section("formats", text)


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m bench.formats", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="of each file (1000000)")
    parser.add_argument(
        "--formats", nargs="*", default=list(FORMATS), choices=FORMATS, help="all, unless some are named"
    )
    parser.add_argument("--keep", action="store_true", help="write the table to bench/README.md")
    parser.add_argument("--alone", metavar="FORMAT", choices=FORMATS, help="only make one file, in this process")
    return parser.parse_args()


def cost(name: str, rows: int) -> Cost:
    """Make a file in this process after a small one, which reads what is read once."""
    plan = planned(R10)
    _make(plan, name, FEW)
    before, cpu, wall = _peak(), process_time(), perf_counter()
    size = _make(plan, name, rows)
    return Cost(process_time() - cpu, perf_counter() - wall, size, before, _peak())


def _make(plan: Plan, name: str, rows: int) -> int:
    """Return the number of bytes of a file."""
    about = About(name="r10", title="R10", schema=plan.schema, seed=SEED, as_of=AS_OF, rows=rows)
    return sum(map(len, export(run_plan(plan, rows=rows, seed=SEED, as_of=AS_OF), name, about=about)))


def _peak() -> int:
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes if sys.platform == "darwin" else kilobytes * 1024


def _in_a_process_of_its_own(name: str, rows: int) -> Cost:
    command = [sys.executable, "-m", "bench.formats", "--alone", name, "--rows", str(rows)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - this module
    return Cost(**json.loads(done.stdout))


def _text(costs: dict[str, Cost], rows: int) -> str:
    """Return the table, beside CSV, or beside the first where CSV is not among them."""
    reference = costs.get(_REFERENCE) or next(iter(costs.values()))
    lines = [of.line(name, rows, reference) for name, of in costs.items()]
    command = f"`python -m bench.formats --rows {rows}`"
    return f"{command}: {report.facts()}\n\n{report.table(_HEAD, lines)}"


if __name__ == "__main__":
    main()
