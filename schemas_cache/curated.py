"""The curated schemas, to be browsed: by what they are about, and by words."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from schemas_cache.entries import Entry
from schemas_cache.keys import canonical_description, is_storable
from schemas_cache.models import Schema
from schemas_cache.tables import current_revisions, read_entries


@dataclass(frozen=True, slots=True)
class Domain:
    """What schemas are about, and how many are about it."""

    name: str
    schemas: int


@dataclass(frozen=True, slots=True)
class Choice:
    """Which curated schemas are wanted: those about the domain, if one is named, that have all words of the text.

    A word occurs in the description or in a column's name, in any case.
    """

    domain: str = ""
    text: str = ""

    def conditions(self, prefix: str = "") -> Q:
        """Return what is true of the schemas that are wanted; `prefix` leads to them. Raises TextUnfit."""
        conditions = Q(**{f"{prefix}curated": True, f"{prefix}merged_into": None})
        if self.domain:
            conditions &= Q(**{f"{prefix}domain": self.domain})
        for word in dict.fromkeys(canonical_description(self.text).casefold().split()):
            conditions &= Q(**{f"{prefix}searchable__contains": word})
        return conditions

    @property
    def is_possible(self) -> bool:
        """Tell whether a database can be asked for it."""
        return is_storable(self.domain) and is_storable(self.text)


def curated(choice: Choice, *, offset: int, limit: int) -> tuple[Entry, ...]:
    """Return the schemas that are wanted from `offset`, `limit` at most: the most used first.

    What is stored and is no schema any more is left out.
    """
    if not choice.is_possible:
        return ()
    rows = current_revisions().filter(choice.conditions("schema__"))
    page = rows.order_by("-schema__usage_count", "-schema__created_at", "schema__hash")
    return tuple(read_entries(page[offset : offset + limit]))


def count_curated(choice: Choice) -> int:
    """Return how many schemas are wanted."""
    return Schema.objects.filter(choice.conditions()).count() if choice.is_possible else 0


def domains(choice: Choice, *, most: int) -> tuple[Domain, ...]:
    """Return what the schemas are about that have the words of a choice, whatever its domain: the most common first.

    Those that are about nothing in particular are not counted.
    """
    words = Choice(text=choice.text)
    if not words.is_possible:
        return ()
    rows: QuerySet[Schema, tuple[str]] = (
        Schema.objects.filter(words.conditions()).exclude(domain="").values_list("domain")
    )
    counted = rows.annotate(schemas=Count("pk")).order_by("-schemas", "domain")
    return tuple(Domain(name, schemas) for name, schemas in counted[:most])
