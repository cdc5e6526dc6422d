"""All routes."""

from django.contrib import admin
from django.urls import include, path

from config.metrics import answer_metrics

urlpatterns = [
    path("admin/", admin.site.urls),
    path("metrics", answer_metrics, name="metrics"),
    path("", include("workbench.urls")),
    path("", include("jobs.urls")),
    path("", include("generation.urls")),
]
