"""A file that is too large for one answer, in a real Chromium: asked for, followed while a worker makes it, taken."""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import barriers, overflow, shoot, visit
from tests.journeys.learning import made
from tests.servers import Server, manage, serve

QUERY = "rows=400&seed=1&as_of=2026-01-01"
COLOURS = ("color-contrast", "link-in-text-block")  # what the dark mode may change
REFUSED = "status of"  # what Chromium says of an answer that is none


@pytest.fixture(scope="module")
def folder(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a server."""
    folder = tmp_path_factory.mktemp("making")
    shutil.copy(empty_database, folder)
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    """Run a server whose answers are small, and no worker."""
    with serve(folder, MAX_ROWS="300") as server:
        yield server


def work(folder: Path) -> None:
    """Make all that is to be made."""
    done = manage("worker", "--processes", "1", "--until-idle", DATA_DIR=str(folder), SECRET_KEY="of the tests")
    assert done.returncode == 0, done.stderr.decode()


@contextmanager
def asked(guests: Browser, server: Server, seed: int, *tolerated: str, **options: Any) -> Iterator[Page]:
    """Ask for a file by the button for it, and wait for its page."""
    with visit(guests, server, tolerated=tolerated, **options) as page:
        page.goto(made(server, query=QUERY.replace("seed=1", f"seed={seed}")))
        page.locator("#make-file").click()
        expect(page).to_have_url(re.compile("/jobs/.*/page$"))
        yield page


def draw(page: Page, **told: Any) -> None:
    """Have the events of the job tell this, once and no more."""
    document = {"state": "waiting", "rows": 400, "rows_done": 0, "rate": None, "seconds_left": None} | told
    body = f"retry: 60000\n\nevent: progress\ndata: {json.dumps(document)}\n\n"
    page.route("**/events", lambda route: route.fulfill(body=body, headers={"Content-Type": "text/event-stream"}))


def test_a_file_is_asked_for_followed_and_taken(guests: Browser, server: Server, folder: Path) -> None:
    with asked(guests, server, 1) as page:
        expect(page.locator("#job-title")).to_have_text("Waiting to be made")
        shoot(page, "job-waiting")
        work(folder)
        expect(page.locator("#job-title")).to_have_text("Here it is")
        expect(page.locator("#status")).to_have_text("The file is there.")
        shoot(page, "job-done")
        with page.expect_download() as download:
            page.locator("#file").click()
        saved = download.value.path().read_bytes()
        document = server.get(page.url.removesuffix("/page").partition(str(server.port))[2]).json
        digests = [part["sha256"] for part in document["parts"]]
        assert (digests, len(saved.splitlines()), download.value.suggested_filename) == (
            [hashlib.sha256(saved).hexdigest()],
            401,
            "orders_web_shop.csv",
        )


def test_what_waits_can_be_cancelled_and_made_after_all(guests: Browser, server: Server) -> None:
    with asked(guests, server, 2) as page:
        page.get_by_role("button", name="Cancel it").click()
        expect(page.locator("#job-title")).to_have_text("This was cancelled")
        shoot(page, "job-cancelled")
        page.get_by_role("button", name="Make it after all").click()
        expect(page.locator("#job-title")).to_have_text("Waiting to be made")


def test_events_draw_how_far_it_is(guests: Browser, server: Server) -> None:
    with asked(guests, server, 3) as page:
        draw(page, rows_done=123, rate=1234.5, seconds_left=300)
        page.reload()
        expect(page.locator("#far")).to_have_text("123 of 400 rows (30%), 1,235 rows a second, about 5 minutes left")
        assert page.locator("#made").evaluate("bar => bar.value") == 123


def test_without_scripts_the_page_asks_for_itself_again(guests: Browser, server: Server, folder: Path) -> None:
    with asked(guests, server, 5, java_script_enabled=False) as page:
        expect(page.locator("#job-title")).to_have_text("Waiting to be made")
        work(folder)
        expect(page.locator("#job-title")).to_have_text("Here it is")
        with page.expect_download() as download:
            page.locator("#file").click()
        assert len(download.value.path().read_bytes().splitlines()) == 401


def test_the_page_is_for_everybody_and_looks_for_itself_where_there_are_no_events(
    guests: Browser, server: Server, folder: Path
) -> None:
    with asked(guests, server, 6, REFUSED, width=360, height=740) as page:
        found = [barriers(page), overflow(page)]
        page.route("**/events", lambda route: route.fulfill(status=503))
        page.reload()
        work(folder)
        expect(page.locator("#file")).to_be_visible()
        page.emulate_media(color_scheme="dark")
        shoot(page, "job-done-360-dark")
        found += [barriers(page, *COLOURS), overflow(page)]
        assert found == [[], 0, [], 0]
