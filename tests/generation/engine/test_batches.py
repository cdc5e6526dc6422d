from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.engine import ENGINE_VERSION, PlanError, check_rows, compile_plan, run_plan
from generation.engine.randomness import Draw
from tests.generation.engine.tables import AS_OF, COLUMNS, csv, schema, table, values

WHOLE = csv(COLUMNS, rows=600).splitlines(keepends=True)
GOLDEN = Path(__file__).parent / f"golden_{ENGINE_VERSION}.csv"


def test_the_bytes_of_this_version_of_the_engine_are_pinned() -> None:
    """A change of these bytes breaks permanent links: raise ENGINE_VERSION and name the new file by it."""
    assert csv(COLUMNS, rows=200) == GOLDEN.read_bytes()


@settings(max_examples=15, deadline=None)
@given(start=st.integers(0, 590), rows=st.integers(1, 10), batch_rows=st.integers(1, 300))
def test_rows_do_not_depend_on_where_one_starts_or_how_many_one_asks(start: int, rows: int, batch_rows: int) -> None:
    lines = csv(COLUMNS, rows=rows, start=start, batch_rows=batch_rows).splitlines(keepends=True)
    assert lines == [WHOLE[0], *WHOLE[start + 1 : start + rows + 1]]


def test_a_column_keeps_its_cells_when_others_come_go_or_change() -> None:
    alone = table({"name": "fake.name()"}, rows=50)
    among = table({"a": "fake.word()", "name": "fake.name()", "b": "fake.city()"}, rows=50)
    assert alone["name"] == among["name"]


def test_columns_with_the_same_expression_differ() -> None:
    made = table({"a": "fake.name()", "b": "fake.name()"}, rows=20)
    assert made["a"] != made["b"]


def test_another_seed_gives_other_rows() -> None:
    assert values("fake.name()", seed=1) != values("fake.name()", seed=2)


def test_relative_dates_count_from_the_reference_date() -> None:
    assert values("date.today()", "date", rows=1) == [AS_OF]
    days = values("fake.date_between('-10d', '+10d')", "date", rows=500)
    assert {(day - AS_OF).days for day in days} == set(range(-10, 11))


def test_missing_cells_are_as_many_as_asked() -> None:
    column = {"faker_method": "fake.word()", "data_type": "string", "null_rate": 0.25}
    assert table({"x": column}, rows=20_000)["x"].null_count / 20_000 == pytest.approx(0.25, abs=0.01)


def test_what_a_null_rate_leaves_out_other_columns_have_seen() -> None:
    columns = {"name": {"faker_method": "fake.name()", "data_type": "string", "null_rate": 0.5}, "email": "name + '@x'"}
    made = table(columns, rows=100)
    assert (made["name"].null_count > 0, made["email"].null_count) == (True, 0)


@pytest.mark.parametrize(
    "expression",
    [
        "random.randint(1, 300)",
        "f'K-{fake.random_int(1, 300):04d}'",
        "str(row_number)",
        "random.choice('abcdefghij') + fake.numerify('##')",
    ],
)
def test_unique_values_never_repeat(expression: str) -> None:
    column = {"faker_method": expression, "data_type": "string", "unique": True}
    made = table({"x": column}, rows=300)["x"].to_pylist()
    assert len(set(made)) == 300


def test_letters_that_are_told_twice_make_no_more_values() -> None:
    column = {"faker_method": "fake.lexify('??', letters='aab')", "data_type": "string", "unique": True}
    assert sorted(table({"x": column}, rows=4)["x"].to_pylist()) == ["aa", "ab", "ba", "bb"]


def test_fake_unique_means_the_same_inside_an_expression() -> None:
    made = values("'Dr. ' + fake.unique.last_name()", rows=400)
    assert len(set(made)) == 400


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("random.choice(['a', 'b', 'c', 'd'])", "column 'x': there are 4 different values, 1000 are asked"),
        ("fake.boolean(30) and 'a' or 'b'", "column 'x': 2 distinct values were found, 1000 are asked"),
    ],
)
def test_unique_values_that_run_out_are_refused_before_the_first_batch(expression: str, message: str) -> None:
    plan = compile_plan(schema({"x": {"faker_method": expression, "data_type": "string", "unique": True}}))
    with pytest.raises(PlanError) as caught:
        run_plan(plan, rows=1000, seed=1, as_of=AS_OF)
    assert str(caught.value).startswith(message)
    assert caught.value.most == (4 if "choice" in expression else 2)


