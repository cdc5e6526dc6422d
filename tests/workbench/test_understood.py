"""What was assumed and what was not understood is said next to the sentence, with what helps."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from generation.designer import design
from generation.services import DatasetWish, SchemaWish, choose_recipe
from schemas_cache.models import Revision
from tests.page_dom import CANARY, Dom
from workbench.rephrasing import aids, sayings, without
from workbench.showing import ShownDataset

VISITORS = "Visitor survey in Berlin with respondent id, age, gender, survey date and satisfaction (1-5)"


def shown(description: str) -> ShownDataset:
    wish = DatasetWish(schema=SchemaWish(description=description), rows=100, format="csv", seed=7)
    return ShownDataset.of(choose_recipe(wish)[0])


def page(client: Client, description: str, **fields: str) -> str:
    """Return the address of the page of a sentence's dataset."""
    return str(client.post("/datasets", {"description": description, **fields})["Location"])


def buttons(answer: Any, name: str) -> list[str]:
    """Return what the buttons of a page say that are called so, in the part about the sentence."""
    dom = Dom.of(answer)
    return [given["value"] for tag, given in dom.elements if tag == "button" and given.get("name") == name]


@pytest.mark.parametrize(
    ("sentence", "part", "left"),
    [
        ("Visitor survey with age and gender", "Visitor", "survey with age and gender"),
        ("Survey in Berlin with age and gender", "Berlin", "Survey with age and gender"),
        ("Survey with age, foo bar, gender", "foo bar", "Survey with age, gender"),
        ("Survey with age, gender and foo", "foo", "Survey with age, gender"),
        ("Survey with foo, age and gender", "foo", "Survey with age and gender"),
        ("Survey with age and gender. Foo the bar.", "Foo the bar", "Survey with age and gender."),
        ("Survey with age, sorted by age and without foo", "foo", "Survey with age, sorted by age"),
        ("Survey with age and foo. Age is skewed.", "foo", "Survey with age. Age is skewed."),
        ("Survey without foo and with age and gender", "foo", "Survey with age and gender"),
        ("Survey with age (foo) and gender", "foo", "Survey with age and gender"),
        ("Survey with age (1-5), FOO", "foo", "Survey with age (1-5)"),
        ("Survey with age and gender", "foo", ""),
        ("Survey with foods and gender", "food", ""),
        ("Survey with age", "Survey with", ""),
        ("Survey with (a|b)* and gender", "(a|b)*", "Survey with gender"),
        ("Survey with age", "", ""),
    ],
)
def test_a_sentence_can_be_said_without_a_part(sentence: str, part: str, left: str) -> None:
    assert without(sentence, part) == left


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("description", "forms"),
    [
        (
            "Hospital stays with patient id, age, gender, admission date and discharge date",
            ["a column", "a range", "a share", "a relation"],
        ),
        ("People with email and phone", ["a column", "a share"]),
    ],
)
def test_the_forms_are_those_that_the_dataset_has_columns_for(description: str, forms: list[str]) -> None:
    assert [str(saying.name) for saying in sayings(shown(description))] == forms


@pytest.mark.django_db
@pytest.mark.parametrize(
    "description",
    [
        "Hospital stays with patient id, age, gender, admission date and discharge date",
        "Employees with employee id, department, salary and performance rating",
        "Products with name, price and stock",
    ],
)
def test_every_example_of_a_form_is_understood_when_it_is_said(description: str) -> None:
    said = [f"{one.example[:1].upper()}{one.example[1:]}." for one in sayings(shown(description))[1:]]

    assert design(" ".join((f"{description}.", *said))).not_understood == ()


@pytest.mark.django_db
def test_examples_of_forms_are_about_columns_that_are_known() -> None:
    said = [one.example for one in sayings(shown("Orders with wibble factor, zigzagged hourly, price and quantity"))]

    assert [text for text in said if "wibble" in text or "zigzag" in text] == []


@pytest.mark.django_db
def test_what_was_not_understood_is_said_with_the_fields_that_it_may_mean(client: Client) -> None:
    answer = client.get(page(client, VISITORS))

    assert Dom.of(answer).attributes("details", "class").count("aid") == 2
    assert "add visitor type" in buttons(answer, "instruction")


