"""What there is to see of a dataset."""

from dataclasses import dataclass, replace
from enum import StrEnum
from time import monotonic

from django.conf import settings

from generation.links import page_link, permanent_link
from generation.obstacles import Kind, Obstacle, find_obstacle
from generation.recipes import Recipe
from presenting.differences import Comparison, compare
from presenting.previews import look
from presenting.shown import Preview
from schemas_cache.curating import INSTRUCTOR
from schemas_cache.entries import Entry
from schemas_cache.errors import CacheError
from schemas_cache.services import USER, find
from workbench.formats import label
from workbench.steps import Road, Step, Way

ROWS_SHOWN = 50
_ROWS_SUMMARISED = 1000


class Maker(StrEnum):
    """Who made the columns."""

    RULES = "rules"
    MODEL = "model"
    USER = "user"  # gave the columns
    HAND = "hand"  # changed them by hand
    INSTRUCTOR = "instructor"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDataset:
    """A dataset to look at. `cache` tells how its schema was come by: "hit", "miss", or nothing where nobody asked.

    `obstacle` is why it cannot be taken along, if so; `is_large` tells whether it is made as a file in the
    background, since it is too large to be answered at once. `locale` is what was asked for along with the first
    sentence. `seconds` is what making the preview took.
    """

    recipe: Recipe
    preview: Preview
    link: str
    address: str
    parent: Entry | None
    comparison: Comparison | None
    steps: tuple[Step, ...]
    locale: str
    seconds: float
    obstacle: Obstacle | None = None
    is_large: bool = False
    cache: str = ""

    @classmethod
    def of(cls, recipe: Recipe, *, cache: str = "") -> "ShownDataset":
        """Make what is shown of a dataset."""
        started = monotonic()
        preview = preview_of(recipe)
        seconds = monotonic() - started
        parent = _parent(recipe.entry)
        road = Road.to(recipe)
        is_large, obstacle = _obstacle(recipe)
        return cls(
            recipe=recipe,
            preview=preview,
            link=permanent_link(recipe),
            address=page_link(recipe),
            parent=parent,
            comparison=_comparison(parent, recipe.entry) if parent else None,
            steps=road.steps,
            locale=road.locale,
            seconds=seconds,
            obstacle=obstacle,
            is_large=is_large,
            cache=cache,
        )

    @property
    def query(self) -> str:
        """Return what the address says after the question mark: which rows."""
        return self.address.partition("?")[2]

    @property
    def format(self) -> str:
        """Return what people call the format in which it would be taken along."""
        return label(self.recipe.format)

    @property
    def milliseconds(self) -> int:
        """Return how long making the preview took."""
        return max(1, round(self.seconds * 1000))

    @property
    def maker(self) -> Maker:
        """Return who made the columns, but for what rules did to them in words since."""
        by_hand = any(step.way is Way.HAND for step in self.steps)
        return _maker(self.recipe.entry, by_hand=by_hand)

    @property
    def most_rows(self) -> str:
        """Return the address of the page with as many rows as there can be, or nothing where no number helps."""
        most = self.obstacle.most if self.obstacle else 0
        return page_link(replace(self.recipe, rows=most)) if most else ""

    @property
    def unheard(self) -> tuple[str, ...]:
        """Return the parts of the last instruction that nothing was done with."""
        before = self.parent.not_understood if self.parent else ()
        return tuple(text for text in self.recipe.entry.not_understood if self.parent and text not in before)


def preview_of(recipe: Recipe) -> Preview:
    """Return the first rows of a dataset, and its columns in short."""
    return look(
        recipe.entry.schema,
        seed=recipe.seed,
        as_of=recipe.as_of,
        rows=min(recipe.rows, _ROWS_SUMMARISED),
        shown=ROWS_SHOWN,
    )


def _obstacle(recipe: Recipe) -> tuple[bool, Obstacle | None]:
    """Tell whether a dataset is too large to be answered at once, and return what stands in its way all the same."""
    found = find_obstacle(recipe)
    if recipe.rows <= settings.MAX_ROWS and (found is None or found.kind is not Kind.WORK):
        return False, found
    return True, find_obstacle(recipe, most_seconds=settings.JOB_MAX_SECONDS)


def _parent(entry: Entry) -> Entry | None:
    """Return what a schema was made of, if that is still there."""
    if entry.refined_from is None:
        return None
    try:
        return find(entry.refined_from.hash, entry.refined_from.revision)
    except CacheError:
        return None


def _comparison(parent: Entry, entry: Entry) -> Comparison:
    """Return what a change changed, but for who made it, which is said elsewhere."""
    return compare(parent.design(), replace(entry.design(), designed_by=parent.designed_by))


def _maker(entry: Entry, *, by_hand: bool) -> Maker:
    if entry.is_offline:
        return Maker.RULES
    if entry.designed_by == USER:
        return Maker.HAND if by_hand else Maker.USER
    if entry.designed_by == INSTRUCTOR:
        return Maker.INSTRUCTOR
    return Maker.MODEL if entry.designed_by else Maker.UNKNOWN
