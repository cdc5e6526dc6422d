"""What becomes of a model's answers, through the loopback server: the schema and what is said about it."""

from typing import Any

import pytest

from generation.designer import Design, ModelSettings, Origin
from generation.designer.model import design_with_model
from tests.scripted_model import PATIENTS, PATIENTS_WISH, Behaviour, ScriptedModel, column, patients, says

LEFT_OUT = "the sentence names it, and the language model left it out"


def asked(*behaviours: Behaviour, wish: str = PATIENTS_WISH) -> tuple[Design, list[str]]:
    """Return the design of a model that behaves so, and what it was told was wrong, a line each."""
    with ScriptedModel(*behaviours) as server:
        made = design_with_model(
            wish, None, ModelSettings(api_key="sk-1", name="m", base_url=server.base_url, deadline=30, attempts=1)
        )
    told = [call.body["messages"][-1]["content"] for call in server.requests[1:]]
    return made, [line for text in told for line in text.splitlines() if line.startswith("- ")]


def replaced(design: Design, columns: list[dict[str, Any]] = PATIENTS["columns"]) -> dict[str, str]:
    """Return the columns that are not as the model wrote them, with their expressions."""
    written = {(body["name"], body["expression"]) for body in columns}
    return {
        column.name: column.expression
        for column in design.schema.columns
        if (column.name, column.expression) not in written
    }


def test_an_answer_that_fits_is_taken_as_it_is() -> None:
    made, told = asked("fitting")
    assert (replaced(made), made.assumptions, made.not_understood, told) == ({}, (), (), [])
    assert [column.unique for column in made.schema.columns] == [True, *[False] * 8]


def test_invented_functions_are_mended_without_another_question() -> None:
    made, told = asked("invented_everywhere")
    assert (list(replaced(made)), told) == (["gender", "state", "rating"], [])
    assert made.schema.locale == "de_DE"
    assert [text.partition(" is made as the field catalog does (")[0] for text in made.assumptions] == [
        *("“gender”", "“state”", "“rating”")
    ]
    assert made.assumptions[0].endswith("): fake.gender does not exist")
    assert made.assumptions[1].endswith("): fake.state_abbr does not exist in de_DE")


def test_columns_that_were_lost_are_added_in_the_order_of_the_sentence() -> None:
    made, told = asked("lost_columns")
    assert [column.name for column in made.schema.columns] == [body["name"] for body in PATIENTS["columns"]]
    assert (list(replaced(made)), told) == (["age", "discharge_date"], [])
    assert [text.rpartition(": ")[2] for text in made.assumptions] == [LEFT_OUT, LEFT_OUT]


def test_a_share_of_missing_cells_that_was_lost_is_put_in() -> None:
    made, told = asked("lost_missing")
    assert (made.schema.columns[6].null_rate, replaced(made), told) == (0.2, {}, [])
    assert made.assumptions == ("20% of “phone” are missing, as the sentence says",)


def test_an_identifier_that_would_repeat_is_replaced() -> None:
    made, told = asked("duplicate_ids")
    assert (list(replaced(made)), told) == (["patient_id"], [])
    assert made.assumptions[0] == "No “patient_id” occurs twice, as the sentence says"


@pytest.mark.parametrize(
    ("behaviour", "wrong"),
    [
        ("lost_range", '- column "age": some are 1, below 18'),
        ("wrong_shares", "- column \"status\": 49% are 'active', not 70%"),
        ("impossible_rows", '- column "admission_date" and "discharge_date": not true of every row: '),
    ],
)
def test_the_model_may_mend_what_breaks_a_statement(behaviour: str, wrong: str) -> None:
    made, told = asked(behaviour, "fitting")
    assert (replaced(made), made.assumptions, {line[: len(wrong)] for line in told}) == ({}, (), {wrong})


@pytest.mark.parametrize(
    ("behaviour", "name"),
    [("lost_range", "age"), ("wrong_shares", "status"), ("impossible_rows", "discharge_date")],
)
def test_what_breaks_a_statement_twice_is_made_by_the_catalog(behaviour: str, name: str) -> None:
    made, told = asked(behaviour)
    assert name in {text.split("”")[0].strip("“") for text in made.assumptions}
    assert (made.not_understood, made.spent.requests, bool(told)) == ((), 2, True)


def test_the_better_of_two_answers_is_mended() -> None:
    made, _ = asked("lost_range", says(patients(lost=["gender", "age", "status", "phone"])))
    assert list(replaced(made)) == ["age"]


