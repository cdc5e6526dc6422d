import pytest

from generation.engine.exporters.dialects import DIALECTS

NAMES = {
    "postgresql": {
        ("a", "A", "order", 'x"y', "ä", "Ä"): ["a", "A", "order", 'x"y', "ä", "Ä"],
        ("xmin", "ctid", "xmin_2"): ["xmin_3", "ctid_2", "xmin_2"],
        ("x" * 64, "x" * 65, "é" * 40): ["x" * 63, "x" * 61 + "_2", "é" * 31],
    },
    "mysql": {
        ("a", "A", "ä", "Ä", "a_2"): ["a", "A_3", "ä", "Ä_2", "a_2"],
        ("x ", "x", "😀", "x" * 65, "X" * 64): ["x", "x_2", "_", "x" * 64, "X" * 62 + "_2"],
        ("xmin", "ctid"): ["xmin", "ctid"],
    },
    "sqlite": {
        ("a", "A", "ä", "Ä", "a "): ["a", "A_2", "ä", "Ä", "a "],
        ("x" * 100, "xmin"): ["x" * 100, "xmin"],
    },
}


@pytest.mark.parametrize("dialect", NAMES)
def test_columns_have_names_that_the_database_takes_and_tells_apart(dialect: str) -> None:
    assert {names: DIALECTS[dialect].names(names) for names in NAMES[dialect]} == NAMES[dialect]


def test_names_are_quoted_with_their_quotes_doubled() -> None:
    assert DIALECTS["postgresql"].quoted('a"b`c') == '"a""b`c"'
    assert DIALECTS["mysql"].quoted('a"b`c') == '`a"b``c`'
