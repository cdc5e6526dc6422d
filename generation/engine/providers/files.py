"""Files: their names, extensions and paths."""

from typing import Annotated

from generation.engine.kinds import text
from generation.engine.providers import faker, methods
from generation.engine.providers.arguments import Only, Whole, Words
from generation.engine.providers.composing import source_of
from generation.engine.providers.grammar import Sequence, literal, text_of
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Source

Extension = Annotated[str | None, Words(60)]
Category = Annotated[str | None, Only(("audio", "image", "office", "text", "video"))]


@provides("fake.file_extension")
def file_extension(locale: str, category: Category = None) -> Source:
    """Return the extension of a file's name."""
    return methods.read(locale, "file_extension", category=category) or faker.per_row(
        locale, "file_extension", text(16), category=category
    )


@provides("fake.file_name")
def file_name(locale: str, category: Category = None, extension: Extension = None) -> Source:
    """Return the name of a file, with an extension unless it is empty."""
    word = text_of(methods.source(locale, "word"))
    if extension == "":
        return source_of(word)
    ending = text_of(file_extension(locale, category)) if extension is None else literal(extension)
    return source_of(Sequence((word, literal("."), ending)))


@provides("fake.file_path")
def file_path(
    locale: str, depth: Annotated[int, Whole(0, 10)] = 1, category: Category = None, extension: Extension = None
) -> Source:
    """Return the path of a file, `depth` folders deep."""
    folder = (text_of(methods.source(locale, "word")), literal("/"))
    name = text_of(file_name(locale, category, extension))
    return source_of(Sequence((literal("/"), *folder * depth, name)))
