"""What learners do with the page, and what it shows them."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Download, Locator, Page, Request, expect

from tests.servers import Server

ORDERS = "Orders of a web shop with id, customer, price, rating and date"
COLUMNS = ["id", "customer", "price", "rating", "date"]
DATASET = re.compile(r"/datasets/[0-9a-f]{64}\?")


def ask(page: Page, sentence: str = ORDERS) -> None:
    """Write a sentence on the front page, and press Enter."""
    page.goto("/")
    page.locator("#id_description").fill(sentence)
    page.locator("#id_description").press("Enter")


def make(page: Page, sentence: str = ORDERS) -> None:
    """Make a dataset of a sentence, and wait for its page."""
    ask(page, sentence)
    expect(page).to_have_url(DATASET)
    expect(page.locator("#rows table")).to_be_visible()


def made(server: Server, sentence: str = ORDERS, *, query: str = "rows=1000&seed=1&as_of=2026-01-01") -> str:
    """Make a schema without the page, and return the address of a dataset of it."""
    return f"/datasets/{server.post('/schemas', {'description': sentence}).json['description_hash']}?{query}"


def given(server: Server, **columns: str) -> str:
    """Give a schema with these columns and expressions, and return the address of a dataset of it."""
    document = {name: {"faker_method": expression} for name, expression in columns.items()}
    hash_ = server.post("/schemas", {"schema": document}).json["description_hash"]
    return f"/datasets/{hash_}?rows=100&seed=1&as_of=2026-01-01"


def refine(page: Page, instruction: str) -> None:
    """Change the dataset in words, and wait for the page of what came of it."""
    before = page.url
    page.locator("#id_instruction").fill(instruction)
    page.locator("#id_instruction").press("Enter")
    expect(page).not_to_have_url(before)


def head(page: Page) -> list[str]:
    """Return the names of the columns, as the table has them once the page is there."""
    page.wait_for_load_state()
    return page.locator("#rows thead th bdi").all_inner_texts()


def cells(page: Page) -> list[str]:
    """Return what stands in the table once the page is there."""
    page.wait_for_load_state()
    return page.locator("#rows tbody td").all_inner_texts()


def card(page: Page, name: str) -> Locator:
    """Return the card of a column."""
    return page.locator(f'#columns .card[data-column="{name}"]')


def download(page: Page) -> Download:
    """Take the file."""
    with page.expect_download() as started:
        page.locator("#download").click()
    return started.value


def linked(page: Page, server: Server) -> bytes:
    """Return what the permanent link that the page shows answers to somebody else."""
    parts = urlsplit(page.locator("#link").inner_text())
    return server.get(f"{parts.path}?{parts.query}").body


def reveal(page: Page, name: str) -> Locator:
    """Open the fields of a column, and return its card."""
    found = card(page, name)
    if found.locator("details.card-edit").get_attribute("open") is None:
        found.locator("summary").click()
    return found


def apply(page: Page) -> None:
    """Let what was changed by hand be done."""
    page.locator("#columns .columns-bar").get_by_role("button").click()


def listen(page: Page) -> list[Request]:
    """Return a list that fills with the requests for what stands on pages."""
    asked: list[Request] = []

    def keep(request: Request) -> None:
        if request.resource_type in {"document", "fetch"}:
            asked.append(request)

    page.on("request", keep)
    return asked
