from contextlib import suppress
from typing import Any

import pytest

from generation.engine import compile_plan, run_plan
from presenting.deadlines import Deadline, TimeIsUp
from presenting.making import Making
from presenting.shown import Preview
from schemas_cache.checking import Problem
from tests.generation.engine.tables import AS_OF, schema

LONG = 60.0  # seconds: more than any of these takes
LETTERS = "''.join([fake.text(4000)[0] for _ in range(6)])"  # which take long


def ticking(steps: int) -> Deadline:
    """Return a deadline that lets so many steps pass."""
    ticks = iter(range(steps))
    return Deadline(1.0, lambda: 0.0 if next(ticks, None) is not None else 1.0)


def made(columns: dict[str, Any]) -> Preview:
    """Return the last of the previews that are made where there is time."""
    *_, shown = Making(schema(columns), Deadline.after(LONG)).previews(10, AS_OF)
    return shown


def facts(shown: Preview) -> dict[str, dict[str, str]]:
    return {column.name: {fact.label: fact.value for fact in column.facts} for column in shown.columns}


def test_the_rows_are_the_first_of_the_dataset_of_seed_0() -> None:
    columns = {
        "name": "fake.name()",
        "day": ("fake.date_between('-2y', 'today')", "date"),
        "n": ("row_number", "integer"),
    }
    (batch,) = run_plan(compile_plan(schema(columns)), rows=10, seed=0, as_of=AS_OF)
    expected = [tuple(map(str, row.values())) for row in batch.to_pylist()]

    shown = made(columns)

    assert (list(shown.rows), shown.again, shown.problems) == (expected, False, ())


def test_columns_are_summarised_over_more_rows_than_are_shown() -> None:
    shown = made({"n": ("row_number + 1", "integer"), "x": ("'x'", "string")})
    assert (len(shown.rows), shown.summarised) == (10, 500)
    assert facts(shown)["n"]["Greatest"] == "500"


def test_columns_have_a_chart_or_a_remark() -> None:
    shown = made({"often": "random.choice(['a', 'b'])", "always": "'a'"})
    assert [(column.name, column.chart is None, column.remark) for column in shown.columns] == [
        ("often", False, ""),
        ("always", True, "Always “a”."),
    ]


def test_missing_cells_are_shown_and_counted() -> None:
    shown = made({"x": {"faker_method": "'x'", "data_type": "string", "null_rate": 1.0}})
    assert set(shown.rows) == {(None,)}
    assert facts(shown) == {"x": {"Missing": "100 %"}}


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
    (problem,) = made({"x": (expression, "integer")}).problems
    line, caret = problem.excerpt.split("\n")
    assert (len(line), line[0], line[-1]) == (102, "…", "…")
    assert line[len(caret) - 1 :].startswith("fake.nam()")


def read_on(making: Making) -> list[Preview]:
    """Return the previews that are made until the time is up."""
    found: list[Preview] = []
    with suppress(TimeIsUp):
        for shown in making.previews(10, AS_OF):
            found.append(shown)  # noqa: PERF402 - those before the end of the time are kept
    return found


@pytest.mark.parametrize(("steps", "checked", "problems"), [(0, 0, 0), (3, 0, 0), (4, 1, 1), (5, 2, 1), (6, 3, 1)])
def test_when_the_time_is_over_it_is_known_how_far_the_checking_got(steps: int, checked: int, problems: int) -> None:
    making = Making(schema({"a": "fake.nam()", "b": "'b'", "c": "'c'"}), ticking(steps))

    assert read_on(making) == []

    shown = making.unfinished()
    assert (shown.again, shown.checked, shown.whole, len(shown.problems)) == (True, checked, 3, problems)


def test_rows_are_shown_before_they_are_summarised() -> None:
    making = Making(schema({"b": "'b'"}), ticking(3))

    (shown,) = read_on(making)

    assert (shown.again, len(shown.rows), facts(shown)) == (True, 10, {"b": {}})
