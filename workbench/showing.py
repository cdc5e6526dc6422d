"""What there is to see of a dataset."""

from dataclasses import dataclass

from generation.links import page_link, permanent_link
from generation.services import Recipe
from presenting.differences import Comparison, compare
from presenting.previews import look
from presenting.shown import Preview
from schemas_cache.entries import Entry
from schemas_cache.errors import CacheError
from schemas_cache.services import find

ROWS_SHOWN = 50
_ROWS_SUMMARISED = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDataset:
    """A dataset to look at. `cache` tells how its schema was come by: "hit", "miss", or nothing where nobody asked."""

    recipe: Recipe
    preview: Preview
    link: str
    address: str
    parent: Entry | None
    comparison: Comparison | None
    cache: str = ""

    @classmethod
    def of(cls, recipe: Recipe, *, cache: str = "") -> "ShownDataset":
        """Make what is shown of a dataset."""
        preview = look(
            recipe.entry.schema,
            seed=recipe.seed,
            as_of=recipe.as_of,
            rows=min(recipe.rows, _ROWS_SUMMARISED),
            shown=ROWS_SHOWN,
        )
        parent = _parent(recipe.entry)
        return cls(
            recipe=recipe,
            preview=preview,
            link=permanent_link(recipe),
            address=page_link(recipe),
            parent=parent,
            comparison=compare(parent.design(), recipe.entry.design()) if parent else None,
            cache=cache,
        )

    @property
    def query(self) -> str:
        """Return what the address says after the question mark: which rows."""
        return self.address.partition("?")[2]


def _parent(entry: Entry) -> Entry | None:
    """Return what a schema was made of, if that is still there."""
    if entry.refined_from is None:
        return None
    try:
        return find(entry.refined_from.hash, entry.refined_from.revision)
    except CacheError:
        return None
