"""One request, and whether its answer is one that a client can do with."""

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from time import monotonic

PATIENCE = 60.0  # seconds; who is not answered by then is taken for hanging
BROKEN = 0  # in place of a status: there was no answer, or half of one
REFUSALS = frozenset({429, 503, 507})
_MEMBERS = {"error_type", "message", "details", "timestamp"}
_TYPES = {"validation", "rate_limit", "generation_failure", "api_failure", "not_found", "permission"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, header names in lower case, after so many seconds."""

    status: int
    seconds: float
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def is_good(self) -> bool:
        """Tell whether what was asked for came, whole."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def is_refusal(self) -> bool:
        """Tell whether the client was told to come again."""
        return self.status in REFUSALS


def ask(port: int, method: str, path: str, document: object = None) -> Answer:
    """Ask on loopback, and read all of the answer."""
    body = None if document is None else json.dumps(document).encode()
    started = monotonic()
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, monotonic() - started, headers=headers, body=response.read())
    except (OSError, HTTPException):
        return Answer(BROKEN, monotonic() - started)
    finally:
        connection.close()


def fault_of(answer: Answer, *, is_page: bool = False, is_health: bool = False) -> str:
    """Return what is wrong with a refusal: it says when to come again, in the one form of errors or as a page."""
    if is_health:
        return "" if answer.status == HTTPStatus.SERVICE_UNAVAILABLE else f"health is answered {answer.status}"
    if not answer.is_refusal:
        return f"the status is {answer.status}"
    if not answer.headers.get("retry-after", "").isdigit():
        return f"{answer.status} without Retry-After"
    if is_page and answer.headers.get("content-type", "").startswith("text/html"):
        return ""
    return "" if _is_error(answer.body) else f"{answer.status} in another form: {answer.body[:200]!r}"


def _is_error(body: bytes) -> bool:
    try:
        document = json.loads(body)
    except ValueError:
        return False
    return isinstance(document, dict) and document.keys() == _MEMBERS and document["error_type"] in _TYPES
