"""Spans for OpenTelemetry, where its standard environment variables ask for them; otherwise nothing of it is imported.

The packages are those of the extra `tracing`. They are set up in each process when it makes its first span, so after
every fork, and send what they gather in a thread of their own. A span holds no description, no instruction, no data.
"""

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol, cast

_NAME = "dataset-from-a-sentence"
_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")

logger = logging.getLogger(__name__)

Value = str | int | float | bool


class Span(Protocol):
    """Something that takes time."""

    def tell(self, name: str, value: Value) -> None:
        """Say more of it."""

    def rename(self, name: str) -> None:
        """Call it otherwise, now that it is known what it is."""

    def fail(self, reason: str) -> None:
        """Say that it went wrong."""

    def end(self) -> None:
        """Take its time."""


class _Nothing:
    """A span that nobody asked for."""

    def tell(self, name: str, value: Value) -> None:
        pass

    def rename(self, name: str) -> None:
        pass

    def fail(self, reason: str) -> None:
        pass

    def end(self) -> None:
        pass


_NOTHING = _Nothing()


def is_asked_for() -> bool:
    """Tell whether the environment names where spans go, and nothing in it says that there are to be none."""
    if os.environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return False
    exporter = os.environ.get("OTEL_TRACES_EXPORTER", "").strip().lower()
    return exporter in {"otlp", "console"} or (not exporter and any(os.environ.get(name) for name in _ENDPOINTS))


class _Setup:
    """What makes spans in this process; None as long as it is not known, False where none are made."""

    def __init__(self) -> None:
        self.spans: Any = None

    def forget(self) -> None:
        self.spans = None if self.spans is not False else False


_setup = _Setup()
os.register_at_fork(after_in_child=_setup.forget)


def _spans() -> Any:
    """Return the module that makes spans, or False."""
    if _setup.spans is None:
        _setup.spans = _begun()
    return _setup.spans


def _begun() -> Any:
    if not is_asked_for():
        return False
    try:
        from watching import spans  # noqa: PLC0415 - it imports what only this needs
    except ImportError as error:
        logger.warning("traces are asked for, and the extra `tracing` is not installed", exc_info=error)
        return False
    spans.begin(_NAME)
    return spans


def request_span(headers: Mapping[str, Any]) -> Span:
    """Return the span of a request, of the trace that it belongs to as `traceparent` says; end it."""
    if spans := _spans():
        return cast(Span, spans.request_span(headers))
    return _NOTHING


@contextmanager
def span(name: str, **told: Value) -> Iterator[Span]:
    """Follow what is done in the block, which belongs to what surrounds it."""
    spans = _spans()
    if not spans:
        yield _NOTHING
        return
    with spans.span(name, told) as made:
        yield made


def prepare() -> None:
    """Set up what is asked for, which takes a second, so that no request waits for it."""
    _spans()


def flush() -> None:
    """Send what was gathered, before a process ends."""
    if _setup.spans:
        _setup.spans.flush()


def past_span(name: str, seconds: float, failure: str = "", **told: Value) -> None:
    """Follow what has taken so many seconds until now, and why it failed if it did."""
    if spans := _spans():
        spans.past_span(name, seconds, failure, told)
