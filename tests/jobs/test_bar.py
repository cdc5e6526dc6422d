"""How far a job is, in one line of a terminal."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from uuid import UUID

from django.core.management.base import OutputWrapper

from generation.recipes import Link
from jobs.management.bar import Bar, in_one_line
from jobs.models import State
from jobs.services import PartStatus, Status

BEGUN = datetime(2026, 9, 1, tzinfo=UTC)
PART = PartStatus(number=0, start=0, rows=2_000_000, rows_done=0, is_done=False, bytes=0, sha256="")
STATUS = Status(
    id=UUID(int=1),
    state=State.RUNNING,
    message="",
    schema_hash="0" * 64,
    revision=1,
    format="csv",
    rows=2_000_000,
    seed=7,
    as_of=date(2026, 9, 1),
    offset=0,
    options={},
    file_name="a.csv",
    created_at=BEGUN,
    started_at=BEGUN,
    finished_at=BEGUN + timedelta(seconds=10),
    expires_at=None,
    parts=(PART,),
    webhook=None,
    link=Link(hash="0" * 64, format="csv", rows=2_000_000, seed=7),
)


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_before_the_first_row_nobody_knows_how_long_it_takes() -> None:
    assert in_one_line(STATUS) == "[........................]   0 %  0 of 2,000,000 rows"


def test_in_the_middle_rate_and_time_left_are_told() -> None:
    half = replace(STATUS, parts=(replace(PART, rows_done=1_000_000),))
    said = "[############............]  50 %  1,000,000 of 2,000,000 rows  100,000 rows/s  0:10 left"
    assert in_one_line(half) == said


def test_long_times_are_told_in_hours() -> None:
    slow = replace(STATUS, parts=(replace(PART, rows_done=2_000),))
    assert in_one_line(slow).endswith("200 rows/s  2:46:30 left")


def test_the_line_gives_way_to_what_is_said_next() -> None:
    terminal = Terminal()
    bar = Bar(OutputWrapper(terminal))
    bar.show(STATUS)
    bar.clear()
    bar.clear()
    assert terminal.getvalue() == f"\r\x1b[K{in_one_line(STATUS)}\r\x1b[K"


def test_what_is_no_terminal_is_told_nothing() -> None:
    file = StringIO()
    bar = Bar(OutputWrapper(file))
    bar.show(STATUS)
    bar.clear()
    assert file.getvalue() == ""
