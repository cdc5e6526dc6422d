"""`manage.py make_key NAME [--json]`."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from access.keys import MadeKey, make
from access.models import MOST_OF_A_NAME


class Command(BaseCommand):
    """Makes an API key, and prints it once."""

    help = (
        "Make an API key, which opens a service with API_KEYS_REQUIRED and has limits of its own. It is printed once; "
        "the admin lists who has one, and revokes it. Exit codes: 0 when it is made, 1 when it is not, 2 when the "
        "command is used wrongly."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare whose key."""
        parser.add_argument("name", help="whose it is, or what for")
        parser.add_argument("--json", action="store_true", help="print an object for programs in place of sentences")

    def handle(self, *_: Any, name: str, **options: Any) -> None:
        """Make the key and tell it. Raises CommandError, a sentence, for all that can go wrong."""
        if not name.strip() or len(name) > MOST_OF_A_NAME or not name.isprintable():
            raise CommandError(f"The name of a key has 1 to {MOST_OF_A_NAME} characters that can be printed")
        try:
            made = make(name.strip())
        except DatabaseError as error:
            raise CommandError("The database cannot be used; `manage.py migrate` makes its tables") from error
        self.stdout.write(_json(made) if options["json"] else _told(made))


def _json(made: MadeKey) -> str:
    return json.dumps({"name": made.kept.name, "key": made.text})


def _told(made: MadeKey) -> str:
    return (
        f"The key of {made.kept.name!r}, which is not shown again:\n\n    {made.text}\n\n"
        "It is sent as `Authorization: Bearer KEY`, or as the password of Basic with any name."
    )
