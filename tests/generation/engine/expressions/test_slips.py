import pytest

from generation.engine.errors import ParseError
from generation.engine.expressions import parse


@pytest.mark.parametrize(
    ("text", "position", "hint"),
    [
        ("fake.name();", 11, "leave the semicolon out"),
        (" `fake.name()`", 1, "leave the backticks out"),
        ("fake.name() + “x”", 14, "write straight quotes: ' or \""),
        ("= fake.name()", 0, "leave the = at the start out"),
        ("name = fake.name()", 0, "leave the assignment out: write its right side"),
        (
            "from faker import Faker",
            0,
            "leave the import out: fake, random, np, math, datetime, uuid and string are there",
        ),
        ("age => 18", 4, "write >=, or leave the function out: write its value"),
        ("fake.bothify('##-??)", 13, "unterminated string literal (detected at line 1)"),
        ("a && 'b ?", 2, "write and"),
        ("return 1", 0, "leave return out"),
        ("if a: b", 0, "write: a if condition else b"),
        ("a && b", 2, "write and"),
        ("a || b", 2, "write or"),
        ("!a", 0, "write not"),
        ("a === b", 2, "write == or !="),
        ("a <> b", 2, "write !="),
        ("a ? b : c", 2, "write: a if condition else b"),
        ("$row.age * 2", 0, "leave the $ out: a column is used by its name"),
        ("() => fake.name()", 3, "write >=, or leave the function out: write its value"),
        ("CASE WHEN a THEN b END", 0, "write: a if condition else b"),
        ("a IS NULL", 2, "write: is None"),
        ("a IS NOT NULL", 2, "write: is not None"),
        ("age BETWEEN 1 AND 5", 4, "write: low <= x <= high"),
        ("a > 1 AND b > 2", 6, "write and, or, not and in in small letters"),
        ("new Date()", 0, "leave new out"),
    ],
)
def test_a_slip_is_shown_where_it_stands(text: str, position: int, hint: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(text)
    assert (caught.value.position, caught.value.hint) == (position, hint)
