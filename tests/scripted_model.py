"""A language model that follows a script: a real HTTP server on loopback that speaks the chat completions protocol.

    with ScriptedModel("rate_limited", "good") as model:     # one behaviour a request; the last one stays
        design("...", model=ModelSettings(base_url=model.base_url, api_key="any", ...))
        assert model.calls == 2

By hand, or beside a service under test: `python -m tests.scripted_model --behaviour good --port 8001`, then
`POST /script {"behaviours": ["hang"]}` changes the script (and counts from zero), `GET /calls` answers `{"calls": 1}`.
"""

import argparse
import json
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import time
from types import TracebackType
from typing import Any, Self

DRIP_SECONDS = 0.05  # between two bytes of an answer that never ends
SLOW_SECONDS = 1.0  # long enough for two hundred clients to arrive meanwhile


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What goes over the wire. `delay` in seconds comes first; `manner` is how the body is sent, see `_Handler`."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)
    manner: str = "at_once"
    delay: float = 0.0


Rule = Callable[[dict[str, Any]], Answer]  # from the request's body
Behaviour = str | Answer


@dataclass(frozen=True)
class Call:
    """A request as it came in."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


# What a model says.


def column(name: str, expression: str, data_type: str = "string", **rest: Any) -> dict[str, Any]:
    return {"name": name, "expression": expression, "data_type": data_type, "description": "", **rest}


GOOD_SCHEMA: dict[str, Any] = {
    "domain": "e-commerce",
    "locale": "en_US",
    "assumptions": ["Prices are in US dollars."],
    "columns": [
        column("order_id", 'f"ORD-{row_number + 1:05d}"', unique=True),
        column("product", "fake.company() + ' ' + fake.word().title()"),
        column("quantity", "fake.random_int(min=1, max=5)", "integer"),
        column("unit_price", "round(random.lognormvariate(3.4, 0.8), 2)", "decimal"),
        column("total", "round(quantity * unit_price, 2)", "decimal"),
        column("ordered_on", "fake.date_between(start_date='-2y', end_date='today')", "date", null_rate=0.1),
    ],
}
INVENTED_FUNCTIONS = {
    **GOOD_SCHEMA,
    "columns": [column("sex", "fake.gender()"), column("years", "fake.age()", "integer")],
}
HOSTILE_SCHEMA = {
    **GOOD_SCHEMA,
    "columns": [
        column("walk", "(1).__class__.__base__.__subclasses__()"),
        column("format", "'{0.__class__}'.format(fake)"),
        column("files", "open('/etc/passwd').read()"),
        column("sink", "fake.format('__class__')"),
        column("bomb", "9**9**9**9"),
        column("memory", "fake.pystr(max_chars=10**10)"),
        column("star", "fake.name(*[1]*10**9)"),
        column("statement", "import os"),
    ],
}
PATIENTS_WISH = (
    "Hospital patients: patient_id (unique), gender, age (18-65), status (70% active, 30% discharged),"
    " admission date, discharge date, phone (20% missing), state and rating"
)
PATIENTS: dict[str, Any] = {
    "domain": "healthcare",
    "locale": "en_US",
    "assumptions": [],
    "columns": [
        column("patient_id", 'f"PT-{row_number + 1:05d}"', unique=True),
        column("gender", "random.choice(['female', 'male'])"),
        column("age", "fake.random_int(18, 65)", "integer"),
        column("status", "random.choices(['active', 'discharged'], weights=[70, 30])[0]"),
        column("admission_date", "fake.date_between('-2y', '-30d')", "date"),
        column("discharge_date", "admission_date + timedelta(days=random.randint(1, 20))", "date"),
        column("phone", "fake.phone_number()", null_rate=0.2),
        column("state", "random.choice(['Ohio', 'Texas', 'Utah'])"),
        column("rating", "round(random.uniform(1, 5), 1)", "float"),
    ],
}


def patients(*replaced: dict[str, Any], lost: Iterable[str] = (), **rest: Any) -> dict[str, Any]:
    """Return the patients with other columns of the same names, without those that are lost."""
    others = {body["name"]: body for body in replaced}
    columns = [others.get(body["name"], body) for body in PATIENTS["columns"] if body["name"] not in lost]
    return {**PATIENTS, "columns": columns, **rest}


TOO_FEW_VALUES = {**GOOD_SCHEMA, "columns": [column("flag", "fake.boolean()", "boolean", unique=True)]}


def completion(content: str | None, *, finish_reason: str = "stop", refusal: str | None = None) -> bytes:
    """Return the body of a 200 in which the model says `content`."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    return json.dumps(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1,
            "model": "scripted",
            "choices": [{"index": 0, "message": message, "finish_reason": finish_reason, "logprobs": None}],
            "usage": {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200},
        }
    ).encode()


def says(content: str | dict[str, Any]) -> Answer:
    """Return a well-formed answer whose content is this text, or this object as JSON."""
    return Answer(body=completion(content if isinstance(content, str) else json.dumps(content)))


