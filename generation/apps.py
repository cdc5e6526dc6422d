"""The app's name in Django."""

from django.apps import AppConfig


class GenerationConfig(AppConfig):
    """Description in, dataset out."""

    name = "generation"
    verbose_name = "Generation"