@pytest.mark.parametrize("second", ["prose", "unauthorized"])
def test_an_answer_is_mended_when_its_correction_fails(second: str) -> None:
    made, _ = asked("lost_range", second)
    assert (made.designed_by, made.spent.requests) == ("m", 2)
    assert [text.split("”")[0] for text in made.assumptions] == ["“age"]


def test_the_catalog_does_not_guess_before_the_model_is_asked_again() -> None:
    odd = column("frobnication", "fake.frobnication()")
    body = {**PATIENTS, "columns": [odd, column("age", "random.randint(18, 65)", "integer")]}
    made, told = asked(says(body), wish="People with age and frobnication")
    assert told == ['- column "frobnication": fake.frobnication does not exist (did you mean fake.itin?)']
    assert "“frobnication” is not known, so its values are made-up words" in made.assumptions


def test_columns_that_read_the_catalogs_agree_with_them() -> None:
    body = {
        **PATIENTS,
        "columns": [
            column("price", "fake.price()", "decimal"),
            column("quantity", "random.randint(1, 5)", "integer"),
            column("total", "round(price * quantity, 2)", "decimal"),
        ],
    }
    made, told = asked(says(body), wish="Orders with price, quantity and total")
    assert (list(replaced(made, body["columns"])), told) == (["price"], [])


def test_values_that_the_catalog_does_not_know_are_not_read_by_it() -> None:
    body = {**PATIENTS, "columns": [column("gender", "random.choice(['F.', 'M.'])"), column("name", "fake.nam3()")]}
    made, _ = asked(says(body), wish="Patients with gender and name")
    assert replaced(made, body["columns"]) == {"name": 'f"{fake.first_name()} {fake.last_name()}"'}


def test_what_nobody_listed_is_left_out_unless_another_column_reads_it() -> None:
    body = {
        **PATIENTS,
        "columns": [
            column("id", "row_number + 1", "integer"),
            column("price", "random.randint(1, 5)", "integer"),
            column("total", "price * 2", "integer"),
            column("mood", "random.choice(['a', 'b'])"),
        ],
    }
    made, _ = asked(says(body), wish="columns: id, total")
    assert [column.name for column in made.schema.columns] == ["id", "price", "total"]
    assert made.assumptions == ("“mood” was left out: the sentence lists its columns, and this is none of them",)
    assert made.origins == {"id": Origin.STATED, "price": Origin.INFERRED, "total": Origin.STATED}


RULED = {
    **PATIENTS,
    "columns": [
        column("price", "random.randint(1, 50)", "integer"),
        column("quantity", "random.randint(1, 5)", "integer"),
        column("total", "price * quantity", "integer"),
        column("order_date", "fake.date_between('-2y', '-30d')", "date"),
        column("ship_date", "order_date + timedelta(days=random.randint(1, 6))", "date"),
    ],
}
RULED_WISH = (
    "Orders with price, quantity, total, order date and ship date. Total = price * quantity. Ship date within 7 days after"
    " order date."
)


@pytest.mark.parametrize(
    ("lost", "names", "rule"),
    [
        (
            column("total", "random.randint(1, 250)", "integer"),
            {"price", "quantity", "total"},
            "Total = price * quantity",
        ),
        (
            column("ship_date", "order_date + timedelta(days=random.randint(8, 20))", "date"),
            {"order_date", "ship_date"},
            "Ship date within 7 days after order date",
        ),
    ],
)
def test_a_rule_that_was_lost_is_told_and_then_kept_by_the_catalog(
    lost: dict[str, Any], names: set[str], rule: str
) -> None:
    columns = [lost if body["name"] == lost["name"] else body for body in RULED["columns"]]
    made, told = asked(says({**RULED, "columns": columns}), wish=RULED_WISH)
    assert told[0].endswith(f": not so in the rows: {rule}")
    assert (set(replaced(made, columns)) <= names, made.not_understood) == (True, ())
    assert lost["name"] in replaced(made, columns)


def test_rules_that_are_kept_change_nothing() -> None:
    made, told = asked(says(RULED), wish=RULED_WISH)
    assert (replaced(made, RULED["columns"]), made.assumptions, told) == ({}, (), [])


def test_what_only_rules_take_for_a_column_is_not_understood() -> None:
    body = {**PATIENTS, "columns": [column("age", "random.randint(18, 65)", "integer")]}
    made, told = asked(says(body), wish="People with age and frobnication")
    assert (replaced(made, body["columns"]), told, made.not_understood) == ({}, [], ("frobnication",))
