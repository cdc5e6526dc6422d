"""The whole road of an instructor, in a real Chromium: find a schema, correct it, look back, take it along."""

import csv
import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import Desk, barriers, opened, shoot, sign_in, visit

SCHEMAS = "/admin/schemas_cache/schema/"
PATIENTS = "Patients with name, age, blood type and diagnosis"
OLD = "int(100 * random.betavariate(2.2, 1.6))"
WRONG, RIGHT = "18 + random.randnt(0, 7)", "18 + random.randint(0, 7)"


@pytest.fixture(scope="module")
def filled(desk: Desk) -> Desk:
    """Return the desk once a class has asked for some datasets."""
    for description in (PATIENTS, "Orders of a web shop with id, price and date", "Students with name and grade"):
        assert desk.server.post("/generate", {"description": description, "rows": 5}).status == 200
    return desk


def find(page: Page, words: str) -> None:
    """Open the one schema that a search finds."""
    page.goto(SCHEMAS)
    page.get_by_label("Search for").fill(words)
    page.get_by_role("button", name="Search").click()
    page.locator("#result_list tbody th a").click()
    expect(page.get_by_role("heading", name="Columns")).to_be_visible()


def column(page: Page, name: str) -> Locator:
    """Return the row of a column."""
    return page.get_by_role("group", name=f"Column {name}", exact=True)


def names(page: Page) -> list[str]:
    """Return the names of the columns, in their order."""
    return [field.input_value() for field in page.locator("#columns input[name$='-name']").all() if field.input_value()]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def told(page: Page) -> str:
    """Return what the page says of what was just done."""
    return page.locator(".messagelist li").inner_text().strip()


def choose(page: Page, action: str) -> None:
    """Do an action to the one schema that the list shows."""
    page.locator("input.action-select").check()
    page.get_by_label("Action:").select_option(action)
    press(page, "Go")


def correct_the_age(page: Page) -> None:
    """Write a column wrongly, see why at its field, and write it right."""
    age = column(page, "age")
    age.get_by_label("Expression").fill(WRONG)
    age.get_by_label("% missing").fill("10")
    press(page, "Save and continue editing")
    expect(page.get_by_role("alert")).to_contain_text("nothing that you typed is lost")
    shoot(page, "edit-refused")
    assert {
        "excerpt": age.locator(".problem pre").inner_text(),
        "expression": age.get_by_label("Expression").input_value(),
        "missing": age.get_by_label("% missing").input_value(),
        "barriers": barriers(page),
    } == {"excerpt": f"{WRONG}\n     ^", "expression": WRONG, "missing": "10", "barriers": []}
    expect(page.locator("#preview thead")).not_to_contain_text("age")
    age.get_by_label("Expression").fill(RIGHT)
    expect(page.locator("#preview thead")).to_contain_text("18 to 25")
    expect(age.locator(".problem")).to_have_count(0)
    press(page, "Save and continue editing")
    assert told(page) == "Revision 2: changed age."


def restore_what_was(page: Page) -> None:
    """See what was changed, and take it back."""
    page.get_by_role("link", name="Revisions").click()
    changed = page.locator(".difference tbody.changed")
    assert [cell.inner_text() for cell in changed.locator("td.before, td.after").all()] == [OLD, RIGHT, "0.0", "0.1"]
    shoot(page, "revisions")
    press(page, "Restore revision 1")
    assert told(page) == "Revision 1 is back, as revision 3."


def test_the_whole_road(chromium: Browser, filled: Desk, empty_database: Path, tmp_path: Path) -> None:
    file = tmp_path / "schemas.json"
    with visit(chromium, filled.server) as page:
        sign_in(page)
        find(page, "blood")
        assert names(page) == ["name", "age", "blood_type", "diagnosis"]
        correct_the_age(page)
        restore_what_was(page)

        page.goto(f"{SCHEMAS}?q=blood")
        choose(page, "Mark as curated")
        assert told(page) == "1 schema marked as curated."
        with page.expect_download() as download:
            choose(page, "Export as schemas.json")
        assert download.value.suggested_filename.startswith("schemas")
        download.value.save_as(file)
        with page.expect_download() as download:
            choose(page, "Download a sample as CSV")
        rows = list(csv.DictReader(download.value.path().open(encoding="utf-8")))
        assert (len(rows), list(rows[0])) == (100, ["name", "age", "blood_type", "diagnosis"])

        press(page, "Log out")
        expect(page.get_by_text("Thanks for spending some quality time")).to_be_visible()
        page.goto(SCHEMAS)
        expect(page.get_by_label("Password")).to_be_visible()

    (tmp_path / "next-year").mkdir()
    with (
        opened(chromium, empty_database, tmp_path / "next-year") as desk,
        visit(chromium, desk.server, desk.session) as page,
    ):
        page.goto(SCHEMAS)
        page.get_by_role("link", name="Import").click()
        page.get_by_label("File").set_input_files(file)
        press(page, "Import")
        shoot(page, "imported")
        page.get_by_role("link", name=PATIENTS).click()
        assert page.get_by_label("Curated").is_checked()
        page.get_by_role("link", name="Revisions").click()
        assert page.locator("#revisions tbody tr").count() == 3
        (hash_,) = json.loads(file.read_bytes())["schemas"]
        link = f"/datasets/{hash_}.csv?rows=20&seed=1&revision=2&as_of=2026-01-01"
        assert desk.server.get(link).body == filled.server.get(link).body
