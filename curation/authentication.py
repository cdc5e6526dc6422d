"""Who asks over HTTP, by session or token, and what they may: REST framework calls these, as the settings say."""

import re
from collections.abc import Sequence
from typing import Any, Protocol, cast

from django.contrib.auth.models import User
from django.http import HttpRequest
from rest_framework import authentication, exceptions, permissions
from rest_framework.request import Request

from access import keys
from curation.accounts import must_set_password
from curation.attempts import count_wrong_token, refuse_after_wrong_tokens

_KEY = re.compile(r"[0-9a-f]{40}")


class Guarded(Protocol):
    """A view that knows which permissions are needed for what is asked."""

    needed: Sequence[str]


class TokenAuthentication(authentication.TokenAuthentication):
    """Takes a token as `Authorization: Token <key>`, and as Bearer, which many clients know how to send."""

    _request: Any  # of Django in the door, of REST framework in views

    def authenticate(self, request: Request) -> Any:
        """Return the user and the token; None when the header is missing or of another kind.

        Raises AuthenticationFailed for a token that there is not, and for one of an inactive user; LimitReached when
        too many that there are not came from there.
        """
        self._request = request
        if authentication.get_authorization_header(request).lower().split()[:1] == [b"bearer"]:
            self.keyword = "Bearer"
        return super().authenticate(request)

    def authenticate_credentials(self, key: str) -> Any:
        """Look a token up, unless it cannot be one: no database is asked for what it cannot hold."""
        if key.startswith(keys.BEGINNING):
            raise exceptions.AuthenticationFailed("This is an API key: what is for instructors needs a token.")
        refuse_after_wrong_tokens(self._request)
        try:
            return self._owner(key)
        except exceptions.AuthenticationFailed:
            count_wrong_token(self._request)
            raise

    def _owner(self, key: str) -> Any:
        if not _KEY.fullmatch(key):
            raise exceptions.AuthenticationFailed("Invalid token.")
        return super().authenticate_credentials(key)

    def authenticate_header(self, _: Request) -> str:
        """Return what a client is told to send."""
        return 'Token realm="schemas", Bearer realm="schemas"'


def owner_of_token(request: HttpRequest) -> User | None:
    """Return whose token a request brings, if any. Raises as `authenticate` does."""
    found = TokenAuthentication().authenticate(cast(Request, request))  # which asks it for its headers alone
    return cast(User, found[0]) if found else None


class MayWrite(permissions.BasePermission):
    """Lets those of the staff through who have the permissions, and have set a password of their own."""

    message = ""

    def has_permission(self, request: Request, view: Guarded) -> bool:  # type: ignore[override]  # all views that ask are guarded
        """Tell whether the user may; `message` says why not."""
        user = request.user
        self.message = self._objection(user, view.needed) if isinstance(user, User) else "You are not signed in"
        return not self.message

    def _objection(self, user: User, needed: Sequence[str]) -> str:
        if not user.is_staff:
            return "This is for instructors: the account is not one of the staff"
        if must_set_password(user):
            return "Sign in to the admin and set a password of your own first"
        missing = [permission for permission in needed if not user.has_perm(permission)]
        return f"This account lacks the permission {missing[0]}" if missing else ""
