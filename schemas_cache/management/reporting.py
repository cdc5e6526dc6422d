"""What the commands about schemas and upkeep have in common: what they say, to whom, and how they end.

A command derives from ReportingCommand, says what it has to say to `self.report`, and returns an Ending. With --json
all of it is one JSON object on standard output; without, it is lines for people. Notes and progress go to standard
error.
"""

import json
import os
import re
import sys
from argparse import ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from enum import IntEnum
from io import TextIOWrapper
from time import monotonic
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser, DjangoHelpFormatter, OutputWrapper
from django.db import DatabaseError

from generation.designer import DesignError
from generation.engine import EngineError
from schemas_cache.errors import CacheError

SHORT = 72  # characters of a description in a line for people
INTERRUPTED = 130  # what a shell says of a program that Ctrl-C ended

_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_DURATION = re.compile(rf"([0-9]{{1,5}})([{''.join(_DAYS)}])", re.IGNORECASE)
_PAUSE = 0.1  # seconds between two looks at how far it is
_REWRITE = "\r\x1b[K"  # to the line's begin, and clear what stands there

_ENDINGS = """
exit codes:
  0  done
  1  could not be done; one line says why
  2  used wrongly; nothing was done
  3  {partly}
"""


class Ending(IntEnum):
    """How a command that was used rightly and could do its work ends; 1 is a CommandError, 2 a wrong use."""

    DONE = 0
    PARTLY = 3


class Report:
    """What a command says, while it says it: to people in lines, to machines as one JSON object.

    When the reader of standard output has enough, as `head` has, what else is said is lost, and the work goes on.
    """

    def __init__(self, stdout: OutputWrapper, stderr: OutputWrapper, *, as_json: bool = False) -> None:
        self._out, self._err = stdout, stderr
        self._as_json = as_json
        self._before = "{"  # what stands in the object before the next key, and before the next item
        self._between = ""
        self._shown = ""
        self._shown_at = 0.0
        self.is_heard = True

    def begin(self, name: str) -> None:
        """Begin a list of the object, for the items that follow."""
        self._write_json(f"{self._before}\n{json.dumps(name)}: [")
        self._before, self._between = "\n],", ""

    def item(self, document: Any, *lines: str) -> None:
        """Say one of many things: an item of the list that was begun, or lines."""
        self._say(*lines)
        self._write_json(f"{self._between}\n  {json.dumps(document)}")
        self._between = ","

    def total(self, document: dict[str, Any], *lines: str) -> None:
        """Say what it comes to: further keys of the object, or lines."""
        self._say(*lines)
        for name, value in document.items():
            self._write_json(f"{self._before}\n{json.dumps(name)}: {json.dumps(value)}")
            self._before = ","

    def close(self) -> None:
        """End the object, and have everything written."""
        self._write_json("{}\n" if self._before == "{" else f"{self._before.rstrip(',')}\n}}\n")
        self._clear()
        with self._hearing():
            self._out.flush()

    def note(self, *lines: str) -> None:
        """Say something beside the report: to standard error."""
        self._clear()
        for line in lines:
            self._err.write(printable(line), style_func=str)

    def progress(self, text: str) -> None:
        """Show how far it is, on a terminal alone, in a line that gives way to whatever is said next."""
        if self._err.isatty() and monotonic() - self._shown_at > _PAUSE:
            self._rewrite(printable(text))
            self._shown_at = monotonic()

    def _clear(self) -> None:
        if self._shown:
            self._rewrite("")

    def _rewrite(self, text: str) -> None:
        self._err.write(_REWRITE + text, style_func=str, ending="")
        self._err.flush()
        self._shown = text

    def _say(self, *lines: str) -> None:
        if not self._as_json:
            self._write("".join(f"{printable(line)}\n" for line in lines))

    def _write_json(self, text: str) -> None:
        if self._as_json:
            self._write(text)

    def _write(self, text: str) -> None:
        self._clear()
        with self._hearing():
            self._out.write(text, ending="")

    @contextmanager
    def _hearing(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            self.is_heard = False
            # Python would complain once more when it flushes at its end.
            with suppress(AttributeError, OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), self._out.fileno())


