import json
from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management.base import CommandError, OutputWrapper
from django.db import DatabaseError, OperationalError, ProgrammingError

from schemas_cache.errors import SchemaNotFound
from schemas_cache.management.reporting import (
    Ending,
    Report,
    ReportingCommand,
    count,
    duration,
    printable,
    shortened,
    wrong_use,
)


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


class ClosedPipe(StringIO):
    def write(self, _: str) -> int:
        raise BrokenPipeError


class Command(ReportingCommand):
    """Says two things, then does what a test wants."""

    help = "Say two things."
    examples = "examples:\n  manage.py command    so"
    partly = "half of it is done"
    changes = True
    then: Callable[[], Ending] = staticmethod(lambda: Ending.DONE)
    requires_system_checks = ()

    def act(self, *_: Any, **__: Any) -> Ending:
        self.report.begin("things")
        for number in (1, 2):
            self.report.item({"number": number}, f"thing {number}", "more of it")
        ending = self.then()
        self.report.total({"number": 2}, "2 things")
        return ending


def said(*, as_json: bool, then: Callable[[], Ending] = lambda: Ending.DONE) -> str:
    out = StringIO()
    command = Command(stdout=out, stderr=StringIO())
    command.then = then
    try:
        command.handle(as_json=as_json)
    except CommandError as error:
        return f"{out.getvalue()}{error.returncode}: {error}"
    return out.getvalue()


def report(*, stdout: StringIO | None = None, stderr: StringIO | None = None) -> Report:
    return Report(OutputWrapper(stdout or StringIO()), OutputWrapper(stderr or StringIO()))


def fails(error: BaseException) -> Callable[[], Ending]:
    def fail() -> Ending:
        raise error

    return fail


def test_people_read_lines() -> None:
    assert said(as_json=False) == "thing 1\nmore of it\nthing 2\nmore of it\n2 things\n"


def test_machines_read_one_object() -> None:
    assert json.loads(said(as_json=True)) == {"things": [{"number": 1}, {"number": 2}], "number": 2}


def test_an_object_that_says_nothing_is_empty() -> None:
    out = StringIO()
    Report(OutputWrapper(out), OutputWrapper(StringIO()), as_json=True).close()

    assert out.getvalue() == "{}\n"


def test_lists_without_items_are_there() -> None:
    out = StringIO()
    told = Report(OutputWrapper(out), OutputWrapper(StringIO()), as_json=True)
    told.begin("some")
    told.item(1)
    told.begin("none")
    told.close()

    assert json.loads(out.getvalue()) == {"some": [1], "none": []}


def test_what_fails_ends_the_object_with_the_error() -> None:
    out = said(as_json=True, then=fails(OSError(2, "No such file", "x")))

    assert out.endswith("}\n1: x: No such file")
    assert json.loads(out.partition("1: x:")[0]) == {
        "things": [{"number": 1}, {"number": 2}],
        "error": "x: No such file",
    }


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (SchemaNotFound("x"), "1: there is no schema 'x'"),
        (OSError(28, "No space left"), "1: a file: No space left"),
        (OperationalError("no such table: x"), "1: the database cannot be used; `manage.py migrate` makes its tables"),
        (
            ProgrammingError('relation "x" does not exist\nLINE 1'),
            "1: the database cannot be used; `manage.py migrate` makes its tables",
        ),
        (OperationalError("database is locked"), "1: the database cannot be used: database is locked"),
        (DatabaseError(), "1: the database cannot be used: DatabaseError"),
        (KeyboardInterrupt(), "130: interrupted"),
        (wrong_use("say what"), "2: say what"),
    ],
)
def test_what_can_go_wrong_is_one_line(error: BaseException, told: str) -> None:
    assert said(as_json=False, then=fails(error)).splitlines()[-1] == told


def test_what_is_a_mistake_in_the_program_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        said(as_json=False, then=fails(ZeroDivisionError()))


def test_work_that_is_done_in_part_ends_the_program_with_3() -> None:
    command = Command(stdout=StringIO(), stderr=StringIO())
    command.then = lambda: Ending.PARTLY
    with pytest.raises(SystemExit) as caught:
        command.run_from_argv(["manage.py", "command"])

    assert caught.value.code == 3


def test_work_that_is_done_ends_the_program_well() -> None:
    Command(stdout=StringIO(), stderr=StringIO()).run_from_argv(["manage.py", "command"])


def test_the_help_shows_examples_as_they_are_written_and_the_exit_codes() -> None:
    text = Command().create_parser("manage.py", "command").format_help()

    assert "\nexamples:\n  manage.py command    so\n" in text
    assert "\n  3  half of it is done\n" in text
    assert ("--dry-run" in text, "--json" in text) == (True, True)


def test_a_reader_that_has_enough_does_not_stop_the_work() -> None:
    told = report(stdout=ClosedPipe())
    told.begin("things")
    told.item(1, "one")
    told.close()

    assert not told.is_heard


def test_progress_is_shown_on_a_terminal_and_gives_way_to_what_is_said() -> None:
    out, err = StringIO(), Terminal()
    told = report(stdout=out, stderr=err)
    told.progress("1 of 2")
    told.total({}, "done")

    assert (out.getvalue(), err.getvalue()) == ("done\n", "\r\x1b[K1 of 2\r\x1b[K")


def test_progress_is_shown_no_more_often_than_it_is_read() -> None:
    err = Terminal()
    told = report(stderr=err)
    for number in range(1000):
        told.progress(f"{number}")

    assert err.getvalue().count("\r") < 100


def test_progress_is_for_terminals_alone() -> None:
    err = StringIO()
    report(stderr=err).progress("1 of 2")

    assert err.getvalue() == ""


def test_a_note_goes_to_standard_error() -> None:
    out, err = StringIO(), StringIO()
    report(stdout=out, stderr=err).note("by the way")

    assert (out.getvalue(), err.getvalue()) == ("", "by the way\n")


def test_nothing_that_is_said_steers_a_terminal() -> None:
    out, err = StringIO(), Terminal()
    told = report(stdout=out, stderr=err)
    told.item(None, "a\x1b[31m\r\nb\x9b\u202ec")
    told.note("a\x1b]0;title\x07")

    assert out.getvalue() == "a�[31m��b��c\n"
    assert err.getvalue() == "a�]0;title�\n"


@pytest.mark.parametrize(
    ("text", "days"), [("90d", 90), ("12w", 84), ("6m", 180), ("1y", 365), (" 1D ", 1), ("100y", 36500)]
)
def test_a_duration_is_read(text: str, days: int) -> None:
    assert duration(text) == timedelta(days=days)


@pytest.mark.parametrize(
    "text", ["", "90", "d", "-1d", "0d", "1.5d", "1h", "101y", "99999y", "9" * 5000 + "d", "٣d", "1 d"]
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match="a duration is such as 90d, 12w, 6m or 1y, up to 100y, not "):
        duration(text)


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("999999999", 999_999_999)])
def test_a_count_is_read(text: str, number: int) -> None:
    assert count(text) == number


@pytest.mark.parametrize("text", ["", "-1", "1.0", "1e3", "٣", "1000000000", " 1", "9" * 5000])
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match="this is a whole number from 0 to 999999999, not "):
        count(text)


def test_a_long_text_is_shortened() -> None:
    assert (shortened("abc", 3), shortened("abcd", 3)) == ("abc", "ab…")


def test_a_text_that_prints_is_printed() -> None:
    assert printable("Bücher, 本, €") == "Bücher, 本, €"
