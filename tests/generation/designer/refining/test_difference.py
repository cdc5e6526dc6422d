from dataclasses import replace

from generation.designer.refining.difference import Change, Difference, difference
from generation.engine import Column, DatasetSchema, DataType

A, B, C = (Column(name=name, expression=f"'{name}'", data_type=DataType.STRING) for name in "abc")


def between(before: tuple[Column, ...], after: tuple[Column, ...]) -> Difference:
    return difference(DatasetSchema(before), DatasetSchema(after))


def test_the_same_schema_has_no_difference() -> None:
    assert between((A, B), (A, B)) == Difference()


def test_columns_come_and_go() -> None:
    assert between((A, B), (A, C)) == Difference(added=("c",), removed=("b",))


def test_a_change_shows_what_was_and_what_is() -> None:
    assert between((A, B), (A, replace(B, null_rate=0.1, unique=True))) == Difference(
        changed=(Change("b", {"null_rate": 0.0, "unique": False}, {"null_rate": 0.1, "unique": True}),)
    )


def test_a_column_of_another_name_is_a_changed_one() -> None:
    assert between((A, B), (A, replace(B, name="d"))) == Difference(
        changed=(Change("d", {"name": "b"}, {"name": "d"}),)
    )


def test_only_the_column_that_was_moved_is_named() -> None:
    assert between((A, B, C), (C, A, B)) == Difference(moved=("c",))


def test_a_locale_is_told() -> None:
    german = DatasetSchema((A,), locale="de_DE")
    assert difference(DatasetSchema((A,)), german) == Difference(locale=("en_US", "de_DE"))
