"""How a dataset is taken along: as a file, and by a line for a terminal or a notebook."""

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Self

from django.http import HttpRequest

from generation.engine import DIALECTS, FORMATS, Options
from generation.links import permanent_link
from generation.recipes import Recipe
from workbench.formats import OFFERED, Line, label, lines, taken_by
from workbench.showing import ShownDataset

_DATABASES = MappingProxyType({"postgresql": "PostgreSQL", "mysql": "MySQL", "sqlite": "SQLite"})
_TEXTS = frozenset({"csv", "tsv", "json", "jsonl", "sql"})
_OVERHEAD = MappingProxyType({"json": 5, "jsonl": 5, "sql": 3})  # bytes that a cell takes besides what is in it


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A dataset in a format. `path` is its address without the host, `link` the one with it.

    Nothing in such an address, nor in the name of a host, means anything within double quotes to a shell, of Windows
    neither, nor to Python.
    """

    name: str
    path: str
    link: str
    options: Options

    @classmethod
    def of(cls, recipe: Recipe, origin: str) -> Self:
        """Return how a dataset is taken from a server."""
        path = permanent_link(recipe)
        return cls(name=recipe.format, path=path, link=f"{origin}{path}", options=recipe.options)

    @property
    def label(self) -> str:
        """Return what people call the format."""
        return label(self.name)

    @property
    def curl(self) -> str:
        """Return a line for a terminal, which saves the file under its own name, and no refusal in its place."""
        return f'curl -fOJ "{self.link}"'

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return a line for each program that reads the format from where it is."""
        return tuple(lines(self.name, self.link, self.options))

    @property
    def has_rows(self) -> bool:
        """Tell whether its rows can be counted while it comes: each ends its line."""
        return self.name in {"csv", "tsv", "jsonl"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """A dataset as it is taken along: first in the format that was asked for.

    `size` in bytes is an estimate: `is_known` to be about right for a text, and a guess for anything else.
    """

    file: File
    others: tuple[File, ...]
    page: str
    size: int

    @classmethod
    def of(cls, request: HttpRequest, shown: ShownDataset) -> Self:
        """Return how what is shown is taken from the server that was asked."""
        origin = request.build_absolute_uri("/").rstrip("/")
        recipe = shown.recipe
        return cls(
            file=File.of(recipe, origin),
            others=tuple(File.of(_as(recipe, name), origin) for name in FORMATS if name != recipe.format),
            page=f"{origin}{shown.address}",
            size=_size(shown),
        )

    @property
    def is_known(self) -> bool:
        """Tell whether the size is worth to be told."""
        return bool(self.size) and self.file.name in _TEXTS

    @property
    def options(self) -> tuple[str, ...]:
        """Return which options are to be chosen here, by name."""
        return tuple(name for name in OFFERED if name in FORMATS[self.file.name].options)

    @property
    def dialects(self) -> tuple[tuple[str, str], ...]:
        """Return the databases that there are statements for, with what people call them."""
        return tuple((name, _DATABASES[name]) for name in DIALECTS)


def _as(recipe: Recipe, format_name: str) -> Recipe:
    """Return the same dataset in another format."""
    return replace(recipe, format=format_name, options=taken_by(format_name, recipe.options))


def _size(shown: ShownDataset) -> int:
    """Return about how many bytes the file has, by some of its rows."""
    of, sample = shown.recipe.format, shown.preview.rows
    if not sample:
        return 0
    named = sum(len(column.name.encode()) for column in shown.preview.columns) if of in {"json", "jsonl"} else 0
    sizes = [named + sum(len((cell or "").encode()) + 1 + _OVERHEAD.get(of, 0) for cell in row) for row in sample]
    return round(sum(sizes) / len(sizes) * shown.recipe.rows)
