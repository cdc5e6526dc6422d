from typing import Any

import pytest

from generation.engine import DatasetSchema, SchemaError, available_locales

PRICE = {
    "faker_method": "round(random.lognormvariate(3.4, 0.8), 2)",
    "data_type": "decimal",
    "description": "Unit price in EUR",
    "null_rate": 0.02,
    "unique": True,
}


def test_a_document_comes_out_as_it_went_in() -> None:
    document = {"price": PRICE, "name": {"faker_method": "fake.word()", "data_type": "string"}}
    assert DatasetSchema.from_json(document).to_json() == document


def test_a_list_of_named_columns_is_the_same_schema() -> None:
    listed = DatasetSchema.from_json([{"name": "price", **PRICE}])
    assert listed == DatasetSchema.from_json({"price": PRICE})
    assert listed.to_json_list() == [{"name": "price", **PRICE}]


def test_a_column_without_a_data_type_holds_texts() -> None:
    assert DatasetSchema.from_json({"x": {"faker_method": "1"}}).columns[0].data_type == "string"


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({}, "a schema has 1 to 200 columns, this one has 0"),
        ([], "a schema has 1 to 200 columns, this one has 0"),
        ("text", "a schema is an object of columns, or a list of columns that each have a name"),
        ({"a": "fake.name()"}, "column 'a': a column is an object with the keys"),
        ({"a": {}}, "column 'a': faker_method is missing"),
        ({"a": {"faker_method": 1}}, "column 'a': faker_method is a text, not 1"),
        ({"a": {"faker_method": "x" * 4001}}, "column 'a': faker_method has 4001 characters, 4000 are allowed"),
        ({"a": {"faker_method": "'\x00'"}}, "column 'a': faker_method has a character that no file can hold"),
        ({"a": {"faker_method": "'\ud800'"}}, "column 'a': faker_method has a character that no file can hold"),
        ({"a": {"faker_method": "1", "data_type": "money"}}, "column 'a': there is no data_type 'money'"),
        ({"a": {"faker_method": "1", "null_rate": 1.5}}, "column 'a': null_rate is a number from 0 to 1, not 1.5"),
        ({"a": {"faker_method": "1", "null_rate": float("nan")}}, "column 'a': null_rate is a number from 0 to 1"),
        ({"a": {"faker_method": "1", "unique": "yes"}}, "column 'a': unique is true or false, not 'yes'"),
        ({"a": {"faker_method": "1", "uniqe": True}}, "column 'a': a column has no key 'uniqe'"),
        ({" ": {"faker_method": "1"}}, "a column's name is a printable text"),
        ({"a\nb": {"faker_method": "1"}}, "a column's name is a printable text"),
        ([{"name": "a", "faker_method": "1"}, {"name": "a", "faker_method": "2"}], "column 'a': two columns have this"),
    ],
)
def test_what_is_no_schema_is_refused_in_words(document: Any, message: str) -> None:
    with pytest.raises(SchemaError) as caught:
        DatasetSchema.from_json(document)
    assert str(caught.value).startswith(message)


def test_an_unknown_locale_is_refused_with_its_neighbours() -> None:
    with pytest.raises(SchemaError) as caught:
        DatasetSchema.from_json({"a": {"faker_method": "1"}}, locale="de_XX")
    assert str(caught.value) == "there is no locale 'de_XX' (for example de_AT, de_CH, de_DE, de_LI, de_LU)"


def test_the_locales_are_fakers() -> None:
    assert {"en_US", "de_DE", "fr_FR", "ja_JP", "pt_BR"} < available_locales()


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("null_rate", 10**50, "a number above 1e+40"),
        ("data_type", [10**50], "[a number above 1e+40]"),
        ("unique", {"a": [[[[1]]]]}, "{'a': [[...]]}"),
    ],
)
def test_a_wrong_value_is_shown_in_a_few_words_however_large_it_is(key: str, value: object, shown: str) -> None:
    with pytest.raises(SchemaError) as caught:
        DatasetSchema.from_json({"a": {"faker_method": "1", key: value}})
    assert str(caught.value).partition(" (")[0].endswith(shown)


@pytest.mark.parametrize("name", [10**5000, "a" * 10**6, "\ud800", None], ids=["number", "long", "unfit", "none"])
@pytest.mark.parametrize("body", [1, {"faker_method": "1"}])
def test_a_name_that_no_message_can_hold_is_refused_without_it(name: object, body: object) -> None:
    with pytest.raises(SchemaError) as caught:
        DatasetSchema.from_json({name: body})
    assert caught.value.column is None
    assert len(str(caught.value).encode()) < 300


def test_a_key_that_is_no_text_is_shown_in_a_few_words() -> None:
    with pytest.raises(SchemaError, match="a column has no key a number above"):
        DatasetSchema.from_json({"a": {"faker_method": "1", 10**5000: 1}})


def test_a_long_schema_is_refused_before_it_is_read() -> None:
    with pytest.raises(SchemaError, match="a schema has 1 to 200 columns, this one has 201"):
        DatasetSchema.from_json(dict.fromkeys(map(str, range(201)), None))


def test_a_number_that_python_does_not_write_out_is_refused_too() -> None:
    with pytest.raises(SchemaError, match="null_rate is a number from 0 to 1"):
        DatasetSchema.from_json({"a": {"faker_method": "1", "null_rate": 10**5000}})
