"""What is compared: each writes so many rows of a dataset to a file, as CSV."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench.datasets import Dataset, Row
from generation.engine import DatasetSchema, Plan, compile_plan, export, run_plan

AS_OF = date(2026, 11, 21)
SEED = 7
Write = Callable[[int, Path], None]


def planned(dataset: Dataset) -> Plan:
    """Return a dataset's plan."""
    return compile_plan(DatasetSchema.from_json(dataset.document()))


def chunks(plan: Plan, rows: int) -> Iterable[bytes]:
    """Return the engine's bytes."""
    return export(run_plan(plan, rows=rows, seed=SEED, as_of=AS_OF), "csv")


def write_chunks(path: Path, made: Iterable[bytes]) -> None:
    """Write bytes to a file, one chunk after the other."""
    with path.open("wb") as file:
        file.writelines(made)


def contenders(dataset: Dataset, rows: int) -> Mapping[str, Write]:
    """Return what there is to compare: the engine, its rivals where they are installed, and its lower bounds."""
    plan = planned(dataset)
    written = b"".join(chunks(plan, rows))
    found: dict[str, Write] = {
        "engine": lambda count, path: write_chunks(path, chunks(plan, count)),
        "Faker": faker_loop(dataset),
        "Faker, use_weighting=False": faker_loop(dataset, use_weighting=False),
    }
    if find_spec("mimesis"):
        found["mimesis"] = _mimesis_loop(dataset)
    if find_spec("seedfaker"):
        found["seedfaker"] = _seedfaker_records(dataset)
    return found | {
        "the bytes alone": lambda _count, path: write_chunks(path, [written]),
        "the random numbers alone": lambda count, _path: _draw(len(dataset.columns), count),
    }


def faker_loop(dataset: Dataset, *, use_weighting: bool = True) -> Write:
    """Return the plain way: a loop over Faker, a DataFrame, to_csv."""
    from faker import Faker  # noqa: PLC0415  # a fresh process pays for what it uses alone

    fake = Faker("en_US", use_weighting=use_weighting)
    fake.seed_instance(SEED)
    return lambda count, path: _frame(path, dataset.faker(fake), count)


def _mimesis_loop(dataset: Dataset) -> Write:
    mimesis: Any = import_module("mimesis")
    generic = mimesis.Generic(locale=mimesis.Locale.EN, seed=SEED)
    return lambda count, path: _frame(path, dataset.mimesis(generic), count)


def _seedfaker_records(dataset: Dataset) -> Write:
    seedfaker: Any = import_module("seedfaker")
    made = seedfaker.SeedFaker(seed=str(SEED), locale="en", since=2021, until=2026)
    return lambda count, path: _to_csv(path, made.records(list(dataset.seedfaker), n=count))


def _frame(path: Path, row: Row, count: int) -> None:
    _to_csv(path, [row() for _ in range(count)])


def _to_csv(path: Path, rows: list[dict[str, Any]]) -> None:
    import pandas as pd  # noqa: PLC0415  # as above

    pd.DataFrame(rows).to_csv(path, index=False)


def _draw(columns: int, rows: int) -> None:
    """Draw one word of 64 bits for each cell, in windows as large as the engine's."""
    from generation.engine.batches import BATCH_ROWS  # noqa: PLC0415  # as above
    from generation.engine.randomness import Draw  # noqa: PLC0415

    for start in range(0, rows, BATCH_ROWS):
        window = Draw.at_seed(SEED, start=start, rows=min(BATCH_ROWS, rows - start), as_of=AS_OF)
        for column in range(columns):
            window.at(column).words()
