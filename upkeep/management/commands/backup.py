"""`manage.py backup FOLDER`."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from schemas_cache.management.reporting import Ending, ReportingCommand, count
from upkeep.backups import make
from upkeep.errors import UpkeepError

_EXAMPLES = """
examples:
  manage.py backup /srv/backups                 a copy of the database as it is now; the seven latest stay
  manage.py backup /srv/backups --keep 30       the thirty latest stay; 0: all of them
  manage.py backup /srv/backups --json | jq -r .path

The service goes on meanwhile, and nobody who writes waits. SQLite is copied by VACUUM INTO, PostgreSQL by pg_dump,
which must be on PATH and at least as new as the server. What was written is read back and the rows of each table are
counted before it stands under its name. The folder holds the database, the secret key where DATA_DIR keeps one, and
backup.json: keep it where nobody else reads. It holds neither the settings nor the files of jobs, which are kept for a
day and come again by their links. `manage.py restore` puts one back.
"""


class Command(ReportingCommand):
    """Keep the database, with what belongs to it, while others use it."""

    help = "Make a backup of the database in a folder of its own, read it back, and drop the oldest ones."
    examples = _EXAMPLES
    partly = "never: it is whole, or it could not be made"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare where, and how many are kept."""
        parser.add_argument(
            "folder", metavar="FOLDER", type=Path, help="where backups are; it is made if it is not there"
        )
        parser.add_argument("--keep", type=count, default=7, metavar="N", help="how many stay, with this one (7)")
        parser.add_argument("--without-key", action="store_true", help="leave the secret key of DATA_DIR out")

    def act(self, *_: Any, folder: Path, keep: int, without_key: bool, **__: Any) -> Ending:
        """Make one."""
        try:
            made = make(folder, keep=keep, with_key=not without_key)
        except UpkeepError as error:
            raise CommandError(str(error)) from error
        backup = made.backup
        rows = sum(backup.rows.values())
        self.report.total(
            {
                "path": str(made.path),
                "database": backup.database,
                "bytes": backup.size,
                "rows": rows,
                "key": backup.has_key,
                "dropped": [str(path) for path in made.dropped],
            },
            f"{made.path}: {rows:,} rows of {len(backup.rows)} tables, {backup.size:,} bytes, read back",
            *(f"dropped {path}" for path in made.dropped),
        )
        return Ending.DONE
