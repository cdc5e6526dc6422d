"""The page in an archive that people read first: what the columns mean, which files there are, and how to read them."""

from collections.abc import Iterable

from generation.engine.exporters import describing
from generation.engine.exporters.output import About
from generation.engine.schema import Column, DataType

_SAID = {
    "data.csv": 'the rows, in UTF-8, under a header; a missing cell is empty, an empty text is `""`',
    "schema.json": "the columns as the service takes them, to make these rows again, or others like them",
    "datapackage.json": "the same for programs that know Frictionless Data Package",
    "croissant.json": "the same for programs that know Croissant, the metadata of machine learning",
    "SHA256SUMS": "the digests of all other files",
}
_DAYS = frozenset({DataType.DATE, DataType.DATETIME})


def readme(columns: tuple[Column, ...], about: About | None, files: Iterable[str]) -> str:
    """Return the page of an archive that has these files besides."""
    listed = [f"- `{name}`: {_SAID[name]}" for name in files]
    lines = ["## The files", "", *listed, "", "## How to read them", "", *_python(columns), "", *_shell()]
    return describing.dictionary(columns, about) + "\n" + "\n".join([*lines, ""])


def _python(columns: tuple[Column, ...]) -> list[str]:
    days = [column.name for column in columns if column.data_type in _DAYS]
    parsed = f", parse_dates={days!r}" if days else ""
    return ["```python", "import pandas as pd", "", f'rows = pd.read_csv("data.csv"{parsed})', "```"]


def _shell() -> list[str]:
    return ["Whether they are as they were made:", "", "```sh", "sha256sum -c SHA256SUMS", "```"]
