"""The pages in German, as the proof that other languages can follow: no English text of ours is left, and no data is changed."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any, Self
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client

from jobs.models import Job, Part, State
from schemas_cache.curating import mark_curated
from texts.catalogs import Files, read

SENTENCE = "Hotel bookings with guest, room type, nights, price, 5% missing ratings and a zeppelin of mood"
CHANGE = "drop room type, add a city column"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
DATA = {"bdi", "code", "pre", "td", "script", "style", "svg", "textarea"}  # their text is not ours, or of both
READ = {"alt", "aria-label", "content", "label", "placeholder", "title"}  # attributes that people read or hear
COPIED = {"action", "for", "href", "id", "max", "min", "name", "src", "type", "value"}  # those that programs read
UNREAD = {"viewport", "color-scheme", "example"}  # what is written for browsers, or a sentence to start from
SAME = {  # these names come from elsewhere
    *("CSV", "TSV", "JSON", "Lines", "Parquet", "Arrow", "Excel", "SQL", "SQLite", "ZIP", "PostgreSQL", "MySQL"),
    *("Igbo", "Nepali"),
}
WORD = re.compile(r"[^\W\d_]{2,}")

pytestmark = pytest.mark.django_db


@dataclass
class _Open:
    tag: str
    is_ours: bool


@dataclass
class Texts(HTMLParser):
    """What people read on a page that is ours to translate, and what must be the same in all languages."""

    read: list[str] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    @classmethod
    def of(cls, response: HttpResponse) -> Self:
        texts = cls()
        texts.feed(response.content.decode())
        texts.close()
        return texts

    @property
    def is_ours(self) -> bool:
        return not self.open or self.open[-1].is_ours

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        foreign = tag != "html" and ("lang" in attributes or attributes.get("dir") == "auto")
        is_ours = self.is_ours and not foreign and tag not in DATA
        heard = READ if self.is_ours and not foreign else set()
        for name, value in attributes.items():
            if (name in heard and attributes.get("name") not in UNREAD) or (name.startswith("data-") and " " in value):
                self.read.append(" ".join(value.split()))
            elif name in COPIED:
                self.copied.append(f"{tag} {name}={value}")
        if tag not in VOID:
            self.open.append(_Open(tag, is_ours))

    def handle_endtag(self, tag: str) -> None:
        while any(each.tag == tag for each in self.open) and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        if any(each.tag == "code" for each in self.open):
            self.code.append(data)
        if self.is_ours and data.strip():
            self.read.append(" ".join(data.split()))


Opening = Callable[[Client], str]


def dataset(client: Client, **asked: Any) -> str:
    """Make a dataset and return the address of its page."""
    made = client.post("/datasets", {"description": SENTENCE, "rows": 60, "seed": 1} | asked)
    assert made.status_code == 302
    return str(made["Location"])


def refined(client: Client) -> str:
    path, _, query = dataset(client).partition("?")
    return str(client.post(f"{path}/refine?{query}", {"instruction": CHANGE})["Location"])


def gallery(client: Client) -> str:
    """Return the address of the gallery, once there is something in it."""
    mark_curated([dataset(client).partition("?")[0].rpartition("/")[2]], curated=True)
    return "/datasets?q=hotel"


def job(client: Client, state: State) -> str:
    """Have a file made, as far as this, and return the address of its page."""
    address = dataset(client, rows=5_000_000)
    page = str(client.post(address.replace("?", "/file?"))["Location"])
    begun, ended = datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 9, 2, tzinfo=UTC)
    Job.objects.update(state=state, message="no room", started_at=begun, finished_at=ended, expires_at=ended)
    Part.objects.filter(number=0).update(rows_done=1000)
    return page


PAGES: Mapping[str, Opening] = {
    "front": lambda _: "/",
    "front with a sentence": lambda _: f"/?description={SENTENCE}",
    "empty gallery": lambda _: "/datasets",
    "gallery": gallery,
    "gallery without a find": lambda _: "/datasets?q=zeppelins",
    "dataset": dataset,
    "dataset that was changed": refined,
    "dataset that is too large for one answer": lambda client: dataset(client, rows=5_000_000, format="jsonl"),
    "file that is waited for": lambda client: job(client, State.WAITING),
    "file that is made": lambda client: job(client, State.RUNNING),
    "file that is there": lambda client: job(client, State.DONE),
    "file that failed": lambda client: job(client, State.FAILED),
    "file that was cancelled": lambda client: job(client, State.CANCELLED),
    "file that is kept no longer": lambda client: job(client, State.EXPIRED),
    "unknown file": lambda _: f"/jobs/{UUID(int=0)}/page",
    "unknown dataset": lambda _: "/datasets/" + "0" * 64,
    "unknown revision": lambda client: re.sub(r"revision=\d+", "revision=99", dataset(client)),
    "malformed address": lambda client: dataset(client).replace("rows=60", "rows=many"),
    "search of columns": lambda _: "/fields?q=price",
    "search of columns without a find": lambda _: "/fields?q=xyzzy",
}


def both(ask: Callable[[dict[str, str]], Any]) -> tuple[Texts, Texts]:
    """Return a page in English and in German."""
    english, german = (ask({"accept-language": language}) for language in ("en", "de"))
    assert german["Content-Language"] == "de"
    return Texts.of(english), Texts.of(german)


def left(english: Texts, german: Texts) -> list[str]:
    """Return the texts that are the same in both, but for those whose translation is the same, or made of such."""
    same = unchanged()
    return [text for text in german.read if text in english.read and not set(WORD.findall(text)) <= same]


def unchanged() -> set[str]:
    """Return the words of texts that are the same in German."""
    texts = [str(message.id) for message in read(Files("de")) if message.id and message.id == message.string]
    return {word for text in texts for word in WORD.findall(text)} | SAME


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_english_text_left_and_says_the_same_to_programs(client: Client, name: str) -> None:
    address = PAGES[name](client)
    english, german = both(lambda headers: client.get(address, headers=headers))
    differing = Counter(english.copied + english.code) - Counter(german.copied + german.code)
    assert (left(english, german), list(differing)) == ([], [])


def test_a_text_that_was_forgotten_would_be_found() -> None:
    page = '<p title="Some title">Some text <b lang="en">Data</b> <bdi>Data</bdi></p><input placeholder="Some words">'
    english, german = (Texts.of(HttpResponse(page)) for _ in range(2))
    assert left(english, german) == ["Some title", "Some text", "Some words"]


POSTED: Mapping[str, tuple[str, dict[str, str]]] = {
    "no sentence": ("/datasets", {"description": ""}),
    "wrong fields": ("/datasets", {"description": "x", "rows": "0", "seed": "-1", "format": "?", "locale": "?"}),
    "too many rows": ("/datasets", {"description": SENTENCE, "rows": "9999999999"}),
    "no instruction": ("{page}/refine?{query}", {"instruction": ""}),
    "an instruction that is not understood": ("{page}/refine?{query}", {"instruction": "paint it zeppelin"}),
    "no columns": ("{page}/columns?{query}", {"columns-TOTAL_FORMS": "x"}),
    "a wrong expression": (
        "{page}/columns?{query}",
        {
            "columns-TOTAL_FORMS": "1",
            "columns-0-name": "a",
            "columns-0-expression": "fake.nam(",
            "columns-0-data_type": "string",
            "columns-0-missing": "many",
        },
    ),
}


@pytest.mark.parametrize("name", POSTED)
def test_no_english_text_is_left_where_something_is_refused(client: Client, name: str) -> None:
    page, _, query = dataset(client).partition("?")
    path, form = POSTED[name]
    address = path.format(page=page, query=query)
    assert left(*both(lambda headers: client.post(address, form, headers=headers))) == []


def test_no_english_text_is_left_after_a_crash(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: Any) -> Iterator[None]:
        raise ZeroDivisionError

    monkeypatch.setattr("workbench.pages.home.front", crash)
    assert left(*both(lambda headers: client.get("/", headers=headers))) == []


def test_numbers_and_days_are_written_as_germans_do(client: Client) -> None:
    _, german = both(lambda headers: client.get(dataset(client, rows=1500), headers=headers))
    said = " ".join(german.read)
    assert ("1.500" in said, "1,500" in said, bool(re.search(r"\d{1,2}\. [A-Z]\w+ \d{4}", said))) == (True, False, True)


def test_pictures_are_told_in_german(client: Client) -> None:
    page = client.get(dataset(client), headers={"accept-language": "de"}).content.decode()
    assert ("Histogramm von" in page, "Histogram of" in page) == (True, False)
