"""`manage.py export_schemas [FILE]`."""

import os
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import CommandParser

from schemas_cache.exporting import export_chunks
from schemas_cache.management.reporting import Ending, ReportingCommand, wrong_use
from schemas_cache.whole_files import write_whole

_STDOUT = "-"


class Command(ReportingCommand):
    """Write schemas in the format of schemas.json."""

    help = (
        "Write schemas, with all their revisions, in the format of schemas.json, ordered by hash: the same schemas are "
        "the same bytes. A file is complete as soon as it stands under its name. What was merged into a schema goes "
        "with it."
    )
    partly = "done in part: schemas that cannot be read were left out, and are listed"
    examples: ClassVar[str] = """
examples:
  manage.py export_schemas schemas.json
  manage.py export_schemas --curated --domain e-commerce shop.json
  manage.py export_schemas --since 2026-09-01 | gzip > autumn.json.gz
"""

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file, and what is chosen."""
        parser.add_argument("file", metavar="FILE", nargs="?", help="the file to write; standard output if left out")
        parser.add_argument("--curated", action="store_true", help="only what an instructor has reviewed")
        parser.add_argument("--domain", help="only this domain")
        parser.add_argument(
            "--since", metavar="DATE", type=_moment, help="only what was made or revised on this day or later, in UTC"
        )

    def handle(self, *_: Any, as_json: bool = False, **options: Any) -> None:
        """Do the work and report. Raises CommandError, one line for a person, for everything that can go wrong."""
        if as_json and options["file"] in {None, _STDOUT}:
            raise wrong_use("--json reports on a file that is written: name one")
        super().handle(as_json=as_json, **options)

    def act(self, *, file: str | None, curated: bool, domain: str | None, since: datetime | None, **_: Any) -> Ending:
        """Export to the file, or to standard output."""
        counted = _Counted(self)
        chunks = export_chunks(
            curated=curated, domain=domain, since=since, progress=counted.progress, left_out=counted.leave_out
        )
        with closing(chunks):
            if file is None or file == _STDOUT:
                self._print(chunks)
            else:
                self._write(Path(file), chunks, counted)
        return Ending.PARTLY if counted.left_out else Ending.DONE

    def _write(self, path: Path, chunks: Iterator[bytes], counted: "_Counted") -> None:
        try:
            write_whole(path, counted.bytes(chunks))
        except OSError as error:
            error.filename = error.filename or str(path)  # a full disk does not say which file it was
            raise
        told = {"file": str(path), "schemas": counted.schemas, "bytes": counted.size, "left_out": counted.left_out}
        self.report.total(told, f"{counted.schemas:,} schemas written to {path}, {counted.size:,} bytes.")

    def _print(self, chunks: Iterator[bytes]) -> None:
        buffer = getattr(self.stdout, "buffer", None)
        try:
            for chunk in chunks:
                if buffer is None:
                    self.stdout.write(chunk.decode(), ending="")
                else:
                    buffer.write(chunk)
            self.stdout.flush()
        except BrokenPipeError:
            # Who reads has enough, as `head` has. Python would complain once more when it flushes at its end.
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Counted:
    """Counts what is written, and shows it."""

    def __init__(self, command: Command) -> None:
        self._command = command
        self.schemas = 0
        self.size = 0
        self.left_out: list[str] = []

    def leave_out(self, hash_: str) -> None:
        self.left_out.append(hash_)
        self._command.report.note(f"left out: {hash_} cannot be read with this version; see check_schemas")

    def progress(self, done: int, total: int) -> None:
        self.schemas = done
        self._command.report.progress(f"{done:,} of {total:,} schemas")

    def bytes(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self.size += len(chunk)
            yield chunk


def _moment(text: str) -> datetime:
    """Read a day such as 2026-09-01, or a time of one, in UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"a date is such as 2026-09-01, not {text!r:.40}") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
