import pytest

from generation.engine import CheckError, EngineError, PlanError, compile_plan
from tests.generation.engine.tables import schema, table


def test_columns_may_use_each_other_in_any_order() -> None:
    made = table(
        {"total": ("price * quantity", "integer"), "quantity": ("price + 1", "integer"), "price": ("2", "integer")},
        rows=1,
    )
    assert made.to_pylist() == [{"total": 6, "quantity": 3, "price": 2}]


def test_a_column_whose_name_is_no_word_is_used_through_row() -> None:
    made = table({"Unit price": ("4", "integer"), "double": ("row['Unit price'] * 2", "integer")}, rows=1)
    assert made["double"].to_pylist() == [8]


def test_a_circle_is_refused_and_shown() -> None:
    with pytest.raises(PlanError, match="columns use each other in a circle: a > b > c > a") as caught:
        compile_plan(schema({"a": "b", "b": "c", "c": "a"}))
    assert caught.value.column == "a"


def test_a_column_that_shares_its_name_with_a_function_is_no_circle() -> None:
    made = table({"date": ("date(2024, 2, 29)", "date"), "min": ("min(3, date.month)", "integer")}, rows=1)
    assert made["min"].to_pylist() == [2]


def test_an_error_names_the_column_the_place_and_the_remedy() -> None:
    with pytest.raises(CheckError) as caught:
        compile_plan(schema({"name": "fake.name()", "zip": "'Z' + fake.zip_code()"}))
    error = caught.value
    assert (error.column, error.position, error.hint) == ("zip", 6, "write fake.zipcode()")
    assert error.excerpt == "'Z' + fake.zip_code()\n      ^"


def test_two_hundred_columns_that_use_each_other_compile() -> None:
    columns = {"c0": ("1", "integer")} | {f"c{i}": (f"c{i - 1} + 1", "integer") for i in range(1, 200)}
    assert table(columns, rows=1)["c199"].to_pylist() == [200]


@pytest.mark.parametrize(
    ("expression", "data_type", "cell"),
    [
        ("3", "float", 3.0),
        ("round(2.7, 0)", "integer", 3),
        ("True", "integer", 1),
        ("date(2024, 1, 2).strftime('%Y-%m-%d')", "date", "2024-01-02"),
        ("date(2024, 1, 2)", "datetime", "2024-01-02 00:00:00"),
        ("str(12)", "integer", 12),
        ("2.5", "decimal", "2.5"),
        ("date(2024, 1, 2)", "string", "2024-01-02"),
        ("['a', 'b']", "string", "a, b"),
        ("True", "string", "True"),
    ],
)
def test_a_column_holds_its_data_type_where_nothing_is_lost(expression: str, data_type: str, cell: object) -> None:
    made = table({"x": (expression, data_type)}, rows=1)["x"].to_pylist()[0]
    assert (str(made) if isinstance(cell, str) else made) == cell


@pytest.mark.parametrize(
    ("expression", "data_type", "hint"),
    [
        ("2.5", "integer", "round(...) or int(...) makes a whole number of it"),
        ("datetime(2024, 1, 2)", "date", ".date() drops the time"),
        ("'12'", "integer", "int(...) reads it"),
        ("'yes'", "boolean", "compare it: ... == 'yes'"),
        ("3", "date", None),
    ],
)
def test_what_would_be_lost_is_refused(expression: str, data_type: str, hint: str | None) -> None:
    with pytest.raises(CheckError, match=r"the expression yields .*, and the column holds") as caught:
        compile_plan(schema({"x": (expression, data_type)}))
    assert caught.value.hint == hint


def test_a_cell_that_takes_too_long_is_refused() -> None:
    with pytest.raises(CheckError, match="column 'x': a cell takes about 2 milliseconds, 1 are allowed"):
        compile_plan(schema({"x": "''.join([fake.text(4000)[0] for _ in range(100)])"}))


def test_a_row_that_takes_too_long_is_refused() -> None:
    letters = "''.join([fake.text(4000)[0] for _ in range(6)])"
    with pytest.raises(PlanError, match="a row takes about 20 milliseconds, 15 are allowed"):
        compile_plan(schema({f"c{i}": letters for i in range(200)}))


def test_what_is_called_before_each_column_ends_the_work_by_raising() -> None:
    calls = []

    def third() -> None:
        calls.append(1)
        if len(calls) == 3:
            raise TimeoutError

    with pytest.raises(TimeoutError):
        compile_plan(schema({"a": "1", "b": "2", "c": "3"}), before_column=third)
    assert len(calls) == 3


def test_a_column_is_announced_before_it_is_read_and_before_it_is_compiled() -> None:
    calls = []
    compile_plan(schema({"a": "1", "b": "2"}), before_column=lambda: calls.append(1))
    assert len(calls) == 4


def test_every_error_is_told_where_they_are_taken_and_what_runs_is_planned() -> None:
    errors: list[EngineError] = []
    document = {"a": "1 +", "b": "a + 1", "c": "fake.nam()", "d": "'x'", "e": "e", "f": "e", "date": "date(2024, 1, 2)"}

    plan = compile_plan(schema(document), on_error=errors.append)

    assert [column.name for column in plan.schema.columns] == ["d", "date"]
    assert {str(error.column): error.message for error in errors} == {
        "a": "this is not a Python expression",
        "b": "this uses 'a', which does not run",
        "c": "fake.nam does not exist",
        "e": "columns use each other in a circle: e > e",
        "f": "this uses 'e', which does not run",
    }


def test_of_rows_that_take_too_long_no_column_is_blamed() -> None:
    errors: list[EngineError] = []
    letters = "''.join([fake.text(4000)[0] for _ in range(6)])"

    compile_plan(schema({f"c{i}": letters for i in range(200)}), on_error=errors.append)

    assert [(error.column, error.message) for error in errors] == [
        (None, "a row takes about 20 milliseconds, 15 are allowed")
    ]


def test_a_column_that_comes_later_may_be_meant_as_well() -> None:
    with pytest.raises(EngineError) as caught:
        compile_plan(schema({"price": ("1.0 + ratng", "float"), "rating": ("random.random()", "float")}))
    assert caught.value.hint == "did you mean rating?"
