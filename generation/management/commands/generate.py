"""A dataset from a sentence, from a terminal."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from generation.designer import DesignError
from generation.engine import FORMATS, EngineError
from generation.errors import InvalidRequest
from generation.serializers import DatasetRequest
from generation.services import Dataset, generate_dataset
from schemas_cache.errors import CacheError
from schemas_cache.services import Entry
from schemas_cache.whole_files import write_whole

STDOUT = "-"


class Command(BaseCommand):
    """Does what POST /generate does; notes go to standard error, so that standard output is the dataset alone."""

    help = "Generate a dataset from a description."

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

    def handle(self, *_: Any, output: str, show_schema: bool, **options: Any) -> None:
        """Generate, show and write. Raises CommandError, one line for a person, for everything that can go wrong."""
        fields = ("description", "rows", "seed", "as_of", "locale", "format")
        asked = {name: options[name] for name in fields if options[name] is not None}
        try:
            dataset = generate_dataset(DatasetRequest.read(asked).dataset_wish())
            if show_schema:
                self._note(*_told(dataset.recipe.entry))
            _write(dataset, output)
        except (InvalidRequest, EngineError, DesignError, CacheError) as error:
            raise CommandError(" ".join(str(error).split())) from error
        except DatabaseError as error:
            raise CommandError("the database cannot be used; `manage.py migrate` makes its tables") from error
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}") from error
        recipe = dataset.recipe
        self._note(f"{recipe.rows} rows, seed {recipe.seed}, as of {recipe.as_of}, schema {recipe.entry.hash}")

    def _note(self, *lines: str) -> None:
        for line in lines:
            self.stderr.write(line, style_func=str)


def _told(entry: Entry) -> Iterator[str]:
    columns = entry.schema.columns
    width = max(len(column.name) for column in columns)
    yield from (f"{column.name:<{width}}  {column.data_type:<8}  {column.expression}" for column in columns)
    yield from (f"assumed: {guess}" for guess in entry.assumptions)
    yield from (f"not understood: {part}" for part in entry.not_understood)


def _write(dataset: Dataset, output: str) -> None:
    if output == STDOUT:
        _print(dataset.chunks)
    else:
        write_whole(Path(output), dataset.chunks)


def _print(chunks: Iterator[bytes]) -> None:
    try:
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Who reads has enough, as `head` has. Python would complain once more when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
