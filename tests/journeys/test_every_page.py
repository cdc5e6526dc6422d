"""Every page that people look at: in light and dark, wide and narrow, without a barrier that axe calls serious."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import Desk, barriers, overflow, shoot, visit

SCHEMAS = "/admin/schemas_cache/schema/"
COLOURS = ("color-contrast", "link-in-text-block")  # what the dark mode may change
PAGES = {
    "dashboard": "/admin/",
    "password": "/admin/password_change/",
    "list": SCHEMAS,
    "found": f"{SCHEMAS}?q=patients",
    "nothing-found": f"{SCHEMAS}?q=zeppelins",
    "delete": f"{SCHEMAS}1/delete/",
}
DESCRIPTIONS = (
    "Orders of a web shop with id, customer, price, quantity and date",
    "Patients with name, age, blood type and diagnosis",
    "Students with name, grade and email address",
)


@pytest.fixture(scope="module")
def filled(desk: Desk) -> Desk:
    """Return the desk once some schemas lie on it, numbered from 1."""
    for description in DESCRIPTIONS:
        assert desk.server.post("/generate", {"description": description, "rows": 5}).status == 200
    return desk


def assert_readable(page: Page, name: str) -> None:
    """Look at the page as it is now, in dark, and at 400 pixels."""
    shoot(page, name)
    found = {"light": barriers(page)}
    page.emulate_media(color_scheme="dark")
    shoot(page, f"{name}-dark")
    found["dark"] = barriers(page, *COLOURS)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 400, "height": 800})
    shoot(page, f"{name}-400")
    found["narrow"] = barriers(page)
    assert (found, overflow(page)) == ({"light": [], "dark": [], "narrow": []}, 0)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_admin_has_no_barrier(chromium: Browser, filled: Desk, name: str) -> None:
    with visit(chromium, filled.server, filled.session) as page:
        answer = page.goto(PAGES[name])
        assert answer is not None
        assert answer.status == 200
        assert_readable(page, name)


def test_the_page_for_signing_in_has_no_barrier(chromium: Browser, desk: Desk) -> None:
    with visit(chromium, desk.server) as page:
        page.goto("/admin/login/")
        assert_readable(page, "login")


@pytest.mark.parametrize(("path", "text"), [("/", "curl"), ("/docs", "One schema"), ("/redoc", "One schema")])
def test_a_page_for_everybody_works_under_the_policy(chromium: Browser, desk: Desk, path: str, text: str) -> None:
    with visit(chromium, desk.server) as page:
        page.goto(path)
        page.get_by_text(text).locator("visible=true").first.wait_for()