def failure(status: int, message: str, *, code: str | None = None, headers: Iterable[tuple[str, str]] = ()) -> Answer:
    """Return an error in the protocol's own form."""
    body = {"error": {"message": message, "type": code or "error", "param": None, "code": code}}
    return Answer(
        status=status, body=json.dumps(body).encode(), headers=(("Content-Type", "application/json"), *headers)
    )


def _rate_limited(*headers: tuple[str, str]) -> Answer:
    return failure(429, "Rate limit reached for requests", code="rate_limit_exceeded", headers=headers)


def _unless_format_in(*refused: str) -> Rule:
    def rule(request: dict[str, Any]) -> Answer:
        kind = request.get("response_format", {}).get("type")
        if kind in refused:
            return failure(
                400, f"Invalid parameter: 'response_format' of type '{kind}' is not supported with this model."
            )
        return says(f"```json\n{json.dumps(GOOD_SCHEMA)}\n```") if kind is None else says(GOOD_SCHEMA)

    return rule


_HTML = (("Content-Type", "text/html"),)
_GOOD_TEXT = json.dumps(GOOD_SCHEMA)

MENDABLE: dict[str, Answer | Rule] = {  # answers to PATIENTS_WISH, with mistakes that the field catalog can mend
    "fitting": says(patients()),
    "invented_everywhere": says(
        patients(
            column("gender", "fake.gender()"),
            column("rating", "fake.rating(1, 5)", "float"),
            column("state", "fake.state_abbr()"),
            locale="de_DE",
        )
    ),
    "lost_range": says(patients(column("age", "random.randint(1, 99)", "integer"))),
    "invented_once": says(patients(column("gender", "fake.gender()"))),
    "lost_columns": says(patients(lost=["age", "discharge_date"])),
    "lost_missing": says(patients(column("phone", "fake.phone_number()"))),
    "wrong_shares": says(patients(column("status", "random.choice(['active', 'discharged'])"))),
    "impossible_rows": says(
        patients(column("discharge_date", "admission_date - timedelta(days=random.randint(1, 20))", "date"))
    ),
    "duplicate_ids": says(patients(column("patient_id", "f'PT-{random.randint(1, 50):05d}'"))),
}

BEHAVIOURS: dict[str, Answer | Rule] = {
    **MENDABLE,
    # it works
    "good": says(GOOD_SCHEMA),
    "good_fenced": says(f"Here is your schema:\n```json\n{json.dumps(GOOD_SCHEMA, indent=1)}\n```\nEnjoy!"),
    "slow": Answer(body=completion(_GOOD_TEXT), delay=SLOW_SECONDS),
    "no_json_schema": _unless_format_in("json_schema"),
    "no_response_format": _unless_format_in("json_schema", "json_object"),
    # it refuses
    "unauthorized": failure(401, "Incorrect API key provided", code="invalid_api_key"),
    "forbidden": failure(403, "Country not supported", code="unsupported_country"),
    "unknown_model": failure(404, "The model does not exist", code="model_not_found"),
    "bad_request": failure(400, "This request is malformed", code="invalid_request_error"),
    "quota": failure(429, "You exceeded your current quota", code="insufficient_quota"),
    "redirect": Answer(status=307, headers=(("Location", "http://127.0.0.1:9/v1/chat/completions"),)),
    # it asks to wait
    "rate_limited": _rate_limited(),
    "rate_limited_briefly": _rate_limited(("Retry-After", "1")),
    "rate_limited_long": _rate_limited(("Retry-After", "3600"), ("x-ratelimit-limit-requests", "3")),
    "rate_limited_reset": _rate_limited(("x-ratelimit-reset-requests", "1m30.5s"), ("x-ratelimit-limit-requests", "3")),
    "rate_limited_until": _rate_limited(("Retry-After", formatdate(time() + 4000, usegmt=True))),
    # it fails
    "server_error": failure(500, "The server had an error"),
    "overloaded": Answer(status=503, body=b"upstream connect error", headers=(("Retry-After", "1"),)),
    "hang": Answer(manner="hang"),
    "drip": Answer(body=completion(_GOOD_TEXT), manner="drip"),
    "drip_headers": Answer(body=completion(_GOOD_TEXT), manner="drip_headers"),
    "reset": Answer(manner="reset"),
    "html_200": Answer(body=b"<!doctype html><title>Sign in to the network</title>", headers=_HTML),
    "broken_json": Answer(body=b'{"id": "chatcmpl-1", "choices": [{{'),
    "truncated_json": Answer(body=completion(_GOOD_TEXT)[:700]),
    "not_a_completion": Answer(body=b'["a", "list"]'),
    "empty_choices": Answer(body=b'{"id": "chatcmpl-1", "object": "chat.completion", "choices": []}'),
    "null_content": Answer(body=completion(None)),
    "ten_megabytes": Answer(body=completion("x" * 10_000_000)),
    "compressed": Answer(body=b"\x1f\x8b", headers=(("Content-Encoding", "gzip"),)),
    # it says what is of no use
    "refusal": Answer(body=completion(None, refusal="I can't help with that.")),
    "content_filter": Answer(body=completion("", finish_reason="content_filter")),
    "length": Answer(body=completion(_GOOD_TEXT[:300], finish_reason="length")),
    "prose": says("I would suggest a table with a name and a price."),
    "cut_content": says(_GOOD_TEXT[:300]),
    "wrong_schema": says({"fields": {"price": "number"}}),
    "duplicate_keys": says('{"columns": [], "columns": [{"name": "a", "expression": "1"}]}'),
    "not_a_number": says('{"columns": [{"name": "a", "expression": "1", "data_type": "integer", "null_rate": NaN}]}'),
    "deeply_nested": says('{"columns": ' + "[" * 100_000),
    "invented_functions": says(INVENTED_FUNCTIONS),
    "hostile_schema": says(HOSTILE_SCHEMA),
    "too_few_values": says(TOO_FEW_VALUES),
}


