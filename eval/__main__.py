"""The designer without a model, measured on the rows that it leads to: `python -m eval --help`."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path

from eval import report
from eval.measures import Tally, mark, mark_names, shown
from eval.naming import FOLDER as NAMES
from eval.naming import read_headers
from eval.templates import verdicts
from eval.wanted import FOLDER as PROMPTS
from eval.wanted import read_prompts

HALVES = ("development", "blind")


def main() -> None:
    """Measure, print, and keep the tables if asked."""
    asked = _arguments()
    if asked.show:
        _show(asked.show, asked.prompts)
    elif asked.prompts:
        _measure_file(asked.prompts)
    else:
        _measure_all(keep=asked.keep)


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m eval", description=__doc__)
    parser.add_argument("--prompts", type=Path, metavar="FILE", help="measure the prompts of this file alone")
    parser.add_argument("--show", metavar="ID", help="show a prompt with its columns and rows, and what fails")
    parser.add_argument("--keep", action="store_true", help="write the tables to eval/README.md")
    return parser.parse_args()


def _show(identifier: str, path: Path | None) -> None:
    paths = [path] if path else [PROMPTS / f"{half}.jsonl" for half in HALVES]
    for prompt in (prompt for one in paths for prompt in read_prompts(one) if prompt.id == identifier):
        print("\n".join(shown(prompt)))


def _measure_file(path: Path) -> None:
    counts = report.tallies(mark(read_prompts(path)))
    print("\n".join([report.one(counts), *report.failures(counts)]))


def _measure_all(*, keep: bool) -> None:
    development, blind = (_measured(half) for half in HALVES)
    judged = list(verdicts())
    measured = f"`make eval`: {datetime.now(UTC).date()}."
    text = "\n\n".join((measured, report.halves(development, blind), report.contradictions(judged)))
    print("\n".join([text, *report.failures(development), "\ncontradictions in templates\n", *report.broken(judged)]))
    if keep:
        report.keep(text)


def _measured(half: str) -> dict[str, Tally]:
    marks = mark(read_prompts(PROMPTS / f"{half}.jsonl"))
    return report.tallies(marks, mark_names(read_headers(NAMES / f"{half}.tsv")))


if __name__ == "__main__":
    main()
