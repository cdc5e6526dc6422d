"""The admin's site: Django's own, with our name on it, and closed to whoever still has a one-time password."""

from collections.abc import Callable
from functools import partial, wraps
from http import HTTPStatus
from math import ceil
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path

from access.errors import LimitReached
from curation.accounts import may_write, must_set_password, take_one_time_password
from curation.attempts import counted_password
from curation.dashboard import read_dashboard
from curation.pages.token import token_page
from schemas_cache.budget import today
from schemas_cache.models import Schema
from watching.counting import count
from watching.metrics import REFUSED

View = Callable[..., HttpResponseBase]

_OPEN_BEFORE = {"password_change", "logout", "jsi18n"}  # to whoever has yet to set a password


class SignInForm(AdminAuthenticationForm):
    """Signs in with a one-time password once, and only while it is valid; and looks at so many wrong ones only."""

    def clean(self) -> dict[str, Any]:
        """Look at the password. Raises LimitReached after too many wrong ones, whether this one is right or not."""
        if not (self.request and self.cleaned_data.get("username") and self.cleaned_data.get("password")):
            return super().clean()
        with counted_password(self.request, self.cleaned_data["username"]):
            return super().clean()

    def confirm_login_allowed(self, user: User) -> None:
        """Refuse a one-time password that was used before, or is too old."""
        super().confirm_login_allowed(user)
        if not take_one_time_password(user):
            raise ValidationError(
                "This one-time password was used already, or is no longer valid. "
                "Whoever runs the service makes a new one with make_admin --reset.",
                code="one_time_password_gone",
            )


class CurationSite(AdminSite):
    """The admin as instructors find it."""

    site_header = "A dataset from a sentence"
    site_title = "A dataset from a sentence"
    index_title = "Curating"
    site_url = "/"
    enable_nav_sidebar = False  # it would list one table, beside tables that need the width
    login_form = SignInForm

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Add the pages that belong to no model, before the one that takes what is left."""
        ours = [path("token/", self.admin_view(partial(token_page, self)), name="token")]
        return [*ours, *super().get_urls()]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the form and sign in, unless there were too many wrong passwords."""
        try:
            return super().login(request, extra_context)
        except LimitReached as error:
            return _asked_to_wait(request, error)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show what was asked for lately above the list of tables, to whoever may look at schemas."""
        context = extra_context or {}
        if self.get_model_admin(Schema).has_view_permission(request):
            origin = request.build_absolute_uri("/").rstrip("/")
            writes = may_write(request.user)
            context |= {"dashboard": read_dashboard(today()), "origin": origin, "may_have_token": writes}
        return super().index(request, context)

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # type: ignore[override] # noqa: FBT001, FBT002 - Django's
        """Let nobody further who has a one-time password and has not set their own."""
        return super().admin_view(_own_password_first(view), cacheable)


def _asked_to_wait(request: HttpRequest, error: LimitReached) -> HttpResponse:
    count(REFUSED.by(1, error.name))
    minutes = ceil(error.retry_after / 60)
    page = render(request, "429.html", {"minutes": minutes}, status=HTTPStatus.TOO_MANY_REQUESTS)
    page["Retry-After"] = str(error.retry_after)
    page["Cache-Control"] = "no-store"
    return page


def _own_password_first(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        match = request.resolver_match
        if (match and match.url_name in _OPEN_BEFORE) or not must_set_password(request.user):
            return view(request, *args, **kwargs)
        return _to_password_page(request)

    return guarded


def _to_password_page(request: HttpRequest) -> HttpResponseRedirect:
    messages.warning(request, "Set a password of your own first: the one that you signed in with was for once.")
    return redirect("admin:password_change")
