"""The whole road of an instructor, in a real Chromium: find a schema, correct it, look back, take it along."""

import csv
import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import Desk, Staffed, barriers, opened, overflow, shoot, sign_in, visit

SCHEMAS = "/admin/schemas_cache/schema/"
CANARY = "<img src=x onerror=alert('canary')><script>alert('canary')</script>"
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
    said: list[str] = page.locator("#columns input[name$='-name']").evaluate_all(
        "fields => fields.map(field => field.value).filter(name => name)"
    )
    return said


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def expect_told(page: Page, text: str) -> None:
    """Wait for what the page says of what was just done."""
    expect(page.locator(".messagelist li")).to_have_text(text)


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
    expect(page.locator("#faults")).to_contain_text("nothing that you typed is lost")
    shoot(page, "edit-refused")
    assert {
        "excerpt": age.locator(".problem pre").inner_text(),
        "expression": age.get_by_label("Expression").input_value(),
        "missing": age.get_by_label("% missing").input_value(),
        "barriers": barriers(page),
    } == {"excerpt": f"{WRONG}\n     ^", "expression": WRONG, "missing": "10", "barriers": []}
    expect(page.locator("#preview thead")).not_to_contain_text("age")
    age.get_by_label("Expression").fill(RIGHT)
    expect(page.locator("#preview thead")).to_contain_text("Greatest25")
    expect(age.locator(".problem")).to_have_count(0)
    press(page, "Save and continue editing")
    expect_told(page, "Revision 2: changed age.")


def restore_what_was(page: Page) -> None:
    """See what was changed, and take it back."""
    page.get_by_role("link", name="Revisions").click()
    changed = page.locator(".difference tbody.changed")
    assert [cell.inner_text() for cell in changed.locator("td.before, td.after").all()] == [OLD, RIGHT, "0 %", "10 %"]
    shoot(page, "revisions")
    press(page, "Restore revision 1")
    expect_told(page, "Revision 1 is back, as revision 3.")


def test_the_whole_road(chromium: Browser, filled: Desk, staffed: Staffed, tmp_path: Path) -> None:
    file = tmp_path / "schemas.json"
    with visit(chromium, filled.server) as page:
        sign_in(page)
        find(page, "blood")
        assert names(page) == ["name", "age", "blood_type", "diagnosis"]
        correct_the_age(page)
        restore_what_was(page)

        page.goto(f"{SCHEMAS}?q=blood")
        choose(page, "Mark as curated")
        expect_told(page, "1 schema marked as curated.")
        with page.expect_download() as download:
            choose(page, "Export as schemas.json")
        assert download.value.suggested_filename.startswith("schemas")
        download.value.save_as(file)
        with page.expect_download() as download:
            choose(page, "Download a sample as CSV")
        rows = list(csv.DictReader(download.value.path().read_text("utf-8").splitlines()))
        assert (len(rows), list(rows[0])) == (100, ["name", "age", "blood_type", "diagnosis"])

        press(page, "Log out")
        expect(page.get_by_text("Thanks for spending some quality time")).to_be_visible()
        page.goto(SCHEMAS)
        expect(page.get_by_label("Password")).to_be_visible()

    (tmp_path / "next-year").mkdir()
    with (
        opened(staffed, tmp_path / "next-year") as desk,
        visit(chromium, desk.server, desk.session) as page,
    ):
        page.goto(SCHEMAS)
        page.get_by_role("link", name="Import").click()
        page.get_by_label("File:", exact=True).set_input_files(file)
        press(page, "Import")
        shoot(page, "imported")
        page.get_by_role("link", name=PATIENTS).click()
        assert page.get_by_label("Curated").is_checked()
        page.get_by_role("link", name="Revisions").click()
        expect(page.locator("#revisions tbody tr")).to_have_count(3)
        (hash_,) = json.loads(file.read_bytes())["schemas"]
        link = f"/datasets/{hash_}.csv?rows=20&seed=1&revision=2&as_of=2026-01-01"
        assert desk.server.get(link).body == filled.server.get(link).body


def schema_page(page: Page, desk: Desk, name: str, **columns: str) -> None:
    """Open the page of a schema of its own, with these columns and expressions."""
    document = {column: {"faker_method": expression} for column, expression in {name: "1", **columns}.items()}
    hash_ = desk.server.post("/schemas", {"schema": document}).json["description_hash"]
    page.goto(f"{SCHEMAS}?q={hash_}")
    page.locator("#result_list tbody th a").click()
    expect(column(page, name)).to_be_visible()


def focused(page: Page) -> str:
    """Return the name of the field that has the focus, or what stands on it."""
    said: str = page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")
    return said


def test_without_scripts_columns_are_added_moved_removed_and_previewed(chromium: Browser, desk: Desk) -> None:
    with visit(chromium, desk.server, desk.session, java_script_enabled=False) as page:
        schema_page(page, desk, "unscripted", city="fake.city()", height="180")
        press(page, "Add a column")
        page.locator("[name=columns-4-name]").fill("weight")
        page.locator("[name=columns-4-expression]").fill("40 + fake.randint(0, 9)")
        column(page, "height").get_by_label("Place").fill("5")
        column(page, "city").get_by_label("Remove").check()
        press(page, "Preview")
        shoot(page, "edit-unscripted")
        assert column(page, "weight").locator(".problem pre").inner_text() == "40 + fake.randint(0, 9)\n     ^"
        assert page.locator("#preview .preview-name").all_text_contents()[-2:] == ["height", "unscripted"]
        column(page, "weight").get_by_label("Expression").fill("40 + random.randint(0, 9)")
        press(page, "Save")
        expect_told(page, "Revision 2: added weight; removed city; moved unscripted.")


