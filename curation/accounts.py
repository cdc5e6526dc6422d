"""Accounts: how a first one is made, and what stands before it until its owner has set a password of their own."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from rest_framework.authtoken.models import Token

from curation.errors import AccountExists, AccountNotFound, AccountUnfit
from curation.models import OneTimePassword

INSTRUCTORS = "instructor"  # the group; a migration makes it
ONE_TIME_PASSWORD_LASTS = timedelta(days=7)
WRITING = tuple(
    f"schemas_cache.{action}_schema" for action in ("add", "change", "delete", "curate", "export", "import")
)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
_GROUPS, _GROUP_LENGTH = 5, 4  # 99 bits

Anybody = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account that was given a one-time password just now; nothing keeps that in plain text."""

    username: str
    role: str
    password: str
    expires_at: datetime


def make_account(username: str, *, instructor: bool) -> Account:
    """Make an account: a superuser's, or that of an instructor. Raises AccountExists, AccountUnfit."""
    user = User(username=username, is_staff=True, is_superuser=not instructor)
    if User.objects.filter(username=username).exists():
        raise AccountExists(f"There is an account {username!r} already")
    try:
        user.full_clean(exclude=["password"])
        with transaction.atomic():
            user.save()
            if instructor:
                user.groups.add(_instructors())
            return _give_one_time_password(user)
    except ValidationError as error:
        raise AccountUnfit(" ".join(error.messages)) from error
    except IntegrityError as error:  # somebody else was faster
        raise AccountExists(f"There is an account {username!r} already") from error


def reset_account(username: str) -> Account:
    """Give an account a new one-time password; its sessions and its token end. Raises AccountNotFound, AccountUnfit."""
    user = User.objects.filter(username=username).first()
    if user is None:
        raise AccountNotFound(f"There is no account {username!r}")
    if not (user.is_active and user.is_staff):
        raise AccountUnfit(f"The account {username!r} may not sign in: it is not active, or not one of the staff")
    with transaction.atomic():
        Token.objects.filter(user=user).delete()
        return _give_one_time_password(user)


def must_set_password(user: Anybody) -> bool:
    """Tell whether a one-time password stands."""
    return isinstance(user, User) and OneTimePassword.objects.filter(user=user).exists()


def may_enter(user: Anybody) -> bool:
    """Tell whether a user is one of those whom the admin lets in, with a password of their own."""
    return isinstance(user, User) and user.is_active and user.is_staff and not must_set_password(user)


def may_write(user: Anybody) -> bool:
    """Tell whether a user may do anything that a token is of use for."""
    return isinstance(user, User) and any(user.has_perm(permission) for permission in WRITING)


def take_one_time_password(user: User) -> bool:
    """Let a user with the right password sign in; False for a one-time password that was used before, or is too old.

    A single UPDATE: of two who use it at once, one signs in.
    """
    now = timezone.now()
    fresh = Q(used_at=None, expires_at__gt=now)
    mine = OneTimePassword.objects.filter(user=user)
    return bool(mine.filter(fresh).update(used_at=now)) or not mine.exists()


class OwnPassword:
    """Among the validators of passwords: a password that is set takes the place of the one-time one, and is another."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError for the one-time password itself."""
        if user and user.pk and must_set_password(user) and user.check_password(password):
            raise ValidationError("This is the one-time password; set one of your own.", code="password_not_own")

    def get_help_text(self) -> str:
        """Return what the page that sets a password says of it."""
        return "Your password cannot be the one-time password that you were given."

    def password_changed(self, password: str, user: User | None = None) -> None:  # noqa: ARG002 - Django's
        """Forget the one-time password; Django calls this whichever way another one was set."""
        if user:
            OneTimePassword.objects.filter(user=user).delete()


def _give_one_time_password(user: User) -> Account:
    password = "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
    user.set_password(password)
    user.save()
    given = OneTimePassword.objects.create(user=user, expires_at=timezone.now() + ONE_TIME_PASSWORD_LASTS)
    return Account(
        username=user.get_username(),
        role="superuser" if user.is_superuser else ", ".join(group.name for group in user.groups.all()) or "staff",
        password=password,
        expires_at=given.expires_at,
    )


def _instructors() -> Group:
    group = Group.objects.filter(name=INSTRUCTORS).first()
    if group is None:
        raise AccountUnfit(f"There is no group {INSTRUCTORS!r}; `manage.py migrate` makes it")
    return group
