"""The app's name in Django."""

from django.apps import AppConfig


class PresentingConfig(AppConfig):
    """What people see of a schema."""

    name = "presenting"
