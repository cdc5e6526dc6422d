"""Spans as OpenTelemetry makes them. Import this module where they are asked for; it needs the extra `tracing`."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Thread
from time import time_ns
from typing import Any

from opentelemetry import context, propagate, trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter, SpanExporter
from opentelemetry.trace import SpanKind, Status, StatusCode

_NANOSECONDS = 1_000_000_000
_LAST_SECONDS = 2.0
_made: dict[int, tuple[TracerProvider, trace.Tracer]] = {}  # by process: one that was forked begins anew


def begin(name: str) -> None:
    """Set up what the environment says, under this name unless it says another one."""
    named = "OTEL_SERVICE_NAME" in os.environ or "service.name=" in os.environ.get("OTEL_RESOURCE_ATTRIBUTES", "")
    resource = Resource.create({} if named else {"service.name": name})
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)  # which may wait for long; see flush
    provider.add_span_processor(BatchSpanProcessor(_exporter()))
    _made[os.getpid()] = provider, provider.get_tracer(name)


def _exporter() -> SpanExporter:
    if os.environ.get("OTEL_TRACES_EXPORTER", "").strip().lower() == "console":
        return ConsoleSpanExporter()
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - only for this

    return OTLPSpanExporter()


def _tracer() -> trace.Tracer:
    return _made[os.getpid()][1]


def flush() -> None:
    """Send what was gathered, for a moment: where nobody takes it, the process does not wait to end."""
    thread = Thread(target=_made[os.getpid()][0].force_flush, daemon=True)
    thread.start()
    thread.join(_LAST_SECONDS)


class Made:
    """A span that is made; see tracing.Span."""

    def __init__(self, span: trace.Span, token: Any = None) -> None:
        self._span = span
        self._token = token

    def tell(self, name: str, value: str | float) -> None:
        """Set an attribute."""
        self._span.set_attribute(name, value)

    def rename(self, name: str) -> None:
        """Set the name."""
        self._span.update_name(name)

    def fail(self, reason: str) -> None:
        """Set the status."""
        self._span.set_status(Status(StatusCode.ERROR, reason))

    def end(self) -> None:
        """End it, and what surrounds it goes on; in the thread that began it."""
        self._span.end()
        if self._token is not None:
            context.detach(self._token)
            self._token = None


def request_span(headers: Mapping[str, Any]) -> Made:
    """Return the span of a request, which what follows in this thread belongs to."""
    parent = propagate.extract(_carried(headers), context=context.Context())
    method = str(headers.get("REQUEST_METHOD", ""))
    span = _tracer().start_span(method, parent, kind=SpanKind.SERVER, attributes={"http.request.method": method})
    return Made(span, context.attach(trace.set_span_in_context(span, parent)))


def _carried(headers: Mapping[str, Any]) -> dict[str, str]:
    """Return what may tell of a trace, under the names that it has on the way."""
    names = ("traceparent", "tracestate", "baggage", "b3", "x-b3-traceid", "x-b3-spanid", "x-b3-sampled")
    found = {name: headers.get("HTTP_" + name.upper().replace("-", "_")) for name in names}
    return {name: str(value) for name, value in found.items() if value}


@contextmanager
def span(name: str, told: Mapping[str, str | float]) -> Iterator[Made]:
    """Follow a block. An error in it is told by its class: its words may quote what was asked for."""
    with _tracer().start_as_current_span(
        name, attributes=dict(told), record_exception=False, set_status_on_exception=False
    ) as span:
        try:
            yield Made(span)
        except GeneratorExit:
            raise
        except BaseException as error:
            span.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise


def past_span(name: str, seconds: float, failure: str, told: Mapping[str, str | float]) -> None:
    """Add what has ended just now."""
    now = time_ns()
    span = _tracer().start_span(
        name, kind=SpanKind.CLIENT, attributes=dict(told), start_time=now - int(seconds * _NANOSECONDS)
    )
    if failure:
        span.set_status(Status(StatusCode.ERROR, failure))
    span.end(now)
