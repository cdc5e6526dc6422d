from contextlib import suppress

import pytest

from generation.engine import ParseError
from generation.engine.expressions.nodes import Attribute, Call, Literal, Name, Operation
from generation.engine.expressions.parser import parse


def test_a_tree_knows_where_each_part_stands() -> None:
    assert parse(" 1 + fake.name()") == Operation(
        1, "+", (Literal(1, 1), Call(5, Attribute(5, Name(5, "fake"), "name"), (), ()))
    )


def test_positions_count_characters_not_bytes() -> None:
    operation = parse("'é€𝄞' + name")
    assert isinstance(operation, Operation)
    assert operation.operands[1] == Name(8, "name")


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("fake.name(", 9, "this is not a Python expression"),
        ("fake.name();", 11, "this is not a Python expression (leave the semicolon out)"),
        ("`fake.name()`", 0, "this is not a Python expression (leave the backticks out)"),
        ("1 + (lambda: 0)", 5, "the language has no Lambda (leave lambda: out, write what it returns)"),
        ("x.__class__", 0, "'__class__' is not part of the language (no name begins with _)"),
        ("fake.name(*[1])", 10, "the language has no Starred (write the arguments out)"),
        ("fake.name(**{})", 0, "** is not part of the language (write the arguments out)"),
        ("fake @ fake", 0, "the operator MatMult is not part of the language"),
        ("b'x'", 0, "b'x' is no value of a cell"),
        ("[a for a in b for c in a]", 0, "a comprehension is as short as `fake.word() for _ in range(3)`"),
        ("(" * 61 + "1" + ")" * 61, 60, "brackets are nested more than 60 deep"),
        ("+".join("1" * 2000), 0, "the expression is nested more than 60 deep"),
        ("\x00", 0, "this is not a Python expression"),
    ],
)
def test_what_is_not_of_the_language_is_refused_at_its_place(text: str, position: int, message: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(text)
    assert str(caught.value).startswith(message)
    assert caught.value.position == position


def test_what_overflows_pythons_own_parser_is_refused_all_the_same() -> None:
    with pytest.raises(ParseError, match="the expression is nested more than 60 deep"):
        parse("-" * 3000 + "1")


@pytest.mark.parametrize("text", ["1if 2else 3", r"'\d'", "0x1for x in y"])
def test_what_python_doubts_is_read_or_refused_without_a_warning(text: str) -> None:
    with suppress(ParseError):
        parse(text)


def test_a_name_in_other_letters_is_no_name() -> None:
    with pytest.raises(ParseError, match="'fake' is spelt with other letters"):
        parse("\U0001d4bbake.name()")
