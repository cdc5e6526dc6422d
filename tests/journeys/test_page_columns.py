"""The cards of columns, in a real Chromium: typed, tried, dragged, moved by keys, removed, and without scripts."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import barriers, overflow, shoot, visit
from tests.journeys.learning import card, cells, head, refine, reveal
from tests.servers import Server

COLUMNS = {"price": "random.randint(10, 20)", "amount": "3", "total": "price * amount"}
WRONG, EXCERPT = "price * amout", "price * amout\n        ^"
REFUSED = "status of 400"
FOCUSED = "document.activeElement"


@contextmanager
def opened(guests: Browser, server: Server, *tolerated: str, **options: Any) -> Iterator[Page]:
    """Open the page of a dataset of whole numbers."""
    schema = {name: {"faker_method": made, "data_type": "integer"} for name, made in COLUMNS.items()}
    hash_ = server.post("/schemas", {"schema": schema}).json["description_hash"]
    with visit(guests, server, tolerated=tolerated, **options) as page:
        page.goto(f"/datasets/{hash_}?rows=100&seed=1&as_of=2026-01-01")
        yield page


def expression(page: Page, name: str) -> Locator:
    """Return the field of a column's expression, in sight."""
    reveal(page, name)
    return card(page, name).get_by_label("Expression")


def names(page: Page) -> list[str]:
    """Return the names of the columns in the cards' order."""
    return page.locator("#columns .card[data-column] .card-name").all_inner_texts()


@contextmanager
def another_address(page: Page) -> Iterator[None]:
    """Expect that what is done leads to another address."""
    before = page.url
    yield
    expect(page).not_to_have_url(before)


def drag(page: Page, name: str, other: str) -> None:
    """Drag a card by its handle onto the far side of another one."""
    card(page, other).scroll_into_view_if_needed()
    start = card(page, name).locator("[data-handle]").bounding_box()
    end = card(page, other).bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(end["x"] + 10, end["y"] + 10, steps=5)
    page.mouse.up()


def test_while_an_expression_is_typed_the_page_shows_what_would_come_of_it(guests: Browser, server: Server) -> None:
    with opened(guests, server) as page:
        expression(page, "total").fill(WRONG)
        expect(card(page, "total").locator(".problem pre")).to_have_text(EXCERPT)
        expect(expression(page, "total")).to_have_attribute("aria-invalid", "true")
        expect(expression(page, "total")).to_have_accessible_description(re.compile("amout"))
        expect(page.locator("#status")).to_have_text("1 column has a mistake.")
        assert head(page) == ["price", "amount"]

        expression(page, "amount").fill("4")
        expression(page, "total").fill("amount + 1")
        expect(card(page, "total").locator(".problem")).to_have_count(0)
        assert (head(page), cells(page)[1:3]) == (["price", "amount", "total"], ["4", "5"])
        with another_address(page):
            expression(page, "total").press("Enter")
        page.go_back()
        expect(card(page, "total").locator(".card-code")).to_have_text(COLUMNS["total"])
        expect(page.locator("#rows tbody td").nth(1)).to_have_text("3")
        assert expression(page, "total").input_value() == COLUMNS["total"]


def test_what_does_not_run_is_not_applied_and_the_focus_is_where_it_is_wrong(guests: Browser, server: Server) -> None:
    with opened(guests, server, REFUSED, width=360) as page:
        expression(page, "total").fill(WRONG)
        page.get_by_role("button", name="Apply changes").click()
        expect(page.locator("#columns [role=alert]")).to_contain_text("nothing that you typed is lost")
        expect(expression(page, "total")).to_be_focused()
        shoot(page, "columns-refused-360")
        assert (expression(page, "total").input_value(), overflow(page), barriers(page)) == (WRONG, 0, [])
        page.get_by_role("link", name="Discard").click()
        expect(page.locator("#columns [role=alert]")).to_have_count(0)
        assert expression(page, "total").input_value() == COLUMNS["total"]


def test_what_is_said_stands_above_what_is_to_be_pressed(guests: Browser, server: Server) -> None:
    with opened(guests, server, width=360) as page:
        expression(page, "total").fill(WRONG)
        expect(page.locator("#status")).to_have_text("1 column has a mistake.")
        said, bar = (page.locator(box).bounding_box() for box in ("#status", "#columns .columns-bar"))
        assert said is not None
        assert bar is not None
        assert said["y"] + said["height"] < bar["y"]


