"""An instruction put to a language model, through the loopback server."""

import json
from typing import Any

import pytest

from generation.designer import Design, Difference, ModelAnswerUnusable, ModelSettings, difference, refine
from tests.generation.designer.refining.test_refining import PARENT, WISH
from tests.scripted_model import Behaviour, ScriptedModel, column, says

ODD = "give price a seasonal touch"


def settings(server: ScriptedModel) -> ModelSettings:
    return ModelSettings(api_key="sk-1", name="m", base_url=server.base_url, deadline=30, attempts=1)


def answer(*columns: dict[str, Any], lost: tuple[str, ...] = ()) -> Behaviour:
    """Return an answer with the parent's columns, other ones of the same names, and more."""
    held = {
        one.name: column(one.name, one.expression, str(one.data_type), unique=one.unique)
        for one in PARENT.schema.columns
        if one.name not in lost
    }
    held |= {body["name"]: body for body in columns}
    return says({"domain": "x", "locale": "en_US", "assumptions": ["Winter is dear."], "columns": list(held.values())})


def refined(behaviour: Behaviour, instruction: str = ODD) -> tuple[Design, Difference, int]:
    with ScriptedModel(behaviour) as server:
        made = refine(PARENT, WISH, instruction, model=settings(server))
    return made, difference(PARENT.schema, made.schema), server.calls


def test_what_rules_understand_is_not_put_to_the_model() -> None:
    assert refined("hang", "drop email")[2] == 0


def test_the_model_changes_what_rules_do_not_understand() -> None:
    made, found, calls = refined(answer(column("price", "round(random.uniform(1, 50), 2)", "decimal")))
    assert ([change.column for change in found.changed], calls) == (["price"], 1)
    assert (made.designed_by, made.not_understood, made.spent.requests) == ("m", (), 1)
    assert made.assumptions == ("Prices are in US dollars", "Winter is dear.")


def test_columns_that_the_instruction_does_not_speak_of_get_their_text_back() -> None:
    other = column("status", "random.choice(['a', 'b'])")
    assert refined(answer(other, lost=("email",)))[1] == Difference()


def test_a_change_that_does_not_run_is_mended() -> None:
    made, found, _ = refined(answer(column("price", "fake.price()", "decimal")))
    assert [change.column for change in found.changed] == ["price"]
    assert made.assumptions[-1] == "“price” is made anew: fake.price does not exist"


def test_a_change_that_changes_nothing_is_not_understood() -> None:
    assert refined(answer())[0].not_understood == (ODD,)


def test_the_model_is_shown_the_schema_and_the_instruction() -> None:
    with ScriptedModel(answer()) as server:
        refine(PARENT, WISH, ODD, model=settings(server))
    told = server.requests[0].body["messages"]
    assert [message["role"] for message in told] == ["system", "user", "assistant", "user"]
    assert [body["name"] for body in json.loads(told[2]["content"])["columns"]][:2] == ["order_id", "product"]
    assert (WISH in told[1]["content"], ODD in told[3]["content"]) == (True, True)


def test_rules_do_what_they_can_when_the_model_fails() -> None:
    made, found, _ = refined("prose", f"drop email, {ODD}")
    assert (found.removed, made.not_understood) == (("email",), (ODD,))
    assert type(made.instead_of) is ModelAnswerUnusable


def test_without_a_fallback_the_failure_is_raised() -> None:
    with ScriptedModel("prose") as server, pytest.raises(ModelAnswerUnusable):
        refine(PARENT, WISH, ODD, model=settings(server), fallback=False)
