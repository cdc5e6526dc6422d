"""The openapi document of the views: what each takes, answers and refuses, with examples."""

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from generation import __version__
from generation.engine import FORMATS
from generation.errors import ErrorType
from generation.serializers import (
    HASH_PATTERN,
    DatasetRequest,
    ErrorResponse,
    HealthResponse,
    LinkQuery,
    RefinedDocument,
    RefineRequest,
    RevisionQuery,
    SchemaDocument,
    SchemaPage,
    SchemaRequest,
    SearchQuery,
)

_JSON = "application/json"
_TIMESTAMP = "2025-09-05T10:30:00Z"
_HASH = "3f5a1c0e9d8b7a6f5e4d3c2b1a0f9e8d7c6b5a4f3e2d1c0b9a8f7e6d5c4b3a2f"


class StrictExtension(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]  # registers itself, untyped
    """Documents that the requests' serializers take no unknown fields, and either a description or a schema."""

    target_class = "generation.serializers.Strict"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: Any) -> dict[str, Any]:
        """Return the serializer's schema, narrowed."""
        map_plainly = auto_schema._map_serializer  # noqa: SLF001 - as the library's own extensions do
        schema: dict[str, Any] = map_plainly(self.target, direction, bypass_extensions=True)  # type: ignore[no-untyped-call]  # it has no types
        if isinstance(self.target, SchemaRequest):
            schema["oneOf"] = [{"required": ["description"]}, {"required": ["schema"]}]
        return schema | {"additionalProperties": False}