def test_cards_are_dragged_and_moved_by_keys_and_buttons(guests: Browser, server: Server) -> None:
    with opened(guests, server) as page:
        with another_address(page):
            drag(page, "total", "price")
        expect(page.locator("#status")).to_have_text("total is now column 1 of 3.")
        assert (names(page), head(page)) == (["total", "price", "amount"], ["total", "price", "amount"])

        expect(card(page, "total").locator("[data-handle]")).to_be_focused()
        with another_address(page):
            page.keyboard.press("ArrowRight")
            page.keyboard.press("ArrowDown")
            expect(page.locator("#status")).to_have_text("total is now column 3 of 3.")
        expect(card(page, "total").locator("[data-handle]")).to_be_focused()
        assert head(page) == ["price", "amount", "total"]

        with another_address(page):
            card(page, "price").get_by_role("button", name="Move down").click()
        expect(card(page, "price").get_by_role("button", name="Move down")).to_be_focused()
        assert head(page) == ["amount", "price", "total"]


@pytest.mark.parametrize(("name", "other"), [("total", "price"), ("price", "total"), ("amount", "price")])
def test_a_card_that_is_dropped_on_the_middle_of_another_one_takes_its_place(
    guests: Browser, server: Server, name: str, other: str
) -> None:
    with opened(guests, server) as page:
        with another_address(page):
            card(page, name).locator("[data-handle]").drag_to(card(page, other))
        assert head(page).index(name) == list(COLUMNS).index(other)


def test_a_drag_that_is_cancelled_changes_nothing(guests: Browser, server: Server) -> None:
    with opened(guests, server) as page:
        address = page.url
        card(page, "total").locator("[data-handle]").hover()
        page.mouse.down()
        card(page, "price").locator("legend").hover()
        assert names(page) == ["total", "price", "amount"]
        page.keyboard.press("Escape")
        page.mouse.up()
        expect(page.locator("#status")).to_have_text("total is back where it was.")
        assert (names(page), page.url) == (list(COLUMNS), address)


def test_a_column_goes_together_with_those_that_are_made_of_it(guests: Browser, server: Server) -> None:
    with opened(guests, server, REFUSED) as page:
        card(page, "price").get_by_role("button", name="Remove").click()
        expect(card(page, "total").locator(".problem")).to_contain_text("This uses “price”")
        assert barriers(page) == []
        with another_address(page):
            card(page, "price").get_by_role("button", name="Remove all of them").click()
        assert (names(page), head(page)) == (["amount"], ["amount"])


def test_what_is_typed_outlives_a_change_in_words(guests: Browser, server: Server) -> None:
    with opened(guests, server) as page:
        expression(page, "amount").fill("7")
        refine(page, "drop total")
        expect(page.locator("#rows tbody td").nth(1)).to_have_text("7")
        assert (names(page), expression(page, "amount").input_value()) == (["price", "amount"], "7")
        expect(page.get_by_text("changed, but not applied yet")).to_be_visible()


def test_without_scripts_columns_are_edited_moved_and_removed(guests: Browser, server: Server) -> None:
    with opened(guests, server, REFUSED, java_script_enabled=False) as page:
        expression(page, "total").fill(WRONG)
        card(page, "total").get_by_role("button", name="Apply").click()
        assert card(page, "total").locator(".problem pre").inner_text() == EXCERPT
        card(page, "total").get_by_label("Name").fill("sum")
        expression(page, "total").fill("price + amount")
        card(page, "total").get_by_label("Name").press("Enter")
        assert head(page) == ["price", "amount", "sum"]
        card(page, "sum").get_by_role("button", name="Move up").click()
        assert head(page) == ["price", "sum", "amount"]
        card(page, "sum").get_by_role("button", name="Remove").click()
        assert head(page) == ["price", "amount"]
        page.get_by_text("Add a column by hand").click()
        page.locator(".card-blank").get_by_label("Name").fill("note")
        page.locator(".card-blank").get_by_label("Expression").fill("'x'")
        page.locator(".card-blank").get_by_role("button", name="Apply").click()
        assert head(page) == ["price", "amount", "note"]
