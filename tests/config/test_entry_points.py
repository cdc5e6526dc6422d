"""What servers load."""

from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.wsgi import WSGIHandler

from config import asgi, wsgi


def test_each_is_the_application() -> None:
    assert (type(wsgi.application), type(asgi.application)) == (WSGIHandler, ASGIHandler)
