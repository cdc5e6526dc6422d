"""Schemas in the admin: the list, what it leads to, and who may do what."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from curation import listing
from curation.actions import ACTIONS
from curation.filters import DesignerFilter, DomainFilter, DuplicatesFilter, LastUsedFilter
from curation.pages.deleting import delete_page
from curation.pages.editing import add_page, change_page
from curation.pages.exporting import export_page
from curation.pages.importing import import_page
from curation.pages.merging import merge_page
from curation.pages.preview import preview_page
from curation.pages.redesigning import redesign_page
from curation.pages.revisions import restore_page, revisions_page
from curation.pages.sample import sample_page
from schemas_cache.keys import canonical_description
from schemas_cache.models import Schema

_PAGES: tuple[tuple[str, str, Callable[..., HttpResponseBase]], ...] = (
    # name of the route, after "schemas_cache_schema_"; address, after the list's; page
    ("export", "export/", export_page),
    ("import", "import/", import_page),
    ("merge", "merge/", merge_page),
    ("preview", "preview/", preview_page),
    ("redesign", "<int:pk>/redesign/", redesign_page),
    ("restore", "<int:pk>/revisions/<int:number>/restore/", restore_page),
    ("revisions", "<int:pk>/revisions/", revisions_page),
    ("sample", "<int:pk>/sample.csv", sample_page),
)


@admin.register(Schema)
class SchemaAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # takes no parameters when it runs
    """Schemas, the last used first."""

    list_display = (
        *(listing.described, "domain", listing.columns, listing.uses, listing.last_used, listing.designed_by),
        listing.curated,
    )
    list_filter = ("curated", LastUsedFilter, DuplicatesFilter, DesignerFilter, DomainFilter)
    date_hierarchy = "created_at"
    search_fields = ("searchable__contains", "hash__startswith")
    search_help_text = "Words of the description, names of columns, or the beginning of a hash"
    ordering = listing.LAST_USED_FIRST
    actions = ACTIONS
    list_per_page = 50
    list_max_show_all = 500
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_urls(self) -> list[URLPattern]:
        """Add our own pages to Django's."""
        pages = [
            path(route, self.admin_site.admin_view(partial(page, self)), name=f"schemas_cache_schema_{name}")
            for name, route, page in _PAGES
        ]
        return [*pages, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Schema]:
        """Leave out what was merged into another, and fetch the current revisions along."""
        return listing.listed(super().get_queryset(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Schema], search_term: str
    ) -> tuple[QuerySet[Schema], bool]:
        """Search in folded case, as the searchable text is."""
        return super().get_search_results(request, queryset, canonical_description(search_term).casefold())

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

    def delete_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002 - Django's
    ) -> HttpResponse:
        """Say which links break with a schema; delete it when that is confirmed."""
        if not object_id.isdecimal():
            raise Http404(object_id)
        return delete_page(self, request, int(object_id))

    def has_delete_permission(self, request: HttpRequest, obj: Schema | None = None) -> bool:
        """Refuse for what is curated."""
        return super().has_delete_permission(request, obj) and not (obj and obj.curated)

    def has_curate_permission(self, request: HttpRequest) -> bool:
        """Tell whether the user marks schemas as curated and merges them; its actions ask for it."""
        return request.user.has_perm("schemas_cache.curate_schema")

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Tell whether the user takes schemas out as files; the action asks for it."""
        return request.user.has_perm("schemas_cache.export_schema")
