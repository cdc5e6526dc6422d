"""The app's name in Django."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who asks, and how much they may."""

    name = "access"
    verbose_name = "Access"
