"""Addresses that cannot be read as they were meant: what is not UTF-8 in a query would become another text."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from config.refusing import refuse
from generation.errors import InvalidRequest

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class ReadableQuery:
    """Refuses a query that is not UTF-8; Django would take a question mark in a box for each byte that is none."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 400, before anything is made of it."""
        query = request.META.get("QUERY_STRING", "")
        if _is_readable(query):
            return self.get_response(request)
        return refuse(request, InvalidRequest("What the address asks for is not UTF-8", field="query", provided=None))


def _is_readable(query: str) -> bool:
    if "%" not in query and query.isascii():
        return True
    try:
        unquote_to_bytes(query.encode("latin-1")).decode("utf-8")  # as WSGI hands it over
    except ValueError:
        return False
    return True
