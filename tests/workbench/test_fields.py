"""The list to add columns from: found by words, and every button of it makes a column."""

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client

from tests.page_dom import CANARY, Dom

PATIENTS = "Patients with a patient id, age, gender and diagnosis"

pytestmark = pytest.mark.django_db


def make(client: Client, description: str = PATIENTS) -> str:
    """Return the address of a dataset."""
    answer = client.post("/datasets", {"description": description, "seed": "7", "rows": "20"})
    return str(answer["Location"])


def search(client: Client, words: str, page: str = "") -> Any:
    """Return the list for some words, for the dataset of a page."""
    parts = urlsplit(page)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if page:
        query["to"] = parts.path.rpartition("/")[2]
    return client.get(f"/fields?{urlencode({'q': words, **query})}")


def buttons(answer: Any) -> list[str]:
    """Return what the buttons of a list say to the dataset."""
    dom = Dom.of(answer)
    return [given["value"] for tag, given in dom.elements if tag == "button" and given.get("name") == "instruction"]


def columns(client: Client, page: str) -> list[str]:
    """Return the names of the columns of a page's dataset."""
    parts = urlsplit(page)
    return client.get(f"{parts.path}.csv?{parts.query}").getvalue().decode().splitlines()[0].split(",")


def test_words_list_the_fields_that_they_look_for(client: Client) -> None:
    assert buttons(search(client, "blood", make(client)))[:2] == ["add blood type", "add blood pressure"]


def test_a_button_adds_its_column(client: Client) -> None:
    page = make(client)
    to = next(given["action"] for tag, given in Dom.of(search(client, "blood", page)).elements if "data-swap" in given)
    made = client.post(to, {"instruction": "add blood type"})

    assert columns(client, made["Location"]) == ["patient_id", "age", "gender", "diagnosis", "blood_type"]


def test_the_list_keeps_the_rows_that_are_looked_at(client: Client) -> None:
    page = make(client)
    answer = search(client, "blood", page)
    hidden = {given["name"]: given["value"] for tag, given in Dom.of(answer).elements if given.get("type") == "hidden"}

    assert hidden | {"to": ""} == {name: value[0] for name, value in parse_qs(urlsplit(page).query).items()} | {
        "to": ""
    }
    assert page in Dom.of(answer).attributes("a", "href")


def test_a_column_that_is_there_already_can_be_added_another_time(client: Client) -> None:
    answer = search(client, "age", make(client))

    assert buttons(answer)[0] == "add another age"
    assert "There already: age" in " ".join(Dom.of(answer).text.split())


def test_without_words_it_lists_what_is_usual_and_not_there(client: Client) -> None:
    said = buttons(search(client, "", make(client)))

    assert "add blood type" in said
    assert not any(phrase in said for phrase in ("add age", "add another age"))


def test_words_that_find_nothing_can_be_added_as_they_are(client: Client) -> None:
    answer = search(client, "flurbish blorp", make(client))

    assert buttons(answer) == ["add flurbish blorp"]
    assert "The list has nothing for these words." in Dom.of(answer).text


def test_without_a_dataset_it_lists_what_there_is_and_adds_nothing(client: Client) -> None:
    answer = client.get("/fields?q=iban")

    assert buttons(answer) == []
    assert "International bank account number" in Dom.of(answer).text


def test_a_dataset_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get("/fields?q=price&to=" + "0" * 64).status_code == 404


@pytest.mark.parametrize("to", ["x", "0" * 63, "../../etc", "\x00"])
def test_an_address_of_no_dataset_lists_what_there_is(client: Client, to: str) -> None:
    assert client.get("/fields", {"q": "price", "to": to}).status_code == 200


@pytest.mark.parametrize("words", [CANARY, "\x00", "🙂" * 300, "x" * 5000, "\u202eevil"])
def test_whatever_is_looked_for_stays_a_text(client: Client, words: str) -> None:
    answer = search(client, words, make(client))

    assert Dom.of(answer).faults() == []
    assert "\u202e" not in Dom.of(answer).loose


def test_the_list_cannot_be_posted_to(client: Client) -> None:
    assert client.post("/fields", {"q": "price"}).status_code == 405


def test_the_page_of_a_dataset_has_the_search(client: Client) -> None:
    dom = Dom.of(client.get(make(client)))

    assert ("form", "/fields") in [(tag, given.get("action")) for tag, given in dom.elements]
    assert dom.attributes("section", "id").count("fields") == 1
