from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from generation.designer import Design, Difference, Origin, difference
from generation.designer.refining import refine_offline
from generation.engine import Column, DatasetSchema, DataType, compile_plan, run_plan

WISH = "Shop orders with order_id, product, price, quantity, total, rating, status, order date and email"
PARENT = Design(
    domain="e-commerce",
    designed_by="some-model",
    origins={"product": Origin.STATED},
    assumptions=("Prices are in US dollars",),
    schema=DatasetSchema(
        (
            Column(name="order_id", expression="row_number + 1", data_type=DataType.INTEGER, unique=True),
            Column(name="product", expression="random.choice(['Lamp', 'Desk'])", data_type=DataType.STRING),
            Column(name="price", expression="round(random.uniform(1, 99), 2)", data_type=DataType.DECIMAL),
            Column(name="quantity", expression="random.randint(1, 5)", data_type=DataType.INTEGER),
            Column(name="total", expression="round(price * quantity, 2)", data_type=DataType.DECIMAL),
            Column(name="rating", expression="round(random.uniform(1, 5), 1)", data_type=DataType.FLOAT),
            Column(name="status", expression="random.choice(['open', 'paid'])", data_type=DataType.STRING),
            Column(name="order_date", expression="fake.date_between('-2y', 'today')", data_type=DataType.DATE),
            Column(name="email", expression="fake.email()", data_type=DataType.STRING),
        )
    ),
)


def refined(instruction: str) -> tuple[Design, Difference]:
    made = refine_offline(PARENT, WISH, instruction)
    compile_plan(made.schema)
    return made, difference(PARENT.schema, made.schema)


def changed(instruction: str) -> dict[str, Mapping[str, Any]]:
    """Return the columns that an instruction changes, and nothing else, with what they are now."""
    made, found = refined(instruction)
    assert (found.added, found.removed, found.moved, made.not_understood) == ((), (), (), ())
    return {change.column: change.after for change in found.changed}


@pytest.mark.parametrize(
    ("instruction", "after"),
    [
        ("8% missing ratings", {"rating": {"null_rate": 0.08}}),
        ("rename product to item", {"item": {"name": "item"}}),
        ("set price to quantity times 3", {"price": {"expression": "quantity * 3", "data_type": DataType.INTEGER}}),
        ("make email unique", {"email": {"unique": True}}),
        ("add 5% missing values to ratings", {"rating": {"null_rate": 0.05}}),
        (
            "add outliers to the price",
            {
                "price": {
                    "expression": "round((round(random.uniform(1, 99), 2))"
                    " * (random.uniform(4, 9) if random.random() < 0.02 else 1), 2)"
                }
            },
        ),
        (
            "make rating integer",
            {"rating": {"expression": "round(round(random.uniform(1, 5), 1))", "data_type": DataType.INTEGER}},
        ),
        ("double the price", {"price": {"expression": "round((round(random.uniform(1, 99), 2)) * 2, 2)"}}),
        ("round price to 0 decimals", {"price": {"expression": "round(round(random.uniform(1, 99), 2))"}}),
        (
            "rename price to unit cost",
            {"unit_cost": {"name": "unit_cost"}, "total": {"expression": "round(unit_cost * quantity, 2)"}},
        ),
    ],
)
def test_an_edit_changes_what_it_speaks_of(instruction: str, after: dict[str, Mapping[str, Any]]) -> None:
    assert changed(instruction) == after


@pytest.mark.parametrize(
    ("instruction", "columns"),
    [
        ("prices between 5 and 50", ["price"]),
        ("status: 80% open, 20% paid", ["status"]),
        ("only 2023 dates", ["order_date"]),
        ("make prices skewed and quantity at most 3", ["price", "quantity"]),
        ("change status to new/old", ["status"]),
    ],
)
def test_an_edit_has_the_column_made_anew_and_no_other(instruction: str, columns: list[str]) -> None:
    assert list(changed(instruction)) == columns


def test_a_whole_instruction() -> None:
    made, found = refined("make prices skewed, drop product, 8% missing ratings, add a discount column")
    assert (found.added, found.removed, [change.column for change in found.changed]) == (
        *(("discount",), ("product",)),
        ["price", "rating"],
    )
    assert (made.not_understood, made.origins["discount"]) == ((), Origin.STATED)


def test_a_column_moves() -> None:
    made, found = refined("move email first")
    assert (found, made.schema.columns[0].name) == (Difference(moved=("email",)), "email")


def test_what_reads_a_dropped_column_is_made_anew_and_that_is_said() -> None:
    made, found = refined("drop the price")
    assert (found.removed, [change.column for change in found.changed]) == (("price",), ["total"])
    assert made.assumptions == (*PARENT.assumptions, "“total” is made anew, as it was computed from “price”")


def test_another_language_is_spoken_by_the_same_expressions() -> None:
    made, found = refined("use German names")
    assert (found, made.schema.columns) == (Difference(locale=("en_US", "de_DE")), PARENT.schema.columns)


def test_columns_about_something_are_added() -> None:
    _, found = refined("add 2 more columns about shipping")
    assert (len(found.added), found.changed) == (2, ())


@pytest.mark.parametrize(
    "instruction", ["sort by price", "drop everything", "convert price to bananas", "🙂", "rename x"]
)
def test_what_is_not_understood_is_said(instruction: str) -> None:
    made, found = refined(instruction)
    assert (found, made.not_understood) == (Difference(), (instruction,))


