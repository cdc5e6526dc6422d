"""Who asks is known for the time of each request, and may ask so often a minute."""

from collections.abc import Callable

from django.db import Error as DatabaseError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from access import clients, keys
from access.errors import LimitReached
from access.limits import REQUESTS, charge
from config.refusing import refuse_for_now

GetResponse = Callable[[HttpRequest], HttpResponseBase]

PROBES = {"/health", "/health/live", "/metrics"}  # whoever watches over the service is to hear of it always


class WhoAsks:
    """Lets no client ask more often than one may, before anything is made of the request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Have the client known to whatever costs something, until the answer is there."""
        with clients.known(clients.digest_of(_client(request))):
            try:
                if request.path_info not in PROBES:
                    charge(REQUESTS)
            except LimitReached as error:
                return refuse_for_now(request, error)
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Answer what a page asks too much of; a view of REST framework has answered already."""
        return refuse_for_now(request, exception) if isinstance(exception, LimitReached) else None


def _client(request: HttpRequest) -> str:
    """Return who asks; as long as the database does not tell whose a key is, that is the address."""
    try:
        key = keys.key_of(request)
    except DatabaseError:
        key = None
    return f"key {key.pk}" if key else clients.network_of(request.META)
