"""What an instructor did to a schema, in a sentence for Django's history and for themselves."""

from collections.abc import Sequence

from generation.designer import difference
from schemas_cache.entries import Entry

_MOST_NAMES = 10


def remark(before: Entry, after: Entry, *, mark: bool | None) -> str:
    """Return what is different, "" when nothing is; `mark` is the curated mark if that was changed."""
    marked = [] if mark is None else [f"Marked as {'' if mark else 'not '}curated."]
    revised = [] if before.revision == after.revision else [f"Revision {after.revision}: {_changes(before, after)}."]
    return " ".join([*revised, *marked])


def _changes(before: Entry, after: Entry) -> str:
    differs = difference(before.schema, after.schema)
    columns = [
        ("added", differs.added),
        ("removed", differs.removed),
        ("changed", [change.column for change in differs.changed]),
        ("moved", differs.moved),
    ]
    told = [f"{what} {_listed(names)}" for what, names in columns if names]
    told += [f"locale {' > '.join(differs.locale)}"] if differs.locale else []
    told += [f"domain {before.domain or 'none'} > {after.domain or 'none'}"] if before.domain != after.domain else []
    return "; ".join(told)


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {rest} more" if rest > 0 else "")
