"""The app's name in Django."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """The learner's page."""

    name = "workbench"
