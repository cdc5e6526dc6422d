from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from generation.engine import EngineError, compile_plan
from tests.generation.engine.tables import schema, values

MIDNIGHT = datetime.fromisoformat("2024-01-01")


@pytest.mark.parametrize(
    ("expression", "data_type", "expected"),
    [
        ("float(row_number)", "integer", 0),
        ("str(row_number)", "integer", 0),
        ("str(row_number)", "float", 0.0),
        ("str(row_number / 4)", "float", 0.0),
        ("str(round(row_number + 2.25, 1))", "decimal", Decimal("2.2")),
        ("Decimal(str(round(row_number + 2.25, 1)))", "decimal", Decimal("2.2")),
        ("row_number % 2", "boolean", False),
        ("row_number > 3", "integer", 0),
        ("date(2024, 1, 1) + timedelta(days=row_number)", "datetime", MIDNIGHT),
        ("str(date(2024, 1, 1) + timedelta(days=row_number))", "date", date(2024, 1, 1)),
        ("(date(2024, 1, 1) + timedelta(days=row_number)).isoformat()", "datetime", MIDNIGHT),
        ("(datetime(2024, 1, 1) + timedelta(days=row_number)).isoformat()", "datetime", MIDNIGHT),
        ("str(time(row_number, 30))", "time", time(0, 30)),
        ("f'{time(row_number, 30):%H:%M:%S}'", "time", time(0, 30)),
        ("[row_number, row_number + 1]", "string", "0, 1"),
        ("None", "date", None),
    ],
)
def test_what_loses_nothing_is_made_of_the_columns_type(expression: str, data_type: str, expected: Any) -> None:
    assert values(expression, data_type, rows=1) == [expected]


@pytest.mark.parametrize(
    ("expression", "data_type", "message"),
    [
        ("row_number / 2", "integer", "the expression yields a float, and the column holds integer (round(...)"),
        ("row_number", "boolean", "the expression yields an integer, and the column holds boolean (compare it"),
        ("fake.word()", "boolean", "the expression yields a text, and the column holds boolean (compare it"),
        ("fake.date_time()", "date", "the expression yields a datetime, and the column holds date (.date() drops"),
        (
            "fake.date_time().strftime('%d.%m.%Y')",
            "date",
            "the expression yields a text, and the column holds date (leave",
        ),
        ("[1, row_number]", "integer", "the expression yields a list, and the column holds integer ([0] takes one"),
        ("fake.word()", "float", "the expression yields a text, and the column holds float (float(...) reads it)"),
        ("fake.date_object()", "integer", "the expression yields a date, and the column holds integer (.year"),
        ("str(row_number).removeprefix('1')", "integer", "the expression yields a text, and the column holds integer"),
    ],
)
def test_what_would_lose_something_is_refused_with_what_to_write(expression: str, data_type: str, message: str) -> None:
    with pytest.raises(EngineError) as caught:
        compile_plan(schema({"x": (expression, data_type)}))
    assert str(caught.value).removeprefix("column 'x': ").startswith(message)
    assert caught.value.position == 0
