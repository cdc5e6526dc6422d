"""Who asks, as far as the server knows: whether they are still there, and what they are told after the last byte."""

from typing import Protocol

from django.http import HttpRequest

from generation.errors import ClientLeft

CLIENT = "dataset.client"  # of the request's environment; the server puts it there


class Client(Protocol):
    """Who is connected."""

    @property
    def trailers(self) -> dict[str, str] | None:
        """Return the fields to be sent after the last byte, to be filled in meanwhile; None where none can be."""

    def has_left(self) -> bool:
        """Tell whether nobody is there to be answered any more."""


def client_of(request: HttpRequest) -> Client | None:
    """Return who asks, or None under a server that does not tell."""
    client: Client | None = request.META.get(CLIENT)
    return client


class Watch:
    """Looks, whenever rows were made, whether anybody still wants them."""

    def __init__(self, client: Client | None) -> None:
        self._client = client

    def __call__(self, _: int) -> None:
        """Raise ClientLeft if nobody does."""
        if self._client is not None and self._client.has_left():
            raise ClientLeft
