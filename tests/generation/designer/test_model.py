import json
import logging
import subprocess
import sys
import time
import traceback
from dataclasses import replace
from itertools import count

import pytest

from generation.designer import (
    Design,
    ModelAnswerUnusable,
    ModelError,
    ModelRateLimited,
    ModelRefused,
    ModelSettings,
    ModelUnavailable,
    Spent,
    last_outcome,
)
from generation.designer.model import design_with_model
from tests.scripted_model import BEHAVIOURS, GOOD_SCHEMA, Behaviour, ScriptedModel, failure, says

WISH = "Orders of an online shop with product, quantity, price and date"
KEY = "sk-canary-0123456789"
NUMBERS = count()
PATIENCE = 20  # seconds: a busy machine takes less, what nobody stops takes more


def settings(
    server: ScriptedModel, *, attempts: int = 2, deadline: float = 5.0, name: str = "gpt-4o-mini"
) -> ModelSettings:
    return ModelSettings(api_key=KEY, base_url=server.base_url, attempts=attempts, deadline=deadline, name=name)


def unused_name() -> str:
    """Return a model's name that no test has used, for what is remembered by it."""
    return f"model-{next(NUMBERS)}"


def failed(*behaviours: Behaviour, attempts: int = 2, deadline: float = 5.0) -> tuple[ModelError, int]:
    """Return the error of a design by a model that behaves so, and how often the model was asked."""
    with ScriptedModel(*behaviours) as server, pytest.raises(ModelError) as caught:
        design_with_model(WISH, None, settings(server, attempts=attempts, deadline=deadline))
    return caught.value, server.calls


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Import the SDK before the clocks of the tests run."""
    with ScriptedModel() as server:
        design_with_model(WISH, None, settings(server, deadline=60))


def test_the_designer_is_imported_without_what_takes_long() -> None:
    program = "import sys, generation.designer; print([n for n in ('openai', 'httpx2', 'numpy', 'pyarrow', 'faker') if n in sys.modules])"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


# It works


def test_a_good_answer_is_a_design() -> None:
    with ScriptedModel("good") as server:
        made = design_with_model(WISH, None, settings(server))
    assert [column.name for column in made.schema.columns] == [body["name"] for body in GOOD_SCHEMA["columns"]]
    assert (made.domain, made.designed_by) == ("e-commerce", "gpt-4o-mini")
    assert (made.assumptions, made.not_understood) == (("Prices are in US dollars.",), ())
    assert made.is_offline is False


def test_columns_that_the_sentence_names_are_stated() -> None:
    with ScriptedModel("good") as server:
        found = design_with_model(WISH, None, settings(server)).origins
    assert [name for name, origin in found.items() if origin == "inferred"] == ["order_id", "total"]


def test_the_request_is_of_the_protocol() -> None:
    with ScriptedModel("good") as server:
        design_with_model(WISH, "de_DE", settings(server))
    (call,) = server.requests
    assert (call.path, call.headers["authorization"]) == ("/v1/chat/completions", f"Bearer {KEY}")
    assert call.body.keys() == {"model", "messages", "response_format"}
    assert call.body["response_format"]["json_schema"]["strict"] is True
    assert [message["role"] for message in call.body["messages"]] == ["system", "user"]
    assert WISH in call.body["messages"][1]["content"]


def test_the_locale_asked_for_is_the_schemas() -> None:
    with ScriptedModel("good") as server:
        assert design_with_model(WISH, "de_DE", settings(server)).schema.locale == "de_DE"


def test_a_fenced_answer_is_understood() -> None:
    with ScriptedModel("good_fenced") as server:
        assert len(design_with_model(WISH, None, settings(server)).schema.columns) == 6


def test_a_description_that_was_cut_is_an_assumption() -> None:
    with ScriptedModel("good") as server:
        made = design_with_model("患" * 4000, None, settings(server))
    assert (
        made.assumptions[0] == "The description was too long for the language model, which was told its beginning only."
    )


# It fails


@pytest.mark.parametrize("behaviour", ["unauthorized", "forbidden", "unknown_model", "bad_request", "quota"])
def test_a_refusal_is_final(behaviour: str) -> None:
    error, calls = failed(behaviour)
    assert (type(error), calls) == (ModelRefused, 1)


@pytest.mark.parametrize("behaviour", ["server_error", "reset"])
def test_a_failure_of_the_service_is_tried_again(behaviour: str) -> None:
    error, calls = failed(behaviour)
    assert (type(error), calls) == (ModelUnavailable, 2)


def test_three_attempts_pause_twice_and_longer_the_second_time() -> None:
    start = time.monotonic()
    error, calls = failed("server_error", attempts=3)
    assert (str(error), calls) == ("OpenAI API error 500", 3)
    assert time.monotonic() - start > 0.75 * (0.5 + 1.0)


@pytest.mark.parametrize(
    "behaviour", ["html_200", "broken_json", "truncated_json", "not_a_completion", "empty_choices"]
)
def test_what_is_no_completion_is_tried_again(behaviour: str) -> None:
    error, calls = failed(behaviour)
    assert (type(error), calls) == (ModelAnswerUnusable, 2)


def test_an_empty_answer_is_tried_again() -> None:
    error, calls = failed("null_content")
    assert (str(error), calls) == ("The language model's answer is empty", 2)


@pytest.mark.parametrize("behaviour", ["refusal", "content_filter", "ten_megabytes", "compressed"])
def test_an_answer_that_would_come_again_is_final(behaviour: str) -> None:
    error, calls = failed(behaviour)
    assert (type(error), calls) == (ModelAnswerUnusable, 1)


def test_a_redirect_is_not_followed() -> None:
    with ScriptedModel("good") as other:
        elsewhere = failure(307, "elsewhere", headers=[("Location", f"{other.base_url}/chat/completions")])
        error, calls = failed(elsewhere)
        assert (type(error), calls, other.calls) == (ModelUnavailable, 1, 0)


def test_a_failure_that_passes_leaves_no_trace() -> None:
    with ScriptedModel("server_error", "good") as server:
        assert design_with_model(WISH, None, settings(server)).designed_by == "gpt-4o-mini"
    assert server.calls == 2


def test_a_server_that_is_not_there_is_unavailable() -> None:
    with ScriptedModel() as server:
        gone = settings(server)
    with pytest.raises(ModelUnavailable, match=r"^OpenAI API connection error$"):
        design_with_model(WISH, None, gone)


@pytest.mark.parametrize("key", ["", "sk-\N{SNOWMAN}", "sk-1\r\nX-Injected: 1", "sk 1"])
def test_what_cannot_be_a_key_is_refused_unsent(key: str) -> None:
    with ScriptedModel() as server, pytest.raises(ModelRefused):
        design_with_model(WISH, None, replace(settings(server), api_key=key))
    assert server.calls == 0


@pytest.mark.parametrize("address", ["not a url", "ftp://127.0.0.1/v1", "http://", "http://[::1/v1", "//127.0.0.1/v1"])
def test_what_cannot_be_an_address_is_refused(address: str) -> None:
    with ScriptedModel() as server, pytest.raises(ModelRefused):
        design_with_model(WISH, None, replace(settings(server), base_url=address))


def test_the_address_comes_from_the_settings_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedModel() as server, ScriptedModel() as other:
        monkeypatch.setenv("OPENAI_BASE_URL", other.base_url)
        monkeypatch.setenv("HTTP_PROXY", other.base_url)
        monkeypatch.setenv("http_proxy", other.base_url)
        design_with_model(WISH, None, settings(server))
        assert (server.calls, other.calls) == (1, 0)


# It asks to wait


def test_a_rate_limit_says_when_to_come_back() -> None:
    error, calls = failed("rate_limited_reset")
    assert isinstance(error, ModelRateLimited)
    assert (error.retry_after, error.limit, calls) == (91, "3 requests per minute", 2)


def test_a_rate_limit_that_says_nothing_is_a_minute() -> None:
    error, calls = failed("rate_limited")
    assert isinstance(error, ModelRateLimited)
    assert (error.retry_after, error.limit, calls) == (60, None, 2)


def test_a_wait_that_fits_into_the_deadline_is_waited() -> None:
    with ScriptedModel("rate_limited_briefly", "good") as server:
        start = time.monotonic()
        design_with_model(WISH, None, settings(server))
    assert server.calls == 2
    assert time.monotonic() - start >= 1.0


@pytest.mark.parametrize("behaviour", ["rate_limited_long", "rate_limited_until"])
def test_a_wait_that_does_not_fit_is_not_begun(behaviour: str) -> None:
    start = time.monotonic()
    error, calls = failed(behaviour, deadline=2.0 * PATIENCE)
    assert (type(error), calls) == (ModelRateLimited, 1)
    assert time.monotonic() - start < PATIENCE


# The deadline


@pytest.mark.parametrize("behaviour", ["hang", "drip", "drip_headers", "slow"])
def test_the_deadline_ends_everything(behaviour: str) -> None:
    start = time.monotonic()
    error, calls = failed(behaviour, deadline=0.5)
    assert (str(error), calls) == ("OpenAI API timeout", 1)
    assert 0.5 <= time.monotonic() - start < PATIENCE


def test_attempts_and_repair_share_the_deadline() -> None:
    start = time.monotonic()
    error, calls = failed("server_error", "prose", "hang", deadline=1.5)
    assert (str(error), calls) == ("OpenAI API timeout", 3)
    assert 1.5 <= time.monotonic() - start < PATIENCE


# The format of the answer


def formats(server: ScriptedModel) -> list[str | None]:
    return [call.body.get("response_format", {}).get("type") for call in server.requests]


@pytest.mark.parametrize(
    ("behaviour", "asked"),
    [
        ("good", ["json_schema"]),
        ("no_json_schema", ["json_schema", "json_object"]),
        ("no_response_format", ["json_schema", "json_object", None]),
    ],
)
def test_a_format_that_is_refused_gives_way_to_the_next(behaviour: str, asked: list[str | None]) -> None:
    with ScriptedModel(behaviour) as server:
        design_with_model(WISH, None, settings(server, attempts=1, name=unused_name()))
    assert formats(server) == asked


def test_the_format_is_remembered_for_the_server_and_the_model() -> None:
    with ScriptedModel("no_response_format") as server:
        known, other = unused_name(), unused_name()
        design_with_model(WISH, None, settings(server, name=known))
        server.follow("no_response_format")
        design_with_model(WISH, None, settings(server, name=known))
        design_with_model(WISH, None, settings(server, name=other))
    assert formats(server) == [None, "json_schema", "json_object", None]


def test_a_refusal_of_plain_text_is_a_refusal() -> None:
    with ScriptedModel(failure(400, "response_format is odd")) as server, pytest.raises(ModelRefused):
        design_with_model(WISH, None, settings(server, name=unused_name()))
    assert formats(server) == ["json_schema", "json_object", None]


# The repair


def test_the_model_is_shown_its_mistakes_once() -> None:
    with ScriptedModel("invented_functions", "good") as server:
        made = design_with_model(WISH, None, settings(server, attempts=1))
    assert [column.name for column in made.schema.columns][:2] == ["order_id", "product"]
    messages = server.requests[1].body["messages"]
    assert [message["role"] for message in messages] == ["system", "user", "assistant", "user"]
    assert '- column "sex": ' in messages[3]["content"]
    assert "\nfake.gender()\n" in messages[3]["content"]
    assert '- column "years": ' in messages[3]["content"]


@pytest.mark.parametrize(
    "behaviour",
    [
        *("length", "prose", "cut_content", "wrong_schema", "duplicate_keys", "not_a_number", "deeply_nested"),
        *("invented_functions", "hostile_schema", "too_few_values"),
    ],
)
def test_a_second_answer_of_no_use_is_the_last(behaviour: str) -> None:
    error, calls = failed(behaviour)
    assert str(error) == "The language model's schema does not run, nor does its correction"
    assert (type(error), calls) == (ModelAnswerUnusable, 2)


def test_an_answer_that_was_cut_is_told_so() -> None:
    with ScriptedModel("length", "good") as server:
        design_with_model(WISH, None, settings(server))
    assert "The answer was too long and was cut off" in server.requests[1].body["messages"][-1]["content"]


def test_halves_of_characters_in_an_answer_can_be_shown_again() -> None:
    with ScriptedModel(says('{"columns": "\ud800"} \ud800'), "good") as server:
        assert design_with_model(WISH, None, settings(server)).designed_by == "gpt-4o-mini"


# What is told


@pytest.mark.parametrize("behaviour", ["good", "unauthorized"])
def test_the_outcome_is_known_afterwards(behaviour: str) -> None:
    with ScriptedModel(behaviour) as server:
        try:
            reason = "designed" if design_with_model(WISH, None, settings(server)) else ""
        except ModelError as error:
            reason = type(error).__name__
    outcome = last_outcome()
    assert outcome is not None
    assert outcome.reason == reason


def test_the_cost_of_all_answers_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "generation.designer"), ScriptedModel("prose", "good") as server:
        design_with_model(WISH, None, settings(server))
    record = next(record for record in caplog.records if record.name == "generation.designer")
    told = {"outcome": "designed", "requests": 2, "prompt_tokens": 2000, "completion_tokens": 400}
    assert told.items() <= record.__dict__.items()


def test_the_cost_of_all_answers_goes_with_the_design() -> None:
    with ScriptedModel("prose", "good") as server:
        made = design_with_model(WISH, None, settings(server))
    assert made.spent == Spent(requests=2, prompt_tokens=2000, completion_tokens=400)


def test_the_cost_of_a_failure_goes_with_it() -> None:
    error, _ = failed("prose", "unauthorized")
    assert (type(error), error.spent) == (ModelRefused, Spent(requests=2, prompt_tokens=1000, completion_tokens=200))


def canaries() -> dict[str, Behaviour]:
    """Return all behaviours that end soon, and services that repeat what they were told."""
    echo = f"{KEY} may not ask for: {WISH} password-canary"
    return {
        **{name: name for name in BEHAVIOURS if name not in {"slow", "hang", "drip", "drip_headers"}},
        "echo_401": failure(401, echo),
        "echo_429": failure(429, echo, code="insufficient_quota"),
        "echo_500": failure(500, echo),
        "echo_answer": says({"columns": [{"name": "a", "expression": echo}]}),
        "echo_twice": says({"columns": [{"name": WISH, "expression": "1"}, {"name": WISH, "expression": "1"}]}),
        "echo_name": says({"columns": [{"name": WISH, "expression": "fake.nothing()"}]}),
    }


@pytest.mark.parametrize("behaviour", canaries().values(), ids=canaries().keys())
def test_no_secret_and_no_description_is_told(behaviour: Behaviour, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), ScriptedModel(behaviour) as server:
        address = server.base_url.replace("http://", "http://user:password-canary@")
        used = replace(settings(server, attempts=1), base_url=address)
        try:
            design: Design | None = design_with_model(WISH, None, used)
        except ModelError as error:
            told = "".join(traceback.format_exception(error))
        else:
            told = json.dumps(design.assumptions if design else []).replace(f"“{WISH}”", "")  # a column of this name
    told += repr(used) + "".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert [canary for canary in (KEY, WISH, "password-canary") if canary in told] == []
