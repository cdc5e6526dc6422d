"""Every page that people look at: in light and dark, wide and narrow, without a barrier that axe calls serious."""

import json

import pytest
from playwright.sync_api import Browser, FilePayload, Page

from tests.browser import Desk, barriers, overflow, shoot, visit

SCHEMAS = "/admin/schemas_cache/schema/"
COLOURS = ("color-contrast", "link-in-text-block")  # what the dark mode may change
SCROLLED = ("scrollable-region-focusable",)  # what a narrow window may change
PAGES = {
    "dashboard": "/admin/",
    "password": "/admin/password_change/",
    "token": "/admin/token/",
    "list": SCHEMAS,
    "found": f"{SCHEMAS}?q=patients",
    "nothing-found": f"{SCHEMAS}?q=zeppelins",
    "edit": f"{SCHEMAS}1/change/",
    "add": f"{SCHEMAS}add/",
    "history": f"{SCHEMAS}1/history/",
    "revisions": f"{SCHEMAS}2/revisions/",
    "redesign": f"{SCHEMAS}2/redesign/",
    "merge": f"{SCHEMAS}merge/?ids=1,3",
    "delete": f"{SCHEMAS}1/delete/",
    "import": f"{SCHEMAS}import/",
}
DESCRIPTIONS = (
    "Orders of a web shop with id, customer, price, quantity and date",
    "Patients with name, age, blood type and diagnosis, sorted by the phase of the moon",
    "Students with name, grade and email address",
)
WRONG = {"moon": {"faker_method": "fake.name(", "data_type": "string", "description": "Its name"}}


@pytest.fixture(scope="module")
def filled(chromium: Browser, desk: Desk) -> Desk:
    """Return the desk once some schemas lie on it, numbered from 1, and the second was revised."""
    for description in DESCRIPTIONS:
        assert desk.server.post("/generate", {"description": description, "rows": 5}).status == 200
    with visit(chromium, desk.server, desk.session) as page:
        page.goto(f"{SCHEMAS}2/change/")
        page.locator("[name=columns-1-expression]").fill("random.randint(18, 25)")
        page.locator("[name=columns-0-description]").fill("Who it is")
        page.get_by_role("button", name="Save and continue editing", exact=True).click()
        page.get_by_text("Revision 2:").wait_for()
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
    found["narrow"] = barriers(page, *SCROLLED)
    assert (found, overflow(page)) == ({"light": [], "dark": [], "narrow": []}, 0)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_admin_has_no_barrier(chromium: Browser, filled: Desk, name: str) -> None:
    with visit(chromium, filled.server, filled.session) as page:
        answer = page.goto(PAGES[name])
        assert answer is not None
        assert answer.status == 200
        assert_readable(page, name)


def test_the_page_of_a_schema_with_faults_has_no_barrier(chromium: Browser, filled: Desk) -> None:
    with visit(chromium, filled.server, filled.session) as page:
        page.goto(f"{SCHEMAS}1/change/")
        page.locator("[name=columns-1-expression]").fill("fake.name(")
        page.locator("[name=columns-2-name]").fill("")
        page.locator("[name=columns-2-missing]").fill("many")
        page.get_by_role("button", name="Save", exact=True).click()
        page.locator("#faults").wait_for()
        assert_readable(page, "edit-faults")


def test_the_page_of_another_design_has_no_barrier(chromium: Browser, filled: Desk) -> None:
    with visit(chromium, filled.server, filled.session) as page:
        page.goto(f"{SCHEMAS}2/redesign/")
        page.get_by_role("button", name="Design again with rules").click()
        page.get_by_role("button", name="Replace the current revision").wait_for()
        assert_readable(page, "redesigned")


def test_the_page_after_an_import_has_no_barrier(chromium: Browser, filled: Desk) -> None:
    document = {"schemas": {"a" * 64: {"original_description": "Moons and their names", "schema": WRONG}}}
    file: FilePayload = {
        "name": "schemas.json",
        "mimeType": "application/json",
        "buffer": json.dumps(document).encode(),
    }
    with visit(chromium, filled.server, filled.session) as page:
        page.goto(f"{SCHEMAS}import/")
        page.get_by_label("File:", exact=True).set_input_files(file)
        page.get_by_role("button", name="Import").click()
        page.get_by_role("heading", name="Refused").wait_for()
        assert_readable(page, "import-report")


def test_the_page_for_signing_in_has_no_barrier(chromium: Browser, desk: Desk) -> None:
    with visit(chromium, desk.server) as page:
        page.goto("/admin/login/")
        assert_readable(page, "login")


@pytest.mark.parametrize(("path", "text"), [("/", "curl"), ("/docs", "One schema"), ("/redoc", "One schema")])
def test_a_page_for_everybody_works_under_the_policy(chromium: Browser, desk: Desk, path: str, text: str) -> None:
    with visit(chromium, desk.server) as page:
        page.goto(path)
        page.get_by_text(text).locator("visible=true").first.wait_for()
