"""What the address of a dataset's page says."""

from dataclasses import dataclass, field
from datetime import date
from typing import Self

from django.conf import settings
from django.http import QueryDict

from generation.engine import Options
from generation.errors import InvalidRequest
from generation.fields import DEFAULT_FORMAT, DEFAULT_ROWS
from generation.recipes import Link, Recipe
from generation.services import find_recipe
from workbench.formats import taken_by
from workbench.forms import ControlsForm


@dataclass(frozen=True, slots=True, kw_only=True)
class PageQuery:
    """The query of a dataset's page: which rows, and how they would be taken along.

    Options that the format does not take are left out: people choose another format and keep the rest. What else it
    says is nobody's business: those who pass an address on put their own words into it.
    """

    rows: int
    seed: int
    format: str
    as_of: date | None
    revision: int | None
    options: Options = field(default_factory=Options)

    @classmethod
    def read_query(cls, query: QueryDict) -> Self:
        """Return what a query says. Raises InvalidRequest for the first thing that is wrong."""
        controls = ControlsForm(query)
        for name, messages in controls.errors.items():
            raise InvalidRequest(str(messages[0]), field=name, provided=query.get(name))
        return cls.of(controls)

    @classmethod
    def of(cls, controls: ControlsForm) -> Self:
        """Return what a form says where it is right, and what a permanent link means by nothing where it is not."""
        controls.full_clean()
        said = controls.cleaned_data
        format_name = said.get("format") or DEFAULT_FORMAT
        return cls(
            rows=said.get("rows") or min(DEFAULT_ROWS, settings.MAX_ROWS),
            seed=said.get("seed") or 0,
            format=format_name,
            as_of=said.get("as_of"),
            revision=said.get("revision"),
            options=taken_by(format_name, controls.options()),
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
                options=self.options,
            )
        )
