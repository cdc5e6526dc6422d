"""How many of Faker's methods run a column at a time, and which do not: `python -m bench.vectorised [LOCALE ...]`."""

import sys
from collections.abc import Iterator
from importlib import resources

from bench.fidelity import is_vectorised, methods, vectorised

LOCALES = ("en_US", "de_DE", "fr_FR", "ja_JP", "pt_BR")
MOST_USED = tuple(resources.files("bench").joinpath("most_used.txt").read_text("utf-8").split())


def counts(locales: tuple[str, ...] = LOCALES) -> Iterator[str]:
    """Yield the lines of a table: how many there are, and how many of those that are used most."""
    yield f"| locale | vectorised, of all | of the {len(MOST_USED)} used most | of these still row by row |"
    yield "|---|---|---|---|"
    for locale in locales:
        there = methods(locale)
        used = [name for name in MOST_USED if name in there]
        slow = [name for name in used if not is_vectorised(locale, name)]
        done = f"{len(used) - len(slow)} of {len(used)} that it has"
        yield f"| {locale} | {len(vectorised(locale))} of {len(there)} | {done} | {', '.join(slow)} |"


if __name__ == "__main__":
    print("\n".join(counts(tuple(sys.argv[1:]) or LOCALES)))
