"""Headers and parameters that operations have in common."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter

from generation.documents import HASH_PATTERN
from generation.engine import ENGINE_VERSION
from generation.openapi.refusals import HASH

JSON = "application/json"


def header(name: str, kind: Any, description: str, *statuses: int, **rest: Any) -> OpenApiParameter:
    """Return a header of the answers with these statuses."""
    return OpenApiParameter(name, kind, OpenApiParameter.HEADER, description=description, response=[*statuses], **rest)


def named(name: str, value: Any) -> list[OpenApiExample]:
    """Return the one example of a value, under this name."""
    return [OpenApiExample(name, value=value)]


def retry_after(*statuses: int) -> OpenApiParameter:
    """Return the header that these refusals have."""
    return header("Retry-After", int, "Seconds to wait before asking again", *statuses, examples=named("retry", 60))


REQUEST_ID = OpenApiParameter(
    "X-Request-ID",
    str,
    OpenApiParameter.HEADER,
    description="The request's id in the logs: the one sent in X-Request-ID if it is up to 64 characters out of A-Z "
    "a-z 0-9 . _ -, else a new one",
    response=True,
)


def dataset_headers(*statuses: int) -> list[OpenApiParameter]:
    """Return the headers that tell which dataset it is."""
    return [
        header(
            "Content-Disposition",
            str,
            "Suggested filename for the dataset",
            *statuses,
            examples=named("file", 'attachment; filename="ecommerce_product_data.csv"'),
        ),
        header(
            "Content-Location",
            str,
            "The permanent link: GET it for the same bytes again",
            *statuses,
            examples=named("link", f"/datasets/{HASH}.csv?rows=1000&seed=7&as_of=2026-11-21&revision=1"),
        ),
        header("X-Row-Count", int, "Number of rows in the dataset", *statuses, examples=named("rows", 1000)),
        header(
            "X-Generation-Time",
            float,
            "Seconds until the first byte was ready: designing, compiling, the first rows. The rest comes while "
            "sending.",
            *statuses,
            examples=named("time", 12.5),
        ),
        header(
            "X-Seed", OpenApiTypes.INT64, "The seed that was used, given or drawn", *statuses, examples=named("seed", 7)
        ),
        header("X-As-Of", OpenApiTypes.DATE, "The day that relative times count from", *statuses),
        header("X-Schema-Hash", str, "The schema's name in links", *statuses, examples=named("hash", HASH)),
        header("X-Schema-Revision", int, "The schema's revision", *statuses, examples=named("revision", 1)),
        header(
            "X-Designed-By",
            str,
            "Who designed the schema: offline/<version>, the name of a model, instructor or user",
            *statuses,
            examples=named("designer", "offline/2"),
        ),
        header(
            "X-Engine-Version",
            str,
            "The version of the engine that made these bytes",
            *statuses,
            examples=named("engine", ENGINE_VERSION),
        ),
        header(
            "X-Earlier-Engine",
            str,
            "Where another version of the engine runs than when the schema's revision was made: that version. Links "
            "that are as old as it may have answered other bytes then.",
            *statuses,
        ),
        header(
            "X-Cache",
            str,
            "Whether the schema was remembered: hit, or miss when it is remembered from now on",
            *statuses,
            enum=["hit", "miss"],
        ),
        header(
            "X-CSV-Safe",
            str,
            "Of formats that take csv_safe: whether texts that spreadsheets take for formulas begin with an apostrophe",
            *statuses,
            enum=["true", "false"],
        ),
    ]


HASH_PARAMETER = OpenApiParameter(
    "hash",
    str,
    OpenApiParameter.PATH,
    description="The schema's name in links",
    pattern=HASH_PATTERN,
    examples=named("hash", HASH),
)
