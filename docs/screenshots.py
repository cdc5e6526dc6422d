"""Take the pictures of the README, in a real Chromium in front of the real server: `make screenshots`.

What they show is the same whenever they are taken: the sentences, the seed and the day stand here.
"""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import ARGUMENTS, PROGRAMS
from tests.servers import Server, manage, serve

FOLDER = Path(__file__).parent / "screenshots"
MOST_BYTES = 150_000  # of a picture
SECRET = "the secret of the pictures"  # noqa: S105 - of a server that is gone when they are taken
SENTENCE = "Online shop orders with customer name, product, category, price, order date and 8% missing ratings"
GUESSED = "Patients of a clinic with name, age, blood type, diagnosis, favourite dinosaur and the bill"
ROWS = "rows=1000&seed=7&as_of=2026-11-02"  # a day that stays the same


@dataclass(frozen=True)
class Shot:
    """A picture: of which window, and what is done until the page is as it is to be shown."""

    name: str
    prepare: Callable[[Page], None]
    width: int = 1280
    height: int = 860
    is_dark: bool = False


def front(page: Page) -> None:
    """Open the front page."""
    page.goto("/")


def dataset(page: Page) -> None:
    """Make a dataset."""
    make(page, SENTENCE)


def columns(page: Page) -> None:
    """Show the cards of a dataset's columns."""
    make(page, SENTENCE)
    page.locator("form#columns").evaluate("form => scrollTo(0, form.getBoundingClientRect().top + scrollY - 16)")


def guesses(page: Page) -> None:
    """Make a dataset of a sentence in which not everything can be understood."""
    make(page, GUESSED)


def wrong(page: Page) -> None:
    """Write an expression that does not compile."""
    make(page, SENTENCE)
    card = page.locator('fieldset.card[data-column="price"]')
    card.locator("summary").first.click()
    card.locator("textarea.code").fill("round(random.gauss(40, 9) + ratng, 2)")
    card.locator(".problem").first.wait_for()
    page.evaluate("document.activeElement.blur()")
    card.evaluate("card => scrollTo(0, card.getBoundingClientRect().top + scrollY - 16)")


def make(page: Page, sentence: str) -> None:
    """Make a dataset of a sentence, and open the page of its rows with this seed and of this day."""
    page.goto("/")
    page.locator("#id_description").fill(sentence)
    page.locator("form#wish button[type=submit]").first.click()
    page.locator("#rows tbody tr").first.wait_for()
    page.goto(f"{urlsplit(page.url).path}?{ROWS}&revision=1")


SHOTS = (
    Shot("front", front),
    Shot("desktop", dataset, height=940),
    Shot("columns", columns),
    Shot("mobile", dataset, width=390, height=1240),
    Shot("dark", guesses, height=940, is_dark=True),
    Shot("error", wrong, height=700),
)


def main() -> None:
    """Take all pictures."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        sys.exit(f"No Chromium here: none of {', '.join(PROGRAMS)} is on PATH")
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        done = manage("migrate", "--verbosity", "0", DATA_DIR=folder, SECRET_KEY=SECRET)
        if done.returncode:
            sys.exit(done.stderr.decode())
        with serve(Path(folder)) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
            for shot in SHOTS:
                say(shot.name, take(browser, server, shot))
            browser.close()


def take(browser: Browser, server: Server, shot: Shot) -> int:
    """Take a picture; return how many bytes it has."""
    page = browser.new_page(
        base_url=f"http://localhost:{server.port}",
        viewport={"width": shot.width, "height": shot.height},
        color_scheme="dark" if shot.is_dark else "light",
        locale="en-GB",
        reduced_motion="reduce",
    )
    shot.prepare(page)
    page.evaluate("document.fonts.ready.then(() => true)")
    picture = page.screenshot()
    page.close()
    (FOLDER / f"{shot.name}.png").write_bytes(picture)
    return len(picture)


def say(name: str, size: int) -> None:
    """Say how large a picture has become."""
    print(f"{name}.png: {size:,} bytes{' (too large)' if size > MOST_BYTES else ''}")  # noqa: T201 - a command says


if __name__ == "__main__":
    main()
