"""What the editor's script adds to the form of a schema, in a real Chromium: columns added, removed and moved."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import Desk, barriers, overflow, shoot, visit


@pytest.fixture
def page(chromium: Browser, desk: Desk, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open a schema of three columns that is this test's own."""
    columns = {name: {"faker_method": repr(request.node.name)} for name in "abc"}
    assert desk.server.post("/generate", {"schema": columns, "rows": 1}).status == 200
    with visit(chromium, desk.server, desk.session) as page:
        page.goto("/admin/schemas_cache/schema/")
        page.locator("#result_list tbody th a").first.click()
        expect(page.get_by_role("heading", name="Columns")).to_be_visible()
        yield page


def column(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=f"Column {name}", exact=True)


def names(page: Page) -> list[str]:
    """Return the columns' names, in the order in which they would be saved."""
    rows = [
        (row.locator("[name$='-ORDER']"), row.locator("[name$='-name']")) for row in page.locator("#columns > *").all()
    ]
    return [name for _, name in sorted((int(order.input_value()), name.input_value()) for order, name in rows)]


def said(page: Page) -> str:
    return page.locator("#columns-said").inner_text()


def test_keys_move_the_column_that_one_is_in(page: Page) -> None:
    field = column(page, "c").get_by_label("Expression")
    field.press("Alt+ArrowUp")

    assert (names(page), said(page)) == (["a", "c", "b"], "c is now column 2 of 3")
    expect(field).to_be_focused()

    field.press("Alt+ArrowUp")
    field.press("Alt+ArrowUp")

    assert (names(page), said(page)) == (["c", "a", "b"], "c is the first column already")


def test_buttons_move_a_column_and_hand_the_focus_on_at_the_end(page: Page) -> None:
    column(page, "b").get_by_role("button", name="Move down").press("Enter")

    assert names(page) == ["a", "c", "b"]
    expect(column(page, "b").get_by_role("button", name="Move up")).to_be_focused()


def test_a_column_is_dragged_to_its_place(page: Page) -> None:
    start, end = column(page, "a").locator("[data-handle]").bounding_box(), column(page, "c").bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(end["x"] + 5, end["y"] + end["height"] * 0.8, steps=12)
    page.mouse.up()

    assert (names(page), said(page)) == (["b", "c", "a"], "a is now column 3 of 3")


def test_a_removed_column_is_put_back(page: Page) -> None:
    column(page, "b").get_by_role("button", name="Remove column b").click()
    assert said(page) == "b is removed when you save"
    expect(column(page, "b").get_by_label("Expression")).to_be_hidden()

    column(page, "b").get_by_role("button", name="Put back column b").click()
    expect(column(page, "b").get_by_label("Expression")).to_be_visible()


def test_what_was_added_and_removed_is_saved_by_keys_alone(page: Page) -> None:
    column(page, "a").get_by_role("button", name="Remove column a").press("Enter")
    page.get_by_role("button", name="Add a column").press("Enter")
    page.keyboard.type("d")
    page.keyboard.press("Tab")
    page.keyboard.type("row_number")
    page.get_by_role("button", name="Save and continue editing").press("Enter")

    expect(page.locator(".messagelist li")).to_have_text("Revision 2: added d; removed a.")
    assert names(page) == ["b", "c", "d"]


@pytest.mark.parametrize(("width", "scheme"), [(400, "light"), (1400, "dark")])
def test_a_refused_form_fits_its_window_and_has_no_barriers(
    chromium: Browser, desk: Desk, page: Page, width: int, scheme: str
) -> None:
    with visit(chromium, desk.server, desk.session, width=width, color_scheme=scheme) as other:
        other.goto(page.url)
        other.locator("[name$='-expression']").first.fill("fake.nmae(" + "1, " * 60)
        other.get_by_role("button", name="Save", exact=True).click()
        expect(other.locator("#faults")).to_be_focused()
        shoot(other, f"refused-{width}-{scheme}")
        assert (barriers(other), overflow(other)) == ([], 0)
