"""What the address of a dataset's page says."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from django.conf import settings
from django.http import QueryDict

from generation.errors import InvalidRequest
from generation.fields import DEFAULT_FORMAT, DEFAULT_ROWS
from generation.services import Link, Recipe, find_recipe
from workbench.forms import ControlsForm


@dataclass(frozen=True, slots=True, kw_only=True)
class PageQuery:
    """The query of a dataset's page: which rows, and the format in which they would be taken along.

    What else it says is nobody's business: those who pass an address on put their own words into it.
    """

    rows: int
    seed: int
    format: str
    as_of: date | None
    revision: int | None

    @classmethod
    def read_query(cls, query: QueryDict) -> Self:
        """Return what a query says. Raises InvalidRequest for the first thing that is wrong."""
        controls = ControlsForm(query)
        for field, messages in controls.errors.items():
            raise InvalidRequest(str(messages[0]), field=field, provided=query.get(field))
        return cls.of(controls)

    @classmethod
    def of(cls, controls: ControlsForm) -> Self:
        """Return what a form says where it is right, and what a permanent link means by nothing where it is not."""
        controls.full_clean()
        said = controls.cleaned_data
        return cls(
            rows=said.get("rows") or min(DEFAULT_ROWS, settings.MAX_ROWS),
            seed=said.get("seed") or 0,
            format=said.get("format") or DEFAULT_FORMAT,
            as_of=said.get("as_of"),
            revision=said.get("revision"),
        )

    def recipe(self, hash_: str) -> Recipe:
        """Return which dataset is shown. Raises SchemaNotFound, RevisionNotFound."""
        return find_recipe(
            Link(
                hash=hash_,
                rows=self.rows,
                seed=self.seed,
                format=self.format,
                as_of=self.as_of,
                revision=self.revision,
            )
        )
