"""The page on which instructors make themselves a token, with which programs write in their name."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.models import ADDITION, DELETION, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from rest_framework.authtoken.models import Token

from curation.accounts import may_write


def token_page(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Show whether there is a token; make another one, which is shown this once, or revoke it."""
    user = request.user
    if not (isinstance(user, User) and may_write(user)):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, site, user)
    match request.POST.get("do"):
        case "make":
            return _page(request, site, user, made=_make(user))
        case "revoke":
            messages.success(request, "The token is revoked." if _revoke(user) else "There was no token.")
            return redirect("admin:token")
    return _page(request, site, user, status=HTTPStatus.BAD_REQUEST)


def _page(request: HttpRequest, site: AdminSite, user: User, *, made: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": "Token",
        "token": Token.objects.filter(user=user).first(),
        "made": made,
        "origin": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "curation/token.html", context, status=status)


def _make(user: User) -> str:
    """Make a token in place of the one there may be, and return it."""
    with transaction.atomic():
        Token.objects.filter(user=user).delete()
        token = Token.objects.create(user=user)
        _log(user, ADDITION, "Made a token.")
    return str(token.key)


def _revoke(user: User) -> bool:
    """Drop the token, and tell whether there was one."""
    with transaction.atomic():
        gone, _ = Token.objects.filter(user=user).delete()
        if gone:
            _log(user, DELETION, "Revoked the token.")
    return bool(gone)


def _log(user: User, flag: int, message: str) -> None:
    """Log it of nothing in particular: the log links to pages of objects, and instructors have none of tokens."""
    LogEntry.objects.create(user=user, object_repr="token for programs", action_flag=flag, change_message=message)
