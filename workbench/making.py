"""What there is to see of a file that is made in the background."""

from dataclasses import dataclass
from math import floor
from typing import Self

from django.http import HttpRequest
from django.urls import reverse

from generation.links import page_link
from generation.recipes import Recipe
from generation.services import find_recipe
from jobs.models import ACTIVE, State
from jobs.services import PartStatus, Status, is_joined
from schemas_cache.errors import CacheError
from workbench.durations import in_words
from workbench.formats import label
from workbench.taking import File

_PARTS_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownJob:
    """A job to look at: how it stands, and its file once that is there. Without `recipe`, its schema is gone."""

    status: Status
    recipe: Recipe | None
    file: File
    page: str

    @classmethod
    def of(cls, request: HttpRequest, status: Status) -> Self:
        """Return what is shown of a job by the server that was asked."""
        path = reverse("job-file", args=[status.id])
        return cls(
            status=status,
            recipe=_recipe(status),
            file=File(
                name=status.format, path=path, link=request.build_absolute_uri(path), options=status.link.options
            ),
            page=request.build_absolute_uri(request.get_full_path()),
        )

    @property
    def is_active(self) -> bool:
        """Tell whether it may still change by itself."""
        return self.status.state in ACTIVE

    @property
    def is_done(self) -> bool:
        """Tell whether its file can be taken."""
        return self.status.state is State.DONE

    @property
    def label(self) -> str:
        """Return what people call its format."""
        return label(self.status.format)

    @property
    def dataset(self) -> str:
        """Return the address of its dataset's page, or nothing where that is gone."""
        return page_link(self.recipe) if self.recipe else ""

    @property
    def again(self) -> str:
        """Return where it can be asked for again, or nothing where it cannot."""
        if self.recipe is None:
            return ""
        path = reverse("workbench:file", args=[self.recipe.entry.hash])
        return f"{path}?{self.dataset.partition('?')[2]}"

    @property
    def percent(self) -> int:
        """Return how much of it is made; all of it is not before the last row is."""
        return floor(100 * self.status.rows_done / self.status.rows) if self.status.rows else 0

    @property
    def left(self) -> str:
        """Return how long it will still take, in words, or nothing where that is unknown."""
        left = self.status.seconds_left
        return in_words(left) if left else ""

    @property
    def size(self) -> int:
        """Return how many bytes the file has, or 0 where nobody knows before it is put together of its parts."""
        return 0 if is_joined(self.status) else self.status.bytes

    @property
    def took(self) -> str:
        """Return how long it took, in words."""
        return in_words(max(1, round(self.status.seconds)))

    @property
    def parts(self) -> tuple[PartStatus, ...]:
        """Return the parts that there is room for; one that is the whole is none."""
        return self.status.parts[:_PARTS_SHOWN] if len(self.status.parts) > 1 else ()


def _recipe(status: Status) -> Recipe | None:
    try:
        return find_recipe(status.link)
    except CacheError:
        return None
