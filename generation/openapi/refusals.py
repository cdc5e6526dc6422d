"""How requests are refused: what the answers of several operations have in common."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse

from generation.documents import ErrorResponse
from generation.errors import ErrorType

TIMESTAMP = "2025-09-05T10:30:00Z"
HASH = "3f5a1c0e9d8b7a6f5e4d3c2b1a0f9e8d7c6b5a4f3e2d1c0b9a8f7e6d5c4b3a2f"


def refusal(error_type: ErrorType, message: str, **details: Any) -> dict[str, Any]:
    """Return the body of a refusal."""
    return {"error_type": error_type.value, "message": message, "details": details, "timestamp": TIMESTAMP}


def example(name: str, summary: str, value: Any) -> OpenApiExample:
    """Return an example of a body."""
    return OpenApiExample(name, summary=summary, value=value)


def error(description: str, **examples: tuple[str, dict[str, Any]]) -> OpenApiResponse:
    """Return a refusal with its examples: a summary and a body each."""
    return OpenApiResponse(
        ErrorResponse,
        description,
        [example(name, summary, value) for name, (summary, value) in examples.items()],
    )


EMPTY = refusal(
    ErrorType.VALIDATION,
    "Description field is required and cannot be empty",
    field="description",
    provided_value="",
)
ROWS = refusal(ErrorType.VALIDATION, "Row count must be between 1 and 10000", field="rows", provided_value=15000)
EXPRESSION = refusal(
    ErrorType.VALIDATION,
    "column 'zip': fake has no function 'zip'",
    field="schema",
    column="zip",
    position=0,
    hint="did you mean fake.zipcode?",
    excerpt="fake.zip()\n^",
)
OPTION = refusal(
    ErrorType.VALIDATION, "jsonl has no option csv_safe (it has none)", field="csv_safe", hint="it has none"
)
NOT_FOUND = error(
    "There is no such schema or revision, or nothing at this address",
    no_schema=("No such schema", refusal(ErrorType.NOT_FOUND, f"there is no schema '{HASH}'", hash=HASH)),
)
TOO_LARGE = error(
    "The body is too large",
    too_large=(
        "Too many bytes",
        refusal(ErrorType.VALIDATION, "The request body must not have more than 1000000 bytes"),
    ),
)
NO_JSON = error(
    "The body is not declared as JSON",
    no_json=("Not JSON", refusal(ErrorType.VALIDATION, "The request's Content-Type must be application/json")),
)
_LIMITED = (
    "The client's own limit",
    refusal(
        ErrorType.RATE_LIMIT,
        "The limit of 30000 requests per minute for one client is reached. Please try again in 2 seconds",
        retry_after=2,
        limit="30000 requests per minute",
    ),
)
LIMITED = error("What one client may ask for is used up for now", limited=_LIMITED)
RATE_LIMIT = error(
    "What one client may ask for is used up for now, or the rate limit of the language model is exceeded and no "
    "fallback allowed",
    limited=_LIMITED,
    rate_limit=(
        "Rate limit exceeded",
        refusal(
            ErrorType.RATE_LIMIT,
            "OpenAI API rate limit exceeded. Please try again in 60 seconds",
            retry_after=60,
            limit="3 requests per minute",
        ),
    ),
)
FAILED = error(
    "Internal server error",
    generation_failure=(
        "Generation failed",
        refusal(
            ErrorType.GENERATION_FAILURE,
            "Failed to generate synthetic data after multiple attempts",
            last_error="the language model did not answer in time",
            fallback_used=False,
        ),
    ),
    api_failure=(
        "The language model's service refuses",
        refusal(
            ErrorType.API_FAILURE,
            "The OpenAI API refuses this service",
            last_error="the key is not valid",
            fallback_used=False,
        ),
    ),
)
BUSY = error(
    "Not now: another request is still designing this description, the language model is busy with others, or the "
    "database cannot be reached",
    pending=(
        "Being designed",
        refusal(
            ErrorType.GENERATION_FAILURE,
            "another request is still designing this description; ask again in a moment",
        ),
    ),
)

TOO_LONG = error(
    "The address is too long",
    too_long=("Too many characters", refusal(ErrorType.VALIDATION, "The address is too long")),
)

READING = {414: TOO_LONG, 429: LIMITED, 500: FAILED, 503: BUSY}
POSTING = {413: TOO_LARGE, 415: NO_JSON, 429: RATE_LIMIT, 500: FAILED, 503: BUSY}
