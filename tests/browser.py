"""A real Chromium in front of the real server, and an instructor who is signed in.

with visit(chromium, desk.server, desk.session, width=400) as page:
    page.goto("/admin/")
    assert barriers(page) == []

Whatever a page complains about fails the test: errors on the console (among them everything that the
Content-Security-Policy refuses), uncaught errors of scripts, and requests to other hosts. The database is the server's: a
test reaches it by HTTP and manage.py alone, for Playwright's event loop runs in the test's thread and Django's ORM keeps
out of such threads. SCREENSHOTS names a folder in which the tests leave pictures of the pages.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    StorageState,
    expect,
    sync_playwright,
)

from tests.servers import Server, manage, serve
from tests.sharing import once, together

# The first is Chromium without the windows that nobody sees, which take most of its time.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage")  # containers run as root and have little shared memory
PATIENCE = 30_000  # milliseconds for anything that a page is to come to
NAME, PASSWORD = "teacher", "correct horse battery staple"


@dataclass(frozen=True)
class Staffed:
    """A database in which an instructor has an account and has signed in, to be copied, and the cookies of their session."""

    database: Path
    session: StorageState


@dataclass(frozen=True)
class Desk:
    """A running server with an instructor's account, and the cookies of their session."""

    server: Server
    session: StorageState


@pytest.fixture(scope="session")
def program() -> str:
    """Return the path of the system's Chromium."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip(f"no Chromium here: none of {', '.join(PROGRAMS)} is on PATH")
    return program


@pytest.fixture(scope="session")
def staffed(program: str, empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Staffed:
    """Make an instructor's account by the command for it, and sign in for the first time."""
    folder = once(together(tmp_path_factory) / "staffed", partial(_make_account, program, empty_database))
    return Staffed(folder / empty_database.name, json.loads((folder / "session.json").read_text("utf-8")))


def _make_account(program: str, empty_database: Path, folder: Path) -> None:
    shutil.copy(empty_database, folder)
    made = manage(
        *("make_admin", "--instructor", "--username", NAME, "--json"),
        DATA_DIR=str(folder),
        SECRET_KEY="the secret of the tests",
    )
    password = json.loads(made.stdout)["password"]
    with _launched(program) as browser, serve(folder) as server, visit(browser, server) as page:
        sign_in(page, password)
        set_password(page, password)
        page.context.storage_state(path=folder / "session.json")


@pytest.fixture(scope="module")
def chromium(program: str, staffed: Staffed) -> Iterator[Browser]:  # noqa: ARG001 - that one needs one of its own before
    """Run Chromium for the tests of a module."""
    with _launched(program) as browser:
        yield browser


@pytest.fixture(scope="module")
def guests(program: str) -> Iterator[Browser]:
    """Run Chromium for the tests of a module in which nobody signs in."""
    with _launched(program) as browser:
        yield browser


@pytest.fixture(scope="module")
def desk(staffed: Staffed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Run a server for the tests of a module, with an instructor who has signed in."""
    with opened(staffed, tmp_path_factory.mktemp("desk")) as desk:
        yield desk


@contextmanager
def opened(staffed: Staffed, folder: Path) -> Iterator[Desk]:
    """Run a server over a database of its own, with an instructor who has signed in."""
    shutil.copy(staffed.database, folder)
    with serve(folder) as server:
        yield Desk(server, staffed.session)
        assert [line for line in server.log_lines() if line["level"] in {"ERROR", "CRITICAL"}] == []


@contextmanager
def _launched(program: str) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


def sign_in(page: Page, password: str = PASSWORD) -> None:
    """Sign in as the instructor, by the page for it."""
    page.goto("/admin/")
    page.get_by_label("Username").fill(NAME)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name="Log out").wait_for()


def set_password(page: Page, old: str) -> None:
    """Set a password of the instructor's own in place of the one for a single sign-in."""
    page.get_by_label("Old password").fill(old)
    for label in ("New password:", "New password confirmation:"):
        page.get_by_label(label, exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Change my password").click()
    page.get_by_text("Your password was changed").wait_for()


@contextmanager
def visit(
    chromium: Browser,
    server: Server,
    session: StorageState | None = None,
    *,
    width: int = 1400,
    height: int = 900,
    tolerated: tuple[str, ...] = (),
    **options: Any,
) -> Iterator[Page]:
    """Open a page with cookies of its own. What it complains about fails the test, but for texts that are tolerated."""
    context = chromium.new_context(
        base_url=f"http://127.0.0.1:{server.port}",
        storage_state=session,
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
        **options,
    )
    context.set_default_timeout(PATIENCE)
    complaints = _listen(context, f"127.0.0.1:{server.port}")
    try:
        yield context.new_page()
    finally:
        context.close()
    assert [said for said in complaints if not any(text in said for text in tolerated)] == []


def _listen(context: BrowserContext, host: str) -> list[str]:
    """Return a list that fills with what the pages complain about."""
    complaints: list[str] = []

    def console(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"console: {message.text} {message.location['url']}")

    def request(asked: Request) -> None:
        parts = urlsplit(asked.url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != host:
            complaints.append(f"elsewhere: {asked.url}")

    context.on("console", console)
    context.on("weberror", lambda error: complaints.append(f"script: {error.error}"))
    context.on("request", request)
    return complaints


def barriers(page: Page, *rules: str) -> list[str]:
    """Return what axe calls serious or critical about the page as it is, a line a place; rules are all unless named."""
    page.evaluate("Promise.all(document.getAnimations().map(animation => animation.finished)).then(() => true)")
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    only = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
    options = {"resultTypes": ["violations"], "preload": False, **only}
    found = page.evaluate("options => axe.run(options).then(results => results.violations)", options)
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for violation in found
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the window: to be read, it would have to be scrolled sideways."""
    pixels: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return pixels


def shoot(page: Page, name: str) -> None:
    """Leave a picture of the whole page, if pictures are asked for."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
