"""The app's name in Django and in the admin."""

from django.apps import AppConfig


class SchemasCacheConfig(AppConfig):
    """Remembers schemas."""

    name = "schemas_cache"
    verbose_name = "Schemas"
