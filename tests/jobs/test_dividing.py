import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.engine import DatasetSchema, compile_plan
from jobs.dividing import Span, divide, spans
from tests.jobs.wished import COLUMNS

PLAN = compile_plan(DatasetSchema.from_json(COLUMNS))
BY_HISTORY = compile_plan(
    DatasetSchema.from_json({"name": {"faker_method": "fake.name()", "data_type": "string", "unique": True}})
)


@given(st.integers(0, 10**12), st.integers(1, 1000), st.integers(1, 10**7))
def test_all_rows_are_in_one_part_each_which_begins_at_a_group(rows: int, parts: int, group: int) -> None:
    cut = list(divide(rows, parts, group))
    stops = [span.start + span.rows for span in cut]

    assert [span.start for span in cut] == [0, *stops[:-1]]
    assert stops[-1] == rows
    assert {span.start % group for span in cut} == {0}
    assert len(cut) <= parts


@pytest.mark.parametrize(
    ("rows", "parts", "group", "expected"),
    [
        (10, 3, 1, [Span(0, 4), Span(4, 4), Span(8, 2)]),
        (10, 20, 1, [Span(row, 1) for row in range(10)]),
        (10, 3, 8, [Span(0, 8), Span(8, 2)]),
        (10, 3, None, [Span(0, 10)]),
        (0, 3, 1, [Span(0, 0)]),
    ],
)
def test_a_file_is_divided_evenly(rows: int, parts: int, group: int | None, expected: list[Span]) -> None:
    assert list(divide(rows, parts, group)) == expected


def test_a_job_has_parts_of_a_second_or_a_few() -> None:
    assert [
        len(spans(PLAN, rows=rows, format_name="csv", parts=None)) for rows in (1, 2**19, 10**7, 10**9, 10**12)
    ] == [
        1,
        1,
        20,
        1000,
        1000,
    ]


def test_what_depends_on_all_rows_before_is_made_in_one_part_unless_more_are_asked_for() -> None:
    assert [len(spans(BY_HISTORY, rows=10**6, format_name="csv", parts=parts)) for parts in (None, 7)] == [1, 7]
