"""One digest of the bytes of all methods in some locales, to be compared between Pythons: `python -m bench.digest`."""

import hashlib
import sys

from bench.contenders import AS_OF, SEED
from bench.fidelity import methods
from generation.engine import DatasetSchema, EngineError, compile_plan, export, run_plan

LOCALES = ("en_US", "de_DE", "ja_JP", "ru_RU", "it_IT")  # the last two have lists whose order Faker leaves to chance
ROWS = 60


def digest(locales: tuple[str, ...] = LOCALES) -> str:
    """Return a digest of some rows of every method of every one of these locales."""
    made = hashlib.sha256()
    for locale in locales:
        for name in methods(locale):
            made.update(_bytes(locale, name))
    return made.hexdigest()


def _bytes(locale: str, name: str) -> bytes:
    """Return a column as CSV; nothing where Faker has the method, and nothing to choose from."""
    schema = DatasetSchema.from_json({name: {"faker_method": f"str(fake.{name}())"}}, locale=locale)
    try:
        return b"".join(export(run_plan(compile_plan(schema), rows=ROWS, seed=SEED, as_of=AS_OF), "csv"))
    except EngineError:
        return b""


if __name__ == "__main__":
    print(digest(tuple(sys.argv[1:]) or LOCALES))
