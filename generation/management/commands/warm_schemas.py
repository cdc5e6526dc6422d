"""`manage.py warm_schemas FILE`: schemas for a class that will ask for them, designed before it does."""

import json
import sys
from argparse import ArgumentTypeError
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any, BinaryIO

from django.core.management.base import CommandParser

from generation.designer import DesignError
from generation.engine import EngineError, available_locales
from generation.errors import InvalidRequest
from generation.serializers import SchemaRequest
from generation.services import SchemaWish, design_schema
from schemas_cache.errors import CacheError
from schemas_cache.management.reporting import Ending, ReportingCommand, shortened
from schemas_cache.services import Entry, description_hash
from schemas_cache.tables import find_by_key

STDIN = "-"
_LONGEST_LINE = 100_000  # bytes; more than the longest description takes, however it is escaped
_SHOWN = 200  # characters of what is no description

_EXAMPLES = """
examples:
  manage.py warm_schemas class.txt --dry-run         which descriptions are still to be designed
  manage.py warm_schemas class.txt                   design them
  manage.py warm_schemas class.txt --locale de_DE    as for requests that name this locale
  cut -f2 wishes.tsv | manage.py warm_schemas -      from another program

The file has a description in each line; empty lines and those that begin with # are skipped. A line may also be an
object of JSON, {"description": "...", "locale": "fr_FR"}, whose locale counts for it. Each description is designed as
if it were asked for: by the language model within its budget of the day, or by rules. Those that are remembered already
cost nothing, so that the command can be run again; one that fails does not stop the others.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Warmed:
    """What became of a line: `outcome` is cached, designed, missing (in a dry run) or failed, for a `reason`."""

    line: int
    description: str
    outcome: str
    entry: Entry | None = None
    reason: str = ""


class _LineUnfit(Exception):
    """A line that holds no description."""


class Command(ReportingCommand):
    """Design a list of descriptions ahead of a class."""

    help = "Design the descriptions of a file, one after the other, so that nobody waits who asks for them later."
    examples = _EXAMPLES
    partly = "some lines could not be designed; the others are"
    changes = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file and the locale."""
        parser.add_argument("file", help="a description in each line; - for standard input")
        parser.add_argument("--locale", type=_locale, help="of requests that name it, such as de_DE")

    def act(self, *_: Any, file: str, locale: str | None, dry_run: bool, **__: Any) -> Ending:
        """Design line by line, and report each."""
        counted = Counter[str]()
        with _opened(file) as opened:
            self.report.begin("lines")
            try:
                for number, line in _lines(opened):
                    self.report.progress(f"line {number:,}: {counted.total():,} done, {counted['failed']:,} failed")
                    warmed = _warmed(number, line, locale, dry_run=dry_run)
                    counted[warmed.outcome] += 1
                    self.report.item(_document(warmed), _said(warmed))
            finally:  # also of what Ctrl-C ends
                self._sum_up(counted, dry_run=dry_run)
        return Ending.PARTLY if counted["failed"] else Ending.DONE

    def _sum_up(self, counted: Counter[str], *, dry_run: bool) -> None:
        cached, failed = counted["cached"], counted["failed"]
        designed = f"{counted['missing']:,} to design" if dry_run else f"{counted['designed']:,} designed"
        names = ("cached", "missing" if dry_run else "designed", "failed")
        document = {name: counted[name] for name in names} | {"dry_run": dry_run}
        self.report.total(
            document, f"{counted.total():,} descriptions: {cached:,} cached already, {designed}, {failed:,} failed"
        )


def _locale(text: str) -> str:
    if text not in available_locales():
        raise ArgumentTypeError(f"there is no locale {text!r:.40}; there are such as en_US and de_DE")
    return text


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    if file == STDIN:
        yield sys.stdin.buffer
    else:
        with open(file, "rb") as opened:  # noqa: PTH123 - a Path would not take what is no path, such as a NUL, either
            yield opened


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that say something, with their numbers from 1; of one that is too long, its beginning."""
    for number in count(1):
        line = start = file.readline(_LONGEST_LINE)
        if not line:
            return
        while line and not line.endswith(b"\n"):
            line = file.readline(_LONGEST_LINE)
        said = start.removeprefix(b"\xef\xbb\xbf" if number == 1 else b"").strip()
        if said and not said.startswith(b"#"):
            yield number, said


def _warmed(number: int, line: bytes, locale: str | None, *, dry_run: bool) -> _Warmed:
    description = line.decode(errors="replace")
    try:
        wish = _wish(line, locale)
        description = wish.description or ""
        if dry_run:
            entry = find_by_key(description_hash(description, wish.locale))
            outcome = "missing" if entry is None else "cached"
        else:
            entry, was_cached = design_schema(wish, counts=False)
            outcome = "cached" if was_cached else "designed"
    except (_LineUnfit, InvalidRequest, EngineError, DesignError, CacheError) as error:
        reason = " ".join(str(error).split())
        return _Warmed(line=number, description=description[:_SHOWN], outcome="failed", reason=reason)
    return _Warmed(line=number, description=description, outcome=outcome, entry=entry)


def _wish(line: bytes, locale: str | None) -> SchemaWish:
    """Read a line. Raises _LineUnfit and InvalidRequest."""
    if len(line) >= _LONGEST_LINE:
        raise _LineUnfit(f"the line has {_LONGEST_LINE:,} bytes or more")
    try:
        text = line.decode()
        body = json.loads(text) if text.startswith("{") else {"description": text}
    except UnicodeDecodeError as error:
        raise _LineUnfit("the line is not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise _LineUnfit(f"the line begins with a brace and is no JSON: {error}") from error
    given = {} if locale is None else {"locale": locale}
    if "schema" in body:
        raise InvalidRequest("A line has a description, not a schema", field="schema")
    return SchemaRequest.read(given | body).schema_wish()


def _document(warmed: _Warmed) -> dict[str, Any]:
    entry = warmed.entry
    found = {} if entry is None else {"hash": entry.hash, "designed_by": entry.designed_by}
    failure = {"reason": warmed.reason} if warmed.reason else {}
    told = {"line": warmed.line, "description": warmed.description, "outcome": warmed.outcome}
    return told | found | failure


def _said(warmed: _Warmed) -> str:
    entry = warmed.entry
    what = warmed.outcome + (f" by {entry.designed_by}" if entry and warmed.outcome == "designed" else "")
    rest = f": {warmed.reason}" if warmed.reason else ""
    return f"line {warmed.line}: {what}{rest}  {shortened(warmed.description)}"
