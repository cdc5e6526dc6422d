"""Accounts of each role, for tests."""

from datetime import timedelta
from pathlib import Path

from django.contrib.auth.models import Group, Permission, User
from django.utils import timezone

from curation.models import OneTimePassword
from tests.servers import manage

TOKEN = "0123456789abcdef0123456789abcdef01234567"
_GIVE_TOKEN = f"""
from django.contrib.auth.models import Group, User
from rest_framework.authtoken.models import Token
user = User.objects.create_user("ada", is_staff=True)
user.groups.set(Group.objects.all())
Token.objects.create(user=user, key="{TOKEN}")
"""


def give_token(data_dir: Path) -> None:
    """Make an instructor who has TOKEN, in the database of a server of its own."""
    done = manage("shell", "--command", _GIVE_TOKEN, DATA_DIR=str(data_dir), SECRET_KEY="of the tests")
    assert done.returncode == 0, done.stderr.decode()


def plain(name: str = "plain") -> User:
    return User.objects.create_user(name)


def staff(name: str = "staff", *permissions: str) -> User:
    """Return one of the staff with these permissions on schemas and no others."""
    user = User.objects.create_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


def viewer(name: str = "viewer") -> User:
    return staff(name, "view_schema")


def instructor(name: str = "instructor") -> User:
    user = staff(name)
    user.groups.set([Group.objects.get(name="instructor")])
    return user


def pending(name: str = "pending") -> User:
    """Return an instructor who signed in with a one-time password and has not set their own."""
    user = instructor(name)
    expires_at = timezone.now() + timedelta(days=7)
    OneTimePassword.objects.create(user=user, expires_at=expires_at, used_at=timezone.now())
    return user


def superuser(name: str = "superuser") -> User:
    return User.objects.create_superuser(name)
