"""What people fill in, and what they are told when it cannot be."""

from datetime import date
from typing import Any

import pytest

from generation.engine import Options
from generation.services import SchemaWish
from schemas_cache.services import find
from tests.curation.remembered import remember
from workbench.forms import ControlsForm, RefineForm, WishForm
from workbench.queries import PageQuery

SENTENCE = "Animals of a zoo with name and age"
SHORT = (
    "Say a little more: what each row is, and which columns it has, such as “weather by day with city and temperature”."
)


def faults(**typed: Any) -> dict[str, list[str]]:
    """Return what is said of a form, by field."""
    return {
        name: [str(said) for said in messages]
        for name, messages in WishForm({"description": SENTENCE, **typed}).errors.items()
    }


def rows_wished(**typed: Any) -> int:
    form = WishForm({"description": SENTENCE, **typed})
    assert form.is_valid()
    return form.wish().rows


def test_a_sentence_alone_is_enough() -> None:
    form = WishForm({"description": SENTENCE})
    assert form.is_valid()
    wish = form.wish()
    assert (wish.schema, wish.rows, wish.format, wish.seed, wish.as_of) == (
        SchemaWish(description=SENTENCE),
        1000,
        "csv",
        None,
        None,
    )


def test_everything_can_be_said() -> None:
    form = WishForm({"description": SENTENCE, "rows": "7", "format": "csv", "seed": "3", "locale": "de_AT"})
    assert form.is_valid()
    wish = form.wish()
    assert (wish.schema.locale, wish.rows, wish.format, wish.seed) == ("de_AT", 7, "csv", 3)


def test_the_sentence_says_how_many_rows_unless_the_field_does() -> None:
    said = "Generate 500 students with name and grade"
    assert (rows_wished(description=said), rows_wished(description=said, rows="20")) == (500, 20)


def test_a_sentence_gets_no_more_rows_than_are_made_here(settings: Any) -> None:
    said = "Two million rows: 2 million records of students with name"
    assert rows_wished(description=said) == 2_000_000
    settings.JOB_MAX_ROWS = 1_500_000
    assert rows_wished(description=said) == 1_500_000


def test_no_more_rows_are_made_by_themselves_than_at_most(settings: Any) -> None:
    settings.MAX_ROWS = 50
    assert rows_wished() == 50


@pytest.mark.parametrize("text", ["", "weather", "          ", "\u3000\u00a0\u2003 weather \u2028\t"])
def test_who_says_too_little_is_told_how_to_say_more(text: str) -> None:
    assert faults(description=text) == {"description": [SHORT]}


def test_what_is_too_long_is_said_by_how_much_and_nothing_is_cut() -> None:
    said = "That has 4,001 characters, and 4,000 are read. Leave out what matters least."
    assert faults(description="a" * 4001) == {"description": [said]}
    assert faults(description="a" * 4000) == {}
    assert "maxlength" not in str(WishForm()["description"])


def test_line_ends_count_as_they_were_typed() -> None:
    assert faults(description="a\r\n" * 2000) == {}


@pytest.mark.parametrize("character", ["\x00", "\ud800"])
def test_what_cannot_be_stored_is_refused_in_words(character: str) -> None:
    said = "There is a character in it that cannot be stored. Type the text anew."
    assert faults(description=f"{SENTENCE}{character}") == {"description": [said]}


def test_exotic_characters_are_none_of_these() -> None:
    assert faults(description="Tiere \u200b im Zoo \U0001f418 \u202e\u0627\u0644") == {}


def test_numbers_are_told_their_bounds() -> None:
    said = "From 1 to 1,000,000,000 rows can be made here."
    assert [faults(rows=typed).get("rows") for typed in ("0", "1000000001", "9" * 30, "many", "1000000000", "")] == [
        *[[said]] * 4,
        None,
        None,
    ]


def test_a_file_of_a_format_is_told_how_many_rows_it_holds() -> None:
    said = "A file in the format Excel holds 1,048,575 rows. Choose another format, or fewer rows."
    assert [faults(rows=rows, format="xlsx") for rows in ("1048576", "1048575")] == [{"rows": [said]}, {}]


def test_a_sentence_gets_no_more_rows_than_a_file_of_its_format_holds() -> None:
    assert rows_wished(description="2 million records of students with name", format="xlsx") == 1_048_575


def test_a_seed_is_told_its_bounds() -> None:
    said = "A seed is a whole number from 0 to 9223372036854775807."
    assert [faults(seed=typed).get("seed") for typed in ("-1", str(2**63), "1.5", str(2**63 - 1))] == [
        *[[said]] * 3,
        None,
    ]


def test_a_locale_is_one_of_the_list() -> None:
    assert faults(locale="xx_XX") == {"locale": ["Choose a language and country from the list."]}


def test_what_a_form_does_not_have_is_nobodys_business() -> None:
    assert faults(surprise="1") == {}


def test_the_locale_that_was_chosen_is_chosen_still() -> None:
    shown = str(WishForm({"description": "", "locale": "de_AT"})["locale"])
    assert ('<option value="de_AT" selected>German (Austria)</option>' in shown, shown.count("selected")) == (True, 1)


def test_an_instruction_that_says_nothing_is_told_what_would() -> None:
    form = RefineForm({"instruction": "  a "})
    assert list(form.errors["instruction"]) == [
        "Say what is to change, such as “add a city column” or “make prices skewed”."
    ]


def test_controls_that_say_nothing_mean_what_a_permanent_link_means() -> None:
    assert PageQuery.of(ControlsForm({})) == PageQuery(rows=1000, seed=0, format="csv", as_of=None, revision=None)


def test_controls_mean_nothing_where_they_are_wrong() -> None:
    typed = {"rows": "0", "seed": "7", "as_of": "2026-02-30", "revision": "x", "format": "pdf"}
    controls = ControlsForm(typed)
    assert PageQuery.of(controls) == PageQuery(rows=1000, seed=7, format="csv", as_of=None, revision=None)
    assert set(controls.errors) == {"rows", "as_of", "revision", "format"}


@pytest.mark.parametrize(("day", "is_one"), [("1899-12-31", False), ("1900-01-01", True), ("2200-01-01", False)])
def test_a_day_is_one_that_the_engine_counts_from(day: str, is_one: bool) -> None:  # noqa: FBT001 - a case
    assert ControlsForm({"as_of": day}).is_valid() is is_one


@pytest.mark.django_db
def test_a_query_is_the_recipe_of_a_permanent_link() -> None:
    hash_ = remember("Animals of a zoo", "name")
    recipe = PageQuery.of(ControlsForm({"rows": "5", "seed": "7", "as_of": "2026-09-01"})).recipe(hash_)
    assert (recipe.entry, recipe.rows, recipe.seed, recipe.as_of) == (find(hash_), 5, 7, date(2026, 9, 1))


def test_controls_say_how_the_file_is_written() -> None:
    controls = ControlsForm({"csv_safe": "true", "decimal_comma": "false"})
    assert PageQuery.of(controls).options == Options(csv_safe=True)


def test_options_that_a_format_does_not_take_are_left_out() -> None:
    assert PageQuery.of(ControlsForm({"csv_safe": "true", "format": "parquet"})).options == Options()


def test_an_option_that_cannot_be_means_nothing() -> None:
    assert PageQuery.of(ControlsForm({"dialect": "oracle", "format": "csv"})).options == Options()
