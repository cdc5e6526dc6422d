"""The learner's page for everybody: by keyboard alone, without scripts, on a telephone, in light and dark, in German."""

import csv
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import barriers, overflow, shoot, visit
from tests.journeys.learning import (
    COLUMNS,
    DATASET,
    ORDERS,
    apply,
    card,
    cells,
    download,
    given,
    head,
    linked,
    made,
    make,
    refine,
    reveal,
)
from tests.servers import Server

COLOURS = ("color-contrast", "link-in-text-block")  # what the dark mode may change
SCROLLED = ("scrollable-region-focusable", "target-size")  # what a narrow window may change, besides
FEW = "rows=8&seed=1&as_of=2026-01-01"  # each cell costs axe some milliseconds
UNKNOWN = "/datasets/" + "0" * 64 + "?rows=10&seed=1&as_of=2026-01-01"
NOT_UNDERSTOOD = "Orders with id, price, wibble factor and date, sorted by frobnication and without wombats"


IS_SEEN = """(() => {
  for (let one = document.activeElement; one; one = one.parentElement)
    if (getComputedStyle(one).outlineStyle !== "none") return true;  // its own, or that of the frame around it
  return false;
})()"""


def not_understood(page: Page, server: Server) -> None:
    page.goto(made(server, NOT_UNDERSTOOD, query=FEW))
    page.locator("#understood summary").first.click()


def changed_twice(page: Page, server: Server) -> None:
    page.goto(made(server, query=FEW))
    refine(page, "add a discount column")
    refine(page, "8% missing ratings")


def opened(page: Page, server: Server) -> None:
    page.goto(made(server, query=FEW))
    for name in COLUMNS:
        reveal(page, name)


def written_wrongly(page: Page, server: Server) -> None:
    page.goto(made(server, query=FEW))
    reveal(page, "price").get_by_label("Expression").fill("fake.nam(")
    apply(page)
    expect(card(page, "price").locator(".problem")).to_be_visible()


def address(path: str) -> Callable[[Page, Server], None]:
    def go(page: Page, _: Server) -> None:
        page.goto(path)

    return go


STATES: dict[str, Callable[[Page, Server], None]] = {
    "front": address("/"),
    "made": not_understood,
    "changed": changed_twice,
    "opened": opened,
    "wrong": written_wrongly,
    "gallery": address("/datasets"),
    "refusal": address(UNKNOWN),
    "fields": address("/fields?q=price"),
}


@pytest.mark.parametrize("name", STATES)
def test_a_page_has_no_barrier(guests: Browser, server: Server, name: str) -> None:
    with visit(guests, server, tolerated=("404 (Not Found)", "400 (Bad")) as page:
        STATES[name](page, server)
        shoot(page, f"learning-{name}")
        found = {"light and wide": barriers(page)}
        page.set_viewport_size({"width": 360, "height": 740})
        shoot(page, f"learning-{name}-360")
        page.emulate_media(color_scheme="dark")
        shoot(page, f"learning-{name}-360-dark")
        found["dark and narrow"] = barriers(page, *COLOURS, *SCROLLED)
        assert (found, overflow(page)) == ({"light and wide": [], "dark and narrow": []}, 0)
        assert outline(page) == []


def outline(page: Page) -> list[str]:
    """Return what is wrong with the headings and landmarks: one h1, no level left out, one main."""
    levels: list[int] = page.locator("h1, h2, h3, h4, h5, h6").evaluate_all(
        "headings => headings.filter(one => one.checkVisibility()).map(one => Number(one.tagName[1]))"
    )
    leaps = [f"h{one} then h{other}" for one, other in pairwise(levels) if other > one + 1]
    ones = {"h1": levels.count(1), "main": page.locator("main").count(), "skip": page.locator("a.skip").count()}
    return leaps + [f"{count} {name}" for name, count in ones.items() if count != 1]


