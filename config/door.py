"""The door: with API_KEYS_REQUIRED, who brings no key and is not signed in gets nothing but the way to sign in."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.exceptions import AuthenticationFailed

from access.errors import KeyNeeded, LimitReached
from access.keys import key_of
from config.asking import PROBES
from config.errors import REFUSALS
from config.refusing import refuse
from curation.accounts import Anybody, may_enter
from curation.authentication import owner_of_token

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_ADMIN = re.compile(r"/admin(/.*)?", re.DOTALL)  # which asks by itself who comes
_NOTHING = "This service asks for a key: send one as Authorization: Bearer, or as the password of Basic"
_WRONG = "What was sent in the header Authorization opens nothing: it is not valid, or not any more"
_PUBLIC = re.compile(r"\bpublic\b")


class ClosedDoor:
    """Asks whoever comes for an API key, an instructor's token or session, if the settings say so."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let those in who may; what they are answered is not for the caches that they share with others."""
        if not settings.API_KEYS_REQUIRED or _is_open(request.path_info):
            return self.get_response(request)
        try:
            may = _may_enter(request)
        except (OperationalError, LimitReached) as error:
            return refuse(request, error)
        return _kept_private(self.get_response(request)) if may else _shut(request)


def _is_open(path: str) -> bool:
    """Tell whether an address needs no key: whoever watches over the service has a token of their own."""
    return path in PROBES or _ADMIN.fullmatch(path) is not None


def _may_enter(request: HttpRequest) -> bool:
    return key_of(request) is not None or may_enter(_user(request))


def _user(request: HttpRequest) -> Anybody:
    try:
        return owner_of_token(request) or request.user
    except AuthenticationFailed:
        return request.user


def _shut(request: HttpRequest) -> HttpResponseBase:
    error = KeyNeeded(_WRONG if "Authorization" in request.headers else _NOTHING)
    answer = refuse(request, error)
    for name, value in REFUSALS[KeyNeeded].headers(error).items():  # which pages do not have by themselves
        answer[name] = value
    return answer


def _kept_private(answer: Any) -> HttpResponseBase:
    if "Cache-Control" in answer:
        answer["Cache-Control"] = _PUBLIC.sub("private", answer["Cache-Control"])
    return answer  # type: ignore[no-any-return]  # it is what came in
