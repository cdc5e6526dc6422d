"""Requests are taken as they are, or refused with the field, what was provided and what is right."""

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from generation.engine import DELIMITERS, DIALECTS, Options, SchemaError
from generation.errors import InvalidRequest
from generation.recipes import Link
from generation.serializers import DatasetRequest, LinkQuery, SchemaRequest, SearchQuery
from generation.services import DatasetWish, SchemaWish

STUDENTS = "Students with name and age"
NO_DESCRIPTION = "Description field is required and cannot be empty"
LENGTH = "Description must have 10 to 4000 characters"
ROWS = "Row count must be between 1 and 10000"
FIELDS = (
    "description, schema, locale, rows, format, seed, as_of, delimiter, missing, date_format, dialect, csv_safe, header, "
    "decimal_comma"
)
OPTIONS = st.builds(
    Options,
    csv_safe=st.booleans(),
    delimiter=st.sampled_from(["", *DELIMITERS]),
    header=st.booleans(),
    missing=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=100),
    decimal_comma=st.booleans(),
    date_format=st.sampled_from(["", "%d.%m.%Y", "%y%m%d"]),
    dialect=st.sampled_from(DIALECTS),
)
DAY = "Date must be a day from 1900-01-01 to 2199-12-31, written as YYYY-MM-DD"


def refusal(data: Any) -> tuple[str, str, Any]:
    with pytest.raises(InvalidRequest) as caught:
        DatasetRequest.read(data)
    return str(caught.value), caught.value.field, caught.value.provided


def test_a_description_alone_is_enough() -> None:
    assert DatasetRequest.read({"description": STUDENTS}).dataset_wish() == DatasetWish(
        schema=SchemaWish(description=STUDENTS), rows=1000, format="csv", seed=None, as_of=None
    )


def test_every_field_is_taken() -> None:
    asked = {
        "description": STUDENTS,
        "rows": 5.0,
        "format": "csv",
        "seed": 2**63 - 1,
        "as_of": "2024-02-29",
        "locale": "de_DE",
    }
    assert DatasetRequest.read(asked).dataset_wish() == DatasetWish(
        schema=SchemaWish(description=STUDENTS, locale="de_DE"),
        rows=5,
        format="csv",
        seed=2**63 - 1,
        as_of=date(2024, 2, 29),
    )


@pytest.mark.parametrize(
    ("data", "message", "field", "provided"),
    [
        ({}, NO_DESCRIPTION, "description", None),
        ({"description": None}, NO_DESCRIPTION, "description", None),
        ({"description": ""}, NO_DESCRIPTION, "description", ""),
        ({"description": " \n\t "}, NO_DESCRIPTION, "description", " \n\t "),
        ({"description": "too short"}, LENGTH, "description", "too short"),
        ({"description": "a" + " " * 20 + "b"}, LENGTH, "description", "a" + " " * 20 + "b"),
        ({"description": "x" * 4001}, LENGTH, "description", "x" * 4001),
        ({"description": 12345678901}, "Description must be a text", "description", 12345678901),
        ({"description": ["x"] * 10}, "Description must be a text", "description", ["x"] * 10),
        ({"description": STUDENTS, "rows": 15000}, ROWS, "rows", 15000),
        ({"description": STUDENTS, "rows": 0}, ROWS, "rows", 0),
        ({"description": STUDENTS, "rows": 10**30}, ROWS, "rows", 10**30),
        ({"description": STUDENTS, "rows": "10"}, "Row count must be a whole number", "rows", "10"),
        ({"description": STUDENTS, "rows": True}, "Row count must be a whole number", "rows", True),
        ({"description": STUDENTS, "rows": 1.5}, "Row count must be a whole number", "rows", 1.5),
        ({"description": STUDENTS, "rows": None}, "Row count must be a whole number", "rows", None),
        ({"description": STUDENTS, "rows": [1]}, "Row count must be a whole number", "rows", [1]),
        ({"description": STUDENTS, "seed": -1}, f"Seed must be between 0 and {2**63 - 1}", "seed", -1),
        ({"description": STUDENTS, "seed": 2**63}, f"Seed must be between 0 and {2**63 - 1}", "seed", 2**63),
        (
            {"description": STUDENTS, "format": "xls"},
            "Format must be one that there is, such as xlsx",
            "format",
            "xls",
        ),
        (
            {"description": STUDENTS, "format": ["csv"]},
            "Format must be one that there is, such as csv, tsv, json, jsonl, sql",
            "format",
            ["csv"],
        ),
        ({"description": STUDENTS, "as_of": "2026-02-30"}, DAY, "as_of", "2026-02-30"),
        ({"description": STUDENTS, "as_of": "20260101"}, DAY, "as_of", "20260101"),
        ({"description": STUDENTS, "as_of": "1899-12-31"}, DAY, "as_of", "1899-12-31"),
        ({"description": STUDENTS, "as_of": 20260101}, DAY, "as_of", 20260101),
        ({"description": STUDENTS, "csv_safe": 1}, "csv_safe must be true or false", "csv_safe", 1),
        ({"description": STUDENTS, "header": "false"}, "header must be true or false", "header", "false"),
        ({"description": STUDENTS, "missing": 0}, "Missing must be a text", "missing", 0),
        ({"description": STUDENTS, "missing": None}, "Missing must be a text", "missing", None),
        (
            {"description": STUDENTS, "missing": "x" * 101},
            "Missing must have at most 100 characters",
            "missing",
            "x" * 101,
        ),
        (
            {"description": STUDENTS, "dialect": "oracle"},
            "Dialect must be one that there is, such as postgresql, mysql, sqlite",
            "dialect",
            "oracle",
        ),
        ({"description": STUDENTS, "row": 5}, "There is no field 'row'; did you mean rows?", "row", 5),
        (
            {"description": STUDENTS, "zzz": 5},
            f"There is no field 'zzz'; there are {FIELDS}",
            "zzz",
            5,
        ),
        ({"description": STUDENTS, "schema": {}}, "Give either a description or a schema, not both", "schema", {}),
        ([], "The request body must be a JSON object", "body", []),
        ("text", "The request body must be a JSON object", "body", "text"),
    ],
)
def test_a_wrong_request_is_refused(data: Any, message: str, field: str, provided: Any) -> None:
    assert refusal(data) == (message, field, provided)


