from dataclasses import replace
from datetime import date

import pytest

from generation.designer import Design
from generation.designer.checking.examining import Broken, examine
from generation.designer.checking.recognising import recognise
from generation.designer.offline.designing import design_offline
from generation.designer.offline.understanding import understand

TODAY = date(2026, 1, 31)
WISH = "Hospital stays: age (18-65), ward (A, B), admission date in 2024, discharge date"


def broken(design: Design, **expressions: str) -> tuple[Broken, ...]:
    """Return what is broken when columns have other expressions."""
    columns = tuple(
        replace(column, expression=expressions.get(column.name, column.expression)) for column in design.schema.columns
    )
    schema, understood = replace(design.schema, columns=columns), understand(WISH, design.schema.locale)
    return examine(schema, recognise(columns, understood), understood, TODAY).broken


def test_an_offline_design_keeps_what_was_asked_for() -> None:
    assert broken(design_offline(WISH)) == ()


@pytest.mark.parametrize(
    ("name", "expression", "columns", "words"),
    [
        ("age", "17", ("age",), "some are 17, below 18"),
        ("ward", "random.choice(['A', 'C'])", ("ward",), "some are 'c', none of A, B"),
        ("admission_date", "date(2023, 5, 1)", ("admission_date",), "some are 2023-05-01, before 2024-01-01"),
    ],
)
def test_what_rows_break_is_said_of_the_columns(
    name: str, expression: str, columns: tuple[str, ...], words: str
) -> None:
    assert broken(design_offline(WISH), **{name: expression}) == (Broken(columns, words),)


def test_what_is_impossible_is_said_of_the_columns_that_make_it_so() -> None:
    found = broken(design_offline(WISH), discharge_date="admission_date - timedelta(days=1)")
    assert {(one.columns, one.words[:23]) for one in found} == {
        (("admission_date", "discharge_date"), "not true of every row: ")
    }
