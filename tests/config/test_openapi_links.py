"""The links of the openapi document lead to operations that there are, with what they take."""

import json
import re
from pathlib import Path
from typing import Any

DOCUMENT = json.loads(Path(__file__).with_name("openapi.json").read_text("utf-8"))
OPERATIONS = {each["operationId"]: each for path in DOCUMENT["paths"].values() for each in path.values()}
LINKS = [
    (source, name, link)
    for source, operation in OPERATIONS.items()
    for answer in operation["responses"].values()
    for name, link in answer.get("links", {}).items()
]


def test_schemas_jobs_and_datasets_lead_on() -> None:
    assert {source for source, _, _ in LINKS} == {
        *("designSchema", "refineSchema", "readSchema", "reviseSchema", "listSchemas"),
        *("generateDataset", "submitJob", "readJob"),
    }


def test_each_leads_to_an_operation_with_parameters_that_it_takes() -> None:
    wrong = [
        (source, name)
        for source, name, link in LINKS
        if link["parameters"].keys() - {each["name"] for each in OPERATIONS[link["operationId"]]["parameters"]}
    ]
    assert wrong == []


def test_each_gives_all_that_must_be_given() -> None:
    wrong = [(source, name) for source, name, link in LINKS if needed(link["operationId"]) - link["parameters"].keys()]
    assert wrong == []


def needed(operation: str) -> set[Any]:
    return {each["name"] for each in OPERATIONS[operation]["parameters"] if each.get("required")}


def test_what_is_taken_from_headers_is_in_headers_that_are_documented() -> None:
    taken = {
        (source, header)
        for source, _, link in LINKS
        for value in link["parameters"].values()
        for header in re.findall(r"^\$response\.header\.(.+)$", value)
    }
    documented = {
        (source, header)
        for source, operation in OPERATIONS.items()
        for answer in operation["responses"].values()
        for header in answer["headers"]
    }
    assert taken - documented == set()
