"""A receiver of traces: a real HTTP server on loopback that understands OTLP, as collectors do.

with TraceReceiver() as receiver:
    ...  # a program with OTEL_EXPORTER_OTLP_ENDPOINT=receiver.url
    assert receiver.wait_for("GET /health")
"""

import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

PATIENCE = 30.0


@dataclass(frozen=True)
class Span:
    """A span as it came in; identifiers in hexadecimal digits."""

    name: str
    trace: str
    id: str
    parent: str
    service: str
    seconds: float
    failure: str
    attributes: dict[str, Any] = field(default_factory=dict)


class TraceReceiver:
    """Keeps the spans that are sent to it."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def wait_for(self, *names: str, trace: str = "") -> list[Span]:
        """Return the spans, of one trace if it is named, once there is one with each of the names."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = [span for span in [*self.spans] if trace in {"", span.trace}]
            if set(names) <= {span.name for span in found}:
                return found
            time.sleep(0.02)
        raise AssertionError(f"not all of {names} came: {[span.name for span in self.spans]}")

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        spans = self.spans

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                spans.extend(_read(body))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        return Handler


def _read(body: bytes) -> list[Span]:
    found = []
    for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
        service = _attributes(resource.resource.attributes).get("service.name", "")
        for scope in resource.scope_spans:
            found += [_span(each, service) for each in scope.spans]
    return found


def _span(each: Any, service: str) -> Span:
    return Span(
        name=each.name,
        trace=each.trace_id.hex(),
        id=each.span_id.hex(),
        parent=each.parent_span_id.hex(),
        service=service,
        seconds=(each.end_time_unix_nano - each.start_time_unix_nano) / 1e9,
        failure=each.status.message,
        attributes=_attributes(each.attributes),
    )


def _attributes(given: Any) -> dict[str, Any]:
    return {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in given}