@pytest.mark.parametrize("description", ["x" * 10, "x" * 4000, "  ten\t chars.  ", "十文字の説明をここへ書く"])
def test_lengths_at_the_bounds_are_taken(description: str) -> None:
    assert SchemaRequest.read({"description": description}).schema_wish().description == description


def test_an_unknown_locale_is_refused() -> None:
    message, field, provided = refusal({"description": STUDENTS, "locale": "de_XX"})
    assert (message, field, provided) == (
        "Locale must be one that there is, such as de_AT, de_CH, de_DE, de_LI, de_LU",
        "locale",
        "de_XX",
    )


def test_a_schema_is_read_in_the_locale_that_is_asked_for() -> None:
    columns = [{"name": "b", "faker_method": "fake.name()"}, {"name": "a", "faker_method": "1", "data_type": "integer"}]
    wish = SchemaRequest.read({"schema": columns, "locale": "fr_FR"}).schema_wish()
    assert wish.schema is not None
    assert (wish.schema.locale, [column.name for column in wish.schema.columns]) == ("fr_FR", ["b", "a"])


def test_a_malformed_schema_raises_the_engines_error() -> None:
    with pytest.raises(SchemaError, match="faker_method is missing"):
        SchemaRequest.read({"schema": {"a": {}}})


def test_options_are_taken_as_they_come() -> None:
    options: dict[str, Any] = {
        "csv_safe": True,
        "delimiter": "\t",
        "header": False,
        "missing": " ",
        "decimal_comma": True,
        "date_format": "%d.%m.%Y",
        "dialect": "sqlite",
    }
    assert DatasetRequest.read({"description": STUDENTS} | options).dataset_wish().options == Options(**options)


def test_the_format_that_is_named_goes_before_the_preferred_one() -> None:
    asked: tuple[dict[str, str], ...] = ({"format": "json"}, {})
    wishes = [DatasetRequest.read({"description": STUDENTS} | each).dataset_wish(preferred="tsv") for each in asked]
    assert [wish.format for wish in wishes] == ["json", "tsv"]


def test_the_options_of_a_link_are_words() -> None:
    query = QueryDict("csv_safe=true&delimiter=%09&header=false&missing=%20NA&date_format=%25d.%25m.%25Y&dialect=mysql")
    assert LinkQuery.read_query(query).link("abc", "csv").options == Options(
        csv_safe=True, delimiter="\t", header=False, missing=" NA", date_format="%d.%m.%Y", dialect="mysql"
    )


@given(options=OPTIONS)
def test_what_a_link_says_is_what_it_was_made_of(options: Options) -> None:
    link = Link(hash="abc", format="csv", rows=1, seed=0, as_of=date(2026, 9, 1), revision=1, options=options)
    query = QueryDict(link.address.partition("?")[2])
    assert LinkQuery.read_query(query).link("abc", "csv") == link


def test_a_link_has_defaults() -> None:
    assert LinkQuery.read_query(QueryDict("")).link("abc", "csv") == Link(
        hash="abc", format="csv", rows=1000, seed=0, as_of=None, offset=0, revision=None
    )


def test_a_whole_link_is_read() -> None:
    query = QueryDict("rows=10&seed=7&as_of=2026-11-21&offset=5&revision=2")
    assert LinkQuery.read_query(query).link("abc", "csv") == Link(
        hash="abc", format="csv", rows=10, seed=7, as_of=date(2026, 11, 21), offset=5, revision=2
    )


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("rows=0", ROWS),
        ("rows=1.0", "Row count must be a whole number"),
        ("rows=", "Row count must be a whole number"),
        ("rows=%201", "Row count must be a whole number"),
        ("rows=\u0661", "Row count must be a whole number"),
        ("rows=" + "1" * 30, "Row count must be a whole number"),
        ("rows=1&rows=2", "rows is given more than once"),
        ("sed=7", "There is no field 'sed'; did you mean seed?"),
        ("offset=-1", "Offset must be between 0 and 1000000000000"),
        ("revision=0", "Revision must be between 1 and 2147483647"),
        ("as_of=today", DAY),
        ("csv_safe=1", "csv_safe must be true or false"),
        ("header=", "header must be true or false"),
    ],
)
def test_a_wrong_link_is_refused(query: str, message: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        LinkQuery.read_query(QueryDict(query))
    assert str(caught.value) == message


@pytest.mark.parametrize("text", ["%00", "x" * 201])
def test_a_search_for_what_no_database_stores_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        SearchQuery.read_query(QueryDict(f"q={text}"))
    assert caught.value.field == "q"


@pytest.mark.parametrize(
    ("said", "near"), [("CSV", "csv"), ("parqet", "parquet"), ("xslx", "xlsx"), ("jsn", "json, jsonl")]
)
def test_a_format_that_is_misspelled_is_named_as_it_is_meant(said: str, near: str) -> None:
    with pytest.raises(InvalidRequest, match=f"such as {near}$"):
        DatasetRequest.read({"description": "Students of a school", "format": said})
