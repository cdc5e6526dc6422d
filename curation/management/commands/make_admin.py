"""`manage.py make_admin [--username admin] [--instructor] [--reset] [--json]`."""

import json
from datetime import UTC
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from curation.accounts import Account, make_account, reset_account
from curation.errors import AccountError, AccountExists


class Command(BaseCommand):
    """Makes an account for the admin, and prints the password that its owner signs in with once."""

    help = (
        "Make an account for the admin: a superuser's, who may do everything, or with --instructor that of one who "
        "curates schemas. Its password is printed once, and is valid for one sign-in within seven days; the admin then "
        "asks for an own one. Exit codes: 0 when it is made, 1 when it is not, 2 when the command is used wrongly."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare whose account, and what kind."""
        parser.add_argument("--username", default="admin", help="the name to sign in with (admin)")
        which = parser.add_mutually_exclusive_group()  # an account that is there keeps its role
        which.add_argument("--instructor", action="store_true", help="for curating alone: no users, no other tables")
        which.add_argument(
            "--reset",
            action="store_true",
            help="give the account that there is a new one-time password; its sessions and its token end",
        )
        parser.add_argument("--json", action="store_true", help="print an object for programs in place of sentences")

    def handle(self, *_: Any, username: str, **options: Any) -> None:
        """Make the account and tell its password. Raises CommandError, a sentence, for all that can go wrong."""
        try:
            account = (
                reset_account(username)
                if options["reset"]
                else make_account(username, instructor=options["instructor"])
            )
        except AccountExists as error:
            raise CommandError(f"{error}; --reset gives it a new one-time password") from error
        except AccountError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(
                "The database cannot be used; `manage.py migrate` makes its tables, as `make admin` does"
            ) from error
        self.stdout.write(_json(account) if options["json"] else _told(account))


def _json(account: Account) -> str:
    return json.dumps(
        {
            "username": account.username,
            "role": account.role,
            "password": account.password,
            "expires_at": account.expires_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        }
    )


def _told(account: Account) -> str:
    return (
        f"The account {account.username!r} ({account.role}) can sign in at /admin/ once, with this password, until "
        f"{account.expires_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC:\n\n    {account.password}\n\n"
        "The admin then asks for a password of its owner's own."
    )