def test_without_scripts_the_whole_road_is_walked(guests: Browser, server: Server) -> None:
    bad = ("400 (Bad Request)",)
    with visit(guests, server, java_script_enabled=False, accept_downloads=True, tolerated=bad) as page:
        page.goto("/")
        page.locator("#id_description").fill(ORDERS)
        page.locator("#wish button[type=submit]").first.click()
        expect(page).to_have_url(DATASET)
        first = page.url
        assert (page.locator("#rows tbody tr").count(), head(page)) == (50, COLUMNS)

        page.locator("#id_instruction").fill("add a discount column")
        page.locator("#refine button[type=submit]").first.click()
        expect(page).not_to_have_url(first)
        assert head(page) == [*COLUMNS, "discount"]
        page.locator("#steps a").first.click()
        expect(page).to_have_url(first)

        reveal(page, "price").get_by_label("Expression").fill("round(random.unifrom(1, 2), 2)")
        apply(page)
        expect(card(page, "price").locator(".problem")).to_contain_text("random.uniform")
        card(page, "price").get_by_label("Expression").fill("round(random.uniform(1, 2), 2)")
        apply(page)
        expect(page).to_have_url(DATASET)
        expect(page).not_to_have_url(first)
        prices = page.locator("#rows tbody td:nth-child(3)").all_inner_texts()
        assert all(1 <= float(price) <= 2 for price in prices if price)
        shoot(page, "learning-unscripted")
        taken = download(page).path().read_bytes()
        assert (taken, len(list(csv.DictReader(taken.decode().splitlines())))) == (linked(page, server), 1000)

        for path in ("/datasets", "/fields?q=price"):
            page.goto(path)
            expect(page.locator("h1")).to_be_visible()


def test_a_german_reads_german(guests: Browser, server: Server) -> None:
    with visit(guests, server, width=360, locale="de-DE") as page:
        page.goto("/")
        assert overflow(page) == 0
        make(page)
        assert page.locator("html").get_attribute("lang") == "de"
        expect(page.locator("#main")).to_contain_text("Zeilen")
        expect(page.locator("#main")).not_to_contain_text("median ")
        shoot(page, "learning-german")
        assert overflow(page) == 0


def focused(page: Page) -> str:
    """Return what has the focus: its id, its name or what stands on it."""
    said: str = page.evaluate(
        "(({id, name, textContent}) => id || name || textContent.trim().replace(/\\s+/g, ' '))(document.activeElement)"
    )
    return said


def tab_to(page: Page, name: str, most: int = 200) -> list[str]:
    """Press Tab until this has the focus, which is to be seen all the way; return what was passed."""
    passed: list[str] = []
    while not passed or passed[-1] != name:
        page.keyboard.press("Tab")
        passed.append(focused(page))
        seen = page.evaluate(IS_SEEN)
        assert (seen, len(passed) < most) == (True, True), passed
    return passed


def test_by_keyboard_alone_the_whole_road_is_walked(guests: Browser, server: Server) -> None:
    with visit(guests, server, accept_downloads=True) as page:
        page.goto("/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert focused(page) == "main"
        tab_to(page, "id_description")
        page.keyboard.type(ORDERS)
        page.keyboard.press("Enter")
        expect(page.locator("#rows tbody tr")).to_have_count(50)

        tab_to(page, "id_instruction")
        page.keyboard.type("add a discount column")
        page.keyboard.press("Enter")
        expect(page.locator("#rows thead th")).to_have_count(len(COLUMNS) + 1)
        tab_to(page, "undo")
        page.keyboard.press("Enter")
        expect(page.locator("#rows thead th")).to_have_count(len(COLUMNS))
        tab_to(page, "download")
        with page.expect_download() as started:
            page.keyboard.press("Enter")
        assert started.value.path().read_bytes() == linked(page, server)


def test_by_keyboard_alone_a_column_is_edited_and_moved(guests: Browser, server: Server) -> None:
    with visit(guests, server) as page:
        page.goto(given(server, one="1", two="2"))
        reveal(page, "two").get_by_label("Expression").focus()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type("22")
        page.keyboard.press("Alt+ArrowUp")
        page.keyboard.press("Enter")
        expect(page.locator("#rows tbody td").first).to_have_text("22")
        assert (head(page), cells(page)[:2]) == (["two", "one"], ["22", "1"])

        card(page, "two").locator("[data-handle]").focus()
        page.keyboard.press("ArrowDown")
        expect(page.locator("#status")).to_contain_text("two is now column 2 of 2")
        expect(page.locator("#rows thead th bdi").first).to_have_text("one")
        expect(card(page, "two").locator("[data-handle]")).to_be_focused()
