"""A line of the log is JSON, tells which request it belongs to, and never what the request said."""

import io
import json
import logging
import logging.config
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from config.logs import LineFormatter, correlation_id, logging_config

UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Return what goes to the log meanwhile."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(LineFormatter())
    logging.getLogger().addHandler(handler)
    yield text
    logging.getLogger().removeHandler(handler)


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_request_gets_a_line(client: Client, log: io.StringIO) -> None:
    client.get("/nothing?q=CANARY", headers={"x-request-id": "abc.DEF-1_2"})
    (line,) = lines(log)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("timestamp"))
    assert 0 <= line.pop("duration") < 10
    assert line == {
        "level": "INFO",
        "component": "config.middleware",
        "message": "request",
        "correlation_id": "abc.DEF-1_2",
        "client": "127.0.0.1",
        "method": "GET",
        "path": "/nothing",
        "status": 404,
    }


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "a\tb", "é", "{}"])
def test_an_id_that_is_not_sane_is_replaced(client: Client, given: str) -> None:
    answer = client.get("/nothing", headers={"x-request-id": given})
    assert UUID4.fullmatch(answer["X-Request-ID"])


def test_the_id_is_returned(client: Client) -> None:
    assert client.get("/nothing", headers={"x-request-id": "x" * 64})["X-Request-ID"] == "x" * 64


@pytest.mark.urls("tests.config.crashes")
@pytest.mark.parametrize("path", ["/crash", "/rest"])
def test_a_crash_is_told_by_its_frames_alone(client: Client, log: io.StringIO, path: str) -> None:
    client.post(path, {"description": "CANARY"}, content_type="application/json", query_params={"q": "CANARY"})
    crash, request = lines(log)
    assert "CANARY" not in log.getvalue()
    assert (crash["level"], crash["message"], request["status"]) == ("ERROR", "crash", 500)
    assert crash["correlation_id"] == request["correlation_id"]
    assert any("tests/config/crashes.py" in frame for frame in crash["exception"])


def test_the_causes_of_an_exception_are_told() -> None:
    error = KeyError("CANARY")
    error.__cause__ = ValueError("CANARY")
    told = LineFormatter().formatException((KeyError, error, None))
    assert told == ["builtins.KeyError", "builtins.ValueError"]


def test_what_libraries_attach_to_a_record_is_left_out() -> None:
    record = logging.LogRecord("django", logging.ERROR, "", 1, "said", None, None)
    record.request = "GET /?q=CANARY"
    assert "CANARY" not in LineFormatter().format(record)


def test_every_field_of_a_design_is_kept() -> None:
    record = logging.LogRecord("generation.designer", logging.INFO, "", 1, "said", None, None)
    fields = {
        "model": "m",
        "outcome": "designed",
        "requests": 1,
        "seconds": 0.5,
        "prompt_tokens": 9,
        "completion_tokens": 2,
    }
    vars(record).update(fields)
    line = json.loads(LineFormatter().format(record))
    assert {name: line[name] for name in fields} == fields


@pytest.fixture
def configured() -> Iterator[None]:
    """Restore how logging is set up."""
    before = {name: logging.getLogger(name).level for name in ("", "openai", "django", "generation")}
    handlers = logging.getLogger().handlers[:]
    yield
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)
    logging.getLogger().handlers[:] = handlers


@pytest.mark.usefixtures("configured")
def test_libraries_speak_from_warning_on_whatever_the_level_is() -> None:
    logging.config.dictConfig(logging_config(logging.DEBUG))
    levels = {name: logging.getLogger(name).getEffectiveLevel() for name in ("openai", "httpx2", "django.db.backends")}
    assert set(levels.values()) == {logging.WARNING}
    assert logging.getLogger("generation.designer").getEffectiveLevel() == logging.DEBUG


@pytest.mark.usefixtures("configured")
def test_a_library_that_sets_its_own_level_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    logging.config.dictConfig(logging_config(logging.DEBUG))
    logging.getLogger("openai").setLevel(logging.DEBUG)
    for name in ("openai._base_client", "generation.designer"):
        logging.getLogger(name).debug("said")
        logging.getLogger(name).warning("said")
    said = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["level"], line["component"]) for line in said] == [
        ("WARNING", "openai._base_client"),
        ("DEBUG", "generation.designer"),
        ("WARNING", "generation.designer"),
    ]


def test_outside_of_a_request_there_is_no_id() -> None:
    record = logging.LogRecord("generation", logging.INFO, "", 1, "said", None, None)
    token = correlation_id.set(None)
    line = json.loads(LineFormatter().format(record))
    correlation_id.reset(token)
    assert "correlation_id" not in line
