"""The app's name in Django, and the admin's site in place of Django's."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin


class CurationConfig(AppConfig):
    """What instructors see and do."""

    default = True
    name = "curation"

    def ready(self) -> None:
        """Take away the library's page of tokens, which shows them to whoever may look; ours shows one's own, once."""
        from django.contrib.admin import site  # noqa: PLC0415 - there is none any earlier, and neither are there models
        from rest_framework.authtoken.models import TokenProxy  # noqa: PLC0415 - as above

        site.unregister(TokenProxy)


class CurationAdminConfig(admin.AdminConfig):
    """Django's admin, whose site is ours."""

    default = False
    default_site = "curation.sites.CurationSite"
