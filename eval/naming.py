"""Column names of public datasets, asked for among their siblings or alone: files of three fields a line.

What the dataset is about (nothing: the name is asked for alone), the name, and the kinds that fit it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from eval.wanted import Expected

FOLDER = Path(__file__).parent / "names"
_MOST_SIBLINGS = 12


@dataclass(frozen=True)
class Header:
    """Column names as a file's first line has them."""

    about: str
    columns: tuple[Expected, ...]

    @property
    def description(self) -> str:
        """Return how somebody asks for such a file."""
        names = ", ".join(column.name for column in self.columns)
        return f"{self.about}: {names}" if self.about else f"A dataset with the column {names}"


def read_headers(path: Path) -> list[Header]:
    """Read a file of names; those of one dataset, one after the other, are asked for together."""
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [header for about, group in groupby(lines, lambda line: line[0]) for header in _headers(about, list(group))]


def _headers(about: str, lines: list[list[str]]) -> Iterator[Header]:
    columns = [Expected(name, kinds.split("/")[0], tuple(kinds.split("/"))) for _, name, kinds in lines]
    size = _MOST_SIBLINGS if about else 1
    for start in range(0, len(columns), size):
        yield Header(about, tuple(columns[start : start + size]))
