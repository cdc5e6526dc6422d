"""Finds the texts in templates and modules."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("presenting", "templates/presenting", "templates/workbench", "workbench")
_FOR_TRANSLATORS = ("Translators:",)  # how such a comment begins
_LAZY = {f"{name}_lazy": places for name, places in DEFAULT_KEYWORDS.items() if name.endswith("gettext")}
_KEYWORDS = DEFAULT_KEYWORDS | _LAZY


def extracted() -> Catalog:
    """Return all texts, each with the files that it stands in."""
    found = Catalog(project="dataset-from-a-sentence", fuzzy=False)
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        for text, comments, context in texts_of(path.read_text("utf-8"), is_template=path.suffix == ".html"):
            found.add(text, locations=[(name, 0)], auto_comments=comments, context=context)
    return found


def sources() -> Iterator[Path]:
    """Yield the files in which texts stand, in the order of their names."""
    for folder in FOLDERS:
        files = (ROOT / folder).rglob("*")
        yield from sorted(path for path in files if path.suffix in {".html", ".py"})


def texts_of(source: str, *, is_template: bool) -> Iterator[tuple[str | tuple[str, ...], list[str], str | None]]:
    """Yield the texts of a file: the text or its singular and plural, comments for translators, and the context."""
    if is_template:  # no indentation means anything there
        source = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    for _, text, comments, context in extract("python", BytesIO(source.encode()), _KEYWORDS, _FOR_TRANSLATORS):
        yield text, comments, context
