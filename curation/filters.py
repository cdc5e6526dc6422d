"""What the list of schemas is narrowed to."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import Count, F, Q, QuerySet, Window
from django.http import HttpRequest
from django.utils import timezone

from schemas_cache.keys import is_storable
from schemas_cache.models import Schema
from schemas_cache.tables import current_revisions

_MOST_CHOICES = 15  # of what there may be any number of
_MOST_DUPLICATES = 10_000

Choices = list[tuple[str, str]]


class _SchemaFilter(SimpleListFilter):
    """A filter of which one choice holds, or none."""

    title: str
    parameter_name: str

    def queryset(self, request: HttpRequest, queryset: QuerySet[Schema]) -> QuerySet[Schema]:  # noqa: ARG002 - Django's
        """Narrow the list to what was chosen."""
        chosen = self.value()
        if chosen is None:
            return queryset
        return self.narrowed(queryset, chosen) if is_storable(chosen) else queryset.none()

    def narrowed(self, queryset: QuerySet[Schema], chosen: str) -> QuerySet[Schema]:
        """Return those of the schemas that the choice is about."""
        raise NotImplementedError


class _FrequentFilter(_SchemaFilter):
    """A filter by the values that are there: the most frequent ones, each with how many schemas have it."""

    def lookups(self, request: HttpRequest, model_admin: "ModelAdmin[Schema]") -> Choices:  # noqa: ARG002 - Django's
        """Offer the frequent values, and the chosen one if it is none of them."""
        offered = [(value, f"{value or 'unknown'} ({count:,})") for value, count in self.counted()]
        chosen = self.value()
        return offered if chosen is None or chosen in dict(offered) else [*offered, (chosen, chosen)]

    def counted(self) -> Iterable[tuple[str, int]]:
        """Return the values with their numbers, the most frequent first."""
        raise NotImplementedError


class DomainFilter(_FrequentFilter):
    """By what the schemas are about."""

    title = "domain"
    parameter_name = "domain"

    def counted(self) -> Iterable[tuple[str, int]]:
        """Count the schemas of each domain."""
        listed = Schema.objects.filter(merged_into=None).values_list("domain")
        return listed.annotate(n=Count("pk")).order_by("-n", "domain")[:_MOST_CHOICES]

    def narrowed(self, queryset: QuerySet[Schema], chosen: str) -> QuerySet[Schema]:
        """Return those of the domain."""
        return queryset.filter(domain=chosen)


class DesignerFilter(_FrequentFilter):
    """By who designed the current revision."""

    title = "designed by"
    parameter_name = "designed_by"

    def counted(self) -> Iterable[tuple[str, int]]:
        """Count the current revisions of each designer."""
        designers = current_revisions().values_list("designed_by")
        return designers.annotate(n=Count("pk")).order_by("-n", "designed_by")[:_MOST_CHOICES]

    def narrowed(self, queryset: QuerySet[Schema], chosen: str) -> QuerySet[Schema]:
        """Return those whose current revision is the designer's."""
        return queryset.filter(revisions__number=F("current"), revisions__designed_by=chosen)


class LastUsedFilter(_SchemaFilter):
    """By how long ago the schemas were used last, in whole days of UTC."""

    title = "last used"
    parameter_name = "used"

    def lookups(self, request: HttpRequest, model_admin: "ModelAdmin[Schema]") -> Choices:  # noqa: ARG002 - Django's
        """Offer growing stretches of time, and what follows them."""
        return [
            ("today", "Today"),
            ("7", "In the last 7 days"),
            ("30", "In the last 30 days"),
            ("longer", "Longer ago"),
            ("never", "Never used"),
        ]

    def narrowed(self, queryset: QuerySet[Schema], chosen: str) -> QuerySet[Schema]:
        """Return those that were used then."""
        today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
        month = today - timedelta(days=30)
        choices = {
            "today": Q(last_used__gte=today),
            "7": Q(last_used__gte=today - timedelta(days=7)),
            "30": Q(last_used__gte=month),
            "longer": Q(last_used__lt=month),
            "never": Q(last_used=None),
        }
        return queryset.filter(choices.get(chosen, Q()))


class DuplicatesFilter(_SchemaFilter):
    """By whether another schema has the same columns and locale."""

    title = "duplicates"
    parameter_name = "duplicates"

    def lookups(self, request: HttpRequest, model_admin: "ModelAdmin[Schema]") -> Choices:  # noqa: ARG002 - Django's
        """Offer the duplicates alone."""
        return [("yes", "Same columns as another")]

    def narrowed(self, queryset: QuerySet[Schema], chosen: str) -> QuerySet[Schema]:
        """Return those that are there twice or more, whatever else the list is narrowed to."""
        alike = Window(Count("pk"), partition_by=[F("columns"), F("locale")])
        twice = current_revisions().annotate(alike=alike).filter(alike__gt=1).values_list("schema", flat=True)
        # Looked for once, not again in each of the list's queries; and databases take only so many parameters.
        return queryset.filter(pk__in=list(twice[:_MOST_DUPLICATES])) if chosen == "yes" else queryset