@pytest.mark.parametrize(
    ("instruction", "name", "expression"),
    [
        ("add vat = price * 0.2", "vat", "round(price * 0.2, 2)"),
        ("add a profit column that is 20% of price", "profit", "round(20 / 100 * price, 2)"),
        ("add a boxes column that is quantity times 2", "boxes", "quantity * 2"),
        ("add a country with only Germany and France", "country", "random.choice(['Germany', 'France'])"),
        ("add gender 60% female 40% male", "gender", "random.choices(['female', 'male'], weights=[60, 40])[0]"),
        ("add a date column between 2023 and 2024", "date", "fake.date_between(date(2023, 1, 1), date(2024, 12, 31))"),
    ],
)
def test_what_is_said_of_a_column_to_come_is_heeded(instruction: str, name: str, expression: str) -> None:
    made, found = refined(instruction)
    (added,) = (column for column in made.schema.columns if column.name in found.added)
    assert (added.name, added.expression, made.not_understood) == (name, expression, ())


@pytest.mark.parametrize(
    "instruction",
    [
        "add vat = price * duty",
        "add 10% duplicates",
        "add noise to price",
        "total = total * 2",
        "add typos to product",
        "x = §99 * 2",
    ],
)
def test_what_makes_no_column_is_not_taken_for_one(instruction: str) -> None:
    made, found = refined(instruction)
    assert (found, made.not_understood) == (Difference(), (instruction,))


def test_a_column_whose_name_is_no_word_is_not_computed_with() -> None:
    columns = (replace(PARENT.schema.columns[2], name="Net (EUR)"), PARENT.schema.columns[3])
    parent = replace(PARENT, schema=DatasetSchema(columns))
    made = refine_offline(parent, WISH, "add tax = net eur * 2")
    assert (made.schema, made.not_understood) == (parent.schema, ("add tax = net eur * 2",))


def test_of_an_instruction_that_is_half_understood_the_other_half_is_said() -> None:
    made, found = refined("make price skewed and frobnicate the wibble")
    assert ([change.column for change in found.changed], made.not_understood) == (["price"], ("frobnicate the wibble",))


def test_skewed_numbers_stay_where_they_have_to_lie() -> None:
    rating = replace(PARENT.schema.columns[5], expression="round(1 + 4 * random.betavariate(4, 1.6), 1)")
    columns = (*PARENT.schema.columns[:5], rating, *PARENT.schema.columns[6:])
    parent = replace(PARENT, schema=replace(PARENT.schema, columns=columns))
    for instruction in ("make ratings skewed to high values", "make ratings skewed"):
        made = refine_offline(parent, WISH, instruction)
        plan = compile_plan(made.schema)
        cells = [cell for batch in run_plan(plan, rows=500, seed=7) for cell in batch.column("rating").to_pylist()]
        assert (made.schema.columns[5] != rating, min(cells) >= 1, max(cells) <= 5, made.not_understood) == (
            *(True, True, True),
            (),
        )


def test_what_could_not_be_done_leaves_no_word_of_the_trying() -> None:
    made, found = refined("make product unique")
    assert (found, made.assumptions) == (Difference(), PARENT.assumptions)


def test_what_is_so_already_is_said() -> None:
    made, found = refined("remove duplicates in order_id")
    assert (found, made.assumptions[-1]) == (
        Difference(),
        "“order_id” was left as it is: “remove duplicates in order_id” is true of it already",
    )


def test_who_designed_it_stays() -> None:
    made, _ = refined("drop email")
    assert (made.designed_by, made.domain, made.origins["product"]) == ("some-model", "e-commerce", Origin.STATED)


@pytest.mark.parametrize(
    ("instruction", "about"),
    [
        ("add no show", "Whether the patient did not come"),
        ("add new cases", "Cases of the day (cases)"),
        ("add date of birth", "Date of birth"),
        ("add glasgow coma scale", "Consciousness from 3 to 15 (awake)"),
        ("add a second email", "E-mail address of another person"),
    ],
)
def test_a_phrase_of_the_catalog_is_added_as_a_whole(instruction: str, about: str) -> None:
    made, found = refined(instruction)
    (added,) = (column for column in made.schema.columns if column.name in found.added)
    assert (added.description, made.not_understood) == (about, ())


def test_a_column_that_is_there_is_not_added_and_that_is_said() -> None:
    made, found = refined("add a price column")
    assert (found, made.not_understood, made.assumptions[-1]) == (
        *(Difference(), ()),
        "“price” is there already; “add another …” adds a second one",
    )


@pytest.mark.parametrize("instruction", ["add another price", "add a second price", "add one more price column"])
def test_another_column_of_a_name_that_is_there_has_a_number(instruction: str) -> None:
    made, found = refined(instruction)
    assert (found.added, made.not_understood) == (("price_2",), ())


def test_a_second_column_of_a_kind_is_said() -> None:
    made, found = refined("add selling price")
    assert (found.added, made.assumptions[-1]) == (
        ("selling_price",),
        "“selling_price” is a second column of the kind of “price”",
    )


def test_more_edits_than_anybody_writes_are_left_alone_and_said_so() -> None:
    edits = [f"rating up to {number}" for number in range(6, 66)]
    left = refined(", ".join(edits))[0].not_understood
    assert [edit for edit in edits if edit in left] == edits[50:]
