"""The routes of jobs."""

from django.urls import path

from jobs.views import JobViewSet

urlpatterns = [
    path("jobs", JobViewSet.as_view({"post": "create"}), name="jobs"),
    path("jobs/<uuid:job>", JobViewSet.as_view({"get": "retrieve", "delete": "destroy"}), name="job"),
    path("jobs/<uuid:job>/events", JobViewSet.as_view({"get": "events"}), name="job-events"),
    path("jobs/<uuid:job>/file", JobViewSet.as_view({"get": "file"}), name="job-file"),
    path("jobs/<uuid:job>/parts/<int:number>", JobViewSet.as_view({"get": "part"}), name="job-part"),
]