@pytest.mark.django_db
def test_help_is_looked_for_with_the_first_of_many_parts() -> None:
    dataset = shown(VISITORS)
    many = tuple(f"part {number}" for number in range(200))
    entry = replace(dataset.recipe.entry, not_understood=many)
    found = aids(replace(dataset, recipe=replace(dataset.recipe, entry=entry)))

    assert tuple(aid.text for aid in found) == many
    assert [bool(aid.offers) for aid in found] == [True] * 20 + [False] * 180


@pytest.mark.django_db
def test_leaving_a_part_out_makes_the_dataset_of_the_rest(client: Client) -> None:
    answer = client.get(page(client, VISITORS, rows="33"))
    left = buttons(answer, "description")
    made = client.get(page(client, left[1]))

    assert left[1] == VISITORS.replace(" in Berlin", "")
    assert left[1] in Dom.of(made).text


@pytest.mark.django_db
def test_leaving_a_part_out_keeps_the_rows(client: Client) -> None:
    dom = Dom.of(client.get(page(client, VISITORS, rows="1234", locale="de_DE")))
    hidden = [(given["name"], given["value"]) for tag, given in dom.elements if given.get("type") == "hidden"]

    assert {("rows", "1234"), ("format", "csv"), ("locale", "de_DE")} <= set(hidden)


@pytest.mark.django_db
def test_a_sentence_that_was_refined_is_not_made_anew_without_its_part(client: Client) -> None:
    first = page(client, VISITORS)
    path, _, query = first.partition("?")
    refined = client.post(f"{path}/refine?{query}", {"instruction": "add blood type"})
    answer = client.get(refined["Location"])

    assert Dom.of(answer).attributes("details", "class").count("aid") == 2
    assert buttons(answer, "description") == []


@pytest.mark.django_db
def test_what_was_assumed_is_said(client: Client) -> None:
    answer = client.get(page(client, "Kunden mit Vorname, Nachname, PLZ und Ort"))

    assert "Names and places are German (de_DE)" in Dom.of(answer).text


@pytest.mark.django_db
def test_a_sentence_without_a_guess_is_said_to_be_understood(client: Client) -> None:
    answer = client.get(page(client, "Employees with full name, department and salary"))

    assert "All of it was understood, and nothing had to be guessed." in Dom.of(answer).text


@pytest.mark.django_db
def test_whatever_was_not_understood_stays_a_text(client: Client) -> None:
    address = page(client, VISITORS)
    Revision.objects.update(not_understood=[CANARY, "\u202eevil", ""], assumptions=[CANARY, "\u202eevil"])
    dom = Dom.of(client.get(address))

    assert dom.faults() == []
    assert "\u202e" not in dom.loose


@pytest.mark.django_db
def test_a_column_of_made_up_words_can_be_given_up_for_a_field_that_is_known(client: Client) -> None:
    answer = client.get(page(client, "Patients with patient id, age, zigzagged hourly"))
    said = next(text for text in buttons(answer, "instruction") if text.startswith("drop zigzagged_hourly, add "))
    address, _, query = page(client, "Patients with patient id, age, zigzagged hourly").partition("?")
    made = client.post(f"{address}/refine?{query}", {"instruction": said})
    dom = Dom.of(client.get(made["Location"]))

    assert "zigzagged_hourly" not in dom.attributes("fieldset", "data-column")
    assert dom.attributes("details", "class").count("aid") == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("rows", "times"), [("", 0), ("500", 0), ("20", 1)])
def test_how_many_rows_the_sentence_speaks_of_is_said_where_others_are_shown(
    client: Client, rows: str, times: int
) -> None:
    answer = client.get(page(client, "Generate 500 records of students with student id, age and gender", rows=rows))

    assert Dom.of(answer).text.count("The sentence speaks of 500 rows") == times


@pytest.mark.django_db
def test_columns_that_were_given_have_no_sentence_that_was_read(client: Client) -> None:
    document = {"price": {"faker_method": "random.randint(1, 9)", "data_type": "integer"}}
    given = client.post("/schemas", {"schema": document}, content_type="application/json").json()
    answer = client.get(f"/datasets/{given['description_hash']}?rows=5&seed=1")

    assert "understood" not in Dom.of(answer).attributes("section", "id")
