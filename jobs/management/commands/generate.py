"""A dataset from a sentence, from a terminal."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from generation.designer import DesignError
from generation.engine import DIALECTS, FORMATS, EngineError
from generation.errors import InvalidRequest
from generation.fields import DEFAULT_ROWS
from generation.recipes import Recipe
from generation.services import choose_recipe, plan_of, reproduce_dataset
from jobs.errors import JobError
from jobs.here import Interrupted, made_here
from jobs.management.bar import Bar
from jobs.serializers import JobRequest
from jobs.services import open_file
from schemas_cache.errors import CacheError
from schemas_cache.services import Entry, count_use
from schemas_cache.whole_files import write_whole

STDOUT = "-"
_INTERRUPTED = 130  # what a shell says of a program that Ctrl-C ended
_FIELDS = ("description", "rows", "seed", "as_of", "locale", "format", "parts")
_OPTIONS = ("csv_safe", "delimiter", "header", "missing", "decimal_comma", "date_format", "dialect")


class Command(BaseCommand):
    """Does what POST /generate and POST /jobs do; notes go to standard error: standard output is the dataset alone."""

    help = (
        "Generate a dataset from a description. What is more than the service answers at once (MAX_ROWS, MAX_SECONDS) "
        "is made as a job by processes of this command's own, in the folder of jobs first, and then put together."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the fields of a request, and where the dataset goes."""
        parser.add_argument("description", help="what the dataset is about, in a sentence")
        parser.add_argument("--rows", type=int, help="how many rows (1000, or MAX_ROWS if that is less)")
        parser.add_argument("--seed", type=int, help="the same seed gives the same rows (drawn)")
        parser.add_argument("--as-of", metavar="DAY", help="the day that relative times count from, YYYY-MM-DD (today)")
        parser.add_argument("--locale", help="the language and country of names and the like, such as de_DE")
        parser.add_argument("--format", help=f"one of {', '.join(FORMATS)} (csv)")
        parser.add_argument(
            "--output", metavar="FILE", default=STDOUT, help="where to write to, - for standard output (-)"
        )
        parser.add_argument("--show-schema", action="store_true", help="show the columns and what was assumed")
        _declare_options(parser.add_argument_group("how the file is written, where its format lets one choose"))
        jobs = parser.add_argument_group("what takes long")
        jobs.add_argument(
            "--processes",
            type=int,
            default=settings.JOB_PROCESSES,
            help="how many make it (as many as there are cores)",
        )
        jobs.add_argument("--parts", type=int, help="in how many parts it is made (as many as are good)")

    def handle(self, *_: Any, output: str, show_schema: bool, processes: int, **options: Any) -> None:
        """Generate, show and write. Raises CommandError, one line for a person, for everything that can go wrong."""
        if processes < 1:
            raise CommandError("--processes is at least 1")
        try:
            recipe = _asked(options)
            if show_schema:
                self._note(*_told(recipe.entry))
            self._make(recipe, output, processes=processes, parts=options["parts"])
        except (InvalidRequest, EngineError, DesignError, CacheError, JobError) as error:
            status = _INTERRUPTED if isinstance(error, Interrupted) else 1
            raise CommandError(" ".join(str(error).split()), returncode=status) from error
        except KeyboardInterrupt as error:
            raise CommandError("interrupted", returncode=_INTERRUPTED) from error
        except DatabaseError as error:
            raise CommandError("the database cannot be used; `manage.py migrate` makes its tables") from error
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}") from error
        self._note(f"{recipe.rows} rows, seed {recipe.seed}, as of {recipe.as_of}, schema {recipe.entry.hash}")

    def _make(self, recipe: Recipe, output: str, *, processes: int, parts: int | None) -> None:
        if parts is None and _is_small(recipe):
            chunks = reproduce_dataset(recipe, counts=False).chunks
            count_use(recipe.entry.hash)
            _write(chunks, output)
            return
        bar = Bar(self.stderr)
        os.environ["LOG_LEVEL"] = os.environ.get("LOG_LEVEL") or "WARNING"  # of its processes, lest they write into it
        try:
            with made_here(recipe, processes=processes, parts=parts, watch=bar.show) as made:
                count_use(recipe.entry.hash)
                _write(open_file(made), output)
        finally:
            bar.clear()

    def _note(self, *lines: str) -> None:
        for line in lines:
            self.stderr.write(line, style_func=str)


def _declare_options(parser: Any) -> None:
    parser.add_argument("--csv-safe", action="store_true", default=None, help="no cell acts as a spreadsheet's formula")
    parser.add_argument("--delimiter", metavar="SIGN", help="what stands between cells: , ; | or a tab")
    parser.add_argument("--no-header", dest="header", action="store_false", default=None, help="without column names")
    parser.add_argument("--missing", metavar="TEXT", help="the text of a missing cell, such as NA")
    parser.add_argument("--decimal-comma", action="store_true", default=None, help="3,5 in place of 3.5")
    parser.add_argument("--date-format", metavar="FORMAT", help="made of %%Y, %%y, %%m and %%d, such as %%d.%%m.%%Y")
    parser.add_argument("--dialect", help=f"the database that SQL is for: one of {', '.join(DIALECTS)}")


def _asked(options: dict[str, Any]) -> Recipe:
    """Return which dataset is asked for. Raises InvalidRequest, and what choose_recipe does."""
    asked = {name: options[name] for name in (*_FIELDS, *_OPTIONS) if options[name] is not None}
    asked.setdefault("rows", min(DEFAULT_ROWS, settings.MAX_ROWS))
    recipe, _ = choose_recipe(JobRequest.read(asked).job_wish().dataset)
    return recipe


def _is_small(recipe: Recipe) -> bool:
    """Tell whether the service would answer a dataset at once. Raises EngineError."""
    if recipe.rows > settings.MAX_ROWS:
        return False
    return plan_of(recipe).seconds(rows=recipe.rows, start=recipe.offset) <= settings.MAX_SECONDS


def _told(entry: Entry) -> Iterator[str]:
    columns = entry.schema.columns
    width = max(len(column.name) for column in columns)
    yield from (f"{column.name:<{width}}  {column.data_type:<8}  {column.expression}" for column in columns)
    yield from (f"assumed: {guess}" for guess in entry.assumptions)
    yield from (f"not understood: {part}" for part in entry.not_understood)


def _write(chunks: Iterator[bytes], output: str) -> None:
    if output == STDOUT:
        _print(chunks)
    else:
        write_whole(Path(output), chunks)


def _print(chunks: Iterator[bytes]) -> None:
    try:
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Who reads has enough, as `head` has. Python would complain once more when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
