"""What is shown in place of a page that cannot be."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def refused_page(
    request: HttpRequest, error: Exception | None, message: str, status: int, *, retry_after: int | None = None
) -> HttpResponse:
    """Say what happened and what to do, in place of a page; an error that is None is one that nobody foresaw."""
    context = {"error": error, "message": message, "status": status, "retry_after": retry_after}
    response = render(request, "workbench/refused.html", context, status=status)
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response