def require_bodies(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say of each request body that it must be there, which the library says only where a field is required."""
    for path in result["paths"].values():
        for operation in path.values():
            if "requestBody" in operation:
                operation["requestBody"]["required"] = True
    return result


def _refusal(error_type: ErrorType, message: str, **details: Any) -> dict[str, Any]:
    return {"error_type": error_type.value, "message": message, "details": details, "timestamp": _TIMESTAMP}


def _example(name: str, summary: str, value: Any) -> OpenApiExample:
    return OpenApiExample(name, summary=summary, value=value)


def _error(description: str, **examples: tuple[str, dict[str, Any]]) -> OpenApiResponse:
    return OpenApiResponse(
        ErrorResponse,
        description,
        [_example(name, summary, value) for name, (summary, value) in examples.items()],
    )


_EMPTY = _refusal(
    ErrorType.VALIDATION,
    "Description field is required and cannot be empty",
    field="description",
    provided_value="",
)
_ROWS = _refusal(ErrorType.VALIDATION, "Row count must be between 1 and 10000", field="rows", provided_value=15000)
_EXPRESSION = _refusal(
    ErrorType.VALIDATION,
    "column 'zip': fake has no function 'zip'",
    field="schema",
    column="zip",
    position=0,
    hint="did you mean fake.zipcode?",
    excerpt="fake.zip()\n^",
)
_NOT_FOUND = _error(
    "There is no such schema or revision, or nothing at this address",
    no_schema=("No such schema", _refusal(ErrorType.NOT_FOUND, f"there is no schema '{_HASH}'", hash=_HASH)),
)
_TOO_LARGE = _error(
    "The body is too large",
    too_large=(
        "Too many bytes",
        _refusal(ErrorType.VALIDATION, "The request body must not have more than 1000000 bytes"),
    ),
)
_NO_JSON = _error(
    "The body is not declared as JSON",
    no_json=("Not JSON", _refusal(ErrorType.VALIDATION, "The request's Content-Type must be application/json")),
)
_RATE_LIMIT = _error(
    "Rate limit of the language model exceeded, and no fallback allowed",
    rate_limit=(
        "Rate limit exceeded",
        _refusal(
            ErrorType.RATE_LIMIT,
            "OpenAI API rate limit exceeded. Please try again in 60 seconds",
            retry_after=60,
            limit="3 requests per minute",
        ),
    ),
)
_FAILED = _error(
    "Internal server error",
    generation_failure=(
        "Generation failed",
        _refusal(
            ErrorType.GENERATION_FAILURE,
            "Failed to generate synthetic data after multiple attempts",
            last_error="the language model did not answer in time",
            fallback_used=False,
        ),
    ),
    api_failure=(
        "The language model's service refuses",
        _refusal(
            ErrorType.API_FAILURE,
            "The OpenAI API refuses this service",
            last_error="the key is not valid",
            fallback_used=False,
        ),
    ),
)
_BUSY = _error(
    "Not now: another request is still designing this description, or the database cannot be reached",
    pending=(
        "Being designed",
        _refusal(
            ErrorType.GENERATION_FAILURE,
            "another request is still designing this description; ask again in a moment",
        ),
    ),
)

_TOO_LONG = _error(
    "The address is too long",
    too_long=("Too many characters", _refusal(ErrorType.VALIDATION, "The address is too long")),
)

_READING = {414: _TOO_LONG, 500: _FAILED, 503: _BUSY}
_POSTING = {413: _TOO_LARGE, 415: _NO_JSON, 429: _RATE_LIMIT, 500: _FAILED, 503: _BUSY}


def _header(name: str, kind: Any, description: str, *statuses: int, **rest: Any) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.HEADER, description=description, response=[*statuses], **rest)


def _named(name: str, value: Any) -> list[OpenApiExample]:
    return [OpenApiExample(name, value=value)]


def _retry_after(*statuses: int) -> OpenApiParameter:
    return _header("Retry-After", int, "Seconds to wait before asking again", *statuses, examples=_named("retry", 60))


_REQUEST_ID = OpenApiParameter(
    "X-Request-ID",
    str,
    OpenApiParameter.HEADER,
    description="The request's id in the logs: the one sent in X-Request-ID if it is up to 64 characters out of A-Z "
    "a-z 0-9 . _ -, else a new one",
    response=True,
)
_DATASET_HEADERS = [
    _header(
        "Content-Disposition",
        str,
        "Suggested filename for the dataset",
        200,
        examples=_named("file", 'attachment; filename="ecommerce_product_data.csv"'),
    ),
    _header(
        "Content-Location",
        str,
        "The permanent link: GET it for the same bytes again",
        200,
        examples=_named("link", f"/datasets/{_HASH}.csv?rows=1000&seed=7&as_of=2026-11-21&revision=1"),
    ),
    _header("X-Row-Count", int, "Number of rows in the dataset", 200, examples=_named("rows", 1000)),
    _header(
        "X-Generation-Time",
        float,
        "Seconds until the first byte was ready: designing, compiling, the first rows. The rest comes while sending.",
        200,
        examples=_named("time", 12.5),
    ),
    _header("X-Seed", OpenApiTypes.INT64, "The seed that was used, given or drawn", 200, examples=_named("seed", 7)),
    _header("X-As-Of", OpenApiTypes.DATE, "The day that relative times count from", 200),
    _header("X-Schema-Hash", str, "The schema's name in links", 200, examples=_named("hash", _HASH)),
    _header("X-Schema-Revision", int, "The schema's revision", 200, examples=_named("revision", 1)),
    _header(
        "X-Designed-By",
        str,
        "Who designed the schema: offline/<version>, the name of a model, instructor or user",
        200,
        examples=_named("designer", "offline/2"),
    ),
    _header(
        "X-Cache",
        str,
        "Whether the schema was remembered: hit, or miss when it is remembered from now on",
        200,
        enum=["hit", "miss"],
    ),
]
_HASH_PARAMETER = OpenApiParameter(
    "hash",
    str,
    OpenApiParameter.PATH,
    description="The schema's name in links",
    pattern=HASH_PATTERN,
    examples=_named("hash", _HASH),
)
_CSV = """product_name,price,category,brand,rating
Wireless Bluetooth Headphones,89.99,Electronics,AudioTech,4.2
Organic Cotton T-Shirt,24.95,Clothing,EcoWear,4.5
Smart Home Security Camera,159.99,Electronics,SecureView,3.8
"""


def _csv(description: str) -> dict[Any, Any]:
    example = OpenApiExample("dataset", value=_CSV, media_type="text/csv", response_only=True, status_codes=["200"])
    return {(200, "text/csv"): OpenApiResponse(OpenApiTypes.BINARY, description, [example])}


def _wish(name: str, summary: str, description: str, rows: int) -> OpenApiExample:
    value = {"description": description, "rows": rows}
    return OpenApiExample(name, summary=summary, value=value, request_only=True)


generate = extend_schema(
    operation_id="generateDataset",
    summary="Generate synthetic dataset from natural language description",
    description=(
        "Accepts a natural language description of desired dataset characteristics, or a schema, and returns a CSV "
        "file containing synthetic data matching it.\n\n**Process:**\n"
        "1. Validates input description and parameters\n"
        "2. Checks cache for existing schema (SHA-256 hash of description)\n"
        "3. Designs a schema if there is none: with a language model, or by rules without one\n"
        "4. Compiles the schema; what cannot be made is refused here\n"
        "5. Returns the file while its rows are made\n\n"
        "A failure after the first byte breaks the connection: a file that ends properly is complete."
    ),
    tags=["datasets"],
    request={_JSON: DatasetRequest},
    parameters=[*_DATASET_HEADERS, _retry_after(429, 503), _REQUEST_ID],
    responses={
        **_csv("Successfully generated CSV dataset"),
        400: _error(
            "Invalid request parameters",
            empty_description=("Missing description", _EMPTY),
            invalid_rows=("Invalid row count", _ROWS),
            refused_expression=("An expression of a given schema is refused", _EXPRESSION),
        ),
        **_POSTING,
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
        "If-None-Match are answered with 304, without making a row."
    ),
    tags=["datasets"],
    parameters=[
        _HASH_PARAMETER,
        OpenApiParameter(
            "extension", str, OpenApiParameter.PATH, enum=list(FORMATS), description="The format of the file"
        ),
        LinkQuery,
        *_DATASET_HEADERS,
        _header("ETag", str, "Names these bytes", 200, 304),
        _retry_after(503),
        _REQUEST_ID,
    ],
    responses={
        **_csv("The dataset"),
        304: OpenApiResponse(description="The client has these bytes already"),
        400: _error("Invalid request parameters", invalid_rows=("Invalid row count", _ROWS)),
        404: _NOT_FOUND,
        412: _error("A precondition such as If-Match does not hold"),
        **_READING,
    },
)

design = extend_schema(
    operation_id="designSchema",
    summary="Design a schema without making rows",
    description="Answers the schema that a description stands for, or remembers one that is given.",
    tags=["schemas"],
    request={_JSON: SchemaRequest},
    parameters=[
        _header("Location", str, "Where the schema is read", 200, 201),
        _retry_after(429, 503),
        _REQUEST_ID,
    ],
    responses={
        200: OpenApiResponse(SchemaDocument, "The schema was known, or was given"),
        201: OpenApiResponse(SchemaDocument, "The schema was designed now"),
        400: _error(
            "Invalid request parameters",
            empty_description=("Missing description", _EMPTY),
            refused_expression=("An expression of a given schema is refused", _EXPRESSION),
        ),
        **_POSTING,
    },
)

refine = extend_schema(
    operation_id="refineSchema",
    summary="Change a schema in words",
    description=(
        "Answers the schema that an instruction makes of another one, and what differs. Columns that the instruction "
        "does not speak of stay as they are, to the letter. The result is a schema of its own, remembered under the "
        "hash of its parent, the parent's revision and the instruction; its parent stays."
    ),
    tags=["schemas"],
    request={_JSON: RefineRequest},
    parameters=[
        _HASH_PARAMETER,
        _header("Location", str, "Where the schema is read", 200, 201),
        _retry_after(429, 503),
        _REQUEST_ID,
    ],
    responses={
        200: OpenApiResponse(RefinedDocument, "The same was asked before"),
        201: OpenApiResponse(RefinedDocument, "The schema was refined now"),
        400: _error("Invalid request parameters"),
        404: _NOT_FOUND,
        **_POSTING,
    },
    examples=[
        OpenApiExample(
            "edits",
            summary="Several edits at once",
            value={"instruction": "make prices skewed, drop brand, 8% missing ratings, add a discount column"},
            request_only=True,
        )
    ],
)

search = extend_schema(
    operation_id="listSchemas",
    summary="The schemas that are remembered",
    description="Answers them page by page, the last used first.",
    tags=["schemas"],
    parameters=[SearchQuery, _retry_after(503), _REQUEST_ID],
    responses={200: SchemaPage, 400: _error("Invalid request parameters"), **_READING},
)

read = extend_schema(
    operation_id="readSchema",
    summary="One schema",
    description="Answers the schema at its current revision, or at the one that is named.",
    tags=["schemas"],
    parameters=[_HASH_PARAMETER, RevisionQuery, _retry_after(503), _REQUEST_ID],
    responses={200: SchemaDocument, 400: _error("Invalid request parameters"), 404: _NOT_FOUND, **_READING},
)


def _health(status: str, model: str) -> dict[str, Any]:
    dependencies = {"openai_api": model, "schema_cache": "accessible"}
    return {"status": status, "version": __version__, "timestamp": _TIMESTAMP, "dependencies": dependencies}


health = extend_schema(
    operation_id="healthCheck",
    summary="Service health check",
    description="Returns service status and basic system information",
    tags=["health"],
    parameters=[_REQUEST_ID],
    responses={
        200: OpenApiResponse(
            HealthResponse,
            "Service is healthy and operational",
            [_example("healthy", "Healthy", _health("healthy", "available"))],
        ),
        503: OpenApiResponse(
            HealthResponse,
            "Service is temporarily unavailable",
            [_example("unhealthy", "Unhealthy", _health("unhealthy", "unavailable"))],
        ),
    },
)
