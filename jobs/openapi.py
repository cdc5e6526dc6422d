"""The openapi document of jobs: what each operation takes, answers and refuses, with examples."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from generation.engine import FORMATS
from generation.errors import ErrorType
from generation.openapi.files import files
from generation.openapi.parameters import JSON, REQUEST_ID, header, named, retry_after
from generation.openapi.refusals import EMPTY, EXPRESSION, POSTING, READING, error, refusal
from jobs.events import CONTENT_TYPE, LAST
from jobs.forms import EventDocument, JobDocument, SubmittedJob
from jobs.serializers import JobRequest

_ID = "5f0c8a52-7a53-4f57-9d1e-2b7c0a8d9e11"
_JOB = OpenApiParameter(
    "job", OpenApiTypes.UUID, OpenApiParameter.PATH, description="The job's id", examples=named("job", _ID)
)
_READING = {
    404: error(
        "There is no such job, or it was forgotten",
        no_job=("No such job", refusal(ErrorType.NOT_FOUND, f"there is no job {_ID}")),
    ),
    **READING,
}
_PIECE = "application/octet-stream"
_EVENT = 'retry: 2000\n\nevent: progress\ndata: {"id":"...","state":"running","rows_done":150000,...}\n\n'


def _some(description: str, *others: str) -> dict[Any, Any]:
    types = dict.fromkeys((*(of.content_type.partition(";")[0] for of in FORMATS.values()), *others))
    return {(206, kind): OpenApiResponse(OpenApiTypes.BINARY, description) for kind in types}


submit = extend_schema(
    operation_id="submitJob",
    summary="Have a large dataset made",
    description=(
        "Takes in a dataset that is too large for an answer, or takes too long, and answers at once where to look for "
        "it. Workers make its rows in parts; its bytes are those of the same dataset in one piece, whatever the number "
        "of parts. What can be known to be impossible is refused here.\n\n"
        "Whoever knows the id of a job, which nobody guesses, may look at it, take its file and cancel it.\n\n"
        "`webhook` is called when the job has ended, as Standard Webhooks has it: a POST of `{type, timestamp, data}`, "
        "where `type` is job.done, job.failed or job.cancelled and `data` is what an event of the job's progress "
        "tells, with the headers `webhook-id`, `webhook-timestamp` and `webhook-signature`. What is not answered with "
        "2xx within ten seconds is tried again, for about eighteen hours, ever more rarely. Redirects are not followed."
    ),
    tags=["jobs"],
    request={JSON: JobRequest},
    parameters=[
        header("Location", str, "Where the job is looked at", 202, examples=named("job", f"/jobs/{_ID}")),
        retry_after(429, 503),
        REQUEST_ID,
    ],
    responses={
        202: OpenApiResponse(SubmittedJob, "The job was taken in"),
        400: error(
            "Invalid request parameters",
            empty_description=("Missing description", EMPTY),
            refused_expression=("An expression of a given schema is refused", EXPRESSION),
            private_webhook=(
                "The address may not be called",
                refusal(
                    ErrorType.VALIDATION,
                    "Webhook cannot be called: it leads into a private network",
                    field="webhook",
                    provided_value="http://10.0.0.1/",
                ),
            ),
        ),
        **POSTING,
        429: error(
            "So many jobs are waiting that no more are taken, what one client may ask for is used up, or the rate "
            "limit of the language model is exceeded",
            waiting=(
                "Too many jobs",
                refusal(ErrorType.RATE_LIMIT, "as many jobs as are taken are waiting already"),
            ),
            limited=(
                "The client's own limit",
                refusal(
                    ErrorType.RATE_LIMIT,
                    "The limit of 20 jobs at one time for one client is reached. Please try again in 60 seconds",
                    retry_after=60,
                    limit="20 jobs at one time",
                ),
            ),
        ),
    },
    examples=[
        OpenApiExample(
            "orders",
            summary="Ten million orders in Parquet",
            value={
                "description": "Orders with an order id, a customer name, a quantity and a unit price",
                "rows": 10_000_000,
                "format": "parquet",
                "seed": 7,
            },
            request_only=True,
        )
    ],
)

look = extend_schema(
    operation_id="readJob",
    summary="How a job stands",
    description="Answers the job: its state, how far it is, and where its files are once it is done.",
    tags=["jobs"],
    parameters=[_JOB, retry_after(429, 503), REQUEST_ID],
    responses={200: JobDocument, **_READING},
)

cancel = extend_schema(
    operation_id="cancelJob",
    summary="Cancel a job",
    description=(
        "Ends a job: no more of its rows are made, and its files are removed. One that has ended stays as it is, so "
        "that it does no harm to ask twice."
    ),
    tags=["jobs"],
    parameters=[_JOB, retry_after(429, 503), REQUEST_ID],
    responses={204: OpenApiResponse(description="The job has ended"), **_READING},
)

follow = extend_schema(
    operation_id="followJob",
    summary="The progress of a job, as it goes",
    description=(
        "Server-sent events for `EventSource`: `event: progress` with the job, without its parts, as JSON. One comes "
        f"at once and then whenever something has changed; the last one, with `id: {LAST}`, when the job has ended. A "
        "stream lasts a minute at most, and is over at once where too many are read already: a client then comes back "
        f"after `retry` milliseconds, as browsers do by themselves. With `Last-Event-ID: {LAST}` the answer is 204, by "
        "which they know that nothing more comes."
    ),
    tags=["jobs"],
    parameters=[
        _JOB,
        OpenApiParameter(
            "Last-Event-ID", str, OpenApiParameter.HEADER, description="The id of the last event that was got"
        ),
        retry_after(429, 503),
        REQUEST_ID,
    ],
    responses={
        (200, CONTENT_TYPE): OpenApiResponse(
            EventDocument,
            "The events, one after the other",
            [OpenApiExample("events", value=_EVENT, media_type=CONTENT_TYPE, response_only=True, status_codes=["200"])],
        ),
        204: OpenApiResponse(description="The last event was got already"),
        **_READING,
    },
)

_FILE_HEADERS = [
    header(
        "Content-Disposition",
        str,
        "The file's name",
        200,
        206,
        examples=named("file", 'attachment; filename="ecommerce_product_data.parquet"'),
    ),
    header("ETag", str, "Names these bytes", 200, 206, 304),
    header("Last-Modified", str, "When the job was done", 200, 206, 304),
    header("Accept-Ranges", str, "Whether some of the bytes can be asked for", 200, 206, enum=["bytes", "none"]),
    header("Content-Range", str, "Which bytes these are, of how many", 206, 416),
    header("Repr-Digest", str, "The SHA-256 of the whole file, where it was made in one piece (RFC 9530)", 200, 206),
    header("X-Row-Count", int, "Number of rows in it", 200, 206),
    header("X-Seed", OpenApiTypes.INT64, "The seed of the dataset", 200, 206),
    header("X-As-Of", OpenApiTypes.DATE, "The day that relative times count from", 200, 206),
    header("X-Schema-Hash", str, "The schema's name in links", 200, 206),
    header("X-Schema-Revision", int, "The schema's revision", 200, 206),
    header(
        "X-CSV-Safe",
        str,
        "Whether spreadsheets are kept from taking texts for formulas, in formats that can",
        200,
        206,
        enum=["true", "false"],
    ),
    header("Location", str, "A signed address in a bucket", 302),
]
_RANGE = OpenApiParameter(
    "Range",
    str,
    OpenApiParameter.HEADER,
    description="Which bytes are wanted, one range of them, such as `bytes=1000-` (RFC 9110)",
)
_FILES = {
    302: OpenApiResponse(description="The file is in a bucket"),
    304: OpenApiResponse(description="The client has these bytes already"),
    **_READING,
    409: error(
        "The job has not ended",
        unfinished=("Not there yet", refusal(ErrorType.VALIDATION, "the file is not there yet")),
    ),
    410: error(
        "The job failed, was cancelled or has expired",
        gone=("There is no file", refusal(ErrorType.NOT_FOUND, "the job is expired, and there is no file")),
    ),
    412: error("A precondition such as If-Match does not hold"),
    416: error(
        "There are no such bytes",
        no_bytes=(
            "Beyond the end",
            refusal(ErrorType.VALIDATION, "There are 9227199 bytes, and none of them in this range"),
        ),
    ),
}

take = extend_schema(
    operation_id="takeFile",
    summary="The file of a job",
    description=(
        "Answers the whole file: its parts, one after the other, or of formats whose parts are files of their own, "
        "such as Parquet, one file that is made of them meanwhile, of which the length is not told and no range "
        "answered."
    ),
    tags=["jobs"],
    parameters=[_JOB, _RANGE, *_FILE_HEADERS, retry_after(409, 429, 503), REQUEST_ID],
    responses={**files("The file", 200), **_some("Some of its bytes"), **_FILES},
)

take_part = extend_schema(
    operation_id="takePart",
    summary="The file of a part of a job",
    description=(
        "Answers what one part wrote. Of formats such as Parquet it is a file of its own; of others it is a piece of "
        "one, of which only the first has what a file begins with."
    ),
    tags=["jobs"],
    parameters=[
        _JOB,
        OpenApiParameter("number", int, OpenApiParameter.PATH, description="Which part, from 0 on"),
        _RANGE,
        *_FILE_HEADERS,
        retry_after(409, 429, 503),
        REQUEST_ID,
    ],
    responses={
        **files("The part's file", 200),
        (200, _PIECE): OpenApiResponse(OpenApiTypes.BINARY, "The part's piece of the file"),
        **_some("Some of its bytes", _PIECE),
        **_FILES,
    },
)
