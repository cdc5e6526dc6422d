"""API keys in the admin: who has one, when it was used, and how it is made and revoked."""

from http import HTTPStatus
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from access import keys
from access.models import ApiKey


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # takes no parameters when it runs
    """Keys, the newest first. One that is made is shown once; none is deleted, so that it is known who had one."""

    fields = ("name",)
    list_display = ("name", "begins", "created_at", "created_by", "last_used", "is_valid")
    list_display_links = None
    list_select_related = ("created_by",)
    search_fields = ("name", "beginning__startswith")
    search_help_text = "Words of the name, or the beginning of a key"
    actions = ("revoke",)

    @admin.display(description="key", ordering="beginning")
    def begins(self, key: ApiKey) -> str:
        """Return how a key begins."""
        return f"{key.beginning}…"

    @admin.display(description="valid", boolean=True)
    def is_valid(self, key: ApiKey) -> bool:
        """Tell whether a key opens the door."""
        return key.revoked_at is None

    @admin.action(description="Revoke selected API keys", permissions=["change"])
    def revoke(self, request: HttpRequest, chosen: "QuerySet[ApiKey]") -> None:
        """Let keys open nothing from now on."""
        revoked = [key for key in chosen if keys.revoke(key)]
        for key in revoked:
            self.log_change(request, key, "Revoked.")
        said = ngettext("%d key is revoked.", "%d keys are revoked.", len(revoked)) % len(revoked)
        self.message_user(request, said, messages.SUCCESS if revoked else messages.WARNING)

    def save_model(
        self,
        request: HttpRequest,
        obj: ApiKey,
        form: "ModelForm[ApiKey]",  # noqa: ARG002 - Django's
        change: bool,  # noqa: ARG002, FBT001 - Django's
    ) -> None:
        """Make the key, and keep its text for the page that comes next."""
        user = request.user if isinstance(request.user, User) else None
        made = keys.make(obj.name, by=user)
        obj.pk, obj.digest, obj.beginning = made.kept.pk, made.kept.digest, made.kept.beginning
        self._show(request, made.text)

    def response_add(self, request: HttpRequest, obj: ApiKey, post_url_continue: str | None = None) -> HttpResponse:  # noqa: ARG002 - Django's
        """Show the key this once."""
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Your new API key",
            "name": obj.name,
            "made": self._shown(request),
            "origin": request.build_absolute_uri("/").rstrip("/"),
        }
        return render(request, "admin/access/apikey/made.html", context, status=HTTPStatus.OK)

    def has_change_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        """Let nobody change a single key: what can be changed is whether it opens anything, in the list."""
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:  # noqa: ARG002 - Django's
        """Let nobody delete one."""
        return False

    def _show(self, request: HttpRequest, text: str) -> None:
        request._made_key = text  # type: ignore[attr-defined]  # noqa: SLF001 - from one of Django's hooks to the next

    def _shown(self, request: HttpRequest) -> str:
        return str(request._made_key)  # type: ignore[attr-defined]  # noqa: SLF001 - as above
