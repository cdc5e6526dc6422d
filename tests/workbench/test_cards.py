from datetime import UTC, date, datetime

from generation.designer import Design, Origin
from generation.engine import DatasetSchema
from generation.recipes import Recipe
from presenting.shown import Preview
from schemas_cache.entries import Entry
from workbench.cards import Cards, cards_of, typed_cards
from workbench.columns import read_edited

COLUMNS = {
    "price": {"faker_method": "1.5", "data_type": "decimal", "null_rate": 0.07, "description": "In EUR"},
    "double": {"faker_method": "price * 2", "data_type": "decimal", "unique": True},
    "note": {"faker_method": " + ".join(["'a long text, too long for a line'"] * 3)},
}
ENTRY = Entry.designed(
    "0" * 64,
    "prices",
    Design(
        schema=DatasetSchema.from_json(COLUMNS),
        domain="",
        designed_by="user",
        origins={"price": Origin.STATED, "double": Origin.INFERRED},
    ),
    at=datetime(2026, 1, 1, tzinfo=UTC),
)
RECIPE = Recipe(entry=ENTRY, format="csv", rows=20, seed=7, as_of=date(2026, 1, 1))


def typed(**fields: str) -> Cards:
    """Return the cards of the form in which the first column has other fields."""
    said = {"columns-TOTAL_FORMS": "3"}
    for number, column in enumerate(ENTRY.schema.columns):
        said |= {f"columns-{number}-name": column.name, f"columns-{number}-expression": column.expression}
        said |= {f"columns-{number}-data_type": str(column.data_type)}
    said |= {f"columns-0-{field}": text for field, text in fields.items()}
    return typed_cards(read_edited(said, ENTRY.schema), RECIPE)


def test_a_card_says_what_its_column_is() -> None:
    price, double, note = cards_of(ENTRY, Preview()).cards
    assert (str(price.kind), price.row.description, price.row.missing, price.place) == ("amount", "In EUR", "7", 1)
    assert [str(card.origin) for card in (price, double, note)] == ["you named it", "follows from what you said", ""]
    assert [card.lines for card in (price, double, note)] == [1, 1, 3]


def test_the_kinds_to_choose_from_are_in_plain_words() -> None:
    cards = cards_of(ENTRY, Preview())
    assert '<option value="decimal" selected>amount</option>' in cards.cards[0].options
    assert cards.blank.options.startswith('<option value="" selected>as the expression says</option>')


def test_what_is_typed_shows_what_would_come_of_it() -> None:
    cards = typed(expression="4.25")
    assert [card.short is not None for card in cards.cards] == [True, True, True]
    assert (cards.shown.rows[0][:2], cards.said, cards.is_typed) == (("4.25", "8.50"), "", True)


def test_what_does_not_run_is_said_at_its_field_and_of_all_cards() -> None:
    cards = typed(expression="fake.nam()")
    assert [list(card.faults) for card in cards.cards] == [["expression"], ["expression"], []]
    assert cards.said == "2 columns have a mistake."


def test_a_card_that_is_blank_comes_after_all_others() -> None:
    cards = cards_of(ENTRY, Preview())
    assert (cards.blank.prefix, cards.blank.order, cards.total) == ("columns-3", "", 4)