def test_a_unique_column_is_bounded_by_what_is_distinct_inside_it() -> None:
    expression = "str(fake.unique.random_int(1, 3)) + fake.word()"
    plan = compile_plan(schema({"x": {"faker_method": expression, "data_type": "string", "unique": True}}))
    with pytest.raises(PlanError, match="there are 3 different values, 100 are asked"):
        run_plan(plan, rows=100, seed=1, as_of=AS_OF)


def most(column: object, *, rows: int, start: int = 0) -> int | None:
    """Return how many rows would do, as it is said where too many are asked for."""
    plan = compile_plan(schema({"x": column}))
    with pytest.raises(PlanError) as caught:
        check_rows(plan, rows=rows, start=start, most_seconds=300)
    return caught.value.most


def test_too_many_rows_say_how_many_would_do() -> None:
    unique = {"faker_method": "random.choice(['a', 'b', 'c', 'd'])", "unique": True}
    assert (most(unique, rows=5), most(unique, rows=2, start=3), most(unique, rows=1, start=9)) == (4, 1, 0)
    assert most("fake.boolean()", rows=10**12) is not None


def test_rows_that_can_be_made_pass_without_one_being_made() -> None:
    plan = compile_plan(schema({"x": {"faker_method": "random.choice(['a', 'b'])", "unique": True}}))
    check_rows(plan, rows=2)


def test_batches_of_long_texts_have_fewer_rows() -> None:
    plan = compile_plan(schema({f"c{i}": "'x' * 4096" for i in range(200)}))
    assert next(run_plan(plan, rows=10_000, seed=1, as_of=AS_OF)).nbytes < 2**27


def test_all_columns_together_have_no_more_distinct_values_than_can_be_remembered() -> None:
    distinct = compile_plan(schema({f"x{number}": "fake.unique.pystr()" for number in range(10)}))
    check_rows(distinct, rows=5_000_000, most_seconds=10**6)
    with pytest.raises(PlanError, match="distinct over 5000000 rows, 5000001 are asked") as caught:
        check_rows(distinct, rows=5_000_001, most_seconds=10**6)
    assert caught.value.most == 5_000_000


def test_the_settling_of_rows_is_watched_and_can_be_ended() -> None:
    plan = compile_plan(schema({"x": "fake.unique.pystr()"}))
    called: list[None] = []
    run_plan(plan, rows=100, start=50, seed=7, batch_rows=50, before_settling=lambda: called.append(None))
    assert len(called) == 3

    def end() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        run_plan(plan, rows=100, seed=7, before_settling=end)


