"""`manage.py restore BACKUP`."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from generation import __version__
from schemas_cache.management.reporting import Ending, ReportingCommand, wrong_use
from upkeep.backups import Backup, check, restore
from upkeep.errors import UpkeepError

_EXAMPLES = """
examples:
  manage.py restore /srv/backups/backup-20261121T030000Z --dry-run         read the whole backup, and say what is in it
  manage.py restore /srv/backups/backup-20261121T030000Z --replace-all     put it in the place of the database

The backup is read first, and refused if a byte of it is another one. Then it takes the place of what the database
holds, all at once: what came after the backup is gone. Whoever uses the service meanwhile waits, and goes on with what
was restored; still, stop the workers and the service if you can. PostgreSQL needs psql and pg_restore on PATH. After
it, run `manage.py migrate`: a backup of an earlier version has that version's tables. The secret key stays the one that
DATA_DIR keeps; whoever wants that of the backup copies it there.
"""


class Command(ReportingCommand):
    """Put a backup in the place of the database."""

    help = "Put a backup in the place of what the database holds, all at once; what came after it is gone."
    examples = _EXAMPLES
    partly = "never: it is done, or the database is as it was"
    changes = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare which one, and that it is meant."""
        parser.add_argument("backup", metavar="BACKUP", type=Path, help="the folder of one backup")
        parser.add_argument("--replace-all", action="store_true", help="what the database holds is to go")

    def act(self, *_: Any, backup: Path, replace_all: bool, dry_run: bool, **__: Any) -> Ending:
        """Restore it."""
        if replace_all == dry_run:
            raise wrong_use("say --replace-all, by which what the database holds goes, or --dry-run")
        try:
            read = check(backup) if dry_run else restore(backup)
        except UpkeepError as error:
            raise CommandError(str(error)) from error
        self.report.total(
            {"made_at": read.made_at, "version": read.version, "rows": sum(read.rows.values())},
            *_lines(read, dry_run=dry_run),
        )
        return Ending.DONE


def _lines(read: Backup, *, dry_run: bool) -> list[str]:
    done = "is whole" if dry_run else "is in place"
    lines = [f"The backup of {read.made_at}, {sum(read.rows.values()):,} rows by version {read.version}, {done}"]
    if read.version != __version__ and not dry_run:
        lines.append("`manage.py migrate` brings its tables to this version")
    return lines
