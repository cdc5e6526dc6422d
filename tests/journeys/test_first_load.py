"""What a first visit brings along, from a server whose static files were collected: little, from here alone, for long."""

import gzip
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from tests.page_dom import Dom
from tests.servers import Answer, Server, manage, serve

MOST = 60_000  # bytes of a first visit, as they are sent
FOREVER = "max-age=315360000, public, immutable"
NAMED_BY_HASH = re.compile(r"/static/[\w./-]+\.[0-9a-f]{12}\.\w+")
IN_CSS = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])([^"')]+)""")
IN_SCRIPT = re.compile(r"""\b(?:import|from)\s*\(?\s*["']([^"']+)["']""")
SENTENCE = "Orders of a web shop with id, customer, product, price and date"


@dataclass(frozen=True)
class Loaded:
    """A page or a file, as it came."""

    address: str
    answer: Answer

    @property
    def text(self) -> str:
        body = self.answer.body
        return (gzip.decompress(body) if self.answer.headers.get("content-encoding") == "gzip" else body).decode()

    @property
    def needs(self) -> set[str]:
        """Return the addresses of what it loads in turn."""
        path = urlsplit(self.address).path
        if path.endswith(".css"):
            found = IN_CSS.findall(self.text)
        elif path.endswith(".js"):
            found = IN_SCRIPT.findall(self.text)
        else:
            found = [] if path.endswith(".svg") else loaded_by(self.text)
        return {urljoin(self.address, each) for each in found if not each.startswith("data:")}


def loaded_by(page: str) -> list[str]:
    """Return what a browser loads because of a page."""
    dom = Dom()
    dom.feed(page)
    links = [
        attributes["href"]
        for tag, attributes in dom.elements
        if tag == "link" and attributes.get("rel") in {"stylesheet", "icon", "preload", "modulepreload"}
    ]
    return [*links, *(link for tag in ("script", "img", "iframe", "use") for link in dom.attributes(tag, "src"))]


@pytest.fixture(scope="module")
def server(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server whose static files were collected, as `make run` does."""
    folder = tmp_path_factory.mktemp("collected")
    shutil.copy(empty_database, folder)
    static = str(folder / "static")
    collected = manage("collectstatic", "--no-input", "--verbosity", "0", STATIC_ROOT=static, SECRET_KEY="of the tests")
    assert (collected.returncode, collected.stderr) == (0, b"")
    with serve(folder, STATIC_ROOT=static) as running:
        yield running


def visit(server: Server, address: str) -> dict[str, Loaded]:
    """Load a page and all that it needs, as a browser does that knows nothing of it yet."""
    loaded: dict[str, Loaded] = {}
    waiting = {address}
    while waiting:
        next_ = waiting.pop()
        assert (urlsplit(next_).netloc, next_[:1]) == ("", "/"), f"this is elsewhere: {next_}"
        loaded[next_] = Loaded(next_, server.get(next_, **{"Accept-Encoding": "gzip, deflate, br, zstd"}))
        assert loaded[next_].answer.status == 200, next_
        waiting |= loaded[next_].needs - loaded.keys()
    return loaded


@pytest.fixture(scope="module")
def front(server: Server) -> dict[str, Loaded]:
    return visit(server, "/")


def sent(loaded: dict[str, Loaded]) -> int:
    return sum(len(each.answer.body) for each in loaded.values())


def test_the_first_load_is_light(front: dict[str, Loaded]) -> None:
    assert sent(front) < MOST, {address: len(each.answer.body) for address, each in front.items()}


def test_the_front_page_needs_styles_and_scripts_of_its_own(front: dict[str, Loaded]) -> None:
    kinds = {urlsplit(address).path.rpartition(".")[2] for address in front if address != "/"}
    assert kinds == {"css", "js", "svg"}


def test_what_a_page_needs_is_named_by_its_content_and_kept_for_ever(front: dict[str, Loaded]) -> None:
    kept = {
        address: (bool(NAMED_BY_HASH.fullmatch(address)), each.answer.headers["cache-control"])
        for address, each in front.items()
        if address != "/"
    }
    assert kept == dict.fromkeys(kept, (True, FOREVER))


def test_pages_styles_and_scripts_are_compressed(front: dict[str, Loaded]) -> None:
    plain = [address for address, each in front.items() if each.answer.headers.get("content-encoding") != "gzip"]
    assert [address for address in plain if len(front[address].answer.body) > 1000] == []


def test_a_page_itself_is_asked_for_again(front: dict[str, Loaded]) -> None:
    assert "immutable" not in front["/"].answer.headers.get("cache-control", "")


def test_the_page_of_a_dataset_needs_no_more_files_and_little_more_weight(
    server: Server, front: dict[str, Loaded]
) -> None:
    made = server.ask(
        "POST",
        "/datasets",
        f"description={SENTENCE.replace(' ', '+')}&rows=100&seed=1".encode(),
        {"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert made.status == 302
    loaded = visit(server, made.headers["location"])
    assert (len(loaded) <= len(front), sent(loaded) < 2 * MOST) == (True, True)


def test_the_gallery_is_light_too(server: Server) -> None:
    assert sent(visit(server, "/datasets")) < MOST


def test_large_files_of_packages_are_named_by_their_content_too(server: Server) -> None:
    link = re.search(rb'src="(/static/[^"]*swagger-ui-bundle\.[0-9a-f]{12}\.js)"', server.get("/docs").body)
    assert link is not None
    file = server.get(link[1].decode(), **{"Accept-Encoding": "gzip"})
    assert (file.status, file.headers["content-encoding"], file.headers["cache-control"]) == (200, "gzip", FOREVER)
