"""All measurements, as Markdown: `python -m bench --help`. CPU time throughout; the machine may do other things."""

import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench import report
from bench.breakdown import breakdown
from bench.clock import childrens_cpu_seconds, interleaved
from bench.contenders import chunks, contenders, planned, write_chunks
from bench.datasets import R10, S5, Dataset
from bench.fresh import in_a_fresh_process
from bench.long_tail import against_faker, per_row
from bench.report import Measure, at_least, at_most
from bench.vectorised import counts

ROWS, FEW = 100_000, 1000
SLOW = {"Faker": 25, "Faker, use_weighting=False": 10, "mimesis": 10}  # rows are so many times fewer, time is scaled
LONG_TAIL_SHARE = 20

MEMORY = Path("/dev/shm")  # noqa: S108  # Linux's folder in memory: the disk has no say there


def main() -> None:
    """Measure, print, and keep the tables if asked."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        text = "\n\n".join(_sections(asked, Path(folder) / "dataset.csv"))
    print(text)
    if asked.keep:
        report.keep(text)


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--whole", action="store_true", help="let the slow ones make all rows too: most of an hour")
    parser.add_argument("--rounds", type=int, default=5, help="of all contenders in turn, after one to warm up (5)")
    parser.add_argument("--rows", type=int, default=10_000_000, help="for the peak memory (10000000)")
    parser.add_argument("--keep", action="store_true", help="write the tables to bench/README.md")
    return parser.parse_args()


def _sections(asked: Namespace, path: Path) -> Iterator[str]:
    command = "make bench" + (" BENCH=--whole" if asked.whole else "")
    yield f"`{command}`: {report.facts()}"
    measures: list[Measure] = []
    for dataset in (R10, S5):
        for rows in (ROWS, FEW):
            taken = _compare(dataset, rows, asked, path)
            yield f"### {dataset.name}, {rows:,} rows to CSV\n\n{_comparison(taken, rows)}"
            measures += _floors_of(taken, rows) if dataset is R10 else []
    measures += [*_warm(asked.rounds, path), *_fresh(asked.rounds), _memory(asked.rows), _long_tail(asked, path)]
    yield f"### R10 against the floors\n\n{report.floors(measures)}"
    yield f"### Where the time of R10 goes, {ROWS:,} rows\n\n{_profile(asked.rounds)}"
    yield "### Methods that run a column at a time\n\n" + "\n".join(counts())


def _compare(dataset: Dataset, rows: int, asked: Namespace, path: Path) -> dict[str, float]:
    """Return the CPU seconds of each contender for so many rows."""
    fewer = {} if asked.whole or rows == FEW else SLOW
    runs = {name: partial(write, rows // fewer.get(name, 1), path) for name, write in contenders(dataset, rows).items()}
    return {name: seconds * fewer.get(name, 1) for name, seconds in interleaved(runs, asked.rounds).items()}


def _comparison(taken: dict[str, float], rows: int) -> str:
    engine = taken["engine"]
    lines = [
        (name, f"{seconds * 1000:,.2f}", f"{seconds / rows * 1e6:.2f}", f"{seconds / engine:.2f}")
        for name, seconds in taken.items()
    ]
    if "seedfaker" not in taken:
        lines.append(("seedfaker", "does not install here", "", ""))
    return report.table(("", "CPU, ms", "µs a row", "times the engine's"), lines)


def _floors_of(taken: dict[str, float], rows: int) -> Iterator[Measure]:
    engine, size = taken["engine"], f"{rows:,} rows"
    if rows == FEW:
        yield at_least(f"{size}, warm, against Faker", taken["Faker"] / engine, 100, "x")
        return
    yield at_least(f"{size}, against Faker", taken["Faker"] / engine, 400, "x")
    yield at_least(f"{size}, against Faker unweighted", taken["Faker, use_weighting=False"] / engine, 90, "x")
    if "mimesis" in taken:
        yield at_least(f"{size}, against mimesis", taken["mimesis"] / engine, 30, "x")
    yield at_most(f"{size}, against the writing of the bytes", engine / taken["the bytes alone"], 15, "x")


def _warm(rounds: int, path: Path) -> Iterator[Measure]:
    """Measure 1,000 rows where everything was used before, with and without compiling the schema."""
    plan = planned(R10)
    runs = {
        "compiled, made and written": lambda: write_chunks(path, chunks(planned(R10), FEW)),
        "made and written": lambda: write_chunks(path, chunks(plan, FEW)),
    }
    for name, seconds in interleaved(runs, 10 * rounds).items():
        yield at_most(f"{FEW:,} rows, warm, {name}", seconds * 1000, 6, " ms")


def _fresh(rounds: int) -> Iterator[Measure]:
    """Measure the first rows of a fresh process, with all that it imports."""
    runs = {name: partial(in_a_fresh_process, name, FEW) for name in ("engine", "Faker")}
    taken = interleaved(runs, rounds, childrens_cpu_seconds)
    yield at_most(f"first {FEW:,} rows of a fresh process", taken["engine"], 0.8, " s")
    yield at_least("the same, against the Faker loop in a fresh process", taken["Faker"] / taken["engine"], 1, "x")


def _memory(rows: int) -> Measure:
    few, many = (in_a_fresh_process("engine", count) for count in (10_000, rows))
    return at_most(f"peak memory, {rows:,} rows against 10,000", many / few, 1.1, "x")


def _long_tail(asked: Namespace, path: Path) -> Measure:
    locale, name = per_row()
    rows = 1_000_000 // (1 if asked.whole else LONG_TAIL_SHARE)
    taken = against_faker(locale, name, rows, max(1, asked.rounds // 2), path)
    what = f"{rows:,} rows of fake.{name}() in {locale}, row by row, against Faker's bare loop"
    return at_most(what, taken["engine"] / taken["Faker"], 1.2, "x")


def _profile(rounds: int) -> str:
    lines = [
        (share.column, f"{share.making * 1000:.1f}", f"{share.writing * 1000:.1f}", f"{share.size / ROWS:.1f}")
        for share in breakdown(R10, ROWS, rounds)
    ]
    return report.table(("column", "making it, ms", "writing it, ms", "bytes a row"), lines)


if __name__ == "__main__":
    main()
