"""The whole site as it is served, with addresses at which the unforeseen happens."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
settings.ROOT_URLCONF = "tests.config.crashes"
application = get_wsgi_application()
