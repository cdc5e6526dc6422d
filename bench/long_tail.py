"""A column that runs real Faker row by row, against real Faker's own loop for it."""

from collections.abc import Iterator
from pathlib import Path

from faker import Faker

from bench.clock import interleaved
from bench.contenders import SEED, chunks, write_chunks
from bench.fidelity import methods, source
from bench.vectorised import MOST_USED
from generation.engine import DatasetSchema, available_locales, compile_plan
from generation.engine.errors import CheckError
from generation.engine.kinds import Kind


def per_row() -> tuple[str, str]:
    """Return the locale and the name of the most used method that still runs row by row, in English if there is one."""
    return next(_all_per_row())


def _all_per_row() -> Iterator[tuple[str, str]]:
    for locale in ("en_US", *sorted(available_locales())):
        there = methods(locale)
        first = [name for name in MOST_USED if name in there]
        yield from ((locale, name) for name in (*first, *there) if _is_per_row(locale, name))


def _is_per_row(locale: str, name: str) -> bool:
    try:
        found = source(locale, name)
    except CheckError:  # Faker has the method, and nothing to choose from
        return False
    return found.calls == 1 and found.type.kind is Kind.TEXT


def against_faker(locale: str, name: str, rows: int, rounds: int, path: Path) -> dict[str, float]:
    """Return the CPU seconds of the engine, which writes the column as CSV, and of the bare loop over Faker."""
    plan = compile_plan(DatasetSchema.from_json({name: {"faker_method": f"fake.{name}()"}}, locale=locale))
    fake = Faker(locale)
    fake.seed_instance(SEED)
    method = getattr(fake, name)
    return interleaved(
        {
            "engine": lambda: write_chunks(path, chunks(plan, rows)),
            "Faker": lambda: [method() for _ in range(rows)],
        },
        rounds,
    )