def test_unique_values_are_those_of_a_loop_that_draws_a_row_again_until_it_is_new() -> None:
    column = {"faker_method": "n * 10 + random.randint(0, 9)", "data_type": "integer", "unique": True}
    made = table({"n": ("row_number // 6", "integer"), "x": column}, rows=300)["x"].to_pylist()
    place = Draw.at_seed(7, start=0, rows=300, as_of=AS_OF).at("x").at("unique")
    attempts = [(place.at(f"attempt {n}") if n else place).at(0).integers(10).tolist() for n in range(101)]
    drawn: list[int] = []
    for row in range(300):
        drawn.append(next(value for a in attempts if (value := row // 6 * 10 + a[row]) not in drawn))
    assert made == drawn


@settings(max_examples=10, deadline=None)
@given(start=st.integers(0, 200), rows=st.integers(1, 99), batch_rows=st.integers(20, 250))
@pytest.mark.parametrize("expression", ["fake.unique.first_name()", "str(n) + fake.prefix_female()"])
def test_unique_values_do_not_depend_on_where_one_starts(
    expression: str, start: int, rows: int, batch_rows: int
) -> None:
    columns = {
        "n": ("row_number // 2", "integer"),
        "x": {"faker_method": expression, "unique": expression.startswith("str")},
    }
    whole = csv(columns, rows=300).splitlines(keepends=True)
    lines = csv(columns, rows=rows, start=start, batch_rows=batch_rows).splitlines(keepends=True)
    assert lines == [whole[0], *whole[start + 1 : start + rows + 1]]


def test_more_work_than_is_allowed_is_refused_with_the_numbers() -> None:
    plan = compile_plan(schema({f"c{i}": ("random.random()", "float") for i in range(10)}))
    with pytest.raises(PlanError) as caught:
        run_plan(plan, rows=10**9, seed=1, as_of=AS_OF, most_seconds=300)
    hint = "300000000 rows would do"
    assert str(caught.value) == f"1000000000 rows are about 17 minutes of work, 5 minutes are allowed ({hint})"


def test_rows_before_the_start_are_work_only_where_they_decide_what_a_row_gets() -> None:
    plain = compile_plan(schema({"x": "fake.name()"}))
    distinct = compile_plan(schema({"x": "fake.unique.name()", "y": "x.upper()", "z": "fake.name()"}))
    assert plain.seconds(rows=10, start=10**9) == plain.seconds(rows=10, start=0)
    assert [planned.column.name for planned in distinct.settled_first] == ["x"]
    with pytest.raises(PlanError, match="a start above 1000000 takes too long already"):
        run_plan(distinct, rows=10, seed=1, start=1_000_000, as_of=AS_OF, most_seconds=0.5)


@pytest.mark.parametrize("wrong", [{"rows": -1}, {"seed": -1}, {"seed": 2**63}, {"start": -1}, {"rows": 10**13}])
def test_numbers_out_of_range_are_refused_at_the_call(wrong: dict[str, int]) -> None:
    plan = compile_plan(schema({"x": "fake.name()"}))
    with pytest.raises(PlanError):
        run_plan(plan, **{"rows": 1, "seed": 1, "as_of": AS_OF} | wrong)  # type: ignore[arg-type]  # the wrong ones too


def test_batches_come_one_by_one() -> None:
    plan = compile_plan(schema({"x": "fake.name()"}))
    batches = run_plan(plan, rows=10**9, seed=1, as_of=AS_OF, batch_rows=100)
    assert [next(batches).num_rows, next(batches).num_rows] == [100, 100]


def test_columns_leave_the_engine_with_their_types() -> None:
    types = {
        name: str(table(COLUMNS).schema.field(name).type)
        for name in ("id", "price", "weight", "day", "at", "ok", "when")
    }
    assert types == {
        "id": "int64",
        "price": "decimal128(18, 2)",
        "weight": "double",
        "day": "date32[day]",
        "at": "timestamp[s]",
        "ok": "bool",
        "when": "time32[s]",
    }


def test_large_numbers_stay_as_they_are() -> None:
    small, large = values("round(random.random(), 12)", "float"), values("round(random.random(), 12) * 1e300", "float")
    assert large == [number * 1e300 for number in small]


def test_a_decimal_of_too_many_digits_is_missing() -> None:
    assert values("round(10.0 ** (15 + row_number), 2)", "decimal", rows=3) == [Decimal(10**15), None, None]


def test_no_rows_have_columns_all_the_same() -> None:
    assert csv(COLUMNS, rows=0) == GOLDEN.read_bytes().splitlines(keepends=True)[0]
    assert table(COLUMNS, rows=0).schema == table(COLUMNS, rows=1).schema


def test_a_batch_has_rows() -> None:
    with pytest.raises(PlanError, match="a batch has at least one row"):
        csv(COLUMNS, batch_rows=0)


def test_a_column_of_nothing_holds_texts() -> None:
    assert table({"x": "None"})["x"] == pa.chunked_array([[None] * 5], pa.string())


def test_blocks_of_the_long_tail_join_without_a_seam() -> None:
    parts = [
        csv({"x": "fake.user_name()"}, rows=stop - start, start=start).split(b"\n", 1)[1]
        for start, stop in pairwise((0, 100, 130, 300))
    ]
    assert b"".join(parts) == csv({"x": "fake.user_name()"}, rows=300).split(b"\n", 1)[1]
