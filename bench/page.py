"""How long a learner waits from the Enter key to rows: `python -m bench.page`. Real Chromium, real server, on loopback.

The page stamps the key and the first frame after which a row of the dataset is in it, when that frame has been painted.
With `--no-script`, where no script of the page runs, the table is waited for from outside, which takes longer.
"""

import shutil
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from bench.report import facts, table
from tests.servers import Server, manage, serve

SUBJECTS = (
    *("Customers of a bakery", "Patients of a clinic", "Flights from Lisbon", "Books in a library", "Football players"),
    *("Weather stations", "Electric cars", "Hotel bookings", "Movies", "University students", "Insurance claims"),
    *("Web server requests", "Restaurant orders", "Houses for sale", "Bank transfers", "Support tickets"),
    *("Museum visitors", "Solar panels", "Gym members", "Parcels", "Cows on a farm", "Podcast episodes"),
)
PARTS = (
    *(
        "with name, city, price and date",
        "with email, age, rating and 5% missing phone",
        "with id, status, amount, country",
    ),
    *("with category, quantity, cost and time", "with first name, last name, birth date, income and whether active"),
)
_ROW = "#rows tbody tr td"
_STAMPS = f"""() => {{
  addEventListener("keydown", (event) => {{ if (event.key === "Enter") window.entered = event.timeStamp; }}, true);
  const painted = new MessageChannel();
  painted.port1.onmessage = () => {{ window.seen = performance.now(); }};
  const look = () => {{
    if (document.querySelector("{_ROW}")) painted.port2.postMessage(0);
    else requestAnimationFrame(look);
  }};
  look();
}}"""


@dataclass(frozen=True, slots=True)
class Wait:
    """Milliseconds from the key to the rows, of which the server took some, and the bytes of its answers."""

    seen: float
    server: float
    weight: int


def main() -> None:
    """Measure and print."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder, _running(Path(folder)) as server, _chromium() as browser:
        waits = _measured(asked, server, browser)
    print(f"`python -m bench.page{' --no-script' if asked.no_script else ''}`: {facts()}\n")
    print(table(("", "median, ms", "p90, ms", "of which server, ms", "p90, ms", "kB sent"), map(_line, waits.items())))
    print(f"\nA cached schema takes {_ratio(waits):.2f} of the time that a new one takes.")


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m bench.page", description=__doc__)
    parser.add_argument("--times", type=int, default=20, help="how many descriptions (20)")
    parser.add_argument("--warm", type=int, default=5, help="how many before these that do not count (5)")
    parser.add_argument("--no-script", action="store_true", help="without the scripts of the page")
    return parser.parse_args()


@contextmanager
def _running(folder: Path) -> Iterator[Server]:
    """Run the server as `make run` does, on an empty database."""
    settings = {"DATA_DIR": str(folder), "STATIC_ROOT": str(folder / "static"), "SECRET_KEY": "of the measurement"}
    for command in (("migrate", "--verbosity", "0"), ("collectstatic", "--no-input", "--verbosity", "0")):
        manage(*command, **settings).check_returncode()
    with serve(folder, STATIC_ROOT=settings["STATIC_ROOT"]) as server:
        yield server


@contextmanager
def _chromium() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


def _measured(asked: Namespace, server: Server, browser: Browser) -> dict[str, list[Wait]]:
    """Return the waits for new descriptions and for each of them again, after a few that warm up."""
    wait = _without_script if asked.no_script else _with_script
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{server.port}", locale="en-US", java_script_enabled=not asked.no_script
    )
    sentences = [f"{subject} {part}" for part in PARTS for subject in SUBJECTS]
    waits: dict[str, list[Wait]] = {"new description, offline": [], "the same again, cached": []}
    for sentence in sentences[: asked.warm + asked.times]:
        for of in waits.values():
            of.append(_asked(context, server, sentence, wait))
    context.close()
    return {name: of[asked.warm :] for name, of in waits.items()}


def _asked(context: BrowserContext, server: Server, sentence: str, wait: Callable[[Page], float]) -> Wait:
    """Return how long a sentence takes that is asked on the front page."""
    with context.new_page() as page:
        page.goto("/", wait_until="networkidle")
        page.locator("#id_description").fill(sentence)
        answers: list[Response] = []
        page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - a list's own cannot be marked
        seen = wait(page)
        page.wait_for_load_state("networkidle")
        of_pages = [answer for answer in answers if "/datasets" in answer.url]
        lines = [server.log_line(answer.headers["x-request-id"]) for answer in of_pages]
        weight = sum(answer.request.sizes()["responseBodySize"] for answer in of_pages)
        return Wait(seen, sum(line["duration"] for line in lines) * 1000, weight)


def _with_script(page: Page) -> float:
    """Press Enter in the field."""
    page.evaluate(_STAMPS)
    page.locator("#id_description").press("Enter")
    page.wait_for_function("() => window.seen")
    return float(page.evaluate("window.seen - window.entered"))


def _without_script(page: Page) -> float:
    """Press Enter on the button, for in a field of several lines it makes another line."""
    button = page.locator("#wish button[type=submit]").last
    button.focus()
    started = perf_counter()
    page.keyboard.press("Enter")
    page.locator(_ROW).first.wait_for()
    return (perf_counter() - started) * 1000


def _line(named: tuple[str, list[Wait]]) -> tuple[str, ...]:
    name, waits = named
    seen, server = [wait.seen for wait in waits], [wait.server for wait in waits]
    times = (median(seen), _p90(seen), median(server), _p90(server))
    return (
        name,
        *(f"{milliseconds:.0f}" for milliseconds in times),
        f"{median(wait.weight for wait in waits) / 1000:.1f}",
    )


def _p90(values: list[float]) -> float:
    return quantiles(values, n=10, method="inclusive")[-1]


def _ratio(waits: dict[str, list[Wait]]) -> float:
    new, cached = (median(wait.seen for wait in of) for of in waits.values())
    return cached / new


if __name__ == "__main__":
    main()
