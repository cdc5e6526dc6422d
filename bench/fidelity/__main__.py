"""Every vectorised provider against real Faker, in some locales or in all: `python -m bench.fidelity --help`."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat

from bench.fidelity.gate import gate_all
from generation.engine import available_locales

LOCALES = ("en_US", "de_DE", "fr_FR", "ja_JP", "pt_BR")


def main() -> int:
    """Print a table of the providers that fail. Return 1 if there are any, 0 otherwise."""
    asked = _arguments()
    locales = sorted(available_locales()) if asked.all else asked.locale or LOCALES
    failed = 0
    print("| locale | provider | how it differs |\n|---|---|---|", flush=True)
    with ProcessPoolExecutor(asked.processes, max_tasks_per_child=1) as processes:  # each locale's tables go with it
        gated = processes.map(gate_all, locales, *map(repeat, (asked.rows, asked.seed, asked.itself)))
        for locale, (count, found) in zip(locales, gated, strict=True):
            failed += len(found)
            print("\n".join(_lines(locale, count, found)), flush=True)
    return int(failed > 0)


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m bench.fidelity", description=__doc__)
    parser.add_argument("--locale", action="append", help=f"one or more; {', '.join(LOCALES)} otherwise")
    parser.add_argument("--all", action="store_true", help="all locales")
    parser.add_argument("--rows", type=int, default=3000, help="the size of each sample (3000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, help="as many as there are processors otherwise")
    parser.add_argument("--itself", action="store_true", help="compare real Faker with itself: all are false alarms")
    return parser.parse_args()


def _lines(locale: str, count: int, found: dict[str, list[str]]) -> Iterator[str]:
    yield f"| {locale} | {len(found)} of {count} | |"
    for name, differing in found.items():
        shown = "; ".join(differing[:3]).replace("|", "\\|").replace("\n", " ")
        yield f"| {locale} | `{name}` | {shown} |"


if __name__ == "__main__":
    sys.exit(main())
