"""The development half again, with floors a little under what it came to last: a change that makes it worse fails."""

from functools import cache

import pytest

from eval.measures import Marks, Tally, answer, mark, mark_names, shown
from eval.naming import FOLDER as NAMES
from eval.naming import Header, read_headers
from eval.report import tallies
from eval.templates import verdicts
from eval.wanted import FOLDER as PROMPTS
from eval.wanted import Expected, Prompt, read_prompts
from generation.designer.meaning.lexicon import lexicon

FLOORS = {
    "descriptions answered without an error": 1.0,
    "named columns found": 0.98,
    "columns that were asked for, of those made": 0.98,
    "expected columns with values of the right kind": 0.95,
    "stated constraints that hold": 0.96,
    "columns expected of a vague wish": 0.90,
    "descriptions whose rows hold no contradiction": 0.93,
    "unseen column names given a fitting kind": 0.96,
}


@cache
def measured() -> dict[str, Tally]:
    names = mark_names(read_headers(NAMES / "development.tsv"))
    return tallies(mark(read_prompts(PROMPTS / "development.jsonl")), names)


@pytest.mark.parametrize(("what", "floor"), FLOORS.items())
def test_the_development_half_is_as_good_as_it_was(what: str, floor: float) -> None:
    count = measured()[what]
    assert count.share >= floor, "\n".join(count.failures)


def test_some_templates_hold_no_contradiction() -> None:
    some = sorted(lexicon().catalog.subjects)[::6]
    broken = [(verdict.subject, list(verdict.broken)) for verdict in verdicts(some, rows=100) if verdict.broken]
    assert broken == []


def prompt(description: str, *expected: Expected, vague: bool = False) -> Prompt:
    return Prompt("P1", description, "listed", vague, "generic", None, None, expected)


def counts(marks: Marks) -> dict[str, tuple[int, int]]:
    return {name: (count.reached, count.of) for name, count in vars(marks).items()}


def test_what_was_asked_for_is_found_of_its_kind_and_kept_to() -> None:
    wanted = (Expected("age", "age", ("age",), {"min": 18, "max": 30}), Expected("email", "email", ("email",)))
    assert counts(mark([prompt("age between 18 and 30, email", *wanted)])) == {
        "answers": (1, 1),
        "recall": (2, 2),
        "precision": (2, 2),
        "kinds": (2, 2),
        "constraints": (2, 2),
        "vague": (0, 0),
        "sense": (1, 1),
    }


def test_what_was_not_found_counts_against_every_measure() -> None:
    wanted = (Expected("zodiac", "category", ("category",), {"unique": True}), Expected("email", "phone", ("phone",)))
    marks = mark([prompt("age, email", *wanted)])
    assert [count.failures[:1] for count in vars(marks).values()] == [
        [],
        ["P1 zodiac: not found"],
        ["P1 age: not asked for"],
        ["P1 zodiac: no column"],
        ["P1 zodiac: unique True (no column)"],
        [],
        [],
    ]
    assert marks.kinds.failures[1].startswith("P1 email: no phone: ")


def test_a_vague_wish_counts_what_a_reader_would_look_for() -> None:
    wanted = (Expected("email", "email", ("email",)), Expected("zodiac", "category", ("category",)))
    assert counts(mark([prompt("customers", *wanted, vague=True)]))["vague"] == (1, 2)


def test_names_count_by_their_places_where_there_are_as_many_columns() -> None:
    header = Header("people", (Expected("how old", "email", ("email",)), Expected("mail", "phone", ("phone",))))
    said = [failure.rpartition(":")[0] for failure in mark_names([header]).failures]
    assert said == ["people how old: no email", "people mail: no phone"]


def test_a_prompt_is_shown_with_its_rows_and_failures() -> None:
    lines = list(shown(prompt("age between 18 and 30", Expected("age", "age", ("age",), {"max": 5}))))
    assert (lines[0], lines[1].partition(":")[0], lines[-1]) == (
        "P1 (listed, generic): age between 18 and 30",
        "  age (for age)",
        "  age: max 5 does not hold",
    )


def test_the_rows_are_the_same_every_time() -> None:
    column = (Expected("age", "age", ("age",)),)
    assert answer("age and city", column).rows == answer("age and city", column).rows
