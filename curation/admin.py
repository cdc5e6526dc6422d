"""Schemas in the admin: look through them, see every revision, mark what was reviewed."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import F, Prefetch, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from curation.pages.editing import add_page, change_page
from curation.pages.sample import sample_page
from schemas_cache.curating import mark_curated
from schemas_cache.models import Revision, Schema
from schemas_cache.tables import read_entry

_PAGES: tuple[tuple[str, str, Callable[..., HttpResponseBase]], ...] = (
    # name of the route, after "schemas_cache_schema_"; address, after the list's; page
    ("sample", "<int:pk>/sample.csv", sample_page),
)


class RevisionInline(admin.TabularInline):  # type: ignore[type-arg]  # takes no parameters when it runs
    """The revisions of a schema, to be read: an edit would break the links that name them."""

    model = Revision
    fields = (
        *("number", "created_at", "designed_by", "tokens", "locale", "column_list", "assumptions", "not_understood"),
    )
    readonly_fields = fields
    ordering = ("-number",)
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Schema | None = None) -> bool:  # noqa: ARG002 - Django's
        """Refuse: the services make revisions."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Schema | None = None) -> bool:  # noqa: ARG002 - Django's
        """Refuse: a revision stays as it is."""
        return False

    @admin.display(description="columns")
    def column_list(self, revision: Revision) -> SafeString:
        """Show a line a column: its name, type, why it is there, and its expression."""
        entry = read_entry(revision)
        columns = (
            (
                column.name,
                ", ".join(filter(None, (column.data_type, entry.origins.get(column.name)))),
                column.expression,
            )
            for column in entry.schema.columns
        )
        return format_html_join("", "<div>{} ({}): <code>{}</code></div>", columns)

    @admin.display(description="tokens")
    def tokens(self, revision: Revision) -> int:
        """Show how many tokens the language model took for it."""
        return read_entry(revision).spent.tokens


@admin.register(Schema)
class SchemaAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # as above
    """Schemas, the last used first."""

    list_display = ("__str__", "domain", "designed_by", "usage_count", "last_used", "curated")
    list_filter = ("curated", "domain", "last_used")
    search_fields = ("searchable", "hash")
    search_help_text = "Words of the description, names of columns, or a hash"
    ordering = (F("last_used").desc(nulls_last=True), "-created_at")
    list_per_page = 50
    show_full_result_count = False
    readonly_fields = (
        "hash",
        "description",
        "domain",
        "usage_count",
        "last_used",
        "created_at",
        "current",
        "parent",
        "parent_revision",
        "instruction",
        "description_key",
    )
    fields = ("curated", *readonly_fields)
    inlines: ClassVar = [RevisionInline]
    actions = ("mark_as_curated", "mark_as_not_curated")

    def get_urls(self) -> list[URLPattern]:
        """Add our own pages to Django's."""
        pages = [
            path(route, self.admin_site.admin_view(partial(page, self)), name=f"schemas_cache_schema_{name}")
            for name, route, page in _PAGES
        ]
        return [*pages, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Schema]:
        """Fetch the current revisions along, in one query a page."""
        current = Revision.objects.filter(number=F("schema__current"))
        return super().get_queryset(request).prefetch_related(Prefetch("revisions", current))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Schema], search_term: str
    ) -> tuple[QuerySet[Schema], bool]:
        """Search in folded case, as the searchable text is."""
        return super().get_search_results(request, queryset, search_term.casefold())

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",  # noqa: ARG002 - Django's
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002 - Django's
    ) -> HttpResponse:
        """Show a schema with a row a column, and take in what is changed."""
        return change_page(self, request, object_id)

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",  # noqa: ARG002 - Django's
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002 - Django's
    ) -> HttpResponse:
        """Show a form for a new schema, and take it in."""
        return add_page(self, request)

    def has_delete_permission(self, request: HttpRequest, obj: Schema | None = None) -> bool:
        """Refuse for what is curated, also among many that are deleted at once."""
        return super().has_delete_permission(request, obj) and not (obj and obj.curated)

    @admin.display(description="designed by")
    def designed_by(self, schema: Schema) -> str:
        """Show who designed the current revision."""
        return schema.revisions.all()[0].designed_by

    @admin.action(description="Mark as curated", permissions=["change"])
    def mark_as_curated(self, request: HttpRequest, queryset: QuerySet[Schema]) -> None:
        """Mark the chosen schemas as reviewed."""
        self._mark(request, queryset, curated=True)

    @admin.action(description="Mark as not curated", permissions=["change"])
    def mark_as_not_curated(self, request: HttpRequest, queryset: QuerySet[Schema]) -> None:
        """Take the mark away from the chosen schemas."""
        self._mark(request, queryset, curated=False)

    def save_model(self, request: HttpRequest, obj: Schema, form: "ModelForm[Schema]", change: bool) -> None:  # noqa: ARG002, FBT001 - Django's
        """Save the mark alone: the row may have been used or revised since the form was shown."""
        mark_curated([obj.hash], curated=obj.curated)

    def _mark(self, request: HttpRequest, queryset: QuerySet[Schema], *, curated: bool) -> None:
        count = mark_curated(list(queryset.values_list("hash", flat=True)), curated=curated)
        self.message_user(request, f"{count} schemas marked as {'' if curated else 'not '}curated.")
