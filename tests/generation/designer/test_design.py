import time

import pytest

from generation.designer import (
    ModelAnswerUnusable,
    ModelError,
    ModelRateLimited,
    ModelRefused,
    ModelSettings,
    ModelUnavailable,
    design,
)
from generation.designer.offline.designing import design_offline
from tests.scripted_model import BEHAVIOURS, MENDABLE, ScriptedModel

WISH = "Patients with name, age and date of admission"
DEADLINE = 1.0
PATIENCE = 20  # seconds: a busy machine takes less, what nobody stops takes more
WORKING = {"good", "good_fenced", "no_json_schema", "no_response_format", "slow"}


def settings(server: ScriptedModel, deadline: float = DEADLINE) -> ModelSettings:
    return ModelSettings(api_key="sk-1", name="gpt-4o-mini", base_url=server.base_url, deadline=deadline, attempts=2)


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Import the SDK before the clocks of the tests run."""
    with ScriptedModel() as server:
        design(WISH, model=settings(server, deadline=60))


def test_without_a_model_rules_design() -> None:
    assert design(WISH, locale="de_DE") == design_offline(WISH, "de_DE")


def test_a_model_that_works_designs() -> None:
    with ScriptedModel("good") as server:
        assert design(WISH, model=settings(server)).designed_by == "gpt-4o-mini"


@pytest.mark.parametrize("fault", sorted(BEHAVIOURS.keys() - WORKING - MENDABLE.keys()))
def test_rules_take_over_from_a_model_that_fails(fault: str) -> None:
    with ScriptedModel(fault) as server:
        start = time.monotonic()
        made = design(WISH, model=settings(server))
    offline = design_offline(WISH, None)
    assert time.monotonic() - start < DEADLINE + PATIENCE
    assert (made.schema, made.designed_by) == (offline.schema, offline.designed_by)
    assert made.assumptions[0].startswith("The language model ")
    assert made.assumptions[1:] == offline.assumptions


@pytest.mark.parametrize(
    ("fault", "excuse", "failure"),
    [
        ("rate_limited", "is asked too often at the moment", ModelRateLimited),
        ("quota", "refused to work for this service", ModelRefused),
        ("server_error", "did not answer in time", ModelUnavailable),
        ("prose", "gave no usable answer", ModelAnswerUnusable),
    ],
)
def test_why_rules_took_over_is_said_in_a_learners_words(fault: str, excuse: str, failure: type[ModelError]) -> None:
    with ScriptedModel(fault) as server:
        made = design(WISH, model=settings(server))
    assert made.assumptions[0] == f"The language model {excuse}, so rules designed this schema."
    assert type(made.instead_of) is failure


def test_what_the_model_cost_is_known_where_rules_took_over() -> None:
    with ScriptedModel("prose") as server:
        assert design(WISH, model=settings(server)).spent.tokens == 2400


@pytest.mark.parametrize(("fault", "error"), [("rate_limited", ModelRateLimited), ("quota", ModelRefused)])
def test_without_a_fallback_the_failure_is_raised(fault: str, error: type[ModelError]) -> None:
    with ScriptedModel(fault) as server, pytest.raises(error):
        design(WISH, model=settings(server), fallback=False)


@pytest.mark.parametrize("text", ["hourly" * 600, f"records of {'x' * 3000}", "x" * 4000])
def test_a_word_that_is_no_name_of_a_column_is_cut_to_one(text: str) -> None:
    assert max(len(column.name) for column in design(text).schema.columns) <= 100
