"""The openapi document is complete, valid, and changes only knowingly.

To renew the golden file: python manage.py spectacular --format openapi-json --file tests/config/openapi.json
"""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from config.errors import REFUSALS
from generation.documents import ErrorResponse
from generation.errors import ErrorType

GOLDEN = Path(__file__).with_name("openapi.json")


@pytest.fixture(scope="module")
def document() -> Any:
    return json.loads(GOLDEN.read_text("utf-8"))


def operations(document: Any) -> dict[str, Any]:
    return {operation["operationId"]: operation for path in document["paths"].values() for operation in path.values()}


def test_it_is_what_the_golden_file_says(client: Client, document: Any) -> None:
    assert client.get("/openapi.json").json() == document


def test_it_is_valid_and_nothing_was_guessed(tmp_path: Path) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "openapi.yaml"))


def test_it_has_every_route(document: Any) -> None:
    assert {path: sorted(methods) for path, methods in document["paths"].items()} == {
        "/generate": ["post"],
        "/datasets/{hash}.{extension}": ["get"],
        "/schemas": ["get", "post"],
        "/schemas/export": ["get"],
        "/schemas/import": ["post"],
        "/schemas/{hash}": ["delete", "get", "patch"],
        "/schemas/{hash}/refine": ["post"],
        "/health": ["get"],
        "/health/live": ["get"],
        "/jobs": ["post"],
        "/jobs/{job}": ["delete", "get"],
        "/jobs/{job}/events": ["get"],
        "/jobs/{job}/file": ["get"],
        "/jobs/{job}/parts/{number}": ["get"],
    }


def test_every_operation_says_what_it_does(document: Any) -> None:
    silent = [
        name
        for name, operation in operations(document).items()
        if not (operation["summary"] and operation["description"])
    ]
    assert silent == []


def test_every_answer_has_the_id_of_the_request(document: Any) -> None:
    without = [
        (name, status)
        for name, operation in operations(document).items()
        for status, response in operation["responses"].items()
        if "X-Request-ID" not in response["headers"]
    ]
    assert without == []


def test_every_refusal_has_the_one_form(document: Any) -> None:
    reference = {"$ref": "#/components/schemas/ErrorResponse"}
    other = [
        (name, status)
        for name, operation in operations(document).items()
        for status, response in operation["responses"].items()
        if int(status) >= 400
        and name != "healthCheck"
        and response["content"]["application/json"]["schema"] != reference
    ]
    assert other == []


def test_every_status_of_a_refusal_is_documented(document: Any) -> None:
    documented = {int(status) for operation in operations(document).values() for status in operation["responses"]}
    elsewhere = {405}  # a method that is not allowed has no operation to be documented at
    assert {refusal.status.value for refusal in REFUSALS.values()} - elsewhere <= documented


def test_every_parameter_and_header_is_explained(document: Any) -> None:
    mute = [
        (name, parameter["name"])
        for name, operation in operations(document).items()
        for parameter in operation.get("parameters", [])
        if not parameter.get("description")
    ]
    assert mute == []


@pytest.mark.parametrize("name", ["DatasetRequest", "JobRequest", "SchemaRequest"])
def test_requests_take_either_a_description_or_a_schema_and_nothing_unknown(document: Any, name: str) -> None:
    schema = document["components"]["schemas"][name]
    assert schema["oneOf"] == [{"required": ["description"]}, {"required": ["schema"]}]
    assert schema["additionalProperties"] is False


def test_the_kinds_of_refusal_are_listed(document: Any) -> None:
    assert document["components"]["schemas"]["ErrorTypeEnum"]["enum"] == [kind.value for kind in ErrorType]


def test_the_examples_of_refusals_are_refusals(document: Any) -> None:
    examples = [
        example["value"]
        for operation in operations(document).values()
        for status, response in operation["responses"].items()
        if int(status) >= 400 and operation["operationId"] != "healthCheck"
        for example in response["content"]["application/json"].get("examples", {}).values()
    ]
    assert len(examples) > 10
    assert all(ErrorResponse(data=example).is_valid() for example in examples)
