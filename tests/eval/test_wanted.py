import pytest

from eval.constraints import CHECKED, formula_names
from eval.kinds import KINDS
from eval.naming import FOLDER as NAMES
from eval.naming import read_headers
from eval.wanted import FOLDER as PROMPTS
from eval.wanted import Prompt, read_prompts

HALVES = ("development", "blind")
BOTH = [prompt for half in HALVES for prompt in read_prompts(PROMPTS / f"{half}.jsonl")]
HEADERS = {half: read_headers(NAMES / f"{half}.tsv") for half in HALVES}


def test_there_are_enough_of_each_half() -> None:
    prompts = [len(read_prompts(PROMPTS / f"{half}.jsonl")) >= 60 for half in HALVES]
    names = [sum(len(header.columns) for header in HEADERS[half]) >= 150 for half in HALVES]
    assert (prompts, names) == ([True, True], [True, True])


def test_no_prompt_is_there_twice() -> None:
    assert len({prompt.id for prompt in BOTH}) == len({prompt.description for prompt in BOTH}) == len(BOTH)


@pytest.mark.parametrize("prompt", BOTH, ids=lambda prompt: prompt.id)
def test_a_prompt_expects_what_is_known(prompt: Prompt) -> None:
    names = [column.name for column in prompt.expected]
    notes = [note for column in prompt.expected for note in column.notes.items()]
    others = {str(value) for note, value in notes if note in {"greater_than", "not_less_than"}}
    others |= {name for note, value in notes if note == "equals" for name in formula_names(str(value))}
    kinds = {kind for column in prompt.expected for kind in column.kinds}
    unknown = (kinds - KINDS.keys(), {note for note, _ in notes} - CHECKED, others - set(names))
    assert (unknown, len(set(names))) == ((set(), set(), set()), len(names))


@pytest.mark.parametrize("half", HALVES)
def test_names_have_kinds_that_are_known(half: str) -> None:
    assert {
        kind for header in HEADERS[half] for column in header.columns for kind in column.kinds
    } - KINDS.keys() == set()


def test_names_of_one_dataset_are_asked_for_together_and_others_alone() -> None:
    asked = [header.description for header in HEADERS["development"]]
    assert (asked[0], asked[-1].partition(":")[0]) == ("A dataset with the column CustID", "SaaS product usage")
