"""What the pages of this app pass through on their way out, and no other answer does."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_APP = "workbench"


class ReadersLanguage:
    """Shows pages in the language that their reader chose or, without a choice, that the browser prefers.

    That goes for what is refused and for crashes too. What is no page of this app knows no language but English.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Say of a page in which language it is, and that another reader may get it in another one."""
        try:
            response = self.get_response(request)
            if _is_page(request, response):
                response["Content-Language"] = translation.get_language() or ""
                patch_vary_headers(response, ("Accept-Language", "Cookie"))
        finally:
            translation.deactivate()
        return response

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        """Choose the language, now that it is known whose address this is."""
        if is_ours(request):
            translation.activate(translation.get_language_from_request(request))


class CompressedPages(GZipMiddleware):
    """Compresses pages for those who take it, and adds a few bytes at random lest their size tell what is in them."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress a page of this app; files and what is streamed stay as they are."""
        return super().process_response(request, response) if _is_page(request, response) else response


def _is_page(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Tell whether this answer is a page of this app, and has something to read."""
    is_text = isinstance(response, HttpResponse) and bool(response.content)
    return is_text and response["Content-Type"].startswith("text/html") and is_ours(request)


def is_ours(request: HttpRequest) -> bool:
    """Tell whether the address is one of this app, once it is known which one it is."""
    return request.resolver_match is not None and request.resolver_match.app_name == _APP
