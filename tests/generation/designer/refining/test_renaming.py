import pytest

from generation.designer import renamed


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("round(price * 2, 2)", "round(cost * 2, 2)"),
        ("row['price'] + row['unit price']", "cost + row['unit cost']"),
        ("f'{price:.2f}'", "f'{cost:.2f}'"),
        ("a - b", "b - a"),
        ("fake.price( )", "fake.price( )"),
        ("'price'", "'price'"),
    ],
)
def test_what_reads_a_column_reads_it_by_its_new_name(expression: str, expected: str) -> None:
    names = {"price": "cost", "unit price": "unit cost", "a": "b", "b": "a"}
    assert renamed(expression, names) == expected


def test_a_name_that_is_no_word_is_read_from_the_row() -> None:
    assert renamed("price * 2", {"price": "unit price"}) == "row['unit price'] * 2"


def test_a_name_that_is_a_word_of_the_language_is_read_from_the_row() -> None:
    assert renamed("price * 2", {"price": "round"}) == "row['round'] * 2"
