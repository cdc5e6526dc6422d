"""`manage.py import_schemas FILE`."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from schemas_cache.errors import EntryMalformed
from schemas_cache.services import import_entries


class Command(BaseCommand):
    """Take in a file in the format of schemas.json."""

    help = "Take in a file in the format of schemas.json: all of it or nothing. A schema that is there already stays."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file."""
        parser.add_argument("file", type=Path, help="the file to read")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, import, report."""
        try:
            imported = import_entries(json.loads(options["file"].read_text(encoding="utf-8")))
        except (OSError, ValueError, RecursionError, EntryMalformed) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        self.stdout.write(f"{len(imported.added)} schemas added, {len(imported.kept)} were there already and stayed.")
