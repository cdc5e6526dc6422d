"""Where the time goes: each column alone, and its two stages, making it and writing it."""

from dataclasses import dataclass

from bench.clock import interleaved
from bench.contenders import AS_OF, SEED
from bench.datasets import Dataset
from generation.engine import DatasetSchema, compile_plan, export, run_plan


@dataclass(frozen=True, slots=True)
class Share:
    """A column's CPU seconds, and how many bytes it has as CSV."""

    column: str
    making: float
    writing: float
    size: int


def breakdown(dataset: Dataset, rows: int, rounds: int) -> list[Share]:
    """Return the share of each column, then that of all together."""
    document = dataset.document()
    parts = {name: {name: column} for name, column in document.items()} | {"all": document}
    return [_share(name, DatasetSchema.from_json(part), rows, rounds) for name, part in parts.items()]


def _share(name: str, schema: DatasetSchema, rows: int, rounds: int) -> Share:
    plan = compile_plan(schema)
    batches = list(run_plan(plan, rows=rows, seed=SEED, as_of=AS_OF))
    taken = interleaved(
        {
            "making": lambda: list(run_plan(plan, rows=rows, seed=SEED, as_of=AS_OF)),
            "writing": lambda: list(export(iter(batches), "csv")),
        },
        rounds,
    )
    size = sum(map(len, export(iter(batches), "csv")))
    return Share(name, taken["making"], taken["writing"], size)
