"""Datasets: made, and made again."""

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from generation.engine import FORMATS
from generation.errors import ErrorType
from generation.openapi.files import digests, files
from generation.openapi.parameters import (
    HASH_PARAMETER,
    JSON,
    REQUEST_ID,
    dataset_headers,
    header,
    named,
    retry_after,
)
from generation.openapi.refusals import (
    EMPTY,
    EXPRESSION,
    NOT_FOUND,
    OPTION,
    POSTING,
    READING,
    ROWS,
    error,
    refusal,
)
from generation.serializers import DatasetRequest, LinkQuery

_RANGE = refusal(ErrorType.VALIDATION, "There are 1000 rows, and none of them in this range")


def _wish(name: str, summary: str, description: str, rows: int) -> OpenApiExample:
    value = {"description": description, "rows": rows}
    return OpenApiExample(name, summary=summary, value=value, request_only=True)


generate = extend_schema(
    operation_id="generateDataset",
    summary="Generate synthetic dataset from natural language description",
    description=(
        "Accepts a natural language description of desired dataset characteristics, or a schema, and returns a file "
        "containing synthetic data matching it.\n\n"
        "Its format is the one that `format` names, or else the one that the header Accept prefers, or else csv. Each "
        "format takes some of the options, and what it does not take is refused. Text is compressed on its way for "
        "clients that send Accept-Encoding with zstd or gzip.\n\n**Process:**\n"
        "1. Validates input description and parameters\n"
        "2. Checks cache for existing schema (SHA-256 hash of description)\n"
        "3. Designs a schema if there is none: with a language model, or by rules without one\n"
        "4. Compiles the schema; what cannot be made is refused here\n"
        "5. Returns the file while its rows are made\n\n"
        "A failure after the first byte breaks the connection: a file that ends properly is complete."
    ),
    tags=["datasets"],
    request={JSON: DatasetRequest},
    parameters=[*dataset_headers(200), *digests(200), retry_after(429, 503), REQUEST_ID],
    responses={
        **files("Successfully generated dataset", 200),
        400: error(
            "Invalid request parameters",
            empty_description=("Missing description", EMPTY),
            invalid_rows=("Invalid row count", ROWS),
            refused_expression=("An expression of a given schema is refused", EXPRESSION),
            refused_option=("The format has no such option", OPTION),
        ),
        **POSTING,
    },
    examples=[
        _wish(
            "ecommerce",
            "E-commerce product dataset",
            "Generate e-commerce product data including product names, prices, categories, brands, and customer "
            "ratings for online store analysis",
            1000,
        ),
        _wish(
            "healthcare",
            "Healthcare patient dataset",
            "Create healthcare patient records with demographics, medical conditions, treatment dates, and billing "
            "information for analysis",
            500,
        ),
        _wish(
            "finance",
            "Financial transaction dataset",
            "Generate financial transaction data with account numbers, transaction types, amounts, dates, and merchant "
            "information",
            2000,
        ),
    ],
)

reproduce = extend_schema(
    operation_id="reproduceDataset",
    summary="The same dataset again",
    description=(
        "A permanent link, for `pandas.read_csv` and the like: the same schema, revision, seed and as_of give the same "
        "bytes. Without `revision` the current one is used, without `as_of` today. Conditional requests with "
        "If-None-Match or If-Modified-Since are answered with 304, without making a row.\n\n"
        "Some of its rows are had in two ways: with `offset`, as a file of their own, and with the header Range in "
        "rows, as the bytes that they have in the whole file. The answers to `rows=0-499` and `rows=500-999`, one "
        "after the other, are the file. Accept-Ranges says for which formats."
    ),
    tags=["datasets"],
    parameters=[
        HASH_PARAMETER,
        OpenApiParameter(
            "extension", str, OpenApiParameter.PATH, enum=list(FORMATS), description="The format of the file"
        ),
        LinkQuery,
        OpenApiParameter(
            "Range",
            str,
            OpenApiParameter.HEADER,
            description="Which rows: `rows=5000-5999`, the first is row 0 and both are included; `rows=5000-`, or "
            "`rows=-1000` for the last ones. What is none of these is left aside.",
        ),
        *dataset_headers(200, 206),
        *digests(200),
        header("Content-Digest", str, "The SHA-256 of the bytes that are sent", 206),
        header("Content-Range", str, "Which rows, of how many", 206, 416, examples=named("range", "rows 3-5/10")),
        header("Accept-Ranges", str, "Whether some rows can be asked for", 200, 206, 304, enum=["rows", "none"]),
        header("ETag", str, "Names these bytes, in this coding", 200, 206, 304),
        header("Last-Modified", str, "Since when the bytes are as they are", 200, 206, 304),
        retry_after(429, 503),
        REQUEST_ID,
    ],
    responses={
        **files("The dataset", 200),
        **files("The rows that Range asks for", 206),
        304: OpenApiResponse(description="The client has these bytes already"),
        400: error("Invalid request parameters", invalid_rows=("Invalid row count", ROWS)),
        404: NOT_FOUND,
        412: error("A precondition such as If-Match does not hold"),
        416: error("There are none of these rows", no_rows=("After the last row", _RANGE)),
        **READING,
    },
)
