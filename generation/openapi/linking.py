"""What an answer leads to: links of the openapi document, which clients follow from operation to operation."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

_HASH = {"hash": "$response.body#/description_hash"}
_REVISION = {**_HASH, "revision": "$response.body#/revision"}
_DATASET = {
    "hash": "$response.header.X-Schema-Hash",
    "revision": "$response.header.X-Schema-Revision",
    "rows": "$response.header.X-Row-Count",
    "seed": "$response.header.X-Seed",
    "as_of": "$response.header.X-As-Of",
}


@dataclass(frozen=True, slots=True)
class Link:
    """From the answers of an operation with these statuses to another operation, called with what stands in them."""

    name: str
    source: str
    statuses: tuple[int, ...]
    target: str
    parameters: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] | None = None
    description: str = ""

    def document(self) -> dict[str, Any]:
        """Return it as the document has it."""
        told: dict[str, Any] = {"operationId": self.target, "parameters": self.parameters}
        if self.body is not None:
            told["requestBody"] = self.body
        return told | {"description": self.description}


def _of_schema(source: str, *statuses: int) -> tuple[Link, ...]:
    """Return the links of an answer that is a schema."""
    instruction = {"instruction": "add a column with the country, 5% missing"}
    words = "The dataset of this schema, at the revision that was answered"
    return (
        Link("read", source, statuses, "readSchema", _REVISION, None, "The schema, at the revision that was answered"),
        Link("refine", source, statuses, "refineSchema", _HASH, instruction, "Another schema, changed in words"),
        Link("revise", source, statuses, "reviseSchema", _HASH, {"curated": True}, "Mark it as reviewed"),
        Link("drop", source, statuses, "dropSchema", _HASH, None, "Drop it, which only instructors may"),
        Link("dataset", source, statuses, "reproduceDataset", _REVISION | {"extension": "csv"}, None, words),
    )


LINKS = (
    *_of_schema("designSchema", 200, 201),
    *_of_schema("refineSchema", 200, 201),
    *_of_schema("readSchema", 200),
    *_of_schema("reviseSchema", 200),
    Link(
        *("again", "generateDataset", (200,), "reproduceDataset", _DATASET | {"extension": "csv"}, None),
        description="The same rows again as CSV; Content-Location has the whole address, with format and options",
    ),
    Link(
        *("schema", "generateDataset", (200,), "readSchema", {"hash": "$response.header.X-Schema-Hash"}, None),
        description="The schema that the rows were made from",
    ),
    Link(
        *("first", "listSchemas", (200,), "readSchema", {"hash": "$response.body#/schemas/0/description_hash"}, None),
        description="The first of the schemas",
    ),
)


def add_links(document: dict[str, Any], links: Iterable[Link]) -> dict[str, Any]:
    """Return the document with these links in it, of operations that it has."""
    operations = {each["operationId"]: each for path in document["paths"].values() for each in path.values()}
    for link in links:
        for status in link.statuses:
            answer = operations[link.source]["responses"][str(status)]
            answer.setdefault("links", {})[link.name] = link.document()
    return document


def link_schemas(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say where schemas and datasets lead to."""
    return add_links(result, LINKS)
