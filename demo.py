"""Show what the service does: start the real server, ask it for three datasets over HTTP, and show what comes back.

Needs nothing but the packages that `make demo` installs: no key, no network. The files land in `demo/`, the schemas in
the database of `make run`, so that the links work there too.
"""

import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "demo"
LOCAL = build_opener(ProxyHandler({}))  # asks no proxy of the environment for what is on this machine
BLANK = dict.fromkeys(  # the same as none
    ("OPENAI_API_KEY", "OFFLINE_FALLBACK", "HTTPS", "ALLOWED_HOSTS", "BIND", "MAX_ROWS", "MAX_SECONDS"), ""
)
SHOWN_ROWS, WIDEST_CELL, PATIENCE = 5, 26, 60
WISHES = {
    "Generate e-commerce product data including product names, prices, categories, brands, and customer ratings for "
    "online store analysis": 1000,
    "Create healthcare patient records with demographics, medical conditions, treatment dates, and billing "
    "information for analysis": 500,
    "Generate financial transaction data with account numbers, transaction types, amounts, dates, and merchant "
    "information": 2000,
}


def main() -> None:
    """Run the demonstration."""
    started = time.monotonic()
    FOLDER.mkdir(exist_ok=True)
    settings = os.environ | BLANK | {"PORT": "0", "LOG_LEVEL": "WARNING"}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=HERE, env=settings, check=True)
    with server(settings) as address:
        for description, rows in WISHES.items():
            show(address, description, rows)
    say(f"Done in {time.monotonic() - started:.1f} seconds. Now: make run, and open http://localhost:8000/")


@contextmanager
def server(settings: Mapping[str, str]) -> Iterator[str]:
    """Run the server on a free port; yield its address."""
    command = [sys.executable, "-m", "gunicorn", "config.wsgi"]
    with subprocess.Popen(command, cwd=HERE, env=settings, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line.startswith("Open "):
                sys.exit("The server did not start; what it said stands above.")
            yield line.split()[1].rstrip("/")
        finally:
            process.terminate()


def show(address: str, description: str, rows: int) -> None:
    """Ask for a dataset, keep it, and show its columns and first rows."""
    body = json.dumps({"description": description, "rows": rows, "seed": 7}).encode()
    asked = time.monotonic()
    wish = Request(f"{address}/generate", body, {"Content-Type": "application/json"})
    with LOCAL.open(wish, timeout=PATIENCE) as answer:
        data, headers = answer.read(), answer.headers
    seconds = time.monotonic() - asked
    file = FOLDER / headers.get_filename("dataset.csv")
    file.write_bytes(data)
    with LOCAL.open(f"{address}/schemas/{headers['X-Schema-Hash']}", timeout=PATIENCE) as answer:
        entry = json.load(answer)

    say(f"\n“{description}”")
    say(f"{rows} rows in {seconds:.2f} s, designed by {entry['designed_by']}: {file.relative_to(HERE)}\n")
    table(file)
    say("\nThe columns:")
    width = max(map(len, entry["schema"]))
    for name, column in entry["schema"].items():
        say(f"  {name:{width}}  {shortened(column['faker_method'], 120 - width)}")
    notes(entry)
    say(f"The same bytes again: http://localhost:8000{headers['Content-Location']}")


def table(file: Path) -> None:
    """Show the first rows of a file, aligned."""
    with file.open(encoding="utf-8", newline="") as opened:
        lines = [line for line, _ in zip(csv.reader(opened), range(SHOWN_ROWS + 1), strict=False)]
    cells = [[shortened(cell.replace("\n", ", "), WIDEST_CELL) for cell in line] for line in lines]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        say("  " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def notes(entry: dict[str, Any]) -> None:
    """Show what was guessed, and what nothing was done with."""
    for title, key in (("Assumed", "assumptions"), ("Not understood", "not_understood")):
        for note in entry.get(key, []):
            say(f"{title}: {note}")


def shortened(text: str, width: int) -> str:
    """Return a text, cut to a width."""
    return text if len(text) <= width else f"{text[: width - 1]}…"


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)


if __name__ == "__main__":
    main()
