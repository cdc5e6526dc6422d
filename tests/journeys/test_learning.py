"""The whole road of a learner, in a real Chromium: a sentence, a dataset, its changes, and a file to take along."""

import csv
import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, expect

from tests.browser import shoot, visit
from tests.journeys.learning import (
    COLUMNS,
    DATASET,
    ORDERS,
    apply,
    ask,
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

DISCOUNT = "add a discount column"
CHEAP = "make prices between 1 and 5"


def test_a_sentence_becomes_a_table_to_look_at_and_a_file(guests: Browser, server: Server) -> None:
    with visit(guests, server, accept_downloads=True) as page:
        ask(page)
        expect(page.locator("#rows tbody tr")).to_have_count(50)
        expect(page.locator("#status")).not_to_be_empty()
        expect(page.locator("#truth")).to_contain_text(re.compile("offline|rules", re.IGNORECASE))
        seed = parse_qs(urlsplit(page.url).query)["seed"][0]
        expect(page.locator("#truth")).to_contain_text(seed)
        assert head(page) == COLUMNS
        for name in COLUMNS:
            expect(card(page, name)).to_be_visible()
        expect(card(page, "price").locator("svg")).to_be_visible()
        expect(card(page, "price")).to_contain_text("Median")
        shoot(page, "dataset")

        taken = download(page)
        body = taken.path().read_bytes()
        rows = list(csv.DictReader(body.decode().splitlines()))
        assert (taken.suggested_filename[-4:], body) == (".csv", linked(page, server))
        assert (len(rows), list(rows[0])) == (1000, COLUMNS)
        assert [value for row in rows[:50] for value in row.values() if value] == [text for text in cells(page) if text]


def test_words_change_it_and_each_step_has_an_address(guests: Browser, server: Server) -> None:
    with visit(guests, server) as page:
        page.goto(made(server))
        first = page.url
        refine(page, DISCOUNT)
        second = page.url
        expect(page.locator("#difference")).to_contain_text("discount")
        assert head(page) == [*COLUMNS, "discount"]
        refine(page, CHEAP)
        third = page.url
        expect(page.locator("#difference")).to_contain_text("price")
        expect(page.locator("#difference")).not_to_contain_text("discount")
        assert len({first, second, third}) == 3

        for press, address in (("#undo", second), ("#undo", first), ("#redo", second), ("#redo", third)):
            page.locator(press).click()
            expect(page).to_have_url(address)
        expect(page.locator("#rows")).to_contain_text("discount")

        page.go_back()
        expect(page).not_to_have_url(third)
        page.go_forward()
        expect(page).to_have_url(third)
        before = cells(page)
        page.reload()
        assert (page.url, cells(page), head(page)) == (third, before, [*COLUMNS, "discount"])


def test_back_and_forward_show_what_was_there(guests: Browser, server: Server) -> None:
    with visit(guests, server) as page:
        make(page)
        first, before = page.url, cells(page)
        refine(page, DISCOUNT)
        second, after = page.url, cells(page)
        page.go_back()
        expect(page).to_have_url(first)
        expect(page.locator("#rows thead th")).to_have_count(len(COLUMNS))
        assert (cells(page), page.locator("#id_description").input_value()) == (before, ORDERS)
        page.go_back()
        expect(page.locator("#rows")).to_have_count(0)
        page.go_forward()
        page.go_forward()
        expect(page).to_have_url(second)
        expect(page.locator("#rows thead th")).to_have_count(len(COLUMNS) + 1)
        assert cells(page) == after


def test_an_address_shows_the_same_to_somebody_else(guests: Browser, server: Server) -> None:
    with visit(guests, server, accept_downloads=True) as one, visit(guests, server, accept_downloads=True) as other:
        make(one, "Patients with name, age, blood type and diagnosis")
        refine(one, "8% missing ages")
        other.goto(one.url)
        assert (cells(other), head(other)) == (cells(one), head(one))
        assert download(other).path().read_bytes() == download(one).path().read_bytes()


def test_an_expression_is_written_wrongly_seen_at_its_field_and_mended(guests: Browser, server: Server) -> None:
    wrong, right = "18 + random.randnt(0, 7)", "18 + random.randint(0, 7)"
    with visit(guests, server, tolerated=("400 (Bad Request)",)) as page:
        page.goto(given(server, name="fake.name()", age="random.randint(1, 9)"))
        before = page.url
        age = reveal(page, "age")
        age.get_by_label("Expression").fill(wrong)
        age.get_by_label("Meaning").fill("How old they are")
        apply(page)
        expect(age.locator(".problem")).to_contain_text("randint")
        assert (page.url, age.get_by_label("Expression").input_value()) == (before, wrong)
        assert age.get_by_label("Meaning").input_value() == "How old they are"
        expect(age.get_by_label("Expression")).to_have_attribute("aria-invalid", "true")
        shoot(page, "wrong-expression")

        age.get_by_label("Expression").fill(right)
        apply(page)
        expect(page).not_to_have_url(before)
        shown = {int(value) for value in page.locator("#rows tbody td:nth-child(2)").all_inner_texts()}
        assert shown <= set(range(18, 26))
        expect(page.locator("#difference")).to_contain_text(right)
        page.locator("#undo").click()
        expect(page).to_have_url(before)


def test_another_seed_shows_other_rows_and_the_way_back_shows_the_first(guests: Browser, server: Server) -> None:
    with visit(guests, server) as page:
        page.goto(made(server))
        first, before = page.url, cells(page)
        page.get_by_role("button", name="New seed").click()
        expect(page).not_to_have_url(first)
        assert ("seed=new" in page.url, cells(page) == before) == (False, False)
        page.go_back()
        expect(page).to_have_url(first)
        assert cells(page) == before


def test_a_surprise_leads_to_a_dataset(guests: Browser, server: Server) -> None:
    with visit(guests, server) as page:
        page.goto("/")
        page.get_by_role("button", name="Surprise me").click()
        expect(page).to_have_url(DATASET)
        expect(page.locator("#rows tbody tr")).to_have_count(50)
        expect(page.locator("#id_description")).not_to_have_value("")
        page.go_back()
        expect(page).to_have_url(re.compile("/$"))
        expect(page.locator("#rows")).to_have_count(0)
