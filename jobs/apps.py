"""The app's name in Django and in the admin."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Datasets that take long."""

    name = "jobs"
    verbose_name = "Jobs"
