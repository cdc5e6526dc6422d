"""`manage.py import_schemas FILE`."""

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from django.core.management.base import CommandError, CommandParser

from schemas_cache.import_report import Report
from schemas_cache.importing import READING, Manner, OnConflict, import_file
from schemas_cache.management.reporting import Ending, ReportingCommand

_STDIN = "-"


class Command(ReportingCommand):
    """Take in a file in the format of schemas.json."""

    help = (
        "Take in schemas from a file in the format of schemas.json, also one that another program wrote. Each entry is "
        "compiled: the good ones go in together, the bad ones are listed with place and reason. Until all are read "
        "nothing is changed, and whoever ends the command before its end has changed nothing; but with SQLite, more "
        "than 5,000 go in 500 at a time, so that others write in between, unless --all-or-nothing is given."
    )
    examples: ClassVar[str] = """
examples:
  manage.py import_schemas schemas.json
  manage.py import_schemas --dry-run --on-conflict newer colleagues.json
  zcat autumn.json.gz | manage.py import_schemas --all-or-nothing -
"""
    partly: ClassVar[str] = "some entries were bad; the others went in"
    changes: ClassVar[bool] = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file, and what becomes of what is there already."""
        parser.add_argument("file", metavar="FILE", help="the file to read; - is standard input")
        parser.add_argument(
            "--on-conflict",
            choices=[str(choice) for choice in OnConflict],
            default=str(OnConflict.SKIP),
            help="what becomes of a schema that is there already: it stays (skip); its columns become those of the "
            "file, as a new revision, with the file's domain and mark, and of the counts the larger (replace); "
            "the same if the file's were revised later (newer). The default is skip",
        )
        parser.add_argument("--overwrite-curated", action="store_true", help="also what is curated here may change")
        parser.add_argument("--all-or-nothing", action="store_true", help="take in nothing if an entry is bad")

    def act(self, *, file: str, on_conflict: str, dry_run: bool, **options: Any) -> Ending:
        """Read, import, report."""
        manner = Manner(
            on_conflict=OnConflict(on_conflict),
            overwrite_curated=options["overwrite_curated"],
            all_or_nothing=options["all_or_nothing"],
            dry_run=dry_run,
        )
        with _opened(file) as opened:
            size = 0 if file == _STDIN else os.fstat(opened.fileno()).st_size
            report = import_file(
                opened,
                manner,
                progress=lambda doing, count: self.report.progress(_progress(doing, count, size)),
            )
        self._tell(report)
        if report.refused and options["all_or_nothing"]:
            raise CommandError("nothing went in: not every entry is good")
        if report.refused and not report.total:
            raise CommandError("nothing went in: every entry is bad")
        return Ending.PARTLY if report.refused else Ending.DONE

    def _tell(self, report: Report) -> None:
        self.report.begin("refused")
        for refused in report.refused:
            self.report.item(refused.to_json(), f"refused: {refused}")
        self.report.begin("notes")
        for note in report.notes:
            self.report.item(note.to_json(), f"note: {note}")
        told = {key: value for key, value in report.to_json().items() if key not in {"refused", "notes"}}
        self.report.total(told, _sum(report))


def _opened(file: str) -> AbstractContextManager[BinaryIO]:
    return nullcontext(sys.stdin.buffer) if file == _STDIN else Path(file).open("rb")


def _progress(doing: str, count: int, size: int) -> str:
    if doing != READING:
        return f"{count:,} schemas put in"
    return f"{count * 100 // size} % read" if size else f"{count:,} bytes read"


def _sum(report: Report) -> str:
    counts = {
        "added": report.added,
        "replaced": report.replaced,
        "kept as they are": report.kept,
        "the same already": report.unchanged,
        "refused": report.refused,
    }
    told = ", ".join(f"{len(which):,} {name}" for name, which in counts.items())
    return f"{'It would be: ' if report.dry_run else ''}{told}."
