"""Where a schema came from, step by step, back to what was first asked for."""

from dataclasses import dataclass

from schemas_cache.entries import Entry, Refinement
from schemas_cache.models import Revision
from schemas_cache.tables import refinement_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Ancestor:
    """A schema at the revision that another one was made of."""

    hash: str
    revision: int
    description: str
    refined_from: Refinement | None


def ancestors(entry: Entry, *, most: int) -> tuple[Ancestor, ...]:
    """Return what an entry was made of, what that was made of and so on, the nearest first, and `most` at most.

    The last of them was made of nothing, unless there are more, or what it was made of is there no longer.
    """
    found: list[Ancestor] = []
    next_ = entry.refined_from
    while next_ is not None and len(found) < most and (ancestor := _ancestor(next_)) is not None:
        found.append(ancestor)
        next_ = ancestor.refined_from
    return tuple(found)


def _ancestor(named: Refinement) -> Ancestor | None:
    rows = Revision.objects.select_related("schema").filter(schema__hash=named.hash, number=named.revision)
    fields = ("schema__hash", "schema__description", "schema__parent", "schema__parent_revision", "schema__instruction")
    row = rows.only("number", *fields).first()
    if row is None:
        return None
    return Ancestor(
        hash=row.schema.hash,
        revision=row.number,
        description=row.schema.description,
        refined_from=refinement_of(row.schema),
    )
