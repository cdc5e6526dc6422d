"""A schema read from a form, and each fault at its field."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.utils import timezone

from curation.forms import SchemaForm, with_room
from generation.designer import Design
from generation.engine import Column, DatasetSchema, DataType
from schemas_cache.entries import Entry
from tests.curation.form_dom import typed

NUMBERS = [0.0, 1.0, 0.07, 0.1 + 0.2, 1e-9, 0.123456789012345]


def posted(*rows: dict[str, Any], **fields: Any) -> QueryDict:
    return QueryDict(urlencode(typed(*rows, **({"description": "Animals of a zoo"} | fields))))


def form(*rows: dict[str, Any], **fields: Any) -> SchemaForm:
    return SchemaForm(posted(*rows, **fields))


def faults(form: SchemaForm) -> list[tuple[str, str]]:
    """Return the ids of the fields that are wrong, with what is wrong about them."""
    assert not form.is_valid()
    return [(fault.id, fault.message) for fault in form.faults()]


def names(form: SchemaForm) -> list[str]:
    schema = form.schema()
    assert schema is not None
    return [column.name for column in schema.columns]


def entry(*columns: Column) -> Entry:
    design = Design(schema=DatasetSchema(columns), domain="zoos", designed_by="offline/2")
    return Entry.designed("0" * 64, "Animals of a zoo", design, at=timezone.now())


def column(name: str = "name", expression: str = "fake.name()", **said: Any) -> Column:
    return Column(**{"name": name, "expression": expression, "data_type": DataType.STRING} | said)


def as_browser(form: SchemaForm) -> QueryDict:
    """Return what a browser posts of a form that nobody touched: every line ends as on the network."""
    fields = [field for part in (form, form.columns.management_form, *form.columns.forms) for field in part]
    values = {field.html_name: field.value() for field in fields}
    return QueryDict(
        urlencode(
            {
                name: "\r\n".join(str(value).replace("\r\n", "\n").replace("\r", "\n").split("\n"))
                for name, value in values.items()
                if value not in (None, False)
            }
        )
    )


def test_a_row_is_a_column() -> None:
    row = {
        "name": "weight",
        "expression": "random.gauss(80, 9)",
        "data_type": "float",
        "description": "In kg",
        "missing": "2.5",
        "unique": "on",
    }

    assert form(row, locale="de_DE").schema() == DatasetSchema(
        (
            Column(
                name="weight",
                expression="random.gauss(80, 9)",
                data_type=DataType.FLOAT,
                description="In kg",
                null_rate=0.025,
                unique=True,
            ),
        ),
        locale="de_DE",
    )


def test_rows_stand_in_the_order_of_their_numbers_and_those_without_one_come_last() -> None:
    rows = [{"name": name, "ORDER": order} for name, order in zip("abcde", ["20", "", "15", "-1", "15"], strict=True)]

    assert names(form(*rows)) == ["d", "c", "e", "a", "b"]


def test_rows_that_say_nothing_are_none_whatever_their_place_and_type() -> None:
    blank = {"name": "", "expression": "", "data_type": "integer"}

    assert names(form({"name": "a"}, blank | {"DELETE": "on"}, {"name": "b"}, blank)) == ["a", "b"]


def test_rows_that_are_removed_are_not_looked_at() -> None:
    wrong = {"name": "", "expression": "1 +", "missing": "many", "DELETE": "on"}
    sound = form({"name": "a"}, wrong, {"name": "a", "DELETE": "on"}, initial=3)

    assert sound.is_valid()
    assert names(sound) == ["a"]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "A column needs a name."),
        ("name", "  ", "A column needs a name."),
        ("name", "n" * 101, "A column's name is a printable text of 1 to 100 characters"),
        ("name", "a\nb", "A column's name is a printable text of 1 to 100 characters"),
        ("name", "a\0b", "Null characters are not allowed."),
        ("expression", "", "Write how the column's values are made"),
        ("expression", " \n ", "Write how the column's values are made"),
        ("expression", "1" * 4001, "The expression has 4001 characters; 4000 are allowed."),
        ("expression", "1\0", "Null characters are not allowed."),
        ("description", "d" * 1001, "The description has 1001 characters; 1000 are allowed."),
        ("data_type", "text", "Select a valid choice."),
        ("missing", "many", "The share of missing cells is a number from 0 to 100"),
        ("missing", "NaN", "The share of missing cells is a number from 0 to 100"),
        ("missing", "-0.1", "The share of missing cells is a number from 0 to 100"),
        ("missing", "1e999999", "The share of missing cells is a number from 0 to 100"),
        ("ORDER", "first", "Enter a whole number."),
        ("ORDER", "9" * 5000, "Enter a whole number."),
    ],
)
def test_what_is_malformed_is_said_at_its_field(field: str, value: str, message: str) -> None:
    wrong = form({"name": "a"}, {"name": "b"} | {field: value})

    assert [(id_, said[: len(message)]) for id_, said in faults(wrong)] == [(f"id_columns-1-{field}", message)]


def test_a_name_that_occurs_twice_is_pointed_out_where_it_comes_second() -> None:
    twice = form({"name": "a", "ORDER": "20"}, {"name": "b"}, {"name": " a", "ORDER": "10"})

    assert faults(twice) == [("id_columns-0-name", "Another column has this name already.")]


def test_what_does_not_run_is_said_at_each_expression_with_the_place_and_a_suggestion() -> None:
    wrong = form({"name": "a", "expression": "fake.nmae()"}, {"name": "b"}, {"name": "c", "expression": "1 +"})

    assert [id_ for id_, _ in faults(wrong)] == ["id_columns-0-expression", "id_columns-2-expression"]
    problem = wrong.columns.forms[0].problem
    assert (problem.message, problem.hint) == ("fake.nmae does not exist", "did you mean fake.name?")
    assert problem.excerpt.splitlines()[0] == "fake.nmae()"
    assert problem.excerpt.splitlines()[1].strip() == "^"


def test_a_fault_tells_of_which_column_it_is() -> None:
    wrong = form(
        {"name": "age", "expression": ""},
        {"name": "", "expression": "2"},
        {"name": "long" * 20, "missing": "many"},
        description="",
    )

    assert not wrong.is_valid()
    assert [(fault.column, fault.where) for fault in wrong.faults()] == [
        ("", "Description"),
        ("age", "expression"),
        ("Column 2", "name"),
        (f"{('long' * 20)[:59]}…", "missing, in percent"),
    ]


def test_what_does_not_run_is_said_beside_what_is_malformed() -> None:
    wrong = form({"name": "a", "missing": "many"}, {"name": "b", "expression": "fake.nmae()"})

    assert [id_ for id_, _ in faults(wrong)] == ["id_columns-0-missing", "id_columns-1-expression"]


def test_columns_that_use_each_other_in_a_circle_are_pointed_out() -> None:
    wrong = form({"name": "a", "expression": "b"}, {"name": "b", "expression": "a"})

    assert faults(wrong)[0] == ("id_columns-0-expression", "columns use each other in a circle: a > b > a")


def test_a_schema_has_a_column_at_least() -> None:
    empty = SchemaForm(posted({"name": "name", "DELETE": "on"}, initial=1, revision="1"), entry=entry(column()))

    assert faults(empty) == [("", "A schema has one column at least.")]


def test_a_new_schema_may_leave_its_columns_to_the_designer() -> None:
    blank = form({"name": "", "expression": ""}, locale="")

    assert (blank.is_valid(), blank.schema()) == (True, None)


def test_two_hundred_columns_are_taken_and_no_more() -> None:
    rows = [{"name": f"c{number}", "expression": str(number), "data_type": "integer"} for number in range(201)]

    assert len(names(form(*rows[:200]))) == 200
    assert form(*rows[:200]).is_valid()
    assert faults(form(*rows)) == [("", "A schema has 200 columns at most; this one has 201.")]


def test_two_hundred_columns_take_the_place_of_two_hundred_others() -> None:
    old = [{"name": f"c{number}", "DELETE": "on"} for number in range(200)]
    new = [{"name": f"c{number}"} for number in range(200)]

    assert len(names(form(*old, *new, initial=200))) == 200


def test_more_rows_than_any_schema_needs_are_refused() -> None:
    many = form({"name": "a"}, **{"columns-TOTAL_FORMS": "1000000"})

    assert faults(many)[0] == ("", "The form has more than 400 rows; save some of them first.")


@pytest.mark.parametrize("told", [{"columns-TOTAL_FORMS": ""}, {"columns-INITIAL_FORMS": "x"}])
def test_a_form_that_does_not_count_its_rows_is_refused(told: dict[str, str]) -> None:
    assert [message[:14] for id_, message in faults(form({"name": "a"}, **told)) if not id_] == ["ManagementForm"]


@pytest.mark.parametrize("rate", NUMBERS)
def test_a_share_of_missing_cells_comes_back_as_it_was(rate: float) -> None:
    known = entry(column(null_rate=rate))
    shown = SchemaForm(entry=known)

    assert SchemaForm(as_browser(shown), entry=known).schema() == known.schema


@pytest.mark.parametrize(
    "said",
    [
        {"expression": '\n  "a" + \\\n  "b"  \n'},
        {"expression": '"a" if True else\r\n "b"'},
        {"expression": "1 +\r2"},
        {"name": " a b "},
        {"description": "\n\nTwo lines,\n and a third \r\n"},
    ],
)
def test_white_space_passes_through_a_browser_as_it_was(said: dict[str, str]) -> None:
    known = entry(column(**said))

    assert SchemaForm(as_browser(SchemaForm(entry=known)), entry=known).schema() == known.schema


def test_a_new_name_loses_the_blanks_around_it_and_an_expression_keeps_its_own() -> None:
    schema = form({"name": "  a ", "expression": ' "x" \r\n'}).schema()

    assert schema == DatasetSchema((column("a", ' "x" \n'),))


@pytest.mark.parametrize(
    ("description", "message"),
    [
        ("", "Say what the dataset is about."),
        ("   just    enough  ", None),
        (" short  . ", "A description has 10 to 4000 characters."),
        ("d" * 4001, "A description has 10 to 4000 characters."),
        ("Animals of a zoo\0", "Null characters are not allowed."),
    ],
)
def test_a_description_has_ten_to_four_thousand_characters(description: str, message: str | None) -> None:
    described = form({"name": "a"}, description=description)

    assert [fault.message for fault in described.faults()] == ([message] if message else [])


def test_a_domain_is_short_unless_it_was_long() -> None:
    long = "d" * 101
    known = replace(entry(column()), domain=long)
    fields = {"domain": long, "revision": "1"}

    assert faults(form({"name": "a"}, **fields)) == [("id_domain", "A domain has 100 characters at most.")]
    assert SchemaForm(posted({"name": "a"}, **fields), entry=known).is_valid()


def test_a_locale_that_there_is_no_more_stays_to_be_chosen() -> None:
    known = replace(entry(column()), schema=DatasetSchema((column(),), locale="xx_XX"))
    said = posted({"name": "name"}, locale="xx_XX", revision="1")

    assert SchemaForm(said, entry=known).schema() == known.schema


def test_who_may_not_curate_does_not() -> None:
    said = posted({"name": "name"}, revision="1", curated="on")
    taken = SchemaForm(said, entry=entry(column()), may_curate=False)

    assert taken.is_valid()
    assert (taken.cleaned_data["curated"], taken.changed_data) == (False, ["domain"])


def test_a_row_is_always_blank() -> None:
    full = posted({"name": "a"}, initial=0)
    spare = posted({"name": "a"}, {"name": "", "expression": ""})

    counts = [
        with_room(data, more=more)["columns-TOTAL_FORMS"]
        for data, more in [(full, False), (spare, False), (spare, True)]
    ]

    assert counts == ["2", "2", "3"]
