"""The routes of the service."""

from django.urls import path, re_path
from drf_spectacular.views import SpectacularRedocView, SpectacularSwaggerSplitView

from generation.openapi.view import OpenApiView
from generation.views import CollectionViewSet, DatasetViewSet, HealthViewSet, SchemaViewSet

_HASH = "(?P<hash>[0-9a-f]{64})"

urlpatterns = [
    path("generate", DatasetViewSet.as_view({"post": "create"}), name="generate"),
    re_path(rf"^datasets/{_HASH}\.(?P<extension>[a-z]+)$", DatasetViewSet.as_view({"get": "retrieve"}), name="dataset"),
    path("schemas", SchemaViewSet.as_view({"get": "search", "post": "create"}), name="schemas"),
    path("schemas/export", CollectionViewSet.as_view({"get": "export"}), name="export"),
    path("schemas/import", CollectionViewSet.as_view({"post": "take_in"}), name="import"),
    re_path(
        rf"^schemas/{_HASH}$",
        SchemaViewSet.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
        name="schema",
    ),
    re_path(rf"^schemas/{_HASH}/refine$", SchemaViewSet.as_view({"post": "refine"}), name="refine"),
    path("health", HealthViewSet.as_view({"get": "check"}), name="health"),
    path("health/live", HealthViewSet.as_view({"get": "live"}), name="live"),
    path("openapi.json", OpenApiView.as_view(), name="openapi"),
    path("docs", SpectacularSwaggerSplitView.as_view(url_name="openapi"), name="docs"),
    path("redoc", SpectacularRedocView.as_view(url_name="openapi"), name="redoc"),
]
