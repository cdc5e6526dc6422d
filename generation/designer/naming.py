"""How expressions name columns."""

import keyword

from generation.designer.catalog import LANGUAGE


def column_reference(name: str) -> str:
    """Return how an expression names a column: by itself, or as `row['Unit price']` where that is no name."""
    return f"row[{name!r}]" if name in LANGUAGE or keyword.iskeyword(name) or not name.isidentifier() else name
