"""API keys: made, shown once, known again by their digest, and revoked.

A key is long enough that nobody guesses it, so a plain digest keeps it: it outlives a change of SECRET_KEY.
"""

import re
import secrets
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone

from access.models import ApiKey

NOTED_EVERY = timedelta(minutes=1)  # that a key was used
BEGINNING = "dfs_"  # of every key
_SHOWN = 9  # characters by which its owner knows a key again: it has 38 others
_KEY = re.compile(rf"{BEGINNING}[A-Za-z0-9_-]{{43}}")
_OF_THE_REQUEST = "_api_key"


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key that was made just now; nothing keeps the `text`."""

    text: str
    kept: ApiKey


def make(name: str, *, by: User | None = None) -> MadeKey:
    """Make a key."""
    text = f"{BEGINNING}{secrets.token_urlsafe(32)}"
    kept = ApiKey.objects.create(name=name, digest=_digest(text), beginning=text[:_SHOWN], created_by=by)
    return MadeKey(text, kept)


def revoke(key: ApiKey) -> bool:
    """Let a key open nothing from now on, and tell whether it did until now."""
    return bool(ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now()))


def key_of(request: HttpRequest) -> ApiKey | None:
    """Return the valid key that a request brings, if any; the table is asked once for each request.

    Raises OperationalError while the database cannot be reached.
    """
    if not hasattr(request, _OF_THE_REQUEST):
        setattr(request, _OF_THE_REQUEST, read(request.headers.get("Authorization", "")))
    found: ApiKey | None = getattr(request, _OF_THE_REQUEST)
    return found


def read(authorization: str) -> ApiKey | None:
    """Return the valid key that a header Authorization has, if any, and note that it was used.

    It comes as Bearer, or with Basic as the password or, without one, as the name. What cannot be a key asks no
    database.
    """
    digests = [_digest(text) for text in _sent(authorization) if _KEY.fullmatch(text)]
    found = ApiKey.objects.filter(digest__in=digests, revoked_at=None).first() if digests else None
    if found is not None:
        _note_use(found)
    return found


def _sent(authorization: str) -> Iterator[str]:
    scheme, _, rest = authorization.partition(" ")
    match scheme.lower():
        case "bearer":
            yield rest.strip()
        case "basic":
            yield from _name_and_password(rest.strip())


def _name_and_password(encoded: str) -> Iterator[str]:
    with suppress(ValueError):
        name, _, password = b64decode(encoded, validate=True).decode("ascii").partition(":")
        yield password or name


def _note_use(key: ApiKey) -> None:
    """Write when a key was used last, unless that was written a moment ago."""
    now = timezone.now()
    if key.last_used is None or not (now - NOTED_EVERY < key.last_used <= now):
        ApiKey.objects.filter(pk=key.pk, last_used=key.last_used).update(last_used=now)


def _digest(text: str) -> str:
    return sha256(text.encode("ascii")).hexdigest()
