"""What the page's script does, in a real Chromium: answers in place, history, progress, and what goes wrong."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import barriers, shoot, visit
from tests.journeys.learning import COLUMNS, DATASET, ORDERS, ask, cells, head, listen, made, make, refine
from tests.scripted_model import ScriptedModel
from tests.servers import Server, serve

DISCOUNT = "add a discount column"
REFINE, WISH = "**/refine?*", "**/datasets"
OFFLINE, REFUSED, BROKEN = "ERR_INTERNET_DISCONNECTED", "status of", "ERR_FAILED"
SENTENCE, STATUS, WAITING, FAILURE = "#id_description", "#status", "#waiting", "#failures [role=alert]"
FOCUSED = "document.activeElement.id"
IN_PLACE = "document.documentElement.dataset.same === 'yes'"


@pytest.fixture(scope="module")
def server(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server that has a language model."""
    folder = tmp_path_factory.mktemp("scripted")
    shutil.copy(empty_database, folder)
    with ScriptedModel("unauthorized") as model:  # so rules answer
        settings = {"OPENAI_API_KEY": "sk-of-the-tests", "OPENAI_BASE_URL": model.base_url, "MODEL_DEADLINE": "25"}
        with serve(folder, **settings) as server:
            yield server


@contextmanager
def opened(guests: Browser, server: Server, *tolerated: str, **options: Any) -> Iterator[Page]:
    """Open the page of a dataset, which is marked so that another one in its place would show."""
    with visit(guests, server, tolerated=tolerated, **options) as page:
        page.goto(made(server))
        mark(page)
        yield page


def mark(page: Page) -> None:
    page.evaluate("document.documentElement.dataset.same = 'yes'")


