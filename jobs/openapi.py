"""The openapi document of jobs: what each operation takes, answers and refuses."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema

from generation.openapi.parameters import JSON, REQUEST_ID, header, retry_after
from generation.openapi.refusals import POSTING, READING, error
from jobs.serializers import JobRequest

_UNKNOWN = error("There is no such job, or it was forgotten")
_READING = {404: _UNKNOWN, **READING}

submit = extend_schema(
    operation_id="submitJob",
    summary="Have a large dataset made",
    description="Takes in a dataset that takes longer than an answer may.",
    tags=["jobs"],
    request={JSON: JobRequest},
    parameters=[header("Location", str, "Where the job is looked at", 202), retry_after(429, 503), REQUEST_ID],
    responses={202: OpenApiTypes.OBJECT, 400: error("Invalid request parameters"), **POSTING},
)
look = extend_schema(
    operation_id="readJob",
    summary="How a job stands",
    description="Answers the job.",
    tags=["jobs"],
    parameters=[REQUEST_ID],
    responses={200: OpenApiTypes.OBJECT, **_READING},
)
cancel = extend_schema(
    operation_id="cancelJob",
    summary="Cancel a job",
    description="Ends the job.",
    tags=["jobs"],
    parameters=[REQUEST_ID],
    responses={204: None, **_READING},
)
follow = extend_schema(
    operation_id="followJob",
    summary="The progress of a job, as it goes",
    description="Server-sent events.",
    tags=["jobs"],
    parameters=[REQUEST_ID],
    responses={(200, "text/event-stream"): OpenApiTypes.STR, 204: None, **_READING},
)
take = extend_schema(
    operation_id="takeFile",
    summary="The file of a job",
    description="All parts, one after the other.",
    tags=["jobs"],
    parameters=[REQUEST_ID],
    responses={(200, "text/csv"): OpenApiTypes.BINARY, **_READING},
)
take_part = extend_schema(
    operation_id="takePart",
    summary="The file of a part of a job",
    description="One part.",
    tags=["jobs"],
    parameters=[REQUEST_ID],
    responses={(200, "text/csv"): OpenApiTypes.BINARY, **_READING},
)
