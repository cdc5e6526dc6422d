import json
from typing import Any

import pytest

from generation.designer.asking.answers import AnswerUnfit, read_answer
from generation.engine import Column, DataType
from tests.scripted_model import GOOD_SCHEMA, column

NAME = column("name", "fake.name()")
ANSWER = {"domain": "hr", "locale": "de_DE", "assumptions": ["Adults only."], "columns": [NAME]}


def read(asked: str | None = None, **changes: Any) -> Any:
    return read_answer(json.dumps({**ANSWER, **changes}), asked)


def mistakes(text: str) -> tuple[str, ...]:
    with pytest.raises(AnswerUnfit) as caught:
        read_answer(text, None)
    return caught.value.mistakes


def test_an_answer_is_a_schema_and_what_the_model_says_about_it() -> None:
    answer = read()
    assert answer.schema.columns == (Column(name="name", expression="fake.name()", data_type=DataType.STRING),)
    assert (answer.schema.locale, answer.domain, answer.assumptions) == ("de_DE", "hr", ("Adults only.",))


@pytest.mark.parametrize(
    "dress",
    [
        "{}",
        "```json\n{}\n```",
        "Here you are:\n```\n{}\n```\nEnjoy!",
        "<think>Perhaps {{'a': 1}}?</think>{}",
        "In set notation {{x}}:\n{}",
        "\ufeff  {}\n\n{{}}",
    ],
)
def test_whatever_stands_around_the_object_is_ignored(dress: str) -> None:
    assert read_answer(dress.format(json.dumps(ANSWER)), None) == read()


def test_columns_may_be_an_object_by_name() -> None:
    body = {key: value for key, value in NAME.items() if key != "name"}
    assert read(columns={"name": body}) == read()


def test_the_wire_word_for_an_expression_is_understood() -> None:
    assert read(columns=[{"name": "name", "faker_method": "fake.name()"}]) == read()


@pytest.mark.parametrize(("said", "meant"), [("int", "integer"), ("String", "string"), ("timestamp", "datetime")])
def test_types_are_known_by_their_other_names(said: str, meant: str) -> None:
    assert read(columns=[column("a", "None", said)]).schema.columns[0].data_type == meant


def test_names_are_kept_but_for_the_space_around_them() -> None:
    assert read(columns=[column(" Unit price ", "1.5", "float")]).schema.columns[0].name == "Unit price"


def test_keys_that_say_nothing_are_dropped() -> None:
    assert read(columns=[{**NAME, "type": "text", "null_rate": None, "unique": None}]) == read()


@pytest.mark.parametrize(
    ("asked", "said", "meant"),
    [
        ("fr_FR", "de_DE", "fr_FR"),
        (None, "de-DE", "de_DE"),
        (None, "xx_XX", "en_US"),
        (None, 7, "en_US"),
        (None, None, "en_US"),
    ],
)
def test_the_locale_asked_for_goes_before_the_one_said(asked: str | None, said: Any, meant: str) -> None:
    assert read(asked, locale=said).schema.locale == meant


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (["  Two\nlines\x07 ", "", 7, None], ("Two lines",)),
        ("text", ()),
        (None, ()),
        (["x" * 400], ("x" * 300,)),
        (["x"] * 30, ("x",) * 20),
    ],
)
def test_assumptions_are_short_printable_lines(said: Any, kept: tuple[str, ...]) -> None:
    assert read(assumptions=said).assumptions == kept


@pytest.mark.parametrize("said", [None, "", 7])
def test_a_domain_that_was_not_said_is_general(said: Any) -> None:
    assert read(domain=said).domain == "general"


@pytest.mark.parametrize(
    "text",
    ["", "Sorry.", "{", json.dumps(ANSWER)[:60], '{"columns": ' + "[" * 100_000, "{" * 100_000, "[1, 2]"],
)
def test_what_has_no_object_is_refused(text: str) -> None:
    assert mistakes(text) == ("The answer is not one complete JSON object.",)


@pytest.mark.parametrize("value", [None, [], {}, "text", [1], {"a": "fake.name()"}])
def test_what_has_no_columns_is_refused(value: Any) -> None:
    assert mistakes(json.dumps({"columns": value}))[0].startswith('The answer has no "columns"')


def test_a_key_that_occurs_twice_is_refused() -> None:
    assert mistakes('{"columns": [], "columns": []}') == ("A key occurs twice in an object.",)


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(word: str) -> None:
    assert mistakes(f'{{"columns": [{{"null_rate": {word}}}]}}') == (f"{word} is not a number.",)


@pytest.mark.parametrize("sign", ["\\u0000", "\\ud800"])
def test_signs_that_cannot_be_stored_are_refused(sign: str) -> None:
    text = f'{{"columns": [{{"name": "a", "expression": "\'{sign}\'"}}]}}'
    assert mistakes(text) == ("A text has a sign that no text has.",)


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ({"name": "a"}, "faker_method is a text, not None"),
        ({"name": "a", "expression": ""}, "faker_method is missing"),
        (column("a", "1", "money"), "there is no data_type 'money'"),
        (column("a", "1", "integer", null_rate=7), "null_rate is a number from 0 to 1, not 7"),
    ],
)
def test_a_malformed_column_is_kept_empty_with_its_fault(broken: dict[str, Any], words: str) -> None:
    answer = read(columns=[broken, NAME])
    assert [(column.name, column.expression) for column in answer.schema.columns] == [
        *(("a", "None"), ("name", "fake.name()"))
    ]
    assert [(fault.column, fault.words) for fault in answer.faults] == [("a", words)]


def test_two_columns_of_one_name_are_refused() -> None:
    assert mistakes(json.dumps({"columns": [NAME, NAME]})) == ('- column "name": two columns have this name',)


def test_the_exception_itself_quotes_nothing() -> None:
    with pytest.raises(AnswerUnfit, match=r"^1 mistakes$"):
        read_answer('{"columns": [{"name": "secret"}, {"name": "secret"}]}', None)


def test_the_scripted_model_says_something_that_runs() -> None:
    assert len(read_answer(json.dumps(GOOD_SCHEMA), None).schema.columns) == 6
