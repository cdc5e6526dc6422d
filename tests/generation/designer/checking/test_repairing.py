from datetime import date
from typing import Any

import pytest

from generation.designer import repaired as repaired_today
from generation.designer.checking.repairing import Repair, repaired
from generation.engine import DatasetSchema, EngineError, compile_plan

TODAY = date(2026, 11, 21)


def schema(**columns: Any) -> DatasetSchema:
    """Return a schema of these columns: an expression and a data type each."""
    bodies = {name: {"faker_method": made, "data_type": kind} for name, (made, kind) in columns.items()}
    return DatasetSchema.from_json(bodies)


def repair(description: str = "", **columns: Any) -> Repair:
    return repaired(schema(**columns), description, TODAY)


def test_what_runs_stays_as_it_is() -> None:
    whole = schema(name=("fake.name()", "string"), age=("random.randint(1, 9)", "integer"))

    assert repaired(whole, "people", TODAY) == Repair(schema=whole, columns=(), repairs=())


def test_what_does_not_run_is_made_as_the_description_says() -> None:
    mended = repair("Products with a price between 10 and 20", name=("fake.word()", "string"), price=("f()", "decimal"))

    name, price = mended.schema.columns
    assert (name.expression, price.data_type, mended.columns) == ("fake.word()", "decimal", (price,))
    assert "10" in price.expression
    assert mended.repairs == ("“price” is made as the field catalog does (Price of one unit): there is no function f",)


def test_without_a_description_the_name_of_the_column_tells_what_it_holds() -> None:
    (column,) = repair(e_mail=("fake.post()", "string")).columns

    assert column.expression == "fake.email()"


@pytest.mark.parametrize(
    ("kind", "plain"),
    [("integer", "random.randint(1, 100)"), ("boolean", "random.random() < 0.5"), ("string", "fake.word()")],
)
def test_what_the_catalog_does_not_know_holds_plain_values_of_its_type(kind: str, plain: str) -> None:
    mended = repair(zzqx=("][", kind))

    assert [(column.expression, column.data_type) for column in mended.columns] == [(plain, kind)]
    assert mended.repairs == ("“zzqx” holds plain values: this is not a Python expression",)


def test_a_data_type_stays_as_it_is() -> None:
    mended = repair("people", birth_date=("f()", "string"), age=("f()", "string"), country=("f()", "integer"))

    assert [column.data_type for column in mended.columns] == ["string", "string", "integer"]
    compile_plan(mended.schema)


def test_one_column_of_a_circle_is_enough() -> None:
    mended = repair(a=("b + 1", "integer"), b=("a + 1", "integer"))

    assert [column.name for column in mended.columns] == ["a"]
    compile_plan(mended.schema)


def test_a_column_that_reads_one_that_does_not_run_stays() -> None:
    mended = repair("Orders", price=("f()", "decimal"), total=("round(price * 2, 2)", "decimal"))

    assert [column.name for column in mended.columns] == ["price"]


def test_a_hundred_columns_that_do_not_run_are_repaired() -> None:
    mended = repaired(schema(**{f"zz{place}": ("f()", "integer") for place in range(100)}), "", TODAY)

    assert len(mended.columns) == 100
    compile_plan(mended.schema)


def test_what_lies_in_no_column_is_not_repaired() -> None:
    letters = "''.join([fake.text(4000)[0] for _ in range(6)])"
    slow = schema(**{f"zz{place}": (letters, "string") for place in range(200)})
    with pytest.raises(EngineError, match="a row takes about"):
        repaired_today(slow, "")
