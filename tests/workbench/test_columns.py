from dataclasses import replace

import pytest

from generation.engine import DatasetSchema
from workbench.columns import Edited, read_edited

PARENT = DatasetSchema.from_json(
    {
        "price": {"faker_method": "round(random.uniform(1, 9), 2)", "data_type": "decimal", "null_rate": 0.07},
        "amount": {"faker_method": "(1 +\r\n2)", "data_type": "integer", "description": "How many\rthere are"},
        "total": {"faker_method": "price * amount", "data_type": "decimal"},
        "tax": {"faker_method": "total * 0.2", "data_type": "decimal"},
    },
    locale="de_DE",
)


def form(**fields: str) -> dict[str, str]:
    """Return what a browser sends of the form of the parent's cards, but for some fields, such as name_2."""
    said = {
        "columns-TOTAL_FORMS": "5",
        "columns-4-name": "",
        "columns-4-expression": "",
        "columns-4-data_type": "string",
    }
    for number, column in enumerate(PARENT.columns):
        said |= {
            f"columns-{number}-name": column.name,
            f"columns-{number}-expression": column.expression.replace("\r\n", "\n").replace("\n", "\r\n"),
            f"columns-{number}-data_type": str(column.data_type),
            f"columns-{number}-description": column.description.replace("\r", "\r\n"),
            f"columns-{number}-missing": "7" if column.null_rate else "0",
            f"columns-{number}-ORDER": str(10 * number + 10),
        }
    return said | {_key(name): text for name, text in fields.items()}


def _key(name: str) -> str:
    field, _, number = name.rpartition("_")
    return f"columns-{number}-{field}" if number.isdecimal() else name


def edited(**fields: str) -> Edited:
    return read_edited(form(**fields), PARENT)


def names(**fields: str) -> list[str]:
    schema = edited(**fields).schema
    return [column.name for column in schema.columns] if schema else []


def said(edited: Edited) -> list[tuple[int, str, str]]:
    """Return what is wrong: the row, the field, the message."""
    return [(fault.row, fault.field, fault.message) for fault in (*edited.faults, *edited.whole)]


def expressions(**fields: str) -> list[str]:
    schema = edited(**fields).schema
    return [column.expression for column in schema.columns] if schema else []


def test_a_form_that_nobody_touched_makes_the_same_schema() -> None:
    assert edited().schema == PARENT


def test_a_change_of_one_column_leaves_the_others_as_they_are() -> None:
    changed = edited(expression_1="5", missing_1="2.5", unique_1="on", description_1="Pieces").schema
    amount = replace(PARENT.columns[1], expression="5", null_rate=0.025, unique=True, description="Pieces")
    assert changed == replace(PARENT, columns=(PARENT.columns[0], amount, *PARENT.columns[2:]))


def test_what_reads_a_renamed_column_reads_it_by_its_new_name() -> None:
    assert (names(name_0="unit price"), expressions(name_0="unit price")[2]) == (
        ["unit price", "amount", "total", "tax"],
        "row['unit price'] * amount",
    )


def test_columns_that_swap_names_are_read_as_before() -> None:
    assert expressions(name_0="amount", name_1="price")[2] == "amount * price"


def test_an_expression_that_was_typed_anew_stays_as_it_was_typed() -> None:
    assert expressions(name_0="cost", expression_2="cost * 2")[2] == "cost * 2"


@pytest.mark.parametrize(
    ("move", "expected"),
    [
        ("1:up", ["amount", "price", "total", "tax"]),
        ("1:down", ["price", "total", "amount", "tax"]),
        ("0:up", ["price", "amount", "total", "tax"]),
        ("3:down", ["price", "amount", "total", "tax"]),
        ("4:up", ["price", "amount", "total", "tax"]),
        ("-1:up", ["price", "amount", "total", "tax"]),
        ("9" * 5000 + ":up", ["price", "amount", "total", "tax"]),
        ("nothing", ["price", "amount", "total", "tax"]),
    ],
)
def test_a_button_moves_a_column_by_one(move: str, expected: list[str]) -> None:
    assert names(move=move) == expected


def test_columns_are_in_the_order_of_their_numbers() -> None:
    assert names(ORDER_3="5") == ["tax", "price", "amount", "total"]


def test_a_column_that_none_uses_is_removed() -> None:
    assert names(DELETE_3="on") == ["price", "amount", "total"]


def test_a_column_that_others_use_stays_and_they_say_so() -> None:
    found = edited(DELETE_1="on")
    assert (found.is_sound, said(found), found.bonds[1].names, found.bonds[1].numbers) == (
        False,
        [(2, "expression", "This uses “amount”. Change it first, or remove both.")],
        ("amount", "total", "tax"),
        (1, 2, 3),
    )


def test_a_column_is_removed_together_with_those_that_use_it() -> None:
    assert names(without="1,2,3") == ["price"]


def test_a_column_is_removed_when_those_that_used_it_do_not_any_more() -> None:
    assert names(DELETE_1="on", expression_2="price") == ["price", "total", "tax"]


def test_the_last_column_cannot_be_removed() -> None:
    found = edited(without="0,1,2,3")
    assert (found.schema, said(found)) == (None, [(-1, "", "A dataset has one column at least.")])


def test_a_new_column_comes_last() -> None:
    assert names(name_4="note", expression_4="fake.word()") == ["price", "amount", "total", "tax", "note"]


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        ("round(total * 0.19, 2)", "float"),
        ("amount + 1", "integer"),
        ("amount > 1", "boolean"),
        ("fake.date_between('-1y', 'today')", "date"),
        ("fake.zipcode()", "string"),
        ("nothing", "string"),
    ],
)
def test_a_new_column_is_of_the_kind_that_its_expression_says(expression: str, kind: str) -> None:
    schema = edited(name_4="new", expression_4=expression, data_type_4="").schema
    assert schema is not None
    assert str(schema.columns[4].data_type) == kind


def test_the_compiler_says_what_does_not_run() -> None:
    found = edited(expression_0="round(fake.nam(), 2)").compiled()
    assert [(fault.row, fault.field, fault.excerpt, fault.hint) for fault in found.faults] == [
        (0, "expression", "round(fake.nam(), 2)\n      ^", "did you mean fake.name?"),
        (2, "expression", "", ""),
        (3, "expression", "", ""),
    ]


def test_a_field_has_one_fault() -> None:
    assert said(edited(expression_3="").compiled()) == [(3, "expression", "write how its values are made")]


@pytest.mark.parametrize("expression", ["\x00", "\ud800", "(" * 3000, "9" * 4000, "__import__('os')"])
def test_what_no_schema_holds_is_refused(expression: str) -> None:
    assert [fault.row for fault in edited(expression_3=expression).compiled().faults] == [3]
