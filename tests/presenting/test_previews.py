from csv import reader
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.http import HttpRequest, HttpResponse

from generation.engine import compile_plan, export, run_plan
from presenting.deadlines import Deadline
from presenting.facts import Fact
from presenting.making import Making
from presenting.previews import Preview, look, preview, problems_of, render_preview, with_problems
from schemas_cache.checking import Problem
from tests.generation.engine.tables import AS_OF, schema
from tests.page_dom import CANARY, Dom

LONG = 60.0  # seconds: more than any of these takes
COLUMNS = {
    "n": ("row_number + 1", "integer"),
    "code": {"faker_method": "random.randint(1000, 9999)", "data_type": "integer", "unique": True},
    "name": "fake.name()",
    "day": ("fake.date_between('-2y', 'today')", "date"),
    "at": ("fake.date_time_between('-2y', 'now')", "datetime"),
    "x": ("round(random.uniform(1, 500), 2)", "float"),
    "yes": ("random.random() < 0.3", "boolean"),
}


def test_a_preview_is_of_today() -> None:
    columns = schema({"day": ("fake.date_between('-2y', 'today')", "date")})
    *_, expected = Making(columns, Deadline.after(LONG)).previews(3, datetime.now(UTC).date())
    assert preview(columns, seconds=LONG, rows=3) == expected


def test_a_look_at_a_dataset_shows_its_first_rows_and_sums_up_more() -> None:
    columns = schema(COLUMNS)
    text = b"".join(export(run_plan(compile_plan(columns), rows=5000, seed=7, as_of=AS_OF), "csv")).decode()
    _, *rows = reader(StringIO(text))

    shown = look(columns, seed=7, as_of=AS_OF, rows=1000, shown=50)

    assert [list(row) for row in shown.rows] == rows[:50]
    assert (shown.summarised, shown.again, shown.problems) == (1000, False, ())
    assert shown.columns[0].facts[-1] == Fact("Greatest", "1000")


def test_a_look_at_a_small_dataset_shows_all_of_it() -> None:
    shown = look(schema({"n": ("row_number + 1", "integer")}), seed=7, as_of=AS_OF, rows=3, shown=50)
    assert (shown.rows, shown.summarised) == ((("1",), ("2",), ("3",)), 3)


def test_a_look_that_takes_too_long_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Deadline, "left", 0.0)
    shown = look(schema({"b": "'b'"}), seed=7, as_of=AS_OF, rows=1000, shown=50)
    assert (shown.again, shown.rows) == (True, ())


def test_what_was_not_made_in_time_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Deadline, "left", 0.0)
    shown = preview(schema({"b": "'b'", "c": "'c'"}))
    assert shown.again
    assert shown.said == "There was no time for more: 0 of 2 columns were checked."


def test_the_problems_alone_can_be_had() -> None:
    columns = {"b": "a + 'x'", "a": "fake.nam()", "c": "'c'", "d": "no"}
    assert [problem.column for problem in problems_of(schema(columns), seconds=LONG)] == ["b", "a", "d"]
    assert problems_of(schema({"c": "'c'"}), seconds=LONG) == ()


def test_problems_that_there_was_no_time_for_are_one_of_the_whole() -> None:
    assert problems_of(schema({"a": "fake.nam()"}), seconds=0.0) == (
        Problem(column=None, message="there was no time to check all columns"),
    )


def test_problems_known_before_stand_for_those_of_their_columns() -> None:
    empty, other = Problem(column="a", message="empty"), Problem(column="b", message="other")
    found = Preview(problems=(Problem(column="a", message="no Python"), other))
    assert with_problems(found, (empty,)).problems == (empty, other)


def test_what_people_wrote_is_escaped() -> None:
    columns = {CANARY: repr(CANARY), "bad": f"fake.nam({CANARY!r})", "day": ("date(2024, 1, 2)", "date")}
    page = render_preview(HttpRequest(), schema(columns), seconds=LONG)
    dom = Dom.of(HttpResponse(page))
    assert dom.faults() == []
    assert dom.text.count(CANARY) >= 3
