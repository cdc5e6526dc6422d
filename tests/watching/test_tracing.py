"""Spans are made where the environment asks for them, and nothing of them is imported otherwise."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.traces import TraceReceiver
from watching.tracing import is_asked_for, past_span, request_span, span

ROOT = Path(__file__).parents[2]
NAMES = (
    "OTEL_SDK_DISABLED",
    "OTEL_TRACES_EXPORTER",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
)
ENDPOINT = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1"}


@pytest.fixture(autouse=True)
def _afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("watching.tracing._setup.spans", None)


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({}, False),
        (ENDPOINT, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:1"}, True),
        ({"OTEL_TRACES_EXPORTER": "otlp"}, True),
        ({"OTEL_TRACES_EXPORTER": "console"}, True),
        ({"OTEL_TRACES_EXPORTER": "none", **ENDPOINT}, False),
        ({"OTEL_SDK_DISABLED": "TRUE", **ENDPOINT}, False),
        ({"OTEL_SDK_DISABLED": "false", **ENDPOINT}, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": ""}, False),
    ],
)
def test_the_environment_says_whether(monkeypatch: pytest.MonkeyPatch, given: dict[str, str], asked: bool) -> None:  # noqa: FBT001 - a table
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert is_asked_for() == asked


def test_nothing_is_imported_when_it_is_not_asked_for() -> None:
    program = (
        "import sys\nfrom watching.tracing import past_span, request_span, span\n"
        "request_span({}).end()\nwith span('design') as made: made.tell('a', 1)\npast_span('model call', 1.0)\n"
        "print([name for name in sys.modules if name.startswith('opentelemetry')])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env={}, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_without_the_packages_the_service_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(*next(iter(ENDPOINT.items())))
    monkeypatch.setitem(sys.modules, "watching.spans", None)
    for _ in range(2):
        with span("design"):
            request_span({}).end()
    assert caplog.messages == ["traces are asked for, and the extra `tracing` is not installed"]


def test_an_error_is_told_by_its_class_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with TraceReceiver() as receiver:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url)
        monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "10")
        request = request_span({"REQUEST_METHOD": "GET"})
        with pytest.raises(ValueError, match="a secret"), span("design"):
            raise ValueError("a secret")
        past_span("model call", 2.5, "unavailable", requests=3)
        request.end()
        found = {each.name: each for each in receiver.wait_for("design", "model call", "GET")}
    assert (found["design"].failure, found["design"].parent) == ("ValueError", found["GET"].id)
    assert (found["model call"].failure, found["model call"].attributes) == ("unavailable", {"requests": 3})
    assert round(found["model call"].seconds, 3) == 2.5