@dataclass
class Script:
    """The behaviours to come and the calls that came. Safe to use from many threads."""

    behaviours: list[Behaviour]
    calls: list[Call] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.rewrite(self.behaviours)

    def rewrite(self, behaviours: list[Behaviour]) -> None:
        """Follow another script from now on, and count from zero. Raises KeyError for an unknown name."""
        for behaviour in behaviours or [""]:
            if isinstance(behaviour, str):
                BEHAVIOURS[behaviour]
        with self._lock:
            self.behaviours = list(behaviours)
            self.calls = []

    def next(self, call: Call) -> Answer:
        """Note the call and return the answer that the script has for it."""
        with self._lock:
            self.calls.append(call)
            behaviour = self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]
        found = BEHAVIOURS[behaviour] if isinstance(behaviour, str) else behaviour
        return found if isinstance(found, Answer) else found(call.body)


class _Server(ThreadingHTTPServer):
    request_queue_size = 1024
    daemon_threads = True
    block_on_close = False

    def __init__(self, script: Script, port: int) -> None:
        self.script = script
        self.closing = threading.Event()
        super().__init__(("127.0.0.1", port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self._send(Answer(body=json.dumps({"calls": len(self.server.script.calls)}).encode()))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/script":
            self._rewrite(body)
        else:
            self._follow(self.server.script.next(Call(self.path, dict(self.headers.items()), body)))

    def _rewrite(self, body: dict[str, Any]) -> None:
        try:
            self.server.script.rewrite(body["behaviours"])
        except KeyError as error:
            self._send(failure(400, f"there is no behaviour {error}"))
        else:
            self._send(Answer(status=204))

    def _follow(self, answer: Answer) -> None:
        self.server.closing.wait(answer.delay)
        try:
            getattr(self, f"_send_{answer.manner}")(answer)
        except ConnectionError:  # the client has had enough, which is what some behaviours are for
            self.close_connection = True

    def _send(self, answer: Answer) -> None:
        self._send_at_once(answer)

    def _send_at_once(self, answer: Answer) -> None:
        self._send_head(answer)
        self.wfile.write(answer.body)

    def _send_head(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in (*answer.headers, ("Content-Length", str(len(answer.body)))):
            self.send_header(name, value)
        self.end_headers()

    def _send_drip(self, answer: Answer) -> None:
        self._send_head(answer)
        self._drip(answer.body)

    def _send_drip_headers(self, answer: Answer) -> None:
        self._drip(b"HTTP/1.0 200 OK\r\n" + b"X-Filler: 1\r\n" * len(answer.body))

    def _drip(self, text: bytes) -> None:
        for offset in range(len(text)):
            self.wfile.write(text[offset : offset + 1])
            if self.server.closing.wait(DRIP_SECONDS):
                return

    def _send_hang(self, _: Answer) -> None:
        self.server.closing.wait()

    def _send_reset(self, _: Answer) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # RST, not FIN
        self.connection.close()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name for it
        """Say nothing."""


class ScriptedModel:
    """The server in a thread of its own. `port` 0 means a free one."""

    def __init__(self, *behaviours: Behaviour, port: int = 0) -> None:
        self._script = Script(list(behaviours or ("good",)))
        self._server = _Server(self._script, port)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def calls(self) -> int:
        return len(self._script.calls)

    @property
    def requests(self) -> list[Call]:
        return list(self._script.calls)

    def follow(self, *behaviours: Behaviour) -> None:
        """Follow another script from now on, and count from zero."""
        self._script.rewrite(list(behaviours))


def main() -> None:
    parser = argparse.ArgumentParser(description="A scripted language model on loopback.")
    parser.add_argument("--behaviour", action="append", choices=sorted(BEHAVIOURS), help="repeat it for a script")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    options = parser.parse_args()
    with ScriptedModel(*(options.behaviour or ()), port=options.port) as model:
        sys.stdout.write(f"{model.base_url}\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
