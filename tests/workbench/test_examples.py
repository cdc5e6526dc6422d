"""Every example makes a dataset that a teacher would hand out, in one click."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import translation

from generation.designer import Design, design
from generation.engine import compile_plan, run_plan
from tests.page_dom import Dom
from workbench.examples import Example, examples, with_example

ALL = list(examples().values())
SEED, ROWS = 7, 300


def rows(made: Design) -> list[dict[str, Any]]:
    return [row for batch in run_plan(compile_plan(made.schema), rows=ROWS, seed=SEED) for row in batch.to_pylist()]


def said(**fields: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(fields)
    return data


@pytest.mark.parametrize("example", ALL, ids=lambda example: example.id)
def test_an_example_is_understood_to_the_last_word(example: Example) -> None:
    made = design(example.sentence)

    assert made.not_understood == ()
    assert [text for text in made.assumptions if "not in the catalog" in text or "not known" in text] == []
    assert made.domain != "generic"


@pytest.mark.parametrize("example", ALL, ids=lambda example: example.id)
def test_an_example_has_columns_that_all_hold_something(example: Example) -> None:
    table = rows(design(example.sentence))

    assert len(table[0]) >= 5
    assert [name for name in table[0] if all(row[name] is None for row in table)] == []


def test_the_examples_are_many_and_of_many_kinds() -> None:
    assert len(ALL) >= 40
    assert len({design(example.sentence).domain for example in ALL}) >= 20


def test_a_dozen_of_them_stand_on_the_front_page() -> None:
    assert sum(example.front for example in ALL) == 12


def test_no_two_of_them_are_called_the_same() -> None:
    for language in ("en", "de"):
        with translation.override(language):
            assert len({example.label for example in ALL}) == len(ALL)


def test_what_a_button_says_is_in_the_readers_language() -> None:
    with translation.override("de-at"):
        assert examples()["patients"].label == "Krankenhaus"
    with translation.override("fr"):
        assert examples()["patients"].label == "Hospital stays"


def test_an_example_takes_the_place_of_what_was_typed_and_of_nothing_else() -> None:
    chosen = with_example(said(description="something else", rows="5", example="homes"))

    assert chosen.dict() == {"description": examples()["homes"].sentence, "rows": "5", "example": "homes"}


def test_a_surprise_is_another_one_than_the_last() -> None:
    last = examples()["homes"].sentence
    drawn = {with_example(said(description=last, surprise="1"))["description"] for _ in range(400)}

    assert last not in drawn
    assert drawn < {example.sentence for example in ALL}
    assert len(drawn) > 20


def test_an_example_that_is_none_leaves_the_sentence_alone() -> None:
    form = said(description="something else", example="../etc")

    assert with_example(form) is form


@pytest.mark.django_db
def test_a_button_of_the_front_page_makes_its_dataset(client: Client) -> None:
    front = Dom.of(client.get("/"))
    ids = [given["value"] for tag, given in front.elements if tag == "button" and given.get("name") == "example"]
    made = client.post("/datasets", {"description": "", "example": ids[1]})
    page = Dom.of(client.get(made["Location"]))

    assert ids == [example.id for example in ALL if example.front]
    assert examples()[ids[1]].sentence in page.text


@pytest.mark.django_db
def test_a_surprise_makes_a_dataset(client: Client) -> None:
    assert client.post("/datasets", {"description": "", "surprise": "1"}).status_code == 302


@pytest.mark.django_db
def test_the_sentence_comes_before_the_examples_so_that_enter_makes_it(client: Client) -> None:
    buttons = [given for tag, given in Dom.of(client.get("/")).elements if tag == "button"]
    names = [given.get("name") for given in buttons if given.get("type") == "submit"]

    assert names.index("example") > names.index(None)