def hold(page: Page, address: str, *, times: int | None = None) -> list[Route]:
    """Return a list that fills with requests, the first of which are not answered by themselves: all without `times`."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(address, keep, times=times)
    return held


def instruct(page: Page, words: str = DISCOUNT) -> None:
    """Ask for a change in words, and wait for nothing."""
    page.locator("#id_instruction").fill(words)
    page.locator("#id_instruction").press("Enter")


# In place


def test_a_dataset_takes_the_place_of_the_front_page(guests: Browser, server: Server) -> None:
    with visit(guests, server) as page:
        page.goto("/")
        mark(page)
        page.locator(SENTENCE).fill(ORDERS)
        page.locator(SENTENCE).press("Enter")
        expect(page).to_have_url(DATASET)
        expect(page.locator(STATUS)).to_have_text("Here it is: 5 columns, 1,000 rows.")
        assert (page.evaluate(IN_PLACE), page.evaluate(FOCUSED)) == (True, "id_description")


def test_a_new_line_does_not_send_the_sentence(guests: Browser, server: Server) -> None:
    with visit(guests, server) as page:
        page.goto("/")
        asked = listen(page)
        page.locator(SENTENCE).fill(ORDERS)
        page.locator(SENTENCE).press("Shift+Enter")
        assert (page.locator(SENTENCE).input_value(), asked) == (f"{ORDERS}\n", [])


def test_choosing_a_character_does_not_send_the_sentence(guests: Browser, server: Server) -> None:
    with visit(guests, server) as page:
        page.goto("/")
        asked = listen(page)
        page.locator(SENTENCE).fill(ORDERS)
        page.locator(SENTENCE).dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
        assert asked == []


def test_the_button_that_was_pressed_is_part_of_what_is_sent(guests: Browser, server: Server) -> None:
    with opened(guests, server, "net::ERR") as page:
        held = hold(page, "**/datasets/*?*")
        page.evaluate(
            """() => {
                const form = document.querySelector("#controls");
                form.append(Object.assign(document.createElement("button"), {name: "extra", value: "yes", id: "extra"}));
            }"""
        )
        page.locator("#extra").click()
        expect(page.locator("#main")).to_have_attribute("aria-busy", "true")
        assert "extra=yes" in held[0].request.url
        held[0].abort()
        page.unroute_all()


def test_what_is_refused_stays_where_it_was_typed(guests: Browser, server: Server) -> None:
    with opened(guests, server, REFUSED) as page:
        before = page.url
        instruct(page, "x")
        expect(page.locator("#id_instruction")).to_have_attribute("aria-invalid", "true")
        assert (page.url, page.locator("#id_instruction").input_value()) == (before, "x")
        assert page.evaluate(FOCUSED) == "id_instruction"


def test_the_other_sentence_is_not_lost(guests: Browser, server: Server) -> None:
    with opened(guests, server) as page:
        page.locator(SENTENCE).fill("Half of another sen")
        refine(page, DISCOUNT)
        assert page.locator(SENTENCE).input_value() == "Half of another sen"


def test_a_page_of_another_version_of_the_service_is_loaded_as_a_whole(guests: Browser, server: Server) -> None:
    with opened(guests, server) as page:
        page.evaluate("document.head.querySelector('script[src*=take]').remove()")
        refine(page, DISCOUNT)
        page.wait_for_load_state()
        assert (page.evaluate(IN_PLACE), head(page)[-1]) == (False, "discount")


# One at a time


def test_pressing_twice_asks_once(guests: Browser, server: Server) -> None:
    with opened(guests, server) as page:
        held = hold(page, REFINE)
        instruct(page)
        instruct(page)
        expect(page.locator(WAITING)).to_be_visible()
        assert len(held) == 1
        held[0].continue_()
        expect(page.locator("#rows thead")).to_contain_text("discount")


def test_the_last_wish_counts(guests: Browser, server: Server) -> None:
    with opened(guests, server, "net::ERR") as page:
        hold(page, REFINE)
        instruct(page)
        expect(page.locator(WAITING)).to_be_visible()
        page.locator("#new-seed").click()
        expect(page).not_to_have_url(re.compile("seed=1&"))
        assert head(page) == COLUMNS


def test_a_change_that_is_asked_for_meanwhile_comes_after_the_other(guests: Browser, server: Server) -> None:
    with opened(guests, server) as page:
        held = hold(page, REFINE, times=1)
        instruct(page)
        instruct(page, "add a rebate column")
        expect(page.locator(WAITING)).to_be_visible()
        held[0].continue_()
        expect(page.locator("#rows thead")).to_contain_text("rebate")
        assert head(page)[-2:] == ["discount", "rebate"]


# Back and forward


def test_back_and_forward_show_what_was_there_at_once(guests: Browser, server: Server) -> None:
    with visit(guests, server) as page:
        make(page)
        rows = cells(page)
        refine(page, DISCOUNT)
        asked = listen(page)
        page.go_back()
        assert (cells(page), head(page)) == (rows, COLUMNS)
        page.go_back()
        assert (page.locator("#rows").count(), page.locator(SENTENCE).input_value()) == (0, ORDERS)
        page.go_forward()
        page.go_forward()
        assert (head(page)[-1], asked) == ("discount", [])


def test_back_after_a_reload_asks_for_what_was_there(guests: Browser, server: Server) -> None:
    with opened(guests, server) as page:
        rows = cells(page)
        refine(page, DISCOUNT)
        page.reload()
        page.go_back()
        expect(page.locator("#rows thead")).not_to_contain_text("discount")
        assert cells(page) == rows


def test_undo_and_redo_are_steps_in_the_history(guests: Browser, server: Server) -> None:
    with opened(guests, server) as page:
        undo, redo = page.locator("#undo"), page.locator("#redo")
        expect(undo).to_be_disabled()
        first = page.url
        refine(page, DISCOUNT)
        second = page.url
        expect(redo).to_be_disabled()
        undo.click()
        expect(page).to_have_url(first)
        expect(undo).to_be_disabled()
        page.reload()
        redo.click()
        expect(page).to_have_url(second)
        expect(page.locator("#rows thead")).to_contain_text("discount")


def test_undo_follows_the_steps_where_there_is_no_history(guests: Browser, server: Server) -> None:
    with opened(guests, server) as page:
        refine(page, DISCOUNT)
        refine(page, "add a rebate column")
        shared = page.url
    with visit(guests, server) as page:
        page.goto(shared)
        shown = [head(page)]
        for button in ("#undo", "#undo", "#redo", "#redo"):
            page.locator(button).click()
            expect(page.locator("#rows thead bdi")).not_to_have_count(len(shown[-1]))
            shown.append(head(page))
        assert ([len(names) for names in shown], page.url) == ([7, 6, 5, 6, 7], shared)
        assert page.locator("#redo").is_disabled()


def test_undo_does_not_leave_the_datasets(guests: Browser, server: Server) -> None:
    with visit(guests, server) as page:
        make(page)
        expect(page.locator("#undo")).to_be_disabled()


def test_keys_undo_and_redo_but_for_what_is_typed(guests: Browser, server: Server) -> None:
    with opened(guests, server) as page:
        first = page.url
        refine(page, DISCOUNT)
        second = page.url
        page.locator("#id_instruction").press("Control+z")
        page.locator("h2").first.click()
        expect(page).to_have_url(second)
        page.keyboard.press("Control+z")
        expect(page).to_have_url(first)
        page.keyboard.press("Control+Shift+z")
        expect(page).to_have_url(second)


def test_a_link_within_the_page_is_no_step(guests: Browser, server: Server) -> None:
    with opened(guests, server) as page:
        first = page.url
        refine(page, DISCOUNT)
        page.locator(".skip").press("Enter")
        expect(page).to_have_url(f"{page.url.partition('#')[0]}#main")
        page.locator("#undo").click()
        expect(page).to_have_url(first)


# Progress


def test_what_takes_long_says_so_and_can_be_cancelled(guests: Browser, server: Server) -> None:
    with opened(guests, server, "net::ERR") as page:
        before, rows = page.url, cells(page)
        page.clock.install(time=0)
        page.clock.pause_at(1)
        hold(page, REFINE)
        instruct(page)
        page.clock.run_for(250)
        assert page.locator(WAITING).is_hidden()
        page.clock.run_for(250)
        expect(page.locator(STATUS)).to_have_text("Changing the dataset…")
        page.clock.run_for(4000)
        expect(page.locator(STATUS)).to_have_text(
            "Changing the dataset… A language model is asked, which may take up to 25 seconds."
        )
        page.clock.resume()
        expect(page.locator("#elapsed")).to_have_text(re.compile("[4-9] s"))
        assert barriers(page) == []
        shoot(page, "waiting")
        page.locator("#cancel").click()
        page.clock.run_for(100)
        expect(page.locator(STATUS)).to_have_text("Cancelled. The page is as it was.")
        assert (page.url, cells(page), page.locator("#id_instruction").input_value()) == (before, rows, DISCOUNT)
        assert (page.evaluate(FOCUSED), page.locator(WAITING).is_visible()) == ("id_instruction", False)


# What goes wrong


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"status": 500, "json": {"message": "Failed"}}, "The server met an error"),
        ({"status": 502, "content_type": "text/html", "body": "<h1>Bad Gateway</h1>"}, "The server met an error"),
        ({"status": 200, "content_type": "text/html", "body": "<h1>Sign in</h1>"}, "not from this service"),
        ({"status": 200, "content_type": "text/plain", "body": "fine"}, "not from this service"),
        ({"status": 403, "json": {"message": "No"}}, "not from this service"),
    ],
    ids=["crash", "gateway", "portal", "text", "wall"],
)
def test_an_answer_that_is_no_page_leaves_the_page(
    guests: Browser, server: Server, answer: dict[str, Any], said: str
) -> None:
    with opened(guests, server, REFUSED) as page:
        before, rows = page.url, cells(page)
        page.route(REFINE, lambda route: route.fulfill(**answer))
        instruct(page)
        expect(page.locator(FAILURE)).to_contain_text(said)
        assert (page.url, cells(page), page.locator("#id_instruction").input_value()) == (before, rows, DISCOUNT)
        assert page.locator("#main").get_attribute("aria-busy") is None


def test_what_failed_can_be_tried_again(guests: Browser, server: Server) -> None:
    with opened(guests, server, BROKEN) as page:
        page.route(REFINE, lambda route: route.abort())
        instruct(page)
        expect(page.locator(FAILURE)).to_contain_text("The server cannot be reached")
        shoot(page, "unreachable")
        assert barriers(page) == []
        page.unroute_all()
        page.get_by_role("button", name="Try again").click()
        expect(page.locator("#rows thead")).to_contain_text("discount")
        expect(page.locator(FAILURE)).to_have_count(0)
        assert page.evaluate(FOCUSED) == "id_instruction"


@pytest.mark.parametrize("key", ["Escape", "s"])
def test_what_is_said_of_a_failure_goes_when_somebody_goes_on(guests: Browser, server: Server, key: str) -> None:
    with opened(guests, server, BROKEN) as page:
        page.route(REFINE, lambda route: route.abort())
        instruct(page)
        expect(page.locator(FAILURE)).to_have_count(1)
        page.keyboard.press(key)
        expect(page.locator(FAILURE)).to_have_count(0)


def test_nobody_is_online(guests: Browser, server: Server) -> None:
    with opened(guests, server, OFFLINE) as page:
        page.context.set_offline(offline=True)
        instruct(page)
        expect(page.locator(FAILURE)).to_contain_text("You are offline")
        page.context.set_offline(offline=False)
        page.get_by_role("button", name="Try again").click()
        expect(page.locator("#rows thead")).to_contain_text("discount")


def test_what_the_server_says_of_its_refusal_is_shown(guests: Browser, server: Server) -> None:
    refused = """<main id="main"><section id="refused"><h1>No</h1><p>Ask me in an hour.</p></section></main>
        <div id="waiting"></div>"""
    with opened(guests, server, REFUSED) as page:
        rows = cells(page)
        page.route(REFINE, lambda route: route.fulfill(status=429, content_type="text/html", body=refused))
        instruct(page)
        expect(page.locator(FAILURE)).to_contain_text("Ask me in an hour.")
        assert cells(page) == rows


def test_the_browser_follows_what_leads_elsewhere(guests: Browser, server: Server) -> None:
    elsewhere = f"http://localhost:{server.port}/admin/login/"  # of another origin, whose pages no other may read
    with opened(guests, server, elsewhere.removesuffix("admin/login/"), BROKEN, "CORS") as page:
        page.route("**/moved", lambda route: route.fulfill(status=302, headers={"Location": elsewhere}))
        page.evaluate(
            """() => {
                const link = Object.assign(document.createElement("a"), {href: "/moved", id: "moved", textContent: "?"});
                link.dataset.swap = "";
                document.querySelector("main").prepend(link);
            }"""
        )
        page.locator("#moved").click()
        expect(page).to_have_url(elsewhere)


# Without them


def test_without_scripts_everything_is_there(guests: Browser, server: Server) -> None:
    with visit(guests, server, java_script_enabled=False) as page:
        ask(page)
        page.get_by_role("button", name="Make the dataset").click()
        expect(page).to_have_url(DATASET)
        expect(page.locator("#copy-curl")).to_be_hidden()
        expect(page.locator("#undo")).to_be_hidden()
        with page.expect_download() as download:
            page.locator("#download").click()
        assert download.value.suggested_filename == "orders_web_shop.csv"
