"""`manage.py export_schemas [FILE]`."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from schemas_cache.services import export_entries
from schemas_cache.whole_files import write_whole


class Command(BaseCommand):
    """Write all schemas in the format of schemas.json."""

    help = "Write all schemas in the format of schemas.json, ordered by hash."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file."""
        parser.add_argument("file", type=Path, nargs="?", help="the file to write; standard output when left out")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Export to the file, or to standard output."""
        text = json.dumps(export_entries(), ensure_ascii=False, indent=2)
        if options["file"] is None:
            self.stdout.write(text)
            return
        try:
            write_whole(options["file"], [f"{text}\n".encode()])
        except OSError as error:
            raise CommandError(f"{options['file']}: {error}") from error