class ReportingCommand(BaseCommand):
    """The base of all these commands. `examples` end the help; `partly` is what exit code 3 stands for."""

    examples: ClassVar[str] = ""
    partly: ClassVar[str] = "done in part; what was not done is listed"
    changes: ClassVar[bool] = False  # whether there is something that --dry-run leaves as it is
    report: Report
    _ending: int = Ending.DONE

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Return the parser, whose help shows the examples as they are written, and the exit codes."""
        epilog = self.examples.strip("\n") + "\n" + _ENDINGS.format(partly=self.partly)
        parser = super().create_parser(
            prog_name, subcommand, **{"formatter_class": _HelpFormatter, "epilog": epilog, **kwargs}
        )
        if self.changes:
            parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")
        parser.add_argument("--json", action="store_true", dest="as_json", help="report as one JSON object")
        return parser

    def handle(self, *_: Any, as_json: bool = False, **options: Any) -> None:
        """Do the work and report. Raises CommandError, one line for a person, for everything that can go wrong."""
        self.report = Report(self.stdout, self.stderr, as_json=as_json)
        try:
            with _told_plainly():
                self._ending = self.act(**options)
        except CommandError as error:
            self.report.total({"error": str(error)})
            raise
        finally:
            self.report.close()

    def act(self, *_: Any, **options: Any) -> Ending:
        """Do what the command is for; options that are none of its own come as well."""
        raise NotImplementedError

    def run_from_argv(self, argv: list[str]) -> None:
        """Run as a program, and end it with the exit code."""
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")  # descriptions hold more than some terminals show
        super().run_from_argv(argv)
        if self._ending:
            raise SystemExit(int(self._ending))


class _HelpFormatter(DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """The command's own options first, and its examples as they are written."""


def wrong_use(message: str) -> CommandError:
    """Return the error of options that do not go together; it ends the program as argparse does."""
    return CommandError(message, returncode=2)


def duration(text: str) -> timedelta:
    """Read a duration such as 90d, 12w, 6m (of 30 days) or 1y (of 365), for argparse."""
    match = _DURATION.fullmatch(text.strip())
    days = int(match[1]) * _DAYS[match[2].lower()] if match else 0
    if not 0 < days <= 100 * _DAYS["y"]:
        raise ArgumentTypeError(f"a duration is such as 90d, 12w, 6m or 1y, up to 100y, not {text!r:.40}")
    return timedelta(days=days)


def count(text: str) -> int:
    """Read a whole number from 0, for argparse."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):  # noqa: PLR2004 - more than any database of this kind holds
        raise ArgumentTypeError(f"this is a whole number from 0 to 999999999, not {text!r:.40}")
    return int(text)


def shortened(text: str, most: int = SHORT) -> str:
    """Return a text of so many characters at most, all of which a terminal shows and none of which it obeys."""
    return printable(text if len(text) <= most else f"{text[: most - 1]}…")


def printable(text: str) -> str:
    """Return the text without what steers a terminal, so that no description can."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Translate what can go wrong below into one line for a person."""
    try:
        yield
    except (CacheError, DesignError, EngineError) as error:
        raise CommandError(" ".join(str(error).split())) from error
    except DatabaseError as error:
        raise CommandError(f"the database cannot be used{_why(error)}") from error
    except OSError as error:
        raise CommandError(f"{error.filename or 'a file'}: {error.strerror or error}") from error
    except KeyboardInterrupt as error:
        raise CommandError("interrupted", returncode=INTERRUPTED) from error


def _why(error: DatabaseError) -> str:
    words = (str(error).splitlines() or [type(error).__name__])[0]  # what follows may quote what is stored
    is_unmigrated = "no such" in words or "does not exist" in words
    return "; `manage.py migrate` makes its tables" if is_unmigrated else f": {words}"
