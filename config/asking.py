"""Who asks is known for the time of each request, and may ask so often a minute."""

from collections.abc import Callable
from contextlib import suppress
from typing import cast

from django.db import Error as DatabaseError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import translation

from access import clients, keys
from access.errors import LimitReached
from access.limits import REQUESTS, charge
from config.errors import answer_error
from config.pages import answer_page
from workbench.middleware import is_ours

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_ADMIN = "/admin/"
_FREE = ("/health", "/health/", "/health/live", "/metrics")  # whoever watches over the service is to hear of it always


class WhoAsks:
    """Lets no client ask more often than one may, before anything of the request's body is read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Have the client known to whatever costs something, until the answer is there."""
        with clients.known(clients.digest_of(_client(request))):
            try:
                if request.path_info not in _FREE:
                    charge(REQUESTS)
            except LimitReached as error:
                return _refused(request, error)
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Answer what a page asks too much of; a view of REST framework has answered already."""
        return _refused(request, exception) if isinstance(exception, LimitReached) else None


def _client(request: HttpRequest) -> str:
    """Return who asks; as long as the database does not tell whose a key is, that is the address."""
    try:
        key = keys.key_of(request)
    except DatabaseError:
        key = None
    return f"key {key.pk}" if key else clients.network_of(request.META)


def _refused(request: HttpRequest, error: LimitReached) -> HttpResponseBase:
    """Answer a page in words, in the reader's language, and anything else as every refusal is answered."""
    with suppress(Resolver404):
        request.resolver_match = resolve(request.path_info)
    if is_ours(request):
        translation.activate(translation.get_language_from_request(request))  # it ends with the request
    is_page = is_ours(request) or request.path_info.startswith(_ADMIN)
    answer = answer_page(request, error) if is_page else answer_error(error, {})
    return cast(HttpResponseBase, answer)  # for the table of errors has it
