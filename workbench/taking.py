"""How a dataset is taken along: as a file, and by a line for a terminal or a notebook."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Self

from django.http import HttpRequest

from generation.engine import FORMATS
from generation.links import permanent_link
from generation.services import Recipe
from workbench.showing import ShownDataset

_READERS: Mapping[str, str] = MappingProxyType({"csv": "read_csv"})  # of pandas, for a format


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A dataset in a format. `path` is its permanent link without the host, `link` the one with it.

    Nothing in a permanent link, nor in the name of a host, means anything within double quotes to a shell, of Windows
    neither, nor to Python.
    """

    name: str
    path: str
    link: str

    @classmethod
    def of(cls, recipe: Recipe, origin: str) -> Self:
        """Return how a dataset is taken from a server."""
        path = permanent_link(recipe)
        return cls(name=recipe.format, path=path, link=f"{origin}{path}")

    @property
    def label(self) -> str:
        """Return what people call the format."""
        return self.name.upper()

    @property
    def curl(self) -> str:
        """Return a line for a terminal, which saves the file under its own name, and no refusal in its place."""
        return f'curl -fOJ "{self.link}"'

    @property
    def pandas(self) -> str:
        """Return a line for a notebook, or nothing where pandas has no reader for the format."""
        reader = _READERS.get(self.name)
        return f'pd.{reader}("{self.link}")' if reader else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """A dataset as it is taken along: first in the format that was asked for. `size` in bytes is an estimate."""

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
            others=tuple(File.of(replace(recipe, format=name), origin) for name in FORMATS if name != recipe.format),
            page=f"{origin}{shown.address}",
            size=_size(shown.preview.rows, recipe.rows),
        )


def _size(sample: Iterable[tuple[str | None, ...]], rows: int) -> int:
    """Return about how many bytes so many rows have, by some of them."""
    sizes = [sum(len((cell or "").encode()) + 1 for cell in row) for row in sample]
    return round(sum(sizes) / len(sizes) * rows) if sizes else 0
