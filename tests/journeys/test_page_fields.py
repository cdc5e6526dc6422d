"""Examples, the list of fields and the help with what was not understood, in a real Chromium."""

from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import barriers, overflow, shoot, visit
from tests.journeys.learning import DATASET, head, made
from tests.servers import Server

PATIENTS = "Patients with patient id, age, gender and diagnosis"
VISITORS = "Visitor survey in Berlin with respondent id, age, gender, survey date and satisfaction (1-5)"
SEARCH, COUNT, OFFERS, SENTENCE = "#search input[type=search]", "#found-count", "#found li", "#id_description"


def search(page: Page, words: str, first: str) -> None:
    """Type some words, and wait until what they are to find comes first."""
    page.locator(SEARCH).press_sequentially(words)
    expect(page.locator(OFFERS).first).to_contain_text(first)


def test_what_is_typed_is_looked_for_and_added_with_a_press(guests: Browser, server: Server) -> None:
    with visit(guests, server) as page:
        page.goto(made(server, PATIENTS))
        search(page, "blood t", "blood type")
        expect(page.locator(COUNT)).to_contain_text("the likest first")
        before = page.url
        page.get_by_role("button", name="Add: blood type").click()
        expect(page.locator("#rows thead")).to_contain_text("blood_type")
        assert page.url != before
        page.go_back()
        expect(page.locator("#rows thead")).not_to_contain_text("blood_type")
        assert page.url == before


def test_the_keyboard_reaches_what_was_found(guests: Browser, server: Server) -> None:
    with visit(guests, server) as page:
        page.goto(made(server, PATIENTS))
        search(page, "iban", "iban")
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("button", name="Add: iban")).to_be_focused()
        page.keyboard.press("ArrowUp")
        expect(page.locator(SEARCH)).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#rows thead")).to_contain_text("iban")


def test_what_is_usual_is_there_before_anything_is_typed(guests: Browser, server: Server) -> None:
    with visit(guests, server) as page:
        page.goto(made(server, PATIENTS))
        page.locator(SEARCH).focus()
        expect(page.get_by_role("button", name="Add: blood type")).to_be_visible()
        assert barriers(page) == []
        shoot(page, "fields")


def test_an_answer_that_comes_late_is_not_shown(guests: Browser, server: Server) -> None:
    with visit(guests, server) as page:
        page.goto(made(server, PATIENTS))
        late: list[Route] = []
        page.route("**/fields?q=blood&*", lambda route: late.append(route))  # noqa: PLW0108 - a builtin is no handler
        with page.expect_request("**/fields?q=blood&*"):
            page.locator(SEARCH).fill("blood")
        page.locator(SEARCH).fill("iban")
        expect(page.locator(OFFERS).first).to_contain_text("iban")
        expect(page.locator("#found")).not_to_contain_text("blood type")


def test_a_list_that_cannot_be_had_is_said(guests: Browser, server: Server) -> None:
    with visit(guests, server, tolerated=("ERR_INTERNET_DISCONNECTED",)) as page:
        page.goto(made(server, PATIENTS))
        page.context.set_offline(True)
        page.locator(SEARCH).fill("iban")
        expect(page.locator(COUNT)).to_have_text("The list cannot be had just now. Try again in a moment.")
        page.context.set_offline(False)
        page.locator(SEARCH).press("Enter")
        expect(page.locator(OFFERS).first).to_contain_text("iban")


def test_an_example_makes_its_dataset_with_one_press(guests: Browser, server: Server) -> None:
    with visit(guests, server) as page:
        page.goto("/")
        page.get_by_role("button", name="Homes for sale").click()
        expect(page).to_have_url(DATASET)
        assert page.locator(SENTENCE).input_value().startswith("Homes for sale with listing id")


def test_a_surprise_makes_a_dataset(guests: Browser, server: Server) -> None:
    with visit(guests, server, java_script_enabled=False) as page:
        page.goto("/")
        page.get_by_role("button", name="Surprise me").click()
        expect(page).to_have_url(DATASET)


def test_a_column_is_added_from_the_list_without_scripts(guests: Browser, server: Server) -> None:
    with visit(guests, server, java_script_enabled=False) as page:
        page.goto(made(server, PATIENTS))
        page.locator(SEARCH).fill("blood")
        page.locator(SEARCH).press("Enter")
        page.get_by_role("button", name="Add: blood type").click()
        expect(page).to_have_url(DATASET)
        assert head(page)[-1] == "blood_type"


def test_what_was_not_understood_can_be_left_out(guests: Browser, server: Server) -> None:
    with visit(guests, server, width=360) as page:
        page.goto(made(server, VISITORS))
        part = page.locator(".aid").filter(has=page.locator("summary", has_text="Berlin"))
        part.locator("summary").press("Enter")
        shoot(page, "not-understood")
        assert (barriers(page), overflow(page)) == ([], 0)
        part.get_by_role("button", name="Leave it out").click()
        expect(page.locator(SENTENCE)).to_have_value(VISITORS.replace(" in Berlin", ""))


def test_what_may_have_been_meant_is_added(guests: Browser, server: Server) -> None:
    with visit(guests, server) as page:
        page.goto(made(server, VISITORS))
        page.locator(".aid summary").first.click()
        page.get_by_role("button", name="Add visitor type").click()
        expect(page.locator("#rows thead")).to_contain_text("visitor_type")
