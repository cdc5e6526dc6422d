"""The preview beside the form, in a real Chromium: while somebody types, and while the server is slow or away."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import Desk, barriers, overflow, shoot, visit

PREVIEW = "**/admin/schemas_cache/schema/preview/"
MOST_TRIES = 6
PEOPLE = "People with name, age and email"


@pytest.fixture(scope="module")
def address(desk: Desk) -> str:
    """Return where a schema is edited."""
    assert desk.server.post("/generate", {"description": PEOPLE, "rows": 5}).status == 200
    return "/admin/schemas_cache/schema/?q=people"


@pytest.fixture
def page(chromium: Browser, desk: Desk, address: str) -> Iterator[Page]:
    """Open the form of the schema, its preview shown."""
    with visit(chromium, desk.server, desk.session, tolerated=("net::ERR_FAILED", "403 (Forbidden)")) as page:
        opened(page, address)
        yield page


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#result_list tbody th a").click()
    page.wait_for_load_state()  # with the script that watches the form
    expect(page.locator("#preview tbody tr")).to_have_count(10)
    expect(page.locator("#preview [data-again]")).to_have_count(0)


def write(page: Page, expression: str) -> None:
    """Write another expression for the first column."""
    page.locator("#id_columns-0-expression").fill(expression)


def test_what_is_typed_is_previewed_and_what_does_not_run_is_said_at_the_field(page: Page) -> None:
    field = page.locator("#id_columns-0-expression")

    write(page, "'Ada <b>Lovelace</b>'")
    expect(page.locator("#preview tbody td").first).to_have_text("Ada <b>Lovelace</b>")

    write(page, "fake.nam()")
    expect(page.locator("#id_columns-0-expression_error")).to_contain_text("fake.nam does not exist")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_attribute("aria-describedby", re.compile("id_columns-0-expression_error"))
    expect(field).to_be_focused()
    assert barriers(page) == []
    shoot(page, "preview-problem")

    write(page, "fake.name()")
    expect(page.locator("#id_columns-0-expression_error")).to_have_count(0)
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_a_summary_is_announced_and_nothing_else(page: Page) -> None:
    status = page.locator(".preview-status")
    expect(status).to_have_text(re.compile(r"^10 rows of \d columns\.$"))
    expect(status).to_have_attribute("role", "status")
    write(page, "fake.nam()")
    expect(status).to_have_text(re.compile(r"2 columns do not run\.$"))


def test_the_last_preview_stays_when_the_server_is_away_and_comes_back_with_it(page: Page) -> None:
    page.route(PREVIEW, lambda route: route.abort())
    write(page, "'away'")
    expect(page.locator(".preview-status")).to_contain_text("the server was not reached. Shown is the last one.")
    expect(page.locator("#preview tbody tr")).to_have_count(10)

    page.unroute(PREVIEW)
    write(page, "'back'")
    expect(page.locator("#preview tbody td").first).to_have_text("back")
    expect(page.locator(".preview-status")).to_have_text(re.compile(r"^10 rows"))


def test_who_is_signed_out_is_told(page: Page) -> None:
    page.context.clear_cookies()
    write(page, "'signed out'")
    expect(page.locator(".preview-status")).to_contain_text("you are no longer signed in")


def test_a_preview_that_is_still_made_is_asked_for_again_until_it_gets_no_further(page: Page) -> None:
    asked: list[int] = []

    def answer(route: Route) -> None:
        asked.append(1)
        said = f"<p class='preview-said'>{len(asked)} checked</p>"
        body = f"<div class='preview-result' data-steps='{len(asked)}' data-again>{said}</div>"
        route.fulfill(body=body, content_type="text/html")

    page.route(PREVIEW, answer)
    write(page, "'slow'")
    expect(page.locator(".preview-status")).to_have_text(f"{MOST_TRIES} checked")
    assert len(asked) == MOST_TRIES


def test_a_preview_that_is_ready_at_the_second_time_is_shown(page: Page) -> None:
    asked: list[int] = []

    def answer(route: Route) -> None:
        asked.append(1)
        if len(asked) > 1:
            route.fallback()
            return
        route.fulfill(body="<div class='preview-result' data-steps='0' data-again></div>", content_type="text/html")

    page.route(PREVIEW, answer)
    write(page, "'ready'")
    expect(page.locator("#preview tbody td").first).to_have_text("ready")
    assert len(asked) >= 2


def test_the_table_scrolls_inside_its_box_on_a_small_screen_in_the_dark(
    chromium: Browser, desk: Desk, address: str
) -> None:
    with visit(chromium, desk.server, desk.session, width=400, color_scheme="dark") as page:
        opened(page, address)
        page.locator("#preview").scroll_into_view_if_needed()
        shoot(page, "preview-400-dark")
        assert (overflow(page), barriers(page)) == (0, [])
