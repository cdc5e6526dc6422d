"""Every refusal has one form, whoever refuses and whatever DEBUG is."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from config.errors import REFUSALS, answer_error, echo
from generation.designer import DesignError, ModelAnswerUnusable, ModelRateLimited, ModelRefused, ModelUnavailable
from generation.engine import FORMATS, CheckError, PlanError, RunError
from generation.errors import InvalidRequest, NothingImported, UploadTooLarge
from schemas_cache.errors import (
    DesignPending,
    DocumentMalformed,
    HashTaken,
    RevisedMeanwhile,
    RevisionNotFound,
    SchemaCurated,
    SchemaExists,
    SchemaNotFound,
)

TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
FAILED = "Failed to generate synthetic data after multiple attempts"


def refusal(answer: Any) -> dict[str, Any]:
    """Return the body of a refusal without its timestamp, once that is seen to be one."""
    body: dict[str, Any] = json.loads(answer.content)
    assert answer["Content-Type"] == "application/json"
    assert TIMESTAMP.fullmatch(body.pop("timestamp"))
    return body


def answered(error: Exception) -> tuple[int, str | None, dict[str, Any]]:
    answer = answer_error(error, {})
    assert answer is not None
    return answer.status_code, answer.get("Retry-After"), refusal(answer)


@pytest.mark.parametrize(
    ("error", "status", "retry_after", "body"),
    [
        (
            InvalidRequest("Row count must be between 1 and 10000", field="rows", provided=15000),
            400,
            None,
            {
                "error_type": "validation",
                "message": "Row count must be between 1 and 10000",
                "details": {"field": "rows", "provided_value": 15000},
            },
        ),
        (
            CheckError("there is no fake.zip", column="zip", position=4, expression="x = fake.zip()", hint="use it so"),
            400,
            None,
            {
                "error_type": "validation",
                "message": "column 'zip': there is no fake.zip (use it so)",
                "details": {
                    "field": "schema",
                    "column": "zip",
                    "position": 4,
                    "hint": "use it so",
                    "excerpt": "x = fake.zip()\n    ^",
                },
            },
        ),
        (
            PlanError("4 values, 1000 asked", column="a"),
            400,
            None,
            {
                "error_type": "validation",
                "message": "column 'a': 4 values, 1000 asked",
                "details": {"field": "schema", "column": "a"},
            },
        ),
        (
            RunError("a text is longer than 4096 bytes", column="a"),
            500,
            None,
            {
                "error_type": "generation_failure",
                "message": FAILED,
                "details": {"last_error": "column 'a': a text is longer than 4096 bytes", "fallback_used": False},
            },
        ),
        (
            SchemaNotFound("abc"),
            404,
            None,
            {"error_type": "not_found", "message": "there is no schema 'abc'", "details": {"hash": "abc"}},
        ),
        (
            RevisionNotFound("abc", 7),
            404,
            None,
            {
                "error_type": "not_found",
                "message": "the schema abc has no revision 7",
                "details": {"hash": "abc", "revision": 7},
            },
        ),
        (
            HashTaken("abc"),
            500,
            None,
            {
                "error_type": "generation_failure",
                "message": FAILED,
                "details": {
                    "last_error": "the hash abc names the schema of another description, which came from a file",
                    "fallback_used": False,
                },
            },
        ),
        (
            RevisedMeanwhile("abc", 3),
            409,
            None,
            {
                "error_type": "validation",
                "message": "the schema abc was revised meanwhile: its current revision is 3",
                "details": {"hash": "abc", "revision": 3},
            },
        ),
        (
            SchemaExists("abc"),
            409,
            None,
            {
                "error_type": "validation",
                "message": "this description has a schema already: abc",
                "details": {"hash": "abc"},
            },
        ),
        (
            SchemaCurated("abc"),
            403,
            None,
            {
                "error_type": "permission",
                "message": "the schema abc is curated; take that mark away first",
                "details": {"hash": "abc"},
            },
        ),
        (
            DocumentMalformed("line 3: the file ends"),
            400,
            None,
            {"error_type": "validation", "message": "line 3: the file ends", "details": {"field": "body"}},
        ),
        (
            NothingImported([{"entry": number, "reason": "it is bad"} for number in range(1, 102)]),
            400,
            None,
            {
                "error_type": "validation",
                "message": "Nothing was taken in: 101 entries are refused",
                "details": {
                    "field": "body",
                    "refused": [{"entry": number, "reason": "it is bad"} for number in range(1, 101)],
                },
            },
        ),
        (
            UploadTooLarge("too large"),
            413,
            None,
            {"error_type": "validation", "message": "too large", "details": {}},
        ),
        (
            DesignPending("still being designed"),
            503,
            "5",
            {"error_type": "generation_failure", "message": "still being designed", "details": {}},
        ),
        (
            ModelRateLimited("too many", retry_after=60, limit="3 requests per minute"),
            429,
            "60",
            {
                "error_type": "rate_limit",
                "message": "OpenAI API rate limit exceeded. Please try again in 60 seconds",
                "details": {"retry_after": 60, "limit": "3 requests per minute"},
            },
        ),
        (
            ModelRateLimited("too many", retry_after=1),
            429,
            "1",
            {
                "error_type": "rate_limit",
                "message": "OpenAI API rate limit exceeded. Please try again in 1 seconds",
                "details": {"retry_after": 1},
            },
        ),
        (
            ModelRefused("the key is not valid"),
            500,
            None,
            {
                "error_type": "api_failure",
                "message": "The OpenAI API refuses this service",
                "details": {"last_error": "the key is not valid", "fallback_used": False},
            },
        ),
        (
            ModelUnavailable("OpenAI API timeout"),
            500,
            None,
            {
                "error_type": "generation_failure",
                "message": FAILED,
                "details": {"last_error": "OpenAI API timeout", "fallback_used": False},
            },
        ),
        (
            DesignError("the design broke off"),
            500,
            None,
            {
                "error_type": "generation_failure",
                "message": FAILED,
                "details": {"last_error": "the design broke off", "fallback_used": False},
            },
        ),
        (
            ModelAnswerUnusable("no columns"),
            500,
            None,
            {
                "error_type": "generation_failure",
                "message": FAILED,
                "details": {"last_error": "no columns", "fallback_used": False},
            },
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_an_error_is_answered_by_the_table(
    error: Exception, status: int, retry_after: str | None, body: dict[str, Any]
) -> None:
    assert answered(error) == (status, retry_after, body)


def test_an_error_that_is_not_in_the_table_is_a_crash() -> None:
    assert answer_error(ValueError("secret"), {}) is None


@pytest.mark.parametrize("refused", REFUSALS, ids=lambda cls: cls.__name__)
def test_the_table_holds_errors_alone_and_known_statuses(refused: type[Exception]) -> None:
    assert issubclass(refused, Exception)
    assert REFUSALS[refused].status in {400, 401, 403, 404, 405, 409, 410, 413, 415, 416, 429, 500, 503}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, None),
        (True, True),
        (15000, 15000),
        (10**99, "1" + "0" * 99),
        ("x" * 100, "x" * 100),
        ("x" * 101, "x" * 100 + "…"),
        ([1, 2], [1, 2]),
        ({"a": "x" * 200}, '{"a": "' + "x" * 93 + "…"),
    ],
)
def test_a_provided_value_is_told_shortly(value: Any, told: Any) -> None:
    assert echo(value) == (10**99 if value == 10**99 else told)


crashing = pytest.mark.urls("tests.config.crashes")


@crashing
@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("path", ["/crash", "/rest"])
def test_a_crash_says_nothing_of_what_crashed(client: Client, settings: Any, path: str, debug: bool) -> None:  # noqa: FBT001 - a parameter
    settings.DEBUG = debug
    answer = client.post(path, {"description": "CANARY"}, content_type="application/json")
    assert (answer.status_code, refusal(answer)) == (
        500,
        {
            "error_type": "generation_failure",
            "message": FAILED,
            "details": {"last_error": "internal error", "fallback_used": False},
        },
    )


@crashing
def test_a_database_that_is_gone_is_told_without_its_address(client: Client) -> None:
    answer = client.get("/database")
    assert (answer.status_code, answer["Retry-After"], refusal(answer)["message"]) == (
        503,
        "5",
        "The database cannot be reached. Please try again in a few seconds",
    )


@crashing
def test_a_refusal_that_is_not_json_becomes_it_and_keeps_its_other_headers(client: Client) -> None:
    answer = client.get("/refuse")
    assert (answer.status_code, answer["X-Kept"], answer["Content-Length"], refusal(answer)) == (
        418,
        "yes",
        str(len(answer.content)),
        {"error_type": "validation", "message": "The request is refused", "details": {"path": "/refuse"}},
    )


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize(
    ("method", "path", "status", "error_type", "message"),
    [
        ("GET", "/nothing/here", 404, "not_found", "There is nothing at this address"),
        ("GET", "/datasets/abc.csv", 404, "not_found", "There is nothing at this address"),
        (
            "GET",
            f"/datasets/{'0' * 64}.pdf",
            404,
            "not_found",
            f"There is no format 'pdf'; there is {', '.join(FORMATS)}",
        ),
        ("GET", "/generate", 405, "validation", 'Method "GET" not allowed.'),
        ("DELETE", "/schemas", 405, "validation", 'Method "DELETE" not allowed.'),
        ("POST", "/docs", 405, "validation", 'Method "POST" not allowed.'),
    ],
)
def test_an_address_or_method_that_there_is_not(  # noqa: PLR0917 - parameters
    client: Client,
    settings: Any,
    method: str,
    path: str,
    status: int,
    error_type: str,
    message: str,
    debug: bool,  # noqa: FBT001 - as above
) -> None:
    settings.DEBUG = debug
    answer = client.generic(method, path)
    body = refusal(answer)
    assert (answer.status_code, body["error_type"], body["message"]) == (status, error_type, message)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/generate", {"POST", "OPTIONS"}),
        ("/schemas", {"GET", "HEAD", "POST", "OPTIONS"}),
        ("/health", {"GET", "HEAD", "OPTIONS"}),
        (f"/schemas/{'0' * 64}", {"GET", "HEAD", "PATCH", "DELETE", "OPTIONS"}),
        ("/", {"GET", "HEAD"}),
    ],
)
def test_a_method_that_is_not_allowed_names_those_that_are(client: Client, path: str, allowed: set[str]) -> None:
    answer = client.generic("PUT", path)
    assert (answer.status_code, set(answer["Allow"].split(", "))) == (405, allowed)


def test_a_host_that_is_not_served_is_refused(client: Client) -> None:
    answer = client.get("/health", headers={"host": "evil.example"})
    assert (answer.status_code, refusal(answer)["message"]) == (400, "The request is malformed")


def test_another_content_type_is_refused(client: Client) -> None:
    answer = client.post("/generate", {"description": "Students of a school"})
    assert (answer.status_code, refusal(answer)["message"]) == (
        415,
        "The request's Content-Type must be application/json",
    )


@pytest.mark.parametrize("coding", ["gzip", "zstd", "deflate, gzip", "x"])
def test_a_body_that_is_compressed_is_refused(client: Client, coding: str) -> None:
    answer = client.post("/generate", {}, content_type="application/json", headers={"content-encoding": coding})
    assert (answer.status_code, answer["Accept-Encoding"], refusal(answer)["message"]) == (
        415,
        "identity",
        "The request body must not be compressed: send it without Content-Encoding",
    )


@pytest.mark.django_db
def test_more_rows_than_a_file_of_the_format_holds_are_the_fault_of_the_rows(client: Client) -> None:
    asked = {"schema": {"a": {"faker_method": "1"}}, "rows": 2_000_000, "format": "xlsx"}
    answer = client.post("/jobs", asked, content_type="application/json")
    assert (answer.status_code, refusal(answer)["details"]["field"]) == (400, "rows")


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "nonsense", "", "*/*;q=0"])
def test_accept_does_not_matter(client: Client, accept: str) -> None:
    answer = client.post("/generate", "{", content_type="application/json; charset=utf-8", headers={"accept": accept})
    assert (answer.status_code, refusal(answer)["error_type"]) == (400, "validation")


def test_a_body_in_chunks_is_refused_as_it_does_not_say_its_length(client: Client) -> None:
    answer = client.post("/generate", headers={"transfer-encoding": "chunked"})
    assert (answer.status_code, refusal(answer)["message"]) == (
        411,
        "The request must state the length of its body in Content-Length",
    )


def test_the_admin_keeps_its_own_pages(client: Client) -> None:
    answer = client.post("/admin/login/", headers={"host": "localhost"})
    assert answer["Content-Type"] == "text/html; charset=utf-8"


def test_a_refusal_is_not_kept_by_caches(client: Client) -> None:
    assert client.get("/nothing")["Cache-Control"] == "no-store"
