"""The admin's site: Django's own, with our name on it."""

from django.contrib.admin import AdminSite


class CurationSite(AdminSite):
    """The admin as instructors find it."""

    site_header = "A dataset from a sentence"
    site_title = "A dataset from a sentence"
    index_title = "Curating"
    site_url = "/"
