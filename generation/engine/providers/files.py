"""Files: their names, extensions and paths."""

from typing import Annotated

from generation.engine.kinds import text
from generation.engine.providers import faker
from generation.engine.providers.arguments import Only, Whole, Words
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Source

Short = Annotated[str | None, Words(60)]
_CATEGORY = Annotated[str | None, Only(("audio", "image", "office", "text", "video"))]


@provides("fake.file_name")
def file_name(locale: str, category: _CATEGORY = None, extension: Short = None) -> Source:
    """Return the name of a file."""
    return faker.per_row(locale, "file_name", text(200), category=category, extension=extension)


@provides("fake.file_extension")
def file_extension(locale: str, category: _CATEGORY = None) -> Source:
    """Return the extension of a file's name."""
    return faker.per_row(locale, "file_extension", text(16), category=category)


@provides("fake.file_path")
def file_path(
    locale: str, depth: Annotated[int, Whole(0, 10)] = 1, category: _CATEGORY = None, extension: Short = None
) -> Source:
    """Return the path of a file, `depth` folders deep."""
    return faker.per_row(locale, "file_path", text(600), depth=depth, category=category, extension=extension)
