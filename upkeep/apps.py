"""The app's name in Django."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    """What keeps an installation in order."""

    name = "upkeep"
    verbose_name = "Upkeep"
