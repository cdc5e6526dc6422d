"""What the page's script does when a dataset is taken along, in a real Chromium: lines to copy, and downloads."""

import html
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import pytest
from playwright.sync_api import Browser, Download, Page, expect

from tests.browser import shoot, visit
from tests.journeys.learning import COLUMNS, listen, made
from tests.servers import Server, serve

REFUSED = "status of"
STATUS = "#status"


@pytest.fixture(scope="module")
def server(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server that makes large datasets."""
    folder = tmp_path_factory.mktemp("taking")
    shutil.copy(empty_database, folder)
    with serve(folder, MAX_ROWS="1000000") as server:
        yield server


@contextmanager
def opened(guests: Browser, server: Server, *tolerated: str, **options: Any) -> Iterator[Page]:
    """Open the page of a dataset."""
    with visit(guests, server, tolerated=tolerated, **options) as page:
        page.goto(made(server))
        yield page


def files(page: Page) -> list[Download]:
    """Return a list that fills with the files that are saved."""
    saved: list[Download] = []

    def keep(download: Download) -> None:
        saved.append(download)

    page.on("download", keep)
    return saved


# Lines to copy


def test_the_lines_take_the_file(server: Server, tmp_path: Path) -> None:
    address = made(server)
    page = html.unescape(server.get(address).body.decode())
    lines = dict(re.findall(r'<code id="(\w+)">([^<]*)</code>', page))
    body = server.get(urlsplit(lines["link"])._replace(scheme="", netloc="").geturl()).body
    frame = eval(lines["pandas"], {"pd": pd})
    assert (len(frame), [*frame], server.get(address.replace("?", ".csv?")).body) == (1000, COLUMNS, body)
    if shutil.which("curl"):
        subprocess.run(["sh", "-c", lines["curl"]], cwd=tmp_path, check=True, capture_output=True)
        assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"orders_web_shop.csv": body}


def test_a_line_is_copied(guests: Browser, server: Server) -> None:
    with opened(guests, server, permissions=["clipboard-read", "clipboard-write"]) as page:
        for line in ("curl", "pandas", "link", "page"):
            page.locator(f"#copy-{line}").click()
            expect(page.locator(f"#copy-{line}")).to_have_text("Copied")
            expect(page.locator(STATUS)).to_have_text("Copied")
            assert page.evaluate("navigator.clipboard.readText()") == page.locator(f"#{line}").text_content()


def test_a_line_is_copied_where_there_is_no_clipboard_for_scripts(guests: Browser, server: Server) -> None:
    with opened(guests, server) as page:
        page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
        page.locator("#copy-link").click()
        expect(page.locator(STATUS)).to_have_text("Copied")
        page.locator("#id_description").fill("")
        page.locator("#id_description").press("Control+v")
        assert page.locator("#id_description").input_value() == page.locator("#link").text_content()


def test_a_line_that_cannot_be_copied_is_selected(guests: Browser, server: Server) -> None:
    with opened(guests, server) as page:
        page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject(new Error()))")
        page.evaluate("void (document.execCommand = () => false)")
        page.locator("#copy-link").click()
        expect(page.locator(STATUS)).to_have_text("It is selected: copy it with Ctrl+C")
        assert page.evaluate("String(getSelection())") == page.locator("#link").text_content()


# Downloads


def test_a_file_has_the_bytes_of_the_link(guests: Browser, server: Server) -> None:
    with opened(guests, server) as page:
        with page.expect_download() as download:
            page.locator("#download").click()
        link = page.locator("#download").get_attribute("href") or ""
        assert download.value.path().read_bytes() == server.get(link).body
        assert download.value.suggested_filename == "orders_web_shop.csv"
        expect(page.locator(STATUS)).to_contain_text("Saved as orders_web_shop.csv: 1,000 rows,")


def test_each_other_format_has_the_bytes_of_its_link(guests: Browser, server: Server) -> None:
    with visit(guests, server) as page:
        page.goto(made(server, query="rows=40&seed=1&as_of=2026-01-01"))
        formats = []
        for link in page.locator("#take a[download]:not(#download)").all():
            with page.expect_download() as download:
                link.click()
            assert download.value.path().read_bytes() == server.get(link.get_attribute("href") or "").body
            expect(page.locator(STATUS)).to_contain_text(f"Saved as {download.value.suggested_filename}: 40 rows,")
            formats.append(download.value.suggested_filename.partition(".")[2])
        assert formats == ["tsv", "json", "jsonl", "sql", "parquet", "arrows", "xlsx", "sqlite", "zip"]


def test_options_are_chosen_on_the_page(guests: Browser, server: Server) -> None:
    with opened(guests, server) as page:
        page.get_by_label("Decimal comma: 3,5").check()
        page.get_by_role("button", name="Apply").click()
        expect(page.locator("#link")).to_contain_text("&decimal_comma=true")
        with page.expect_download() as download:
            page.locator("#download").click()
        frame = pd.read_csv(download.value.path(), sep=";", decimal=",")
        assert (list(frame), frame["price"].dtype.kind) == (COLUMNS, "f")


def test_of_a_file_without_lines_its_size_is_told(guests: Browser, server: Server) -> None:
    with visit(guests, server) as page:
        page.goto(made(server, query="rows=300000&seed=1&as_of=2026-01-01&format=json"))
        page.locator("#download").evaluate("link => { link.dataset.bytes = 1000; }")
        page.locator("#download").click()
        expect(page.locator("#downloaded")).to_contain_text("so far")
        page.locator("#cancel-download").click()
        expect(page.locator(STATUS)).to_have_text("The download is cancelled. Nothing was saved.")


def test_a_large_file_says_how_far_it_is_and_can_be_cancelled(guests: Browser, server: Server) -> None:
    with visit(guests, server) as page:
        page.goto(made(server, query="rows=1000000&seed=1&as_of=2026-01-01"))
        page.locator("#download").evaluate("link => { link.dataset.bytes = 1000; }")
        saved = files(page)
        page.locator("#download").click()
        expect(page.locator("#downloaded")).to_contain_text("of 1,000,000 rows")
        shoot(page, "downloading")
        page.locator("#cancel-download").click()
        expect(page.locator(STATUS)).to_have_text("The download is cancelled. Nothing was saved.")
        expect(page.locator("#progress")).to_be_hidden()
        assert (page.evaluate("document.activeElement.id"), saved) == ("download", [])


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"headers": {"Content-Type": "text/csv", "X-Row-Count": "9"}, "body": "a\n1\n2\n"}, "The download broke off"),
        ({"status": 500, "json": {"message": "No more names."}}, "It says: No more names."),
        ({"status": 502, "body": "<h1>Bad Gateway</h1>"}, "It says: 502"),
    ],
    ids=["half", "refused", "gateway"],
)
def test_half_a_file_is_not_saved(guests: Browser, server: Server, answer: dict[str, Any], said: str) -> None:
    with opened(guests, server, REFUSED) as page:
        saved = files(page)
        page.route("**/*.csv?*", lambda route: route.fulfill(**answer))
        page.locator("#download").click()
        expect(page.locator("#download-failed")).to_contain_text(said)
        shoot(page, "download-failed")
        assert saved == []


def test_what_is_too_large_for_the_page_is_left_to_the_browser(guests: Browser, server: Server) -> None:
    with opened(guests, server) as page:
        page.locator("#download").evaluate("link => { link.dataset.bytes = 1e9; }")
        asked = listen(page)
        with page.expect_download() as download:
            page.locator("#download").click()
        assert (download.value.suggested_filename, asked) == ("orders_web_shop.csv", [])
