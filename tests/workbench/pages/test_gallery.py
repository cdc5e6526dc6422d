"""The page of the datasets that instructors have reviewed."""

from dataclasses import replace

import pytest
from django.test import Client

from schemas_cache.curating import mark_curated
from schemas_cache.entries import Entry
from schemas_cache.services import find
from tests.page_dom import CANARY, Dom
from tests.workbench.test_gallery import remember

pytestmark = pytest.mark.django_db
STRANGE = ("\x00", "\ud800", "%", "'\"<script>", "x" * 5000, "٣", "🦄", "-1", "[]", "%00", "\r\n", CANARY)


def headings(client: Client, path: str = "/datasets") -> list[str]:
    """Return what the cards are about, by the texts of their links."""
    page = client.get(path)
    assert page.status_code == 200
    return [each.description for each in (card.entry for card in page.context["gallery"].cards)]


def test_an_empty_gallery_says_how_it_is_filled(client: Client) -> None:
    text = Dom.of(client.get("/datasets")).text
    assert ("Nothing here yet" in text, "mark it as curated" in text, "Search" in text) == (True, True, False)


def test_what_instructors_reviewed_is_shown_with_its_rows_and_links(client: Client) -> None:
    hash_ = remember("Patients of a clinic", "health", "name", "city")
    dom = Dom.of(client.get("/datasets"))
    links = {link.partition("?")[0] for link in dom.attributes("a", "href")}
    assert {f"/datasets/{hash_}", f"/datasets/{hash_}.csv"} <= links
    assert all(word in dom.text for word in ("Patients of a clinic", "health", "2 columns", "city"))


def test_its_links_can_be_opened(client: Client) -> None:
    remember("Patients of a clinic", "health", "name", "city")
    card = client.get("/datasets").context["gallery"].cards[0]
    assert [client.get(link).status_code for link in (card.address, card.link)] == [200, 200]


def test_words_and_a_domain_narrow_it(client: Client) -> None:
    remember("Patients of a clinic", "health")
    remember("Orders of a clinic", "trade")
    remember("Students", "trade")
    assert [headings(client, f"/datasets?{query}") for query in ("q=clinic&domain=trade", "domain=health")] == [
        ["Orders of a clinic"],
        ["Patients of a clinic"],
    ]


def test_what_fits_nothing_leads_back_to_all(client: Client) -> None:
    remember("Patients of a clinic")
    assert "No reviewed dataset fits that." in Dom.of(client.get("/datasets?q=zeppelin")).text


def test_one_that_is_no_longer_curated_is_gone(client: Client) -> None:
    hash_ = remember("Patients of a clinic")
    mark_curated([hash_], curated=False)
    assert (headings(client), find(hash_).curated) == ([], False)


@pytest.mark.parametrize("value", STRANGE)
@pytest.mark.parametrize("name", ["q", "domain", "page", "nothing"])
def test_whatever_an_address_says_the_page_is_there(client: Client, name: str, value: str) -> None:
    remember("Patients of a clinic")
    encoded = value.encode("utf-8", "surrogatepass").decode("latin-1")
    dom = Dom.of(client.get("/datasets", query_params={name: encoded}))
    assert dom.faults() == []


def test_an_address_may_name_a_thing_twice(client: Client) -> None:
    assert client.get("/datasets?q=a&q=b&page=1&page=2").status_code == 200


def test_what_people_wrote_is_shown_as_text_and_turns_nothing_around(client: Client) -> None:
    remember(f"Patients {CANARY}", CANARY, CANARY)
    dom = Dom.of(client.get("/datasets"))
    assert (dom.faults(), CANARY in dom.text, CANARY in dom.loose) == ([], True, False)


def test_numbers_are_written_as_the_reader_writes_them(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    hash_ = remember("Patients of a clinic")
    monkeypatch.setattr("workbench.gallery.curated", lambda *_, **__: (_used(hash_),))
    english, german = (client.get("/datasets", headers={"accept-language": each}).content for each in ("en", "de"))
    assert (b"1,234,567" in english, b"1.234.567" in german) == (True, True)


def _used(hash_: str) -> Entry:
    return replace(find(hash_), usage_count=1_234_567)
