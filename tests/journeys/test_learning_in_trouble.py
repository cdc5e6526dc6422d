"""A learner whose server, model or line has trouble, and who brings texts that mean harm."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copy

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import overflow, shoot, visit
from tests.journeys.learning import DATASET, ORDERS, apply, ask, card, cells, given, head, made, make, refine, reveal
from tests.scripted_model import GOOD_SCHEMA, Answer, ScriptedModel, completion
from tests.servers import Server, serve

SLOW = Answer(body=completion(json.dumps(GOOD_SCHEMA)), delay=2.5)
ODD = "Something that only a language model can make sense of: "
MARKUP = "<canary><img src=x onerror=alert(1)><script>alert(1)</script>"
BIDI = "\u202eevil\u2066 \U0001f468\u200d\U0001f469\u200d\U0001f467 \u0661\u0662"
REFUSED_BY_A_PROXY = "<html><body><h1>502 Bad Gateway</h1></body></html>"


@pytest.fixture(scope="module")
def model() -> Iterator[ScriptedModel]:
    """Run a language model that does as a test tells it."""
    with ScriptedModel("good") as model:
        yield model


@pytest.fixture(scope="module")
def served(model: ScriptedModel, empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server that has a language model, and no rules in its place."""
    folder = tmp_path_factory.mktemp("served")
    copy(empty_database, folder)
    model_settings = {"OPENAI_API_KEY": "sk-of-the-tests", "OPENAI_BASE_URL": model.base_url}
    with serve(folder, **model_settings, OFFLINE_FALLBACK="false", WORKERS="1") as server:
        yield server


@contextmanager
def unharmed(guests: Browser, server: Server) -> Iterator[Page]:
    """Open a page that must stay as narrow as a telephone, and in which no text becomes an element."""
    with visit(guests, server, width=360) as page:
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        yield page
        assert (page.locator("canary, #main img, script:not([src])").count(), overflow(page)) == (0, 0)


def test_a_slow_model_shows_progress_can_be_cancelled_and_comes_to_a_result(
    guests: Browser, served: Server, model: ScriptedModel
) -> None:
    model.follow(SLOW)
    with visit(guests, served) as page:
        ask(page, f"{ODD}slow")
        cancel = page.get_by_role("button", name="Cancel")
        expect(cancel).to_be_visible()
        expect(page.locator("#status")).not_to_be_empty()
        shoot(page, "slow")
        cancel.click()
        expect(cancel).to_be_hidden()
        assert page.locator("#id_description").input_value() == f"{ODD}slow"
        page.locator("#id_description").press("Enter")
        expect(page).to_have_url(DATASET)
        expect(page.locator("#rows tbody tr")).to_have_count(50)
        expect(page.locator("#truth")).to_contain_text(re.compile("model", re.IGNORECASE))
        expect(page.locator("#truth")).to_contain_text(re.compile("1,?200 tokens", re.IGNORECASE))
        assert model.calls == 1


def test_a_refusal_is_said_in_words_and_takes_nothing_along(
    guests: Browser, served: Server, model: ScriptedModel
) -> None:
    model.follow("good", "rate_limited_long")
    with visit(guests, served, tolerated=("429 (Too Many",)) as page:
        make(page, f"{ODD}refused")
        address, before = page.url, cells(page)
        page.locator("#id_description").fill(f"{ODD}refused once more")
        page.locator("#id_description").press("Enter")
        expect(page.locator("#refused")).to_be_visible()
        expect(page.locator("#refused h2")).to_have_text("The language model is asked too often just now")
        expect(page.locator("#refused")).to_contain_text(re.compile("minutes|hour|seconds|later"))
        shoot(page, "refused")
        assert page.locator("#id_description").input_value() == f"{ODD}refused once more"
        page.goto(address)
        assert cells(page) == before


def test_without_scripts_a_refusal_takes_nothing_along(guests: Browser, served: Server, model: ScriptedModel) -> None:
    model.follow("rate_limited_long", "good")
    with visit(guests, served, java_script_enabled=False, tolerated=("429 (Too Many",)) as page:
        page.goto("/")
        page.locator("#id_description").fill(f"{ODD}unscripted")
        page.get_by_role("button", name="Make the dataset").click()
        expect(page.locator("#refused")).to_be_visible()
        assert page.locator("#id_description").input_value() == f"{ODD}unscripted"
        page.locator("#wish button.primary").click()
        expect(page).to_have_url(DATASET)


