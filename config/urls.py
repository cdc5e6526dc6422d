"""All routes."""

from django.contrib import admin
from django.urls import include, path

from config.metrics import answer_metrics

handler500 = "config.refusing.answer_failure"  # of middleware, such as what looks for a session

urlpatterns = [
    path("admin/", admin.site.urls),
    path("metrics", answer_metrics, name="metrics"),
    path("", include("workbench.urls")),
    path("", include("jobs.urls")),
    path("", include("generation.urls")),
]