def test_by_keyboard_alone_a_column_is_moved_edited_and_saved(chromium: Browser, desk: Desk) -> None:
    with visit(chromium, desk.server, desk.session) as page:
        schema_page(page, desk, "keyed", city="fake.city()")
        passed: list[str] = []
        while not passed or focused(page) != "_preview":  # a trap would never come to the last button
            page.keyboard.press("Tab")
            passed.append(focused(page))
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert (outline, len(passed) < 60) == ("solid", True)
        assert [name for name in passed if name.startswith(("columns-1", "↑", "_"))] == [
            *("columns-1-name", "columns-1-expression", "↑"),
            *("columns-1-data_type", "columns-1-unique", "columns-1-description", "columns-1-missing"),
            *("_add_column", "_save", "_continue", "_preview"),
        ]

        column(page, "city").get_by_label("Expression").focus()
        page.keyboard.press("Alt+ArrowUp")
        assert (names(page), focused(page)) == (["city", "keyed"], "columns-1-expression")
        expect(page.locator("#columns-said")).to_have_text("city is now column 1 of 2")
        page.keyboard.press("End")
        page.keyboard.type(".upper()")
        page.keyboard.press("Tab")
        while focused(page) != "_continue":
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect_told(page, "Revision 2: changed city; moved keyed.")


def test_two_who_edit_the_same_schema_do_not_undo_each_other_unasked(chromium: Browser, desk: Desk) -> None:
    with (
        visit(chromium, desk.server, desk.session) as one,
        visit(chromium, desk.server, desk.session) as other,
    ):
        schema_page(one, desk, "shared", city="fake.city()")
        schema_page(other, desk, "shared", city="fake.city()")
        column(one, "shared").get_by_label("Expression").fill("2")
        press(one, "Save and continue editing")
        expect_told(one, "Revision 2: changed shared.")
        column(other, "city").get_by_label("Expression").fill("fake.country()")
        press(other, "Save and continue editing")

        expect(other.get_by_role("alert").first).to_contain_text("made revision 2 while you were editing revision 1")
        assert column(other, "city").get_by_label("Expression").input_value() == "fake.country()"
        shoot(other, "edit-conflict")
        assert barriers(other) == []
        press(other, "Save and continue editing")
        expect(other.locator(".messagelist li")).to_contain_text("Revision 3")


def test_an_impatient_hand_makes_one_revision_and_the_way_back_shows_it(chromium: Browser, desk: Desk) -> None:
    with visit(chromium, desk.server, desk.session) as page:
        schema_page(page, desk, "clicked")
        column(page, "clicked").get_by_label("Expression").fill("2")
        page.get_by_role("button", name="Save", exact=True).dblclick()
        expect_told(page, "Revision 2: changed clicked.")
        page.go_back()
        expect(page.locator(".schema-facts")).to_contain_text("2, by teacher")
        assert column(page, "clicked").get_by_label("Expression").input_value() == "2"


def test_what_was_typed_survives_the_end_of_the_session(chromium: Browser, desk: Desk) -> None:
    with visit(chromium, desk.server, desk.session) as page:
        schema_page(page, desk, "expired")
        column(page, "expired").get_by_label("Expression").fill("2")
        page.context.clear_cookies(name="sessionid")
        press(page, "Save and continue editing")
        with page.expect_popup() as popup:
            page.get_by_role("link", name="Sign in, in another tab").click()
        sign_in(popup.value)
        popup.value.close()
        press(page, "Save and continue editing")
        expect_told(page, "Revision 2: changed expired.")


def test_a_server_that_is_gone_takes_nothing_along(chromium: Browser, desk: Desk) -> None:
    with visit(chromium, desk.server, desk.session, tolerated=("ERR_INTERNET_DISCONNECTED",)) as page:
        schema_page(page, desk, "offline")
        page.context.set_offline(True)
        column(page, "offline").get_by_label("Expression").fill("2")
        expect(page.locator(".preview-status")).to_contain_text("the server was not reached")
        press(page, "Save and continue editing")
        expect(page.locator(".errornote")).to_contain_text("Nothing is saved yet: the server was not reached")
        page.context.set_offline(False)
        press(page, "Save and continue editing")
        expect_told(page, "Revision 2: changed offline.")


def test_what_people_wrote_stays_text(chromium: Browser, desk: Desk) -> None:
    with visit(chromium, desk.server, desk.session, width=400) as page:
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        schema_page(page, desk, "<b>canary</b>", quoted=repr(CANARY), long=" + ".join([repr("w" * 60)] * 60))
        expect(page.locator("#preview tbody tr").first).to_contain_text("canary")
        shoot(page, "edit-hostile-400")
        assert (page.locator("#content b, #content img").count(), overflow(page)) == (0, 0)
        column(page, "<b>canary</b>").get_by_label("Expression").fill(f"fake.nothing({CANARY!r})")
        press(page, "Save and continue editing")
        expect(page.locator("#faults")).to_be_visible()
        assert (page.locator("#content b, #content img").count(), overflow(page)) == (0, 0)


def test_two_hundred_columns_are_edited(chromium: Browser, desk: Desk) -> None:
    with visit(chromium, desk.server, desk.session) as page:
        schema_page(page, desk, "wide", **{f"c{number}": "random.random()" for number in range(199)})
        column(page, "c100").get_by_label("Expression").fill("random.random() + 1")
        expect(page.locator(".preview-status")).to_have_text("10 rows of 200 columns.")
        press(page, "Save and continue editing")
        expect_told(page, "Revision 2: changed c100.")
