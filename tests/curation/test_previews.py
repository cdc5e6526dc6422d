from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse

from curation.deadlines import Deadline, TimeIsUp
from curation.previews import Making, Preview, Problem, preview, problems_of, render_preview, with_problems
from generation.engine import compile_plan, run_plan
from tests.curation.page_dom import CANARY, Dom
from tests.generation.engine.tables import schema

LONG = 60.0  # seconds: more than any of these takes
LETTERS = "''.join([fake.text(4000)[0] for _ in range(6)])"  # which take long


def ticking(steps: int) -> Deadline:
    """Return a deadline that lets so many steps pass."""
    ticks = iter(range(steps))
    return Deadline(1.0, lambda: 0.0 if next(ticks, None) is not None else 1.0)


def made(columns: dict[str, Any], **arguments: int) -> Preview:
    return preview(schema(columns), seconds=LONG, **arguments)


def facts(shown: Preview) -> dict[str, tuple[str, ...]]:
    return {column.name: column.facts for column in shown.columns}


def test_the_rows_are_the_first_of_the_dataset_of_seed_0_and_today() -> None:
    columns = {
        "name": "fake.name()",
        "day": ("fake.date_between('-2y', 'today')", "date"),
        "n": ("row_number", "integer"),
    }
    today = datetime.now(UTC).date()
    (batch,) = run_plan(compile_plan(schema(columns)), rows=10, seed=0, as_of=today)
    expected = [tuple(map(str, row.values())) for row in batch.to_pylist()]

    shown = made(columns)

    assert (list(shown.rows), shown.again, shown.problems) == (expected, False, ())


def test_columns_are_summarised_over_more_rows_than_are_shown() -> None:
    shown = made({"n": ("row_number + 1", "integer"), "x": ("'x'", "string")})
    assert len(shown.rows) == 10
    assert facts(shown) == {
        "n": ("all different", "1 to 500, mean 250.5"),
        "x": ("1 different", "1 character"),
    }


def test_summaries_keep_to_the_rows_that_they_may_have() -> None:
    assert facts(made({"n": ("row_number + 1", "integer")}, summarised=20)) == {
        "n": ("all different", "1 to 20, mean 10.5")
    }
    assert facts(made({"n": ("row_number + 1", "integer")}, summarised=0)) == {
        "n": ("all different", "1 to 10, mean 5.5")
    }


def test_missing_cells_are_shown_and_counted() -> None:
    shown = made({"x": {"faker_method": "'x'", "data_type": "string", "null_rate": 1.0}})
    assert set(shown.rows) == {(None,)}
    assert facts(shown) == {"x": ("100 % missing",)}
    assert [column.chart for column in shown.columns] == [None]


def test_there_are_no_more_rows_than_a_column_without_repeats_has_values() -> None:
    shown = made({"x": {"faker_method": "random.randint(1, 3)", "data_type": "integer", "unique": True}})
    assert sorted(shown.rows) == [("1",), ("2",), ("3",)]
    assert shown.notes == ("There can be no more than 3 rows: x has so many values to choose from.",)


def test_values_that_run_out_after_the_rows_that_are_shown_are_no_problem() -> None:
    shown = made({"x": {"faker_method": "str(random.randint(1, 50)) + 'x'", "data_type": "string", "unique": True}})
    assert (len(shown.rows), shown.problems, shown.again) == (10, (), False)


def test_a_column_that_breaks_off_is_a_problem_and_the_others_are_shown() -> None:
    names = "random.choice(['a', 'b']) + random.choice(['', ''])"
    unique = {"faker_method": names, "data_type": "string", "unique": True}
    shown = made({"x": unique, "y": "x.upper()", "z": "'z'"})
    assert [column.name for column in shown.columns] == ["z"]
    assert [(problem.column, problem.message) for problem in shown.problems][1:] == [
        ("y", "this uses 'x', which does not run")
    ]
    assert len(shown.rows) == 10


def test_every_column_that_does_not_compile_is_a_problem_and_the_others_are_shown() -> None:
    shown = made({"a": "fake.nam()", "b": "a + 'x'", "c": "'c'"})
    assert [column.name for column in shown.columns] == ["c"]
    assert shown.problems == (
        Problem(
            column="a",
            message="fake.nam does not exist",
            hint="did you mean fake.name?",
            excerpt="fake.nam()\n^",
        ),
        Problem(column="b", message="this uses 'a', which does not run"),
    )
    assert shown.said == "10 rows of 1 column. 2 columns do not run."


def test_rows_that_take_too_long_are_a_problem_of_the_whole() -> None:
    shown = made({f"c{number}": LETTERS for number in range(200)})
    assert (shown.columns, shown.again) == ((), False)
    assert [(problem.column, problem.message) for problem in shown.problems] == [
        (None, "a row takes about 20 milliseconds, 15 are allowed")
    ]


def test_the_excerpt_of_a_long_line_is_what_stands_around_the_place() -> None:
    expression = f"{'1 + ' * 20}fake.nam(){' + 1' * 20}"
    (problem,) = problems_of(schema({"x": (expression, "integer")}), seconds=LONG)
    line, caret = problem.excerpt.split("\n")
    assert (len(line), line[0], line[-1]) == (102, "…", "…")
    assert line[len(caret) - 1 :].startswith("fake.nam()")


def test_the_problems_alone_can_be_had() -> None:
    columns = {"b": "a + 'x'", "a": "fake.nam()", "c": "'c'", "d": "no"}
    assert [problem.column for problem in problems_of(schema(columns), seconds=LONG)] == ["b", "a", "d"]
    assert problems_of(schema({"c": "'c'"}), seconds=LONG) == ()


def test_problems_that_there_was_no_time_for_are_one_of_the_whole() -> None:
    assert problems_of(schema({"a": "fake.nam()"}), seconds=0.0) == (
        Problem(column=None, message="there was no time to check all columns"),
    )


def read_on(making: Making) -> list[Preview]:
    """Return the previews that are made until the time is up."""
    found: list[Preview] = []
    with suppress(TimeIsUp):
        for shown in making.previews(10, 500):
            found.append(shown)  # noqa: PERF402 - those before the end of the time are kept
    return found


@pytest.mark.parametrize(("steps", "checked", "problems"), [(0, 0, 0), (3, 0, 0), (4, 1, 1), (5, 2, 1), (6, 3, 1)])
def test_when_the_time_is_over_it_is_known_how_far_the_checking_got(steps: int, checked: int, problems: int) -> None:
    making = Making(schema({"a": "fake.nam()", "b": "'b'", "c": "'c'"}), ticking(steps))

    assert read_on(making) == []

    shown = making.unfinished()
    assert (shown.again, shown.checked, shown.whole, len(shown.problems)) == (True, checked, 3, problems)


def test_rows_are_shown_before_they_are_summarised() -> None:
    making = Making(schema({"b": "'b'"}), ticking(4))

    (shown,) = read_on(making)

    assert (shown.again, len(shown.rows), facts(shown)) == (True, 10, {"b": ()})


def test_what_was_not_made_in_time_says_so() -> None:
    shown = preview(schema({"b": "'b'", "c": "'c'"}), seconds=0.0)
    assert shown.said == "There was no time for more: 0 of 2 columns were checked."


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (Preview(), "There are no columns yet."),
        (Preview(problems=(Problem(column=None, message="x"),)), "1 problem."),
        (
            Preview(problems=(Problem(column="a", message="x"), Problem(column="a", message="y"))),
            "1 column does not run.",
        ),
    ],
)
def test_a_preview_says_in_a_sentence_what_it_shows(shown: Preview, said: str) -> None:
    assert shown.said == said


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
