"""Documents that people paste instead of writing a list: SQL, JSON, classes, and tables with or without examples."""

import re
from dataclasses import replace

from generation.designer.reading.pasted.classes import read_classes
from generation.designer.reading.pasted.document import Document, Reader
from generation.designer.reading.pasted.grids import read_grid
from generation.designer.reading.pasted.listings import read_listing
from generation.designer.reading.pasted.objects import read_objects
from generation.designer.reading.pasted.sql import read_sql

_FENCE = re.compile(r"```[ \t]*\w*|~~~+")
_READERS: tuple[Reader, ...] = (read_sql, read_classes, read_objects, read_listing, read_grid)


def find_document(text: str) -> Document | None:
    """Return the document that somebody pasted into a text, if there is one."""
    bare = _FENCE.sub("\n", text)
    document = next((found for reader in _READERS if (found := reader(bare))), None)
    if document is None or not document.columns:
        return None
    return replace(document, before=document.before.strip(), after=document.after.strip())


__all__ = ["Document", "find_document"]
