"""What a billion rows and a hundred billion take, on paper, from what a million take here.

python -m bench.estimate
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from bench.clock import cpu_seconds
from bench.datasets import R10
from generation.engine import DatasetSchema, compile_plan, export, run_plan

CORE_HOUR = 0.04  # USD; a virtual core of a general-purpose machine, rented by the hour
GIGABYTE_MONTH = 0.023  # USD; in a bucket of the usual class
GIGABYTE_OUT = 0.09  # USD; from a bucket to the internet
CORES = (2, 64, 1000)
ROWS = (10**9, 10**11)
_MEASURED_ROWS = 1_000_000
_SEED = 7
_AS_OF = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Measure:
    """What a million rows took: seconds of one core, and bytes."""

    format: str
    seconds: float
    size: int


def measure(format_name: str) -> Measure:
    """Make a million rows once, and hash them as a job does, after some that warm up."""
    plan = compile_plan(DatasetSchema.from_json(R10.document()))
    size = 0

    def make(rows: int) -> None:
        nonlocal size
        batches = run_plan(plan, rows=rows, seed=_SEED, as_of=_AS_OF)
        digest = sha256()
        size = 0
        for chunk in export(batches, format_name):
            digest.update(chunk)
            size += len(chunk)

    make(_MEASURED_ROWS // 10)
    seconds = cpu_seconds(lambda: make(_MEASURED_ROWS))
    return Measure(format_name, seconds, size)


def lines(measures: list[Measure]) -> Iterator[str]:
    """Yield the table, in Markdown."""
    cores = " | ".join(f"{count:,} cores" for count in CORES)
    yield f"| rows | format | core-hours | {cores} | bytes | rent of cores | a month in a bucket | taken out once |"
    yield f"|--:|---|{'--:|' * (len(CORES) + 5)}"
    for rows in ROWS:
        for each in measures:
            yield f"| {rows:,} | {each.format} | {' | '.join(_cells(rows, each))} |"


def _cells(rows: int, measure: Measure) -> Iterator[str]:
    share = rows / _MEASURED_ROWS
    hours = share * measure.seconds / 3600
    gigabytes = share * measure.size / 1e9
    yield _short(hours)
    yield from (_duration(hours / count) for count in CORES)
    yield f"{_short(gigabytes)} GB" if gigabytes < 10_000 else f"{_short(gigabytes / 1000)} TB"  # noqa: PLR2004 - read best
    for price, of in ((CORE_HOUR, hours), (GIGABYTE_MONTH, gigabytes), (GIGABYTE_OUT, gigabytes)):
        yield f"{_short(price * of)} USD"


def _short(number: float) -> str:
    """Return a number's first two digits: more would be no estimate."""
    return f"{float(f'{number:.2g}'):,.{2 if number < 1 else 1 if number < 10 else 0}f}"  # noqa: PLR2004 - read best


def _duration(hours: float) -> str:
    if hours < 1:
        return f"{_short(hours * 60)} min"
    return f"{_short(hours)} h" if hours < 48 else f"{_short(hours / 24)} days"  # noqa: PLR2004 - read best


def main() -> None:
    """Print the table, and what it was made from."""
    measures = [measure(name) for name in ("csv", "parquet")]
    for each in measures:
        print(f"{each.format}: 1,000,000 rows in {each.seconds:.2f} s of one core, {each.size:,} bytes")
    print(*lines(measures), sep="\n")


if __name__ == "__main__":
    main()
