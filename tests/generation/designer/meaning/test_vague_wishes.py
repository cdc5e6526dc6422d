import pytest

from generation.designer.design import Origin
from generation.designer.meaning.setting import head_noun
from generation.designer.offline.understanding import understand


def names(description: str) -> list[str]:
    return [choice.name for choice in understand(description).choices]


@pytest.mark.parametrize(
    ("description", "subject"),
    [
        ("a pet shop", "pet"),
        ("dating app users", "dating_profile"),
        ("museum visitors", "visitor"),
        ("a car rental system", "hire"),
        ("hospital management system", "patient"),
        ("people", "person"),
        ("data about lighthouses", "thing"),
    ],
)
def test_what_everybody_has_gives_way_to_what_few_have(description: str, subject: str) -> None:
    assert understand(description).setting.subject == subject


@pytest.mark.parametrize(
    ("description", "columns"),
    [
        ("books and authors", "book_id book_title isbn genre publication_year author_id author"),
        (
            "books and members",
            "book_id book_title isbn genre publication_year member_id member_name email join_date",
        ),
        ("fields: customers, revenue", "customers revenue"),
    ],
)
def test_several_things_share_a_row(description: str, columns: str) -> None:
    assert names(description) == columns.split()


def test_what_is_named_beside_several_things_is_a_column_too() -> None:
    choices = understand("a hotel chain with rooms, guests, amenities and reservations").choices
    assert [choice.name for choice in choices if choice.origin is Origin.STATED] == ["amenities"]
    assert "guest_name" in {choice.name for choice in choices}


@pytest.mark.parametrize(
    ("description", "count"),
    [
        ("Olympic athletes with medals", 13),
        ("emergency visits with triage level and wait time", 13),
        ("people with names and ages", 2),
        ("emergency visits with the columns triage level and wait time", 2),
        ("emergency visits with triage level, wait time and age", 3),
    ],
)
def test_few_columns_of_a_known_thing_are_completed(description: str, count: int) -> None:
    assert len(names(description)) == count


@pytest.mark.parametrize(
    ("heading", "noun"),
    [("some data about lighthouses", "lighthouse"), ("knitting patterns", "pattern"), ("a dataset", "")],
)
def test_the_noun_of_a_heading_is_what_it_is_about(heading: str, noun: str) -> None:
    assert head_noun(heading) == noun


@pytest.mark.parametrize("description", ["data about lighthouses", "knitting patterns"])
def test_an_unknown_thing_gets_a_key_of_its_own_and_what_most_things_have(description: str) -> None:
    key, *others = names(description)
    assert key == f"{head_noun(description)}_id"
    assert others == [
        "name",
        "category",
        "type",
        "date",
        "location",
        "quantity",
        "price",
        "rating",
        "status",
        "notes",
    ]