@pytest.mark.parametrize("status", [500, 502])
def test_a_server_that_breaks_is_said_in_words_and_takes_nothing_along(
    guests: Browser, server: Server, status: int
) -> None:
    def breaks(route: Route) -> None:
        route.fulfill(status=status, content_type="text/html", body=REFUSED_BY_A_PROXY)

    with visit(guests, server, tolerated=(f" {status} (",)) as page:
        page.goto(made(server))
        address, before = page.url, cells(page)
        page.route("**/refine?*", breaks)
        page.locator("#id_instruction").fill("add a discount column")
        page.locator("#id_instruction").press("Enter")
        expect(page.locator("#refused")).to_be_visible()
        assert (page.url, page.locator("#id_instruction").input_value()) == (address, "add a discount column")
        assert cells(page) == before
        page.unroute("**/refine?*")
        page.locator("#id_instruction").press("Enter")
        expect(page).not_to_have_url(address)
        expect(page.locator("#refused")).to_have_count(0)


def test_without_a_line_the_page_says_so_and_goes_on_when_it_is_back(guests: Browser, server: Server) -> None:
    with visit(guests, server, tolerated=("ERR_INTERNET_DISCONNECTED",)) as page:
        page.goto("/")
        page.context.set_offline(offline=True)
        page.locator("#id_description").fill(ORDERS)
        page.locator("#id_description").press("Enter")
        expect(page.locator("#refused")).to_be_visible()
        assert page.locator("#id_description").input_value() == ORDERS
        shoot(page, "offline")
        page.context.set_offline(offline=False)
        page.locator("#refused").get_by_role("button").click()
        expect(page.locator("#rows tbody tr")).to_have_count(50)

        page.context.set_offline(offline=True)
        page.locator("#download").click()
        expect(page.locator("#download-failed")).to_contain_text("You are offline")


@pytest.mark.parametrize("text", [MARKUP, BIDI, "Orders with id, " + "price, " * 570])
def test_a_sentence_stays_text(guests: Browser, server: Server, text: str) -> None:
    with unharmed(guests, server) as page:
        make(page, f"Orders with id and {text}"[:4000])
        assert page.locator("#id_description").input_value() == f"Orders with id and {text}"[:4000].strip()
        refine(page, f"add a note column {text}"[:400])
        expect(page.locator("#steps")).to_contain_text(text[:9])


def test_values_and_names_stay_text(guests: Browser, server: Server) -> None:
    with unharmed(guests, server) as page:
        columns = {"<canary>": repr(MARKUP), "turned": repr(BIDI), "long": "'w' * 500", "'\"><canary>": "'{{ 7 }}'"}
        page.goto(given(server, **columns))
        assert head(page) == list(columns)
        assert cells(page)[0] == MARKUP
        shoot(page, "hostile")
        refine(page, "add a price column")
        expect(card(page, "price")).to_be_visible()


def test_an_impatient_hand_asks_once(guests: Browser, server: Server) -> None:
    with visit(guests, server) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.method))
        page.goto("/")
        page.locator("#id_description").fill("Trains with number, line and delay")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        expect(page.locator("#rows tbody tr")).to_have_count(50)
        assert asked.count("POST") == 1


def test_what_is_typed_while_a_change_is_made_is_kept(guests: Browser, server: Server) -> None:
    with visit(guests, server) as page:
        page.goto(made(server))
        held: list[Route] = []
        page.route("**/refine?*", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it, and cannot mark a list's
        page.locator("#id_instruction").fill("add a discount column")
        with page.expect_request("**/refine?*"):
            page.locator("#id_instruction").press("Enter")
        page.locator("#id_instruction").fill("8% missing ratings")
        held[0].continue_()
        expect(page.locator("#difference")).to_contain_text("discount")
        expect(page.locator("#id_instruction")).to_have_value("8% missing ratings")
        expect(page.locator("#id_instruction")).to_be_focused()


def test_two_tabs_go_their_own_ways(guests: Browser, server: Server) -> None:
    with visit(guests, server) as one:
        one.goto(made(server))
        other = one.context.new_page()
        other.goto(one.url)
        refine(one, "drop date")
        reveal(other, "rating").get_by_label("Name").fill("stars")
        apply(other)
        expect(other.locator("#difference")).to_contain_text("stars")
        one.reload()
        assert (head(one), head(other)) == (
            ["id", "customer", "price", "rating"],
            ["id", "customer", "price", "stars", "date"],
        )
