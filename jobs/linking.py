"""What answers about jobs lead to, for the openapi document."""

from typing import Any

from generation.openapi.linking import Link, add_links

_JOB = {"job": "$response.body#/id"}
_SCHEMA = {"hash": "$response.body#/schema_hash", "revision": "$response.body#/revision"}


def _of_job(source: str, status: int) -> tuple[Link, ...]:
    """Return the links of an answer that is a job."""
    first = _JOB | {"number": "$response.body#/parts/0/number"}
    return (
        Link("look", source, (status,), "readJob", _JOB, None, "How it stands with the job"),
        Link("follow", source, (status,), "followJob", _JOB, None, "Its progress, as it goes"),
        Link("file", source, (status,), "takeFile", _JOB, None, "Its file, once it is done"),
        Link("part", source, (status,), "takePart", first, None, "The file of its first part, once it is done"),
        Link("cancel", source, (status,), "cancelJob", _JOB, None, "End it"),
        Link("schema", source, (status,), "readSchema", _SCHEMA, None, "The schema that its rows are made from"),
    )


LINKS = (*_of_job("submitJob", 202), *_of_job("readJob", 200))


def link_jobs(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say where jobs lead to."""
    return add_links(result, LINKS)
