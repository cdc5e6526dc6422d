from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from generation.engine import Column, DatasetSchema, DataType
from presenting.posted import percent, read_posted
from schemas_cache.checking import Problem


def posted(*rows: dict[str, str], **fields: str) -> QueryDict:
    """Return the fields of a form with these rows, as a browser sends them."""
    said = {"columns-TOTAL_FORMS": str(len(rows)), "columns-INITIAL_FORMS": "0", "locale": "en_US"} | fields
    for number, row in enumerate(rows):
        said |= {f"columns-{number}-{field}": value for field, value in row.items()}
    return QueryDict(urlencode(said))


def row(name: str, expression: str = "'x'", data_type: str = "string", **fields: str) -> dict[str, str]:
    return {"name": name, "expression": expression, "data_type": data_type, **fields}


def column(name: str, expression: str = "'x'") -> Column:
    return Column(name=name, expression=expression, data_type=DataType.STRING)


def problems(*rows: dict[str, str], **fields: str) -> list[str]:
    return [problem.message for problem in read_posted(posted(*rows, **fields)).problems]


def names(*rows: dict[str, str]) -> list[str]:
    schema = read_posted(posted(*rows)).schema
    return [column.name for column in schema.columns] if schema else []


def test_rows_make_a_schema() -> None:
    rows = (row("a", "fake.name()"), row("b", "1", "integer", missing="12.5", unique="on", description="some"))
    assert read_posted(posted(*rows, locale="de_DE")).schema == DatasetSchema(
        (
            column("a", "fake.name()"),
            Column(
                name="b", expression="1", data_type=DataType.INTEGER, description="some", null_rate=0.125, unique=True
            ),
        ),
        locale="de_DE",
    )


def test_rows_are_in_the_order_of_their_numbers_and_those_without_come_last() -> None:
    assert names(row("a"), row("b", ORDER="20"), row("c", ORDER="10"), row("d", ORDER="x")) == ["c", "b", "a", "d"]


def test_blank_and_removed_rows_are_none() -> None:
    assert names(row("a", DELETE="on"), row("b"), row("", " ")) == ["b"]


def test_line_ends_are_those_of_the_language() -> None:
    schema = read_posted(posted(row("a", "(1 +\r\n2)"))).schema
    assert schema is not None
    assert schema.columns[0].expression == "(1 +\n2)"


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (row(""), "row 2: the column has no name"),
        (row("a"), "row 2: another column has the name a already"),
        (row("\x00"), "row 2: a column's name is a printable text of 1 to 100 characters, not '\\x00'"),
    ],
)
def test_a_row_without_a_name_of_its_own_is_named_by_its_number_and_left_out(bad: dict[str, str], message: str) -> None:
    assert read_posted(posted(row("a"), bad, row("c"))).problems == (Problem(column=None, message=message),)
    assert names(row("a"), bad, row("c")) == ["a", "c"]


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (row("b", ""), "write how its values are made"),
        (row("b", "1" * 4001), "the expression has 4001 characters, 4000 are allowed"),
        (row("b", data_type="money"), "this is no data type"),
        (row("b", missing="some"), "the share of missing cells is a number from 0 to 100"),
        (row("b", missing="101"), "the share of missing cells is a number from 0 to 100"),
        (row("b", missing="NaN"), "the share of missing cells is a number from 0 to 100"),
        (row("b", missing="-1e999999"), "the share of missing cells is a number from 0 to 100"),
        (row("b", missing="1e999999999"), "the share of missing cells is a number from 0 to 100"),
        (row("b", description="x" * 1001), "the description has 1001 characters, 1000 are allowed"),
        (row("b", description="\x00"), "the description holds a character that cannot be stored"),
    ],
)
def test_what_is_wrong_with_a_column_is_said_of_it_and_it_stays(bad: dict[str, str], message: str) -> None:
    found = read_posted(posted(row("a"), bad))
    assert [(problem.column, problem.message) for problem in found.problems] == [("b", message)]
    assert names(row("a"), bad) == ["a", "b"]


def test_what_is_wrong_is_known_by_its_row_and_field() -> None:
    found = read_posted(posted(row("a"), row("", ORDER="1"), row("c", missing="x")))
    assert [(fault.row, fault.field, fault.column) for fault in found.faults] == [
        (1, "name", None),
        (2, "missing", "c"),
    ]
    assert (found.places, [one.number for one in found.rows]) == ({"a": 0, "c": 2}, [1, 0, 2])


@pytest.mark.parametrize("rate", [0.0, 0.1, 0.07, 1 / 3, 1.0, 1e-9])
def test_a_share_is_written_as_it_is_read_back(rate: float) -> None:
    schema = read_posted(posted(row("a", missing=percent(rate)))).schema
    assert schema is not None
    assert schema.columns[0].null_rate == rate


def test_a_locale_that_is_none_is_said() -> None:
    found = read_posted(posted(row("a"), locale="xx_XX"))
    assert (found.schema, found.problems) == (None, (Problem(column=None, message="there is no locale xx_XX"),))


def test_without_a_locale_it_is_the_usual_one() -> None:
    schema = read_posted(posted(row("a"), locale="")).schema
    assert schema is not None
    assert schema.locale == "en_US"


def test_no_rows_make_no_schema() -> None:
    assert read_posted(posted()).schema is None


@pytest.mark.parametrize("count", ["", "x", "-1", "٣", "9" * 5000])
def test_a_count_of_rows_that_is_none_makes_no_schema(count: str) -> None:
    assert read_posted(QueryDict(urlencode({"columns-TOTAL_FORMS": count, "columns-3-name": "a"}))).schema is None


def test_more_columns_than_a_schema_has_are_left_out() -> None:
    rows = [row(f"c{number}") for number in range(202)]
    assert problems(*rows) == ["a schema has 200 columns at most"]
    assert len(names(*rows)) == 200
