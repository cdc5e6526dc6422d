"""The app's name in Django, and the admin's site in place of Django's."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin


class CurationConfig(AppConfig):
    """What instructors see and do."""

    default = True
    name = "curation"


class CurationAdminConfig(admin.AdminConfig):
    """Django's admin, whose site is ours."""

    default = False
    default_site = "curation.sites.CurationSite"
